"""What follows for one enrolment when its cohort is judged: a frozen completion, and what it brings."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db import transaction

from certificates.models import CertificateKind, CertificateState
from certificates.services import CertificateFacts, request_certificate
from courses.models import CertificateGiven
from lms.records.enums import EnrolmentState
from lms.records.models import Cohort, Completion, Enrolment
from lms.records.services.enrolment import move_enrolment
from lms.records.services.follow_up import schedule_follow_ups
from lms.records.services.judging import Judgement, Rule

KINDS = {
    CertificateGiven.COMPLETION: CertificateKind.COMPLETION,
    CertificateGiven.ATTENDANCE: CertificateKind.ATTENDANCE,
}


@transaction.atomic
def settle(
    judgement: Judgement,
    *,
    cohort: Cohort,
    rule: Rule,
    completed_on: date,
    titles: dict,
    actor,
) -> Completion | None:
    """Freeze the completion of one enrolment, move it, and bring about what follows from it.

    All of it or nothing. Again it changes nothing: what was completed once stays completed, by the
    rule and the figures of then, and what follows is only made up for where it is missing.
    """
    # The row that every move of an enrolment starts with: two closings of one cohort take turns.
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    enrolment = judgement.enrolment
    enrolment.refresh_from_db(fields=["state"])
    completion = Completion.objects.filter(enrolment=enrolment).first()
    if completion is None and judgement.completes and enrolment.state in Enrolment.HOLDS_A_PLACE:
        completion = Completion.objects.create(
            enrolment=enrolment,
            course_key=cohort.course.translation_key,
            completed_on=completed_on,
            rule=rule.as_json(),
            figures=judgement.figures,
        )
        if enrolment.state != EnrolmentState.COMPLETED:
            move_enrolment(enrolment=enrolment, to=EnrolmentState.COMPLETED, actor=actor)
    elif completion is None and enrolment.state == EnrolmentState.ENROLLED:
        move_enrolment(
            enrolment=enrolment,
            to=EnrolmentState.NOT_COMPLETED,
            actor=actor,
            reason=" ".join(judgement.reasons)[:255],
        )
    if completion is not None:
        completion.enrolment = enrolment
        for follow in FOLLOWS:
            follow(completion, cohort=cohort, titles=titles)
    return completion


def give_certificate(completion: Completion, *, cohort: Cohort, titles: dict) -> None:
    """Ask for the certificate that the course gives, unless it was issued already.

    The completion's key makes one certificate only. One that was asked for and never issued, for
    the worker was stopped in between, is put into the queue once more.
    """
    certificate = completion.certificate
    if cohort.course.certificate not in KINDS:
        return
    if certificate is not None and certificate.state != CertificateState.REQUESTED:
        return
    person = completion.enrolment.person
    certificate = request_certificate(
        request_key=f"completion:{completion.pk}",
        facts=certificate_facts(completion, cohort=cohort, titles=titles),
        owner=person.user,
    )
    if completion.certificate_id != certificate.pk:
        completion.certificate = certificate
        completion.save(update_fields=["certificate"])


def plan_follow_up(completion: Completion, *, cohort: Cohort, titles: dict) -> None:
    """Plan the calls in which people are asked months later what they use."""
    schedule_follow_ups(completion=completion, course=cohort.course)


# What follows from a completion, in this order and in its transaction. Each is called again whenever
# the cohort is judged again, and must change nothing where its work is done.
FOLLOWS: tuple[Callable[..., None], ...] = (give_certificate, plan_follow_up)


def course_titles(cohort: Cohort) -> dict[str, tuple[str, str]]:
    """Course and curriculum title by language code, as they are now.

    The course's own language, and those it is translated into; a page that still bears the title
    of the original is none.
    """
    course = cohort.course
    titles = {course.locale.language_code: (course.title, course.get_parent().title)}
    for translation in course.get_translations().live().select_related("locale"):
        if translation.title != course.title:
            code = translation.locale.language_code
            titles[code] = (translation.title, translation.get_parent().title)
    return titles


def certificate_facts(completion: Completion, *, cohort: Cohort, titles: dict) -> CertificateFacts:
    """What is printed on the certificate of ``completion``.

    Hours are those attended, to a half; where there were no sessions, those of the course.
    """
    enrolment = completion.enrolment
    person = enrolment.person
    original = cohort.course.locale.language_code
    title, curriculum = titles[original]
    title_km, curriculum_km = titles.get("km", ("", ""))
    figures = completion.figures
    minutes = figures["minutes_attended"] if figures["minutes_planned"] else cohort.course.minutes
    return CertificateFacts(
        kind=KINDS.get(cohort.course.certificate, CertificateKind.COMPLETION),
        name=person.full_name,
        name_km=person.full_name_km,
        course_title=title,
        course_title_km=title_km,
        curriculum=curriculum,
        curriculum_km=curriculum_km,
        hours=Decimal(round(minutes / 30)) / 2,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        completed_on=completion.completed_on,
        organisation=enrolment.organisation.name if enrolment.organisation else "",
        cohort=cohort.code,
        rule=rule_in_words(completion.rule),
        language=person.language,
    )


def rule_in_words(rule: dict) -> str:
    """The rule in one English line, to be kept with the certificate."""
    parts = []
    if rule["attendance_percent"]:
        parts.append(f"attendance {rule['attendance_percent']}%")
    if rule["required_lessons"]:
        parts.append("every required lesson")
    if rule["post_test_percent"] is not None:
        parts.append(f"post-test {rule['post_test_percent']}%")
    return ", ".join(parts)

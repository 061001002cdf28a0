"""Closing a cohort: completions are frozen, and their certificates asked for."""

from datetime import date
from decimal import Decimal
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task

from certificates.services import CertificateFacts, request_certificate
from lms.records.enums import CohortState, EnrolmentState
from lms.records.exceptions import RecordsError
from lms.records.models import Cohort, Completion
from lms.records.permissions import teach_cohort
from lms.records.services.assessments import hand_in_overdue_of
from lms.records.services.enrolment import move_enrolment
from lms.records.services.follow_up import schedule_follow_ups
from lms.records.services.judging import Judgement, course_rule, judge


class CohortCancelled(RecordsError):
    message = _("This cohort was cancelled, so there is nothing to close.")


class CohortNotOver(RecordsError):
    message = _(
        "This cohort is not over yet. Close it on its last day or later; "
        "if it ended sooner, ask a coordinator to change its dates."
    )


def closing_problem(cohort: Cohort) -> RecordsError | None:
    """Why ``cohort`` cannot be closed today, or ``None``."""
    if cohort.state == CohortState.CANCELLED:
        return CohortCancelled()
    # A closed register takes no more marks, so closing too early would fail everyone for good.
    if timezone.localdate() < cohort.ends_on:
        return CohortNotOver()
    return None


@transaction.atomic
def close_cohort(*, cohort: Cohort, actor) -> list[Judgement]:
    """Close the cohort: judge all, freeze completions, move enrolments, ask for certificates.

    May be repeated after late corrections: who completes now gets their completion and
    certificate, dated today, so that figures reported before stay as they were; what was completed
    once stays completed, by the rule and the figures of then.

    :raises PermissionDenied: when ``actor`` neither trains the cohort nor coordinates.
    :raises CohortCancelled, CohortNotOver: see their messages.
    """
    cohort = (
        Cohort.objects.select_for_update(of=("self",)).select_related("course").get(pk=cohort.pk)
    )
    if not teach_cohort.allows(actor, cohort):
        raise PermissionDenied
    if problem := closing_problem(cohort):
        raise problem
    hand_in_overdue_of(cohort)
    rule = course_rule(cohort)
    completed_on = timezone.localdate() if cohort.closed_at else cohort.ends_on
    judgements = judge(cohort, rule)
    for judgement in judgements:
        _apply(
            judgement, rule=rule.as_json(), cohort=cohort, completed_on=completed_on, actor=actor
        )
    if cohort.state != CohortState.CLOSED:
        cohort.state, cohort.closed_at = CohortState.CLOSED, cohort.closed_at or timezone.now()
        cohort.save(update_fields=["state", "closed_at"])
    transaction.on_commit(partial(async_task, "lms.records.tasks.request_certificates", cohort.pk))
    return judgements


def _apply(judgement: Judgement, *, rule: dict, cohort: Cohort, completed_on: date, actor) -> None:
    enrolment = judgement.enrolment
    if enrolment.state == EnrolmentState.COMPLETED:
        return
    if judgement.completes:
        completion = Completion.objects.create(
            enrolment=enrolment,
            course_key=cohort.course.translation_key,
            completed_on=completed_on,
            rule=rule,
            figures=judgement.figures,
        )
        schedule_follow_ups(completion=completion)
        move_enrolment(enrolment=enrolment, to=EnrolmentState.COMPLETED, actor=actor)
    elif enrolment.state == EnrolmentState.ENROLLED:
        move_enrolment(
            enrolment=enrolment,
            to=EnrolmentState.NOT_COMPLETED,
            actor=actor,
            reason=" ".join(judgement.reasons)[:255],
        )


def request_certificates(*, cohort: Cohort) -> int:
    """Ask for a certificate for every completion of the cohort that has none; return how many.

    Safe to repeat: the completion's key makes one certificate only.
    """
    completions = Completion.objects.filter(
        enrolment__cohort=cohort, certificate__isnull=True
    ).select_related("enrolment__person__user", "enrolment__organisation")
    titles = course_titles(cohort)
    for completion in completions:
        with transaction.atomic():
            completion.certificate = request_certificate(
                request_key=f"completion:{completion.pk}",
                facts=certificate_facts(completion, cohort=cohort, titles=titles),
                owner=completion.enrolment.person.user,
            )
            completion.save(update_fields=["certificate"])
    return len(completions)


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
        kind="completion",
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

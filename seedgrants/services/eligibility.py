"""Who may apply in a round, and if not, why."""

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.records.models import Completion, Person
from seedgrants.models import GrantReport, GrantRoundPage


def reasons_against(*, round_page: GrantRoundPage, person: Person | None) -> list[str]:
    """Why the person may not begin a proposal, each with what to do; empty when they may."""
    reasons = []
    if not round_page.takes_proposals():
        reasons.append(_("This round takes no proposals now."))
    if person is None:
        reasons.append(
            _("Your account is not linked to your training record: ask your coordinator.")
        )
        return reasons
    kinds = round_page.organisation_kinds.all()
    if kinds and not works_for_one_of(person, {row.kind for row in kinds}):
        reasons.append(
            _("This round is for people of these organisations: %(kinds)s.")
            % {"kinds": ", ".join(str(row) for row in kinds)}
        )
    if round_page.no_overdue_reports and owes_a_report(person):
        reasons.append(_("Write the report that is overdue on your earlier grant first."))
    return reasons + [
        _("Complete the course “%(course)s” first.") % {"course": course.localized.title}
        for course in missing_courses(round_page=round_page, person=person)
    ]


def works_for_one_of(person: Person, kinds: set[str]) -> bool:
    posts = person.affiliations.current()
    return posts.filter(organisation__kind__in=kinds).exists()


def owes_a_report(person: Person) -> bool:
    """A report on a grant of theirs should have been sent by now."""
    return GrantReport.objects.filter(
        grant__application__applicant=person,
        state__in=GrantReport.WRITABLE,
        due_on__lt=timezone.localdate(),
    ).exists()


def missing_courses(*, round_page: GrantRoundPage, person: Person) -> list:
    """The required courses, in the order of the round, that the person has not completed."""
    courses = [row.course for row in round_page.required_courses.select_related("course__locale")]
    if not courses:
        return []
    done = set(
        Completion.objects.filter(
            enrolment__person=person, course_key__in=[c.translation_key for c in courses]
        ).values_list("course_key", flat=True)
    )
    return [course for course in courses if course.translation_key not in done]

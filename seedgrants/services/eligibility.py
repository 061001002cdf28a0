"""Who may apply in a round, and if not, why."""

from django.utils.translation import gettext as _

from lms.records.models import Completion, Person
from seedgrants.models import GrantRoundPage


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
    return reasons + [
        _("Complete the course “%(course)s” first.") % {"course": course.localized.title}
        for course in missing_courses(round_page=round_page, person=person)
    ]


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

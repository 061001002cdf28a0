"""What a focal point can do next; ``next_steps`` collects it."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.next_steps import NextStep
from lms.records.course_pages import attach_course_pages
from lms.records.permissions import organisations_watched
from lms.records.services.nominations import open_for_nominations

AT_MOST = 2


def staff_steps(user) -> list[NextStep]:
    """Trainings that take nominations, those first whose registration closes first."""
    watched = organisations_watched(user)
    if watched is None or not watched.exists():
        return []
    cohorts = list(
        open_for_nominations()
        .select_related("course")
        .order_by("registration_closes_on", "starts_on", "pk")[:AT_MOST]
    )
    attach_course_pages(cohorts)
    return [
        NextStep(
            title=_("Nominate staff: %(course)s") % {"course": cohort.course_page.title},
            url=reverse("records:nominations"),
            note=_("until %(day)s")
            % {"day": date_format(cohort.registration_closes_on or cohort.ends_on)},
        )
        for cohort in cohorts
    ]

"""What the site's course pages show of the records."""

from django import template

from lms.records.enums import EnrolmentState
from lms.records.models import Cohort, Enrolment

register = template.Library()

# Who takes part in the course, or has completed it, is not asked to enrol once more.
SETTLED = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)


@register.inclusion_tag("records/includes/course_enrolment.html", takes_context=True)
def course_enrolment(context, course_page):
    """The cohorts of a course, in any language of it: how I stand, or how to get in.

    One query signed out, two at most signed in, whatever the number of cohorts.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    mine = {}
    if user is not None and user.is_authenticated:
        enrolments = Enrolment.objects.filter(
            person__user=user, cohort__course__translation_key=course_page.translation_key
        ).select_related("cohort")
        mine = {enrolment.cohort_id: enrolment for enrolment in enrolments}
    cohorts = (
        Cohort.objects.open_for_enrolment()
        .filter(course__translation_key=course_page.translation_key)
        .with_places()
        .order_by("starts_on", "code")
    )
    settled = any(enrolment.state in SETTLED for enrolment in mine.values())
    return {
        "enrolments": list(mine.values()),
        "cohorts": [] if settled else [cohort for cohort in cohorts if cohort.pk not in mine],
        "signed_in": bool(user and user.is_authenticated),
    }

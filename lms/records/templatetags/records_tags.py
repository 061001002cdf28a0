"""What the site's course pages show of the records."""

from uuid import UUID

from django import template

from lms.records.enums import EnrolmentState
from lms.records.models import Cohort, Completion
from lms.records.reading import enrolments_of, planned_sessions

register = template.Library()

# Who takes part in the course, or has completed it, is not asked to enrol once more.
SETTLED = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)


def signed_in_user(context):
    """The account that reads the page, or ``None``; also in a preview without a request."""
    user = getattr(context.get("request"), "user", None)
    return user if user is not None and user.is_authenticated else None


def completed_of(context, outline) -> frozenset[UUID]:
    """Which courses to complete first the reader has completed: one query a request at most."""
    user, keys = signed_in_user(context), [page.translation_key for page in outline.prerequisites]
    if user is None or not keys:
        return frozenset()
    request = context["request"]
    if not hasattr(request, "completed_prerequisites"):
        completions = Completion.objects.filter(enrolment__person__user=user, course_key__in=keys)
        request.completed_prerequisites = frozenset(
            completions.values_list("course_key", flat=True)
        )
    return request.completed_prerequisites


@register.simple_tag(takes_context=True)
def prerequisite_mark(context, course, outline) -> str:
    """``completed`` or ``missing``, for a course to complete first; nothing for a visitor."""
    if signed_in_user(context) is None:
        return ""
    return "completed" if course.translation_key in completed_of(context, outline) else "missing"


@register.inclusion_tag("records/includes/course_enrolment.html", takes_context=True)
def course_enrolment(context, course_page):
    """The cohorts of a course, in any language of it: how I stand, or how to get in.

    Two queries signed out; signed in two more at most, and one where something comes before.
    """
    user = signed_in_user(context)
    key, outline = course_page.translation_key, course_page.outline
    mine = enrolments_of(context.get("request"), key)
    cohorts, missing = [], []
    if not any(enrolment.state in SETTLED for enrolment in mine):
        cohorts = list(
            Cohort.objects.open_for_enrolment()
            .filter(course__translation_key=key)
            .exclude(pk__in=[enrolment.cohort_id for enrolment in mine])
            .with_places()
            .prefetch_related(planned_sessions("sessions"))
            .order_by("starts_on", "code")
        )
        done = completed_of(context, outline)
        missing = [page for page in outline.prerequisites if page.translation_key not in done]
    return {
        "enrolments": mine,
        "cohorts": cohorts,
        "signed_in": user is not None,
        "missing": missing,
        "title": course_page.title,
        "is_event": course_page.is_event,
    }

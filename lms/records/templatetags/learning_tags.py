"""What a person has learned, on the pages of courses. A visitor sees none of it."""

from django import template

from courses.models import AssessmentKind
from lms.records.models import Completion, Enrolment
from lms.records.models.people import person_of
from lms.records.reading import progress_of
from lms.records.services.assessments import attempts_in_course

register = template.Library()


def reader(context):
    """The person who reads this page, or ``None``; also in a preview without a request."""
    user = getattr(context.get("request"), "user", None)
    return person_of(user) if user is not None and user.is_authenticated else None


def count_done(outline, progress) -> dict:
    lessons = outline.lessons
    done = sum(lesson.translation_key in progress.done for lesson in lessons)
    return {"lessons_done": done, "lessons_total": len(lessons)}


@register.simple_tag(takes_context=True)
def lesson_mark(context, lesson, outline) -> str:
    """``done``, ``opened`` or nothing, for a lesson of the outline."""
    if reader(context) is None:
        return ""
    progress = progress_of(context["request"], outline.course.translation_key)
    if lesson.translation_key in progress.done:
        return "done"
    return "opened" if lesson.translation_key in progress.opened else ""


@register.inclusion_tag("records/includes/lesson_actions.html", takes_context=True)
def lesson_actions(context, lesson):
    """The form that marks a lesson done, and how far the person is."""
    person = reader(context)
    if person is None:
        return {}
    progress = progress_of(context["request"], lesson.outline.course.translation_key)
    return {
        "person": person,
        "lesson": lesson,
        "is_done": lesson.translation_key in progress.done,
        "next": lesson.outline.next,
    } | count_done(lesson.outline, progress)


@register.inclusion_tag("records/includes/course_progress.html", takes_context=True)
def course_progress(context, course):
    """How many lessons are done and where to go on, for those who take part in ``course``."""
    person = reader(context)
    if person is None or not course.outline.lessons:
        return {}
    progress = progress_of(context["request"], course.translation_key)
    if not progress.opened and not _takes_part(person, course):
        return {}
    return {
        "person": person,
        "resume": _resume(course.outline.lessons, progress),
        "has_begun": bool(progress.opened),
    } | count_done(course.outline, progress)


def _takes_part(person, course) -> bool:
    return (
        Enrolment.objects.holding_a_place()
        .filter(person=person, cohort__course__translation_key=course.translation_key)
        .exists()
    )


def _resume(lessons, progress):
    """The lesson opened last unless it is done, else the next one that is not; ``None`` at the end."""
    keys = [lesson.translation_key for lesson in lessons]
    start = keys.index(progress.resume) if progress.resume in keys else 0
    return next(
        (
            lesson
            for lesson in lessons[start:] + lessons[:start]
            if lesson.translation_key not in progress.done
        ),
        None,
    )


@register.inclusion_tag("records/includes/assessment_actions.html", takes_context=True)
def assessment_actions(context, assessment):
    """How the person stands in a test, and the button that begins it or goes on."""
    person = reader(context)
    if person is None:
        return {}
    attempts = attempts_in_course(
        person=person, course_key=assessment.outline.course.translation_key
    ).get(assessment.translation_key, [])
    submitted = [attempt for attempt in attempts if not attempt.is_open]
    return {
        "person": person,
        "assessment": assessment,
        "unfinished": next((attempt for attempt in attempts if attempt.is_open), None),
        "submitted": submitted,
        "best": max(submitted, key=lambda attempt: attempt.percent, default=None),
        "may_start": not submitted or assessment.kind != AssessmentKind.PRE_TEST,
    }


@register.inclusion_tag("records/includes/cohort_results.html")
def cohort_results(cohort):
    """Who completed, and how their certificates stand; one query, none before the closing."""
    completions = []
    if cohort.closed_at:
        completions = (
            Completion.objects.filter(enrolment__cohort=cohort)
            .select_related("enrolment__person", "certificate")
            .order_by("enrolment__person__family_name", "enrolment__person__given_name", "pk")
        )
    return {"cohort": cohort, "completions": completions}

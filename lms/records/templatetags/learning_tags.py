"""What a person has learned, on the pages of courses. A visitor sees none of it."""

from django import template
from django.utils import timezone

from lms.records.enums import CohortState
from lms.records.forms.notes import NoteForm
from lms.records.models import Completion, Enrolment
from lms.records.models.people import person_of
from lms.records.reading import enrolments_of, locks_of, plan_to_write, progress_of
from lms.records.services.assessments import (
    attempts_allowed,
    attempts_in_course,
    refusal_to_start,
)
from lms.records.services.notes import note_of
from lms.records.services.release import Lock

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
def lesson_mark(context, lesson, outline) -> str | Lock:
    """``done``, ``opened``, the :class:`Lock` of a closed lesson, or nothing."""
    if reader(context) is None:
        return ""
    key, request = lesson.translation_key, context["request"]
    progress = progress_of(request, outline.course.translation_key)
    if key in progress.done:
        return "done"
    return locks_of(request, outline).get(key) or ("opened" if key in progress.opened else "")


@register.inclusion_tag("records/includes/lesson_start.html", takes_context=True)
def lesson_start(context, lesson):
    """The way to where the person stopped reading, unless that is the beginning or all is done."""
    if reader(context) is None:
        return {}
    progress = progress_of(context["request"], lesson.outline.course.translation_key)
    place = progress.places.get(lesson.translation_key)
    later = [block["id"] for block in lesson.body.raw_data][1:]
    if lesson.translation_key in progress.done or place not in later:
        return {}
    return {"place": place}


@register.inclusion_tag("records/includes/lesson_notes.html", takes_context=True)
def lesson_notes(context, lesson):
    """The person's own notes beside a lesson, and the form that keeps them; one query if any."""
    person = reader(context)
    if person is None:
        return {}
    key = lesson.translation_key
    progress = progress_of(context["request"], lesson.outline.course.translation_key)
    note = note_of(person=person, lesson_key=key) if key in progress.noted else None
    return {
        "request": context["request"],
        "lesson": lesson,
        "page": lesson,
        "note": note,
        "form": NoteForm.of(note),
    }


@register.inclusion_tag("records/includes/lesson_actions.html", takes_context=True)
def lesson_actions(context, lesson):
    """The form that marks a lesson done, and how far the person is; after the last, what follows."""
    person = reader(context)
    if person is None:
        return {}
    key = lesson.outline.course.translation_key
    progress = progress_of(context["request"], key)
    counted = count_done(lesson.outline, progress)
    following = lesson.outline.next
    has_read_all = counted["lessons_done"] == counted["lessons_total"]
    return {
        "person": person,
        "lesson": lesson,
        "is_done": lesson.translation_key in progress.done,
        "next": following,
        "plan_for": plan_to_write(person, key) if following is None and has_read_all else None,
    } | counted


@register.inclusion_tag("records/includes/course_progress.html", takes_context=True)
def course_progress(context, course):
    """How many lessons are done and where to go on, for those who take part in ``course``."""
    key, request = course.translation_key, context.get("request")
    takes_part = any(
        enrolment.state in Enrolment.HOLDS_A_PLACE for enrolment in enrolments_of(request, key)
    )
    person = reader(context)
    if person is None or not course.outline.lessons:
        return {}
    progress = progress_of(request, key)
    if not progress.opened and not takes_part:
        return {}
    locks = locks_of(request, course.outline)
    resume = _resume(course.outline.lessons, progress, locks)
    lock = next(iter(locks.values()), None)
    return {
        "person": person,
        "resume": resume,
        "lock": lock,
        "has_begun": bool(progress.opened),
        "plan_for": None if resume or lock else plan_to_write(person, key),
    } | count_done(course.outline, progress)


def _resume(lessons, progress, locks):
    """The lesson opened last unless it is done, else the next open one; ``None`` when none is left."""
    keys = [lesson.translation_key for lesson in lessons]
    start = keys.index(progress.resume) if progress.resume in keys else 0
    return next(
        (
            lesson
            for lesson in lessons[start:] + lessons[:start]
            if lesson.translation_key not in progress.done and lesson.translation_key not in locks
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
    # What is open although its time is over is handed in by the page that the link leads to.
    submitted = [attempt for attempt in attempts if not attempt.is_open]
    unfinished = next((attempt for attempt in attempts if attempt.is_open), None)
    marked = [attempt for attempt in submitted if attempt.percent is not None]
    allowed = attempts_allowed(assessment)
    return {
        "person": person,
        "assessment": assessment,
        "unfinished": unfinished,
        "submitted": submitted,
        "best": max(marked, key=lambda attempt: attempt.percent, default=None),
        "refusal": refusal_to_start(assessment, len(submitted)),
        "attempts_left": None if allowed is None else allowed - len(submitted),
    }


@register.inclusion_tag("records/includes/cohort_results.html")
def cohort_results(cohort):
    """How the closing stands, who completed, and their certificates; no query before the last day."""
    completions, closing = [], None
    if cohort.state == CohortState.CLOSED or cohort.ends_on <= timezone.localdate():
        closing = cohort.closings.first()
    if cohort.closed_at:
        completions = (
            Completion.objects.filter(enrolment__cohort=cohort)
            .select_related("enrolment__person", "certificate")
            .order_by("enrolment__person__family_name", "enrolment__person__given_name", "pk")
        )
    return {"cohort": cohort, "completions": completions, "closing": closing}

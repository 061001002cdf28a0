"""What the reader of a course page has read: once a request, however often the page asks."""

from uuid import UUID

from django.db.models import F, Prefetch
from django.utils.cache import patch_cache_control

from courses.models import CourseKind, LessonPage, LessonRelease
from courses.outline import Outline
from lms.records.models import Enrolment, Person, Session
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate, may_train
from lms.records.services.progress import CourseProgress, course_progress, open_lesson
from lms.records.services.release import Lock, locks_in


def progress_of(request, course_key: UUID) -> CourseProgress:
    """The progress of the person who makes this request; empty for a visitor."""
    known = request.__dict__.setdefault("course_progress", {})
    if course_key not in known:
        person = person_of(request.user) if request.user.is_authenticated else None
        known[course_key] = course_progress(person=person, course_key=course_key)
    return known[course_key]


def enrolments_of(request, course_key: UUID) -> list[Enrolment]:
    """My enrolments in a course, the latest first, each with its cohort's ``planned_sessions``.

    None for a visitor; two queries a request at most.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    known = request.__dict__.setdefault("course_enrolments", {})
    if course_key not in known:
        known[course_key] = list(
            Enrolment.objects.filter(person__user=user, cohort__course__translation_key=course_key)
            .select_related("cohort", "person")
            .prefetch_related(planned_sessions("cohort__sessions"))
            .order_by("-cohort__starts_on", "-pk")
        )
        if known[course_key]:
            user.person = known[course_key][0].person  # the progress asks for it next
    return known[course_key]


def planned_sessions(lookup: str) -> Prefetch:
    """Sessions that count, by time, as ``planned_sessions``."""
    return Prefetch(lookup, Session.objects.held_or_planned(), to_attr="planned_sessions")


def plan_to_write(person: Person, course_key: UUID) -> Enrolment | None:
    """The latest place that ``person`` holds in a course, unless it has its action plan; one query.

    Nobody plans after an event.
    """
    latest = (
        Enrolment.objects.holding_a_place()
        .filter(person=person, cohort__course__translation_key=course_key)
        .exclude(cohort__course__kind=CourseKind.EVENT)
        .annotate(plan_pk=F("action_plan"))
        .order_by("-cohort__starts_on", "-pk")
        .first()
    )
    return latest if latest and latest.plan_pk is None else None


def forget_progress(request) -> None:
    """For a view that has just changed the progress and asks for it again."""
    request.__dict__.pop("course_progress", None)
    request.__dict__.pop("course_locks", None)


def locks_of(request, outline: Outline) -> dict[UUID, Lock]:
    """The lessons still closed to who makes this request, by lesson key.

    None for trainers and coordinators, and none for a visitor, to whom every lesson is closed.
    """
    if not request.user.is_authenticated:
        return {}
    known = request.__dict__.setdefault("course_locks", {})
    key = outline.course.translation_key
    if key not in known:
        locks = locks_in(outline.lessons, done=progress_of(request, key).done)
        if locks and (may_train(request.user) or may_coordinate(request.user)):
            locks = {}
        known[key] = locks
    return known[key]


def lock_of(request, lesson: LessonPage) -> Lock | None:
    """Why ``lesson`` is still closed to who makes this request, or ``None``.

    Costs nothing for a lesson that is open at once.
    """
    if lesson.release == LessonRelease.AT_ONCE:
        return None
    return locks_of(request, lesson.outline).get(lesson.translation_key)


def remember_lesson(page, request, serve_args, serve_kwargs):
    """Keep the reading position: the lesson that is being served. Written only when it is new.

    A hook before pages are served, after the gate. Reading a lesson twice changes nothing, so it
    is safe for a browser to ask again.
    """
    if not isinstance(page, LessonPage) or request.method != "GET":
        return
    person = person_of(request.user) if request.user.is_authenticated else None
    if person is None:
        return
    course_key = page.outline.course.translation_key
    progress = progress_of(request, course_key)
    if progress.resume != page.translation_key:
        open_lesson(person=person, lesson=page, course_key=course_key)
        request.course_progress[course_key] = progress.with_opened(page.translation_key)


def keep_notes_private(serve_next):
    """A lesson shown with one's own notes is not for the next reader of the same phone."""

    def serve(page, request, serve_args, serve_kwargs):
        response = serve_next(page, request, serve_args, serve_kwargs)
        if isinstance(page, LessonPage) and request.user.is_authenticated:
            progress = progress_of(request, page.outline.course.translation_key)
            if page.translation_key in progress.noted:
                patch_cache_control(response, private=True, no_store=True)
        return response

    return serve

"""What the reader of a course page has read: once a request, however often the page asks."""

from uuid import UUID

from courses.models import LessonPage
from lms.records.models.people import person_of
from lms.records.services.progress import CourseProgress, course_progress, open_lesson


def progress_of(request, course_key: UUID) -> CourseProgress:
    """The progress of the person who makes this request; empty for a visitor."""
    known = request.__dict__.setdefault("course_progress", {})
    if course_key not in known:
        person = person_of(request.user) if request.user.is_authenticated else None
        known[course_key] = course_progress(person=person, course_key=course_key)
    return known[course_key]


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

"""Lessons and assessments are for those who take part in the course, when they are open to them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.kept import generation_of
from courses.models import (
    AssessmentKind,
    AssessmentPage,
    AssignmentPage,
    CoursePage,
    EvaluationPage,
    LessonPage,
)
from lms.records.permissions import may_read_lessons
from lms.records.reading import lock_of

# How many steps of the page tree lie between the page and its course.
STEPS_BELOW_COURSE = {LessonPage: 2, AssessmentPage: 1, AssignmentPage: 1, EvaluationPage: 1}


def course_of(page: Page):
    """A queryset of the course that a lesson or assessment is in, without reading it."""
    steps = STEPS_BELOW_COURSE[type(page)]
    return CoursePage.objects.filter(path=page.path[: -steps * Page.steplen])


def is_pool(page: Page) -> bool:
    """Whether ``page`` only keeps questions for other tests: nobody opens or takes it."""
    return isinstance(page, AssessmentPage) and page.kind == AssessmentKind.POOL


def gate_lessons(page, request, serve_args, serve_kwargs):
    """Send those who may not read a lesson to its course page, where they can enrol.

    A lesson that opens later says so. Previews in the admin are not served through here. One query
    for who is enrolled, two more for a lesson that is not open at once.
    """
    if type(page) not in STEPS_BELOW_COURSE:
        return None
    if is_pool(page):
        raise Http404
    # Where the outline is kept it names the course without a query.
    course = page.outline.course.translation_key if generation_of(page) else course_of(page)
    if not may_read_lessons(request.user, course):
        return _send_to_course(page, request)
    lock = lock_of(request, page) if isinstance(page, LessonPage) else None
    if lock:
        context = {"page": page, "outline": page.outline, "lock": lock}
        return render(request, "records/lesson_locked.html", context, status=403)
    return None


def _send_to_course(page, request):
    course = course_of(page).get()
    if request.user.is_authenticated:
        messages.info(request, _("Lessons are for those who are enrolled. You can enrol here."))
    else:
        messages.info(request, _("Sign in and enrol to read the lessons."))
    return redirect(course.get_url(request))

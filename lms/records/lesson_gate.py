"""Lessons and assessments are for those who take part in the course."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import AssessmentPage, CoursePage, LessonPage
from lms.records.permissions import may_read_lessons

# How many steps of the page tree lie between the page and its course.
STEPS_BELOW_COURSE = {LessonPage: 2, AssessmentPage: 1}


def course_of(page: Page):
    """A queryset of the course that a lesson or assessment is in, without reading it."""
    steps = STEPS_BELOW_COURSE[type(page)]
    return CoursePage.objects.filter(path=page.path[: -steps * Page.steplen])


def gate_lessons(page, request, serve_args, serve_kwargs):
    """Send those who may not read a lesson to its course page, where they can enrol.

    Previews in the admin are not served through here. One query for who is enrolled.
    """
    if type(page) not in STEPS_BELOW_COURSE or may_read_lessons(request.user, course_of(page)):
        return None
    course = course_of(page).get()
    if request.user.is_authenticated:
        messages.info(request, _("Lessons are for those who are enrolled. You can enrol here."))
    else:
        messages.info(request, _("Sign in and enrol to read the lessons."))
    return redirect(course.get_url(request))

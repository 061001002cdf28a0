"""What to do next in lessons, tests and mentoring; ``next_steps`` collects it."""

from collections import Counter
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import AssessmentKind, AssessmentPage, CoursePage, LessonPage
from lms.next_steps import NextStep
from lms.records.course_pages import attach_course_pages
from lms.records.enums import CohortState, EnrolmentState
from lms.records.models import (
    ActionItem,
    AssessmentAttempt,
    Enrolment,
    LessonProgress,
    Mentorship,
    Person,
)
from lms.records.models.people import person_of
from lms.records.permissions import may_mentor
from lms.records.services.assessments import refusal_to_start
from lms.records.services.release import locks_in

AT_MOST = 3
VISIT_EVERY = timedelta(days=30)


def learning_steps(user) -> list[NextStep]:
    """Tests to take, lessons to go on with, actions agreed, visits due; ten queries at most."""
    person = person_of(user)
    if person is None:
        return []
    return [
        *_course_steps(person),
        *_actions_to_do(person),
        *(_visits_due(person) if may_mentor(user) else []),
    ]


def _course_steps(person: Person) -> list[NextStep]:
    """For each course that has begun: the pre-test, else the next lesson, else the post-test."""
    today = timezone.localdate()
    enrolments = list(
        Enrolment.objects.filter(
            person=person,
            state=EnrolmentState.ENROLLED,
            cohort__starts_on__lte=today,
            cohort__state__in=(CohortState.PLANNED, CohortState.RUNNING),
        )
        .select_related("cohort__course")
        .order_by("-cohort__starts_on", "-pk")[:AT_MOST]
    )
    if not enrolments:
        return []
    attach_course_pages(enrolment.cohort for enrolment in enrolments)
    courses = [enrolment.cohort.course_page for enrolment in enrolments]
    lessons, tests = _inside(LessonPage, courses, "body"), _inside(AssessmentPage, courses)
    done = set(
        LessonProgress.objects.filter(person=person, done_at__isnull=False).values_list(
            "lesson_key", flat=True
        )
    )
    attempts = list(AssessmentAttempt.objects.submitted().filter(person=person).without_questions())
    taken = Counter(attempt.assessment_key for attempt in attempts)
    # Passed, waiting to be marked, or tried as often as allowed: nothing to do about it.
    passed = {attempt.assessment_key for attempt in attempts if attempt.passed is not False} | {
        test.translation_key
        for course in courses
        for test in tests[course.pk]
        if refusal_to_start(test, taken[test.translation_key])
    }
    steps = [
        _course_step(course, lessons[course.pk], tests[course.pk], done, passed)
        for course in courses
    ]
    return [step for step in steps if step]


def _inside(model, courses: list[CoursePage], *deferred: str) -> dict[int, list]:
    """Live pages of ``model`` by course, in page order, read in one query."""
    below = reduce(or_, (Q(path__startswith=course.path) for course in courses))
    pages = list(
        model.objects.live()
        .filter(below)
        .select_related("locale")
        .defer(*deferred)
        .order_by("path")
    )
    return {
        course.pk: [page for page in pages if page.path.startswith(course.path)]
        for course in courses
    }


def _course_step(course, lessons, tests, done, passed) -> NextStep | None:
    def first_test(kind):
        wanted = (t for t in tests if t.kind == kind and t.translation_key not in passed)
        return next(wanted, None)

    test = first_test(AssessmentKind.PRE_TEST)
    to_read = [page for page in lessons if page.translation_key not in done]
    if test is None and to_read:
        locks = locks_in(lessons, done=done)
        lesson = next((page for page in to_read if page.translation_key not in locks), None)
        if lesson is None:  # what is left opens another day
            return None
        return NextStep(
            title=_("Go on reading: %(lesson)s") % {"lesson": lesson.title},
            url=lesson.url,
            note=course.title,
        )
    test = test or first_test(AssessmentKind.POST_TEST)
    if test is None:
        return None
    return NextStep(
        title=_("Take the test: %(test)s") % {"test": test.title}, url=test.url, note=course.title
    )


def _actions_to_do(person: Person) -> list[NextStep]:
    """Open actions by mentorship. What they say stays on the page of the mentorship."""
    actions = (
        ActionItem.objects.filter(owner=person, done_on=None)
        .select_related("visit")
        .only("due_on", "visit__mentorship")
        .order_by("due_on", "pk")[:AT_MOST]
    )
    return [
        NextStep(
            title=_("Do what you agreed in mentoring"),
            url=reverse("records:mentorship", args=[action.visit.mentorship_id]),
            note=_("By %(day)s") % {"day": date_format(action.due_on)} if action.due_on else "",
            urgent=bool(action.due_on and action.due_on < timezone.localdate()),
        )
        for action in actions
    ]


def _visits_due(person: Person) -> list[NextStep]:
    """Learners not met for a month, who waited longest first."""
    since = timezone.localdate() - VISIT_EVERY
    due = (
        Mentorship.objects.active()
        .with_follow_up()
        .filter(
            Q(last_visit_on__lte=since) | Q(last_visit_on=None, started_on__lte=since),
            mentor=person,
        )
        .select_related("learner")
        .order_by("last_visit_on", "started_on", "pk")[:AT_MOST]
    )
    return [
        NextStep(
            title=_("Meet %(learner)s") % {"learner": mentorship.learner.name},
            url=reverse("records:mentorship", args=[mentorship.pk]),
            note=_("Last visit: %(day)s") % {"day": date_format(mentorship.last_visit_on)}
            if mentorship.last_visit_on
            else _("No visit yet"),
        )
        for mentorship in due
    ]

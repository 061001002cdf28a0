"""Lessons that open later: who waits, why, and what opens them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import LessonPage
from courses.outline import read_outline
from lms.records.learning_steps import learning_steps
from lms.records.models import LessonProgress
from lms.records.services.release import Lock, locks_in
from lms.roles import Role
from tests.factories.courses import make_lesson, make_module
from tests.factories.learning import finish_lesson, make_taught_course, take_test
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = pytest.mark.django_db

TOMORROW = {"release": "on-date", "released_on": timezone.localdate() + timedelta(days=1)}
AFTER_PREVIOUS = {"release": "after-previous"}


def set_release(lesson, **fields):
    LessonPage.objects.filter(pk=lesson.pk).update(**fields)


def locked(course, *done, today=None):
    """Numbers, from 1, of the lessons still closed after the lessons ``done``."""
    outline = read_outline(course)
    keys = [lesson.translation_key for lesson in outline.lessons]
    locks = locks_in(outline.lessons, done={keys[number - 1] for number in done}, today=today)
    return [keys.index(key) + 1 for key in locks]


@pytest.fixture
def course():
    return make_taught_course(lessons=2, modules=2)


def test_lessons_are_open_at_once_unless_said_otherwise(course):
    assert locked(course) == []


def test_a_lesson_opens_on_its_date(course):
    set_release(course.all_lessons[1], **TOMORROW)
    today = timezone.localdate()
    assert locked(course) == [2]
    assert locked(course, today=today + timedelta(days=1)) == []


def test_a_lesson_opens_after_the_one_before_also_across_modules(course):
    for lesson in course.all_lessons[1:]:
        set_release(lesson, **AFTER_PREVIOUS)
    assert locked(course) == [2, 3, 4]
    assert locked(course, 1, 2) == [4]
    assert locked(course, 1, 2, 3) == []


def test_the_first_lesson_waits_for_none(course):
    set_release(course.all_lessons[0], **AFTER_PREVIOUS)
    assert locked(course) == []


def test_an_optional_lesson_is_not_waited_for(course):
    set_release(course.all_lessons[1], required=False)
    set_release(course.all_lessons[2], **AFTER_PREVIOUS)
    assert locked(course) == [3]
    assert locked(course, 1) == []


def test_a_lesson_done_stays_open_whatever_its_release_says_now(course):
    set_release(course.all_lessons[1], **TOMORROW)
    set_release(course.all_lessons[3], **AFTER_PREVIOUS)
    assert locked(course, 2, 4) == []


def test_an_unpublished_lesson_is_not_waited_for(course):
    set_release(course.all_lessons[0], live=False)
    set_release(course.all_lessons[1], **AFTER_PREVIOUS)
    assert locked(course) == []


def test_a_lock_says_what_opens_the_lesson(course):
    day = timezone.localdate().replace(year=2027, month=3, day=5)
    assert Lock(opens_on=day).reason == "This lesson opens on 5 March 2027."
    after = Lock(after=course.all_lessons[0])
    assert after.reason == f"This lesson opens when “{course.all_lessons[0].title}” is done."


def test_deciding_costs_no_query(course, django_assert_num_queries):
    set_release(course.all_lessons[1], **AFTER_PREVIOUS)
    outline = read_outline(course)
    with django_assert_num_queries(0):
        assert len(locks_in(outline.lessons, done=frozenset())) == 1


# -- What people meet -----------------------------------------------------------------------


@pytest.fixture
def trainee(course, roles):
    trainee = make_trainee()
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    return trainee


@pytest.fixture
def learner(client, trainee):
    client.force_login(trainee.user)
    return client


def post_done(client, lesson):
    return client.post(reverse("records:lesson_done", args=[lesson.pk]), {"done": "1"})


def test_a_locked_page_says_why_and_leads_on(learner, course):
    first, second, *_ = course.all_lessons
    set_release(second, **AFTER_PREVIOUS)
    response = learner.get(second.url)
    assert response.status_code == 403
    assert f"This lesson opens when “{first.title}” is done." in response.text
    assert f'href="{first.url}"' in response.text
    assert not LessonProgress.objects.exists()
    post_done(learner, first)
    assert learner.get(second.url).status_code == 200


def test_a_locked_page_gives_nothing_of_the_lesson_away(learner, course):
    module = course.modules().first()
    lesson = make_lesson(parent=module, blocks=[("rich_text", "<p>Kept back</p>")], **TOMORROW)
    assert "Kept back" not in learner.get(lesson.url).text


def test_the_outline_marks_what_is_locked(learner, course):
    set_release(course.all_lessons[1], **AFTER_PREVIOUS)
    set_release(course.all_lessons[2], **TOMORROW)
    for page in (course, course.all_lessons[0], course.modules().first()):
        html = learner.get(page.url).text
        assert html.count("tag--lock") == (1 if page == course.modules().first() else 2)
        assert f"opens after “{course.all_lessons[0].title}”" in html


def test_a_locked_lesson_cannot_be_marked_done_nor_its_place_kept(learner, course):
    lesson = course.all_lessons[1]
    set_release(lesson, **TOMORROW)
    assert post_done(learner, lesson)["Location"] == lesson.url
    url = reverse("records:lesson_place", args=[lesson.pk])
    assert learner.post(url, {"place": "x"}).status_code == 403
    assert not LessonProgress.objects.exists()


def test_done_leads_to_the_course_while_the_next_lesson_waits(learner, course):
    set_release(course.all_lessons[1], **TOMORROW)
    response = post_done(learner, course.all_lessons[0])
    assert response["Location"] == course.url
    assert "The next lesson is not open yet." in learner.get(course.url).text


def test_done_leads_to_a_lesson_that_it_opens(learner, course):
    set_release(course.all_lessons[1], **AFTER_PREVIOUS)
    assert post_done(learner, course.all_lessons[0])["Location"] == course.all_lessons[1].url


def test_resume_goes_round_locked_lessons(learner, trainee, course):
    for lesson in course.all_lessons[:2]:
        finish_lesson(person=trainee, lesson=lesson)
    set_release(course.all_lessons[2], **TOMORROW)
    resume = f'<a class="button" href="{course.all_lessons[3].url}">'
    assert resume in learner.get(course.url).text
    finish_lesson(person=trainee, lesson=course.all_lessons[3])
    assert "You have done every lesson that is open now." in learner.get(course.url).text


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_trainers_and_coordinators_are_never_locked_out(client, course, roles, role):
    person = make_person(role=role)
    client.force_login(person.user)
    lesson = course.all_lessons[1]
    set_release(lesson, **TOMORROW)
    assert client.get(lesson.url).status_code == 200
    assert "tag--lock" not in client.get(course.url).text


def test_a_visitor_sees_no_locks(client, course):
    set_release(course.all_lessons[1], **AFTER_PREVIOUS)
    assert "tag--lock" not in client.get(course.url).text


@pytest.mark.parametrize("modules", [1, 15])
def test_a_lock_costs_the_same_queries_however_long_the_course(
    client, roles, modules, django_assert_max_num_queries
):
    course = make_taught_course(lessons=2, modules=modules)
    trainee = make_trainee()
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    client.force_login(trainee.user)
    set_release(course.all_lessons[-1], **AFTER_PREVIOUS)
    assert client.get(course.all_lessons[-1].url).status_code == 403
    with django_assert_max_num_queries(10):
        client.get(course.all_lessons[-1].url)


def test_a_lesson_moved_into_a_hidden_module_is_left_out(course):
    make_lesson(parent=make_module(parent=course, live=False), **AFTER_PREVIOUS)
    assert locked(course) == []


def test_the_front_page_asks_for_no_lesson_that_is_still_closed(trainee, course):
    first, second, *rest = course.all_lessons
    take_test(person=trainee, assessment=course.pre_test)
    set_release(first, **TOMORROW)
    assert [step.url for step in learning_steps(trainee.user)] == [second.url]
    for lesson in (second, *rest):
        finish_lesson(person=trainee, lesson=lesson)
    assert learning_steps(trainee.user) == []

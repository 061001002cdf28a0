"""Where in a lesson a person is, sent by the page while it is read."""

import pytest
from django.test import Client
from django.urls import reverse

from lms.records.models import LessonProgress
from lms.records.services.progress import course_progress
from tests.factories.courses import make_lesson
from tests.factories.learning import finish_lesson, make_taught_course
from tests.factories.records import make_cohort, make_enrolment, make_trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def course():
    return make_taught_course(lessons=1)


@pytest.fixture
def trainee(course):
    trainee = make_trainee()
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    return trainee


@pytest.fixture
def learner(client, trainee):
    client.force_login(trainee.user)
    return client


@pytest.fixture
def long_lesson(course):
    blocks = [("rich_text", f"<p>Part {number}</p>") for number in range(3)]
    return make_lesson(parent=course.modules().get(), blocks=blocks)


def block_ids(lesson):
    return [block["id"] for block in lesson.body.raw_data]


def place_url(lesson):
    return reverse("records:lesson_place", args=[lesson.pk])


def test_the_place_in_a_lesson_leads_back_to_it(learner, trainee, course, long_lesson):
    learner.get(long_lesson.url)
    _first, second, _third = block_ids(long_lesson)
    assert learner.post(place_url(long_lesson), {"place": second}).status_code == 204
    assert course_progress(person=trainee, course_key=course.translation_key).places == {
        long_lesson.translation_key: second
    }
    html = learner.get(long_lesson.url).text
    assert f'href="#block-{second}"' in html
    assert f'id="block-{second}"' in html


def test_the_beginning_and_a_lesson_done_need_no_way_back(learner, trainee, long_lesson):
    first, second, _third = block_ids(long_lesson)
    learner.post(place_url(long_lesson), {"place": first})
    assert "Go on where you left" not in learner.get(long_lesson.url).text
    learner.post(place_url(long_lesson), {"place": second})
    finish_lesson(person=trainee, lesson=long_lesson)
    assert "Go on where you left" not in learner.get(long_lesson.url).text


def test_a_place_that_was_written_away_is_forgotten(learner, trainee, long_lesson):
    learner.post(place_url(long_lesson), {"place": block_ids(long_lesson)[2]})
    long_lesson.body = [("rich_text", "<p>All new</p>")]
    long_lesson.save()
    assert "Go on where you left" not in learner.get(long_lesson.url).text


@pytest.mark.parametrize("place", ["", "nowhere", "x" * 10_000, "\x00"])
def test_a_place_that_is_not_in_the_lesson_is_refused(learner, long_lesson, place):
    assert learner.post(place_url(long_lesson), {"place": place}).status_code == 400
    assert not LessonProgress.objects.exists()


def test_a_place_needs_a_token_of_the_site(trainee, long_lesson):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(trainee.user)
    data = {"place": block_ids(long_lesson)[1]}
    assert browser.post(place_url(long_lesson), data).status_code == 403


def test_keeping_a_place_is_cheap(learner, long_lesson, django_assert_num_queries):
    # Session, account, lesson, place in the course, privacy, person, key, write.
    with django_assert_num_queries(8):
        learner.post(place_url(long_lesson), {"place": block_ids(long_lesson)[1]})

"""Lessons and tests as a trainee meets them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.records.models import LessonProgress
from lms.records.services.progress import course_progress
from lms.roles import Role
from tests.factories.learning import (
    finish_lesson,
    make_taught_course,
)
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_taught_course(lessons=3)


@pytest.fixture
def trainee(course, roles):
    trainee = make_trainee()
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    return trainee


@pytest.fixture
def learner(client, trainee):
    """The browser of a trainee of the course."""
    client.force_login(trainee.user)
    return client


def done_url(lesson):
    return reverse("records:lesson_done", args=[lesson.pk])


def start_url(assessment):
    return reverse("records:start_assessment", args=[assessment.pk])


def progress(trainee, course):
    return course_progress(person=trainee, course_key=course.translation_key)


# -- Lessons ------------------------------------------------------------------------------


def test_reading_a_lesson_keeps_the_position(learner, trainee, course):
    for lesson in (course.all_lessons[1], course.all_lessons[0]):
        assert learner.get(lesson.url).status_code == 200
    found = progress(trainee, course)
    assert found.resume == course.all_lessons[0].translation_key
    assert len(found.opened) == 2


def test_reading_position_is_not_written_by_a_look_ahead_or_those_sent_away(
    client, learner, trainee, course
):
    learner.head(course.all_lessons[0].url)
    client.force_login(make_trainee().user)
    assert client.get(course.all_lessons[0].url).status_code == 302
    client.logout()
    client.get(course.all_lessons[0].url)
    assert LessonProgress.objects.count() == 0


def test_lesson_shows_what_is_done_and_opened(learner, trainee, course):
    first, second, third = course.all_lessons
    finish_lesson(person=trainee, lesson=first)
    html = learner.get(second.url).content.decode()
    outline = html[html.index("<details") :]
    assert "1 of 3 lessons done" in html
    marks = [
        outline[outline.index(lesson.title) :].split("</li>")[0]
        for lesson in (first, second, third)
    ]
    assert [">done<" in mark for mark in marks] == [True, False, False]
    assert [">opened<" in mark for mark in marks] == [False, True, False]


def test_mark_done_goes_on_to_the_next_lesson(learner, trainee, course):
    first, second, _third = course.all_lessons
    response = learner.post(done_url(first), {"done": "1"})
    assert response["Location"] == second.url
    assert progress(trainee, course).done == {first.translation_key}


def test_mark_done_of_the_last_lesson_leads_to_the_course(learner, trainee, course):
    response = learner.post(done_url(course.all_lessons[-1]), {"done": "1"}, follow=True)
    assert response.redirect_chain[0][0] == course.url
    assert "That was the last lesson." in response.content.decode()


def test_not_done_after_all_stays(learner, trainee, course):
    first = course.all_lessons[0]
    finish_lesson(person=trainee, lesson=first)
    assert learner.post(done_url(first), {"done": "0"})["Location"] == first.url
    assert progress(trainee, course).done == frozenset()


def test_mark_done_is_for_those_who_take_part(client, learner, course):
    url = done_url(course.all_lessons[0])
    assert learner.get(url).status_code == 405
    client.force_login(make_trainee().user)
    assert client.post(url, {"done": "1"}).status_code == 403
    client.logout()
    assert "/accounts/login/" in client.post(url, {"done": "1"})["Location"]
    assert LessonProgress.objects.count() == 0


def test_mark_done_of_an_unpublished_lesson_is_not_found(learner, course):
    course.all_lessons[0].unpublish()
    assert learner.post(done_url(course.all_lessons[0]), {"done": "1"}).status_code == 404


def test_mark_done_by_an_account_without_a_person_asks_who_it_is(client, course, roles):
    trainer = make_person(role=Role.TRAINER)
    user = trainer.user
    trainer.user = None
    trainer.save()
    client.force_login(user)
    lesson = course.all_lessons[0]
    response = client.post(done_url(lesson), {"done": "1"})
    assert response["Location"] == f"{reverse('records:about_you')}?next={lesson.url}"


def test_course_page_continues_where_one_left(client, learner, trainee, course):
    first, second, third = course.all_lessons
    html = learner.get(course.url).content.decode()
    assert "Begin with the first lesson:" in html
    learner.get(second.url)
    html = learner.get(course.url).content.decode()
    assert "Continue where you left:" in html
    assert f'class="button" href="{second.url}"' in html
    finish_lesson(person=trainee, lesson=second)
    assert f'class="button" href="{third.url}"' in learner.get(course.url).content.decode()
    for lesson in (first, third):
        finish_lesson(person=trainee, lesson=lesson)
    assert "You have read every lesson." in learner.get(course.url).content.decode()
    client.logout()
    assert "Your progress" not in client.get(course.url).content.decode()


def count_queries(client, url) -> int:
    client.get(url)  # fills the caches that all visitors share
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_course_and_lesson_take_the_same_queries_however_long_the_course(client, roles):
    counts = []
    for lessons, modules in ((1, 1), (1, 1), (10, 3)):  # the first fills what all pages share
        course = make_taught_course(lessons=lessons, modules=modules)
        trainee = make_trainee()
        make_enrolment(cohort=make_cohort(course=course), person=trainee)
        client.force_login(trainee.user)
        counts.append([count_queries(client, page.url) for page in (course, course.all_lessons[0])])
    assert counts[1] == counts[2]
    assert max(counts[0]) <= 15


def test_records_add_two_queries_to_a_lesson_and_one_when_it_is_opened(learner, course):
    """Who may read it (with the person), the progress, and the new reading position."""
    lesson = course.all_lessons[0]
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            learner.get(lesson.url)
        asked.append(sum('"records_' in query["sql"] for query in queries))
    assert asked == [3, 2]

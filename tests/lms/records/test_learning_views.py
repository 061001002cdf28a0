"""Lessons and tests as a trainee meets them."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.records.models import AssessmentAttempt, LessonProgress
from lms.records.services.progress import course_progress
from lms.roles import Role
from tests.factories.learning import (
    begin_test,
    finish_lesson,
    make_taught_course,
    right_answers,
    take_test,
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
    for lessons, modules in ((1, 1), (10, 3)):
        course = make_taught_course(lessons=lessons, modules=modules)
        trainee = make_trainee()
        make_enrolment(cohort=make_cohort(course=course), person=trainee)
        client.force_login(trainee.user)
        counts.append([count_queries(client, page.url) for page in (course, course.all_lessons[0])])
    assert counts[0] == counts[1]
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


# -- Tests --------------------------------------------------------------------------------


def test_assessment_page_shows_how_one_stands(learner, trainee, course):
    url = course.post_test.url
    assert "You have not taken this test yet." in learner.get(url).content.decode()
    attempt = begin_test(person=trainee, assessment=course.post_test)
    html = learner.get(url).content.decode()
    assert "Continue the test" in html
    assert reverse("records:attempt", args=[attempt.pk]) in html
    take_test(person=trainee, assessment=course.post_test, right=2)
    html = learner.get(url).content.decode()
    assert ("50%" in html, "not passed" in html, "Try again" in html) == (True, True, True)
    take_test(person=trainee, assessment=course.post_test, right=4)
    html = learner.get(url).content.decode()
    best = html[html.index("Your best result:") :].split("</p>")[0]
    assert "100%" in best
    assert ">passed<" in best


def test_pre_test_that_was_taken_cannot_be_started(learner, trainee, course):
    take_test(person=trainee, assessment=course.pre_test)
    assert start_url(course.pre_test) not in learner.get(course.pre_test.url).content.decode()
    response = learner.post(start_url(course.pre_test), follow=True)
    assert "The pre-test is taken once" in response.content.decode()
    assert AssessmentAttempt.objects.count() == 1


def test_start_twice_opens_the_same_attempt(learner, course):
    first = learner.post(start_url(course.post_test))
    second = learner.post(start_url(course.post_test))
    attempt = AssessmentAttempt.objects.get()
    assert first["Location"] == second["Location"] == reverse("records:attempt", args=[attempt.pk])


def test_start_is_for_those_who_take_part(client, course, roles):
    client.force_login(make_trainee().user)
    assert client.post(start_url(course.post_test)).status_code == 403
    assert AssessmentAttempt.objects.count() == 0


@pytest.fixture
def attempt(trainee, course):
    return begin_test(person=trainee, assessment=course.post_test)


@pytest.fixture
def url(attempt):
    return reverse("records:attempt", args=[attempt.pk])


@pytest.fixture
def result_url(attempt):
    return reverse("records:attempt_result", args=[attempt.pk])


def choice_keys(attempt, *, right):
    return [
        choice["key"]
        for question in attempt.questions
        for choice in question["choices"]
        if choice["is_correct"] == right
    ]


def test_attempt_shows_choices_in_the_frozen_order(learner, attempt, url):
    attempt.questions = [
        question | {"choices": question["choices"][::-1]} for question in attempt.questions[::-1]
    ]
    attempt.save()
    html = learner.get(url).content.decode()
    keys = [choice["key"] for question in attempt.questions for choice in question["choices"]]
    places = [html.index(f'value="{key}"') for key in keys]
    assert places == sorted(places)


def test_attempt_does_not_give_the_right_answers_away(learner, attempt, url, result_url):
    """Apart from keys, texts and places, the HTML of a right choice is that of a wrong one."""
    attempt.questions = [
        question
        | {
            "choices": [
                choice | {"text": "A choice", "feedback": "FEEDBACK"}
                for choice in question["choices"]
            ]
        }
        for question in attempt.questions
    ]
    attempt.save()
    html = learner.get(url).content.decode()
    for word in ("FEEDBACK", "is_correct", "right answer", "True", "correct"):
        assert word not in html
    first, second = attempt.questions[0]["choices"]
    labels = [
        html[html.rindex("<label", 0, html.index(f'value="{choice["key"]}"')) :].split("</label>")[
            0
        ]
        for choice in (first, second)
    ]
    bare = [
        label.replace(choice["key"], "").replace(f'_{place}"', '"')
        for place, (label, choice) in enumerate(zip(labels, (first, second), strict=True))
    ]
    assert bare[0] == bare[1]
    assert learner.get(result_url)["Location"] == url
    learner.post(url, right_answers(attempt, 1) | {"hand_in": "1"})
    assert "FEEDBACK" not in learner.get(url).content.decode()


def test_save_and_continue_later_keeps_the_answers(learner, attempt, url):
    answers = right_answers(attempt, 2)
    response = learner.post(url, answers | {"save": "1"}, follow=True)
    html = response.content.decode()
    assert "Your answers are saved." in html
    assert html.count("checked") == 2
    attempt.refresh_from_db()
    assert {k: v for k, v in attempt.answers.items() if v} == answers
    assert attempt.submitted_at is None


def test_hand_in_with_open_questions_asks_once_more_and_loses_nothing(
    learner, attempt, url, result_url
):
    answers = right_answers(attempt, 2)
    html = learner.post(url, answers | {"hand_in": "1"}).content.decode()
    assert "These questions have no answer: 3, 4." in html
    assert html.count("checked") == 2
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert {k: v for k, v in attempt.answers.items() if v} == answers
    response = learner.post(url, answers | {"hand_in_anyway": "1"})
    assert response["Location"] == result_url
    attempt.refresh_from_db()
    assert attempt.percent == Decimal("50.00")


def test_hand_in_twice_counts_once(learner, attempt, url, result_url):
    learner.post(url, right_answers(attempt) | {"hand_in": "1"})
    attempt.refresh_from_db()
    first = attempt.submitted_at
    response = learner.post(url, {"hand_in_anyway": "1"})
    assert response["Location"] == result_url
    attempt.refresh_from_db()
    assert (attempt.percent, attempt.submitted_at) == (Decimal("100.00"), first)


def test_an_answer_that_is_no_choice_is_refused_and_nothing_is_lost(learner, attempt, url):
    answers = right_answers(attempt, 2)
    key = attempt.questions[3]["key"]
    html = learner.post(url, answers | {key: ["nonsense"], "hand_in": "1"}).content.decode()
    assert "Select a valid choice" in html
    assert html.count("checked") == 2
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_several_answers_are_kept_and_may_be_taken_back(learner, attempt, url):
    question = attempt.questions[0]
    question["kind"] = "multiple"
    attempt.save()
    both = [choice["key"] for choice in question["choices"]]
    learner.post(url, {question["key"]: both, "save": "1"})
    attempt.refresh_from_db()
    assert attempt.answers[question["key"]] == both
    assert "Several answers may be right." in learner.get(url).content.decode()
    learner.post(url, {"save": "1"})
    attempt.refresh_from_db()
    assert attempt.answers[question["key"]] == []


def test_result_shows_every_question_and_the_gain(learner, trainee, course):
    take_test(person=trainee, assessment=course.pre_test, right=1)
    attempt = begin_test(person=trainee, assessment=course.post_test)
    answers = right_answers(attempt, 2) | {
        attempt.questions[2]["key"]: [choice_keys(attempt, right=False)[2]]
    }
    learner.post(reverse("records:attempt", args=[attempt.pk]), answers | {"hand_in_anyway": "1"})
    response = learner.get(reverse("records:attempt_result", args=[attempt.pk]))
    html = response.content.decode()
    assert "50%" in html
    assert "2 of 4 points." in html
    assert "not passed" in html
    assert "25 percentage points more than in the pre-test" in html
    assert html.count('tag--good">right<') == 2
    assert [html.count(f">{word}</span>\n") for word in ("not right", "no answer")] == [1, 1]
    assert (html.count("your answer"), html.count("right answer")) == (3, 4)
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.TRAINER, Role.COORDINATOR])
def test_attempt_is_its_owners_alone(client, roles, course, role, attempt, url, result_url):
    client.force_login(make_person(role=role).user)
    assert client.get(url).status_code == 404
    assert client.post(url, {"hand_in_anyway": "1"}).status_code == 404
    assert client.get(result_url).status_code == 404
    attempt.refresh_from_db()
    assert attempt.submitted_at is None

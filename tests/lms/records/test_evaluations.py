"""Evaluations: given once, kept without a name, shown in steps of five."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import EvaluationQuestion, course_of
from lms.records.models import Cohort, EvaluationGiven, EvaluationResponse
from lms.records.next_steps import next_steps
from lms.records.services.evaluations import (
    AlreadyGiven,
    NothingAnswered,
    evaluation_results,
    give_evaluation,
    may_answer,
)
from lms.roles import Role
from tests.factories.courses import make_lesson, make_module
from tests.factories.learning import finish_lesson, make_ended_cohort
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee
from tests.factories.work import answer, make_evaluation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
TODAY = timezone.localdate


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def evaluation():
    return make_evaluation(title="Course evaluation", scale=2, open_questions=1)


@pytest.fixture
def trainer():
    return make_person(role=Role.TRAINER)


@pytest.fixture
def cohort(evaluation, trainer):
    return make_ended_cohort(course=course_of(evaluation), trainers=[trainer])


@pytest.fixture
def trainee():
    return make_trainee()


@pytest.fixture
def enrolment(cohort, trainee):
    return make_enrolment(cohort=cohort, person=trainee)


@pytest.fixture
def reader(client, enrolment):
    client.force_login(enrolment.person.user)
    return client


@pytest.fixture
def teaching(client, trainer):
    client.force_login(trainer.user)
    return client


def answer_times(number, cohort, evaluation, **answers):
    for _ in range(number):
        answer(enrolment=make_enrolment(cohort=cohort), evaluation=evaluation, **answers)


def results(cohort, evaluation):
    return evaluation_results(cohorts=Cohort.objects.filter(pk=cohort.pk), evaluation=evaluation)


def form_url(evaluation):
    return reverse("records:evaluate", args=[evaluation.pk])


def results_url(cohort):
    return reverse("records:cohort_evaluation", args=[cohort.pk])


def data_for(evaluation, scale="4", text="Good"):
    return {
        str(question.translation_key): scale if question.kind == "scale" else text
        for question in evaluation.questions.all()
    }


# -- When it opens ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends_in", "state", "opens"),
    [(1, "running", False), (0, "running", True), (-1, "running", True), (1, "closed", True)],
)
def test_opens_on_the_last_day_or_when_closed(evaluation, trainee, ends_in, state, opens):
    cohort = make_cohort(
        course=course_of(evaluation),
        starts_on=TODAY() - timedelta(days=5),
        ends_on=TODAY() + timedelta(days=ends_in),
        state=state,
    )
    enrolment = make_enrolment(cohort=cohort, person=trainee)
    expected = enrolment if opens else None
    assert may_answer(person=trainee, evaluation=evaluation) == expected


def test_opens_when_all_required_lessons_are_done(evaluation, trainee):
    course = course_of(evaluation)
    module = make_module(parent=course)
    first, second = make_lesson(parent=module), make_lesson(parent=module)
    make_lesson(parent=module, required=False)
    enrolment = make_enrolment(cohort=make_cohort(course=course), person=trainee)
    finish_lesson(person=trainee, lesson=first)
    assert may_answer(person=trainee, evaluation=evaluation) is None
    finish_lesson(person=trainee, lesson=second)
    assert may_answer(person=trainee, evaluation=evaluation) == enrolment


@pytest.mark.parametrize("state", ["applied", "waiting", "declined", "withdrawn"])
def test_not_for_those_without_a_place(cohort, evaluation, trainee, state):
    enrolment = make_enrolment(cohort=cohort, person=trainee, state=state)
    assert may_answer(person=trainee, evaluation=evaluation) is None
    with pytest.raises(PermissionDenied):
        answer(enrolment=enrolment, evaluation=evaluation)


# -- Giving -------------------------------------------------------------------------------


def test_answers_are_kept_apart_from_the_person(enrolment, evaluation):
    answer(enrolment=enrolment, evaluation=evaluation, scale=5, text="More time")
    response = EvaluationResponse.objects.get()
    assert [(a["text"], a["kind"], a["answer"]) for a in response.answers] == [
        ("Question 1", "scale", 5), ("Question 2", "scale", 5), ("Question 3", "open", "More time"),
    ]  # fmt: skip
    # Neither table has a column that leads to the other, nor a time.
    columns = {
        model: {field.name for field in model._meta.get_fields()}
        for model in (EvaluationGiven, EvaluationResponse)
    }
    assert columns == {
        EvaluationGiven: {"id", "enrolment", "evaluation_key"},
        EvaluationResponse: {"id", "cohort", "evaluation_key", "answers", "is_released"},
    }


def test_each_enrolment_answers_once(enrolment, evaluation):
    answer(enrolment=enrolment, evaluation=evaluation)
    with pytest.raises(AlreadyGiven):
        answer(enrolment=enrolment, evaluation=evaluation)
    assert EvaluationResponse.objects.count() == 1
    assert may_answer(person=enrolment.person, evaluation=evaluation) is None


def test_second_time_in_the_course_is_asked_again(enrolment, evaluation):
    answer(enrolment=enrolment, evaluation=evaluation)
    again = make_enrolment(
        cohort=make_ended_cohort(course=course_of(evaluation)), person=enrolment.person
    )
    assert may_answer(person=enrolment.person, evaluation=evaluation) == again


def test_nothing_answered_is_not_kept(enrolment, evaluation):
    with pytest.raises(NothingAnswered):
        give_evaluation(enrolment=enrolment, evaluation=evaluation, answers={"unknown": 3})
    assert not EvaluationGiven.objects.exists()


# -- Results ------------------------------------------------------------------------------


def test_results_need_five(cohort, evaluation):
    answer_times(4, cohort, evaluation, text="Four of us")
    before = results(cohort, evaluation)
    assert (before.given, before.counted, before.questions) == (4, 0, [])
    answer_times(1, cohort, evaluation, scale=1)
    after = results(cohort, evaluation)
    first, _second, words = after.questions
    assert (after.given, after.counted) == (5, 5)
    assert (first.counts, first.mean) == ((1, 0, 0, 4, 0), 3.4)
    assert words.texts == ["Four of us"] * 4


def test_results_do_not_move_before_five_more_have_answered(cohort, evaluation):
    """Whoever looks before and after one answer learns nothing of it, closed cohort or not."""
    answer_times(5, cohort, evaluation, scale=3, text="first")
    cohort.state = "closed"
    cohort.save()
    shown = results(cohort, evaluation).questions
    for given in range(6, 10):
        answer_times(1, cohort, evaluation, scale=1, text="later")
        after = results(cohort, evaluation)
        assert (after.given, after.counted, after.waiting) == (given, 5, given - 5)
        assert after.questions == shown
    answer_times(1, cohort, evaluation, scale=1, text="later")
    after = results(cohort, evaluation)
    assert (after.counted, after.waiting) == (10, 0)
    assert after.questions[0].counts == (5, 0, 5, 0, 0)
    assert sorted(after.questions[2].texts) == ["first"] * 5 + ["later"] * 5


def test_released_answers_are_written_anew(cohort, evaluation):
    answer_times(4, cohort, evaluation)
    before = set(EvaluationResponse.objects.values_list("pk", flat=True))
    answer_times(1, cohort, evaluation)
    after = set(EvaluationResponse.objects.values_list("pk", flat=True))
    assert (len(after), before & after) == (5, set())


def test_cohorts_do_not_help_each_other_over_the_limit(cohort, evaluation):
    other = make_ended_cohort(course=cohort.course)
    answer_times(4, cohort, evaluation)
    answer_times(6, other, evaluation)
    both = evaluation_results(cohorts=Cohort.objects.all(), evaluation=evaluation)
    assert (both.given, both.counted) == (10, 5)


def test_questions_that_changed_or_went_keep_what_fits(cohort, evaluation):
    answer_times(5, cohort, evaluation, scale=2, text="Words")
    first, second, third = evaluation.questions.all()
    EvaluationQuestion.objects.filter(pk=first.pk).update(text="In new words")
    EvaluationQuestion.objects.filter(pk=second.pk).update(kind="open")
    EvaluationQuestion.objects.filter(pk=third.pk).delete()
    evaluation = type(evaluation).objects.get(pk=evaluation.pk)
    assert [(q.text, q.answered) for q in results(cohort, evaluation).questions] == [
        ("In new words", 5), ("Question 2", 0), ("Question 3", 5),
    ]  # fmt: skip


# -- Pages of a trainee -------------------------------------------------------------------


def test_page_leads_to_the_form_and_thanks_afterwards(reader, evaluation):
    assert form_url(evaluation) in text_of(reader.get(evaluation.url))
    response = reader.post(form_url(evaluation), data_for(evaluation))
    assert response.url == course_of(evaluation).url
    assert "You have answered. Thank you." in text_of(reader.get(evaluation.url))
    assert reader.get(form_url(evaluation)).url == evaluation.url
    assert reader.post(form_url(evaluation), data_for(evaluation)).url == evaluation.url
    assert EvaluationResponse.objects.count() == 1


def test_course_page_links_the_evaluation(reader, evaluation):
    assert evaluation.url in text_of(reader.get(course_of(evaluation).url))


def test_too_early_is_said(reader, cohort, evaluation):
    Cohort.objects.update(ends_on=TODAY() + timedelta(days=9))
    assert "You can answer from the last day" in text_of(reader.get(evaluation.url))
    assert reader.get(form_url(evaluation)).url == evaluation.url


def test_trainer_reads_the_page_and_does_not_answer(teaching, cohort, evaluation):
    assert "Those who take part" in text_of(teaching.get(evaluation.url))
    assert teaching.post(form_url(evaluation), data_for(evaluation)).status_code == 403


@pytest.mark.parametrize(
    ("scale", "text", "message"),
    [
        ("", "", "Answer at least one question."),
        ("", "   ", "Answer at least one question."),
        ("6", "Good", "6 is not one of the available choices."),
        ("four", "Good", "four is not one of the available choices."),
        ("4", "x" * 2001, "at most 2000 characters"),
        ("4", "Ask Dara, 012 345 678", "a phone number"),
    ],
)
def test_bad_input_says_what_to_do_and_loses_nothing(reader, evaluation, scale, text, message):
    html = text_of(reader.post(form_url(evaluation), data_for(evaluation, scale, text)))
    assert (message in html, text.strip() in html) == (True, True)
    assert not EvaluationGiven.objects.exists()


def test_nudge_can_be_confirmed(reader, evaluation):
    data = data_for(evaluation, text="Room 012 345 678") | {"confirm": "on"}
    reader.post(form_url(evaluation), data)
    assert EvaluationResponse.objects.count() == 1


def test_trainee_is_asked_until_they_answer(enrolment, evaluation):
    user = enrolment.person.user

    def asked():
        return [step.url for step in next_steps(user) if "Say what you think" in step.title]

    assert asked() == [form_url(evaluation)]
    answer(enrolment=enrolment, evaluation=evaluation)
    assert asked() == []


def test_trainee_is_not_asked_for_ever(enrolment, cohort, evaluation):
    Cohort.objects.update(
        starts_on=TODAY() - timedelta(days=70), ends_on=TODAY() - timedelta(days=61)
    )
    assert not any("Say what you think" in step.title for step in next_steps(enrolment.person.user))


# -- Pages of results ---------------------------------------------------------------------


def test_trainer_sees_how_many_are_needed_and_not_who(teaching, cohort, evaluation):
    answer_times(3, cohort, evaluation, text="Our secret")
    html = text_of(teaching.get(results_url(cohort)))
    assert "3 of 5 answers needed so far." in html
    assert ("Our secret" in html, "On average" in html) == (False, False)


def test_trainer_sees_means_shares_and_words(teaching, cohort, evaluation):
    answer_times(5, cohort, evaluation, scale=4, text="<b>More</b> time")
    answer_times(2, cohort, evaluation, scale=1, text="Too late to count")
    response = teaching.get(results_url(cohort))
    html = text_of(response)
    assert "On average <strong>4.0</strong> of 5, from 5 answers" in html
    assert "5 answers counted." in html
    assert "2 more wait: answers are added in groups of at least five" in html
    assert "Too late to count" not in html
    assert "&lt;b&gt;More&lt;/b&gt; time" in response.content.decode()


def test_results_are_for_the_cohorts_trainers_and_coordinators(client, cohort, evaluation):
    answer_times(5, cohort, evaluation)
    over_all = reverse("records:course_evaluation", args=[cohort.course_id])
    for role, of_cohort, of_course in (
        (Role.TRAINER, 404, 403),
        (Role.MENTOR, 404, 403),
        (Role.FOCAL_POINT, 404, 403),
        (Role.TRAINEE, 404, 403),
        (Role.COORDINATOR, 200, 200),
    ):
        client.force_login(make_person(role=role).user)
        assert client.get(results_url(cohort)).status_code == of_cohort
        assert client.get(over_all).status_code == of_course
    html = text_of(client.get(over_all))
    assert ("all cohorts" in html, "5 answers counted." in html) == (True, True)


def test_course_without_evaluation_says_so(teaching, trainer):
    cohort = make_cohort(trainers=[trainer])
    assert "This course has no evaluation yet." in text_of(teaching.get(results_url(cohort)))


def test_results_take_the_same_queries_for_five_and_thirty(teaching, cohort, evaluation):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            teaching.get(results_url(cohort))
        return len(queries)

    answer_times(5, cohort, evaluation)
    cost()
    first = cost()
    answer_times(25, cohort, evaluation)
    assert cost() == first
    assert first <= 15

"""Many at once, on a database with real locks."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import connection

from lms.records.models import AssessmentAttempt, Enrolment, EnrolmentEvent, Person
from lms.records.services.assessments import (
    AlreadySubmitted,
    NoAttemptsLeft,
    save_answers,
    submit_attempt,
)
from lms.records.services.enrolment import enrol
from lms.records.services.people import create_person, introduce_oneself
from tests.factories.accounts import make_user
from tests.factories.learning import begin_test, make_taught_course, right_answers, take_test
from tests.factories.records import make_cohort, make_enrolment, make_trainee

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("root_page"),
]

THREADS = 50


def at_once(action, arguments):
    """Run ``action`` for each argument in a thread of its own, all released together."""
    arguments = list(arguments)
    barrier = Barrier(len(arguments))

    def run(argument):
        try:
            barrier.wait()
            return action(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def test_fifty_for_the_last_place():
    cohort = make_cohort(capacity=3)
    for _ in range(2):
        make_enrolment(cohort=cohort)
    people = [make_trainee() for _ in range(THREADS)]
    outcomes = at_once(
        lambda person: enrol(cohort=cohort, person=person, actor=person.user).state, people
    )
    assert sorted(outcomes) == ["enrolled"] + ["waiting"] * (THREADS - 1)
    assert Enrolment.objects.holding_a_place().count() == 3
    assert EnrolmentEvent.objects.count() == THREADS


def test_one_person_in_many_tabs_is_enrolled_once():
    cohort, person = make_cohort(), make_trainee()
    outcomes = at_once(
        lambda _: enrol(cohort=cohort, person=person, actor=person.user).pk, range(10)
    )
    assert len(set(outcomes)) == 1
    assert EnrolmentEvent.objects.count() == 1


def test_people_made_at_once_have_different_numbers():
    numbers = at_once(lambda n: create_person(given_name=f"Person {n}").number, range(20))
    assert len(set(numbers)) == 20


def test_introducing_oneself_in_two_tabs_makes_one_person():
    user = make_user()

    def introduce(_):
        try:
            return introduce_oneself(user=user, organisation=None, given_name="Dara")
        except Exception as refusal:
            return type(refusal).__name__

    outcomes = at_once(introduce, range(5))
    assert outcomes.count("AlreadyLinked") == 4
    assert Person.objects.filter(user=user).count() == 1


def test_a_test_handed_in_from_many_tabs_counts_once():
    course = make_taught_course()
    person = make_trainee()
    attempt = begin_test(person=person, assessment=course.post_test)
    answers = right_answers(attempt)

    def hand_in(_):
        with suppress(AlreadySubmitted):
            save_answers(attempt=attempt, answers=answers)
        return submit_attempt(attempt=attempt).submitted_at

    assert len(set(at_once(hand_in, range(20)))) == 1
    attempt.refresh_from_db()
    assert (attempt.percent, AssessmentAttempt.objects.count()) == (100, 1)


def test_answers_sent_at_once_are_all_kept():
    course = make_taught_course()
    attempt = begin_test(person=make_trainee(), assessment=course.post_test)
    answers = right_answers(attempt)
    at_once(
        lambda item: save_answers(attempt=attempt, answers={item[0]: item[1]}).pk, answers.items()
    )
    attempt.refresh_from_db()
    assert attempt.answers == answers


def test_the_last_attempt_is_begun_once():
    course = make_taught_course()
    person = make_trainee()
    course.post_test.attempts_allowed = 2
    course.post_test.save()
    take_test(person=person, assessment=course.post_test)

    def start_and_hand_in(_):
        try:
            return take_test(person=person, assessment=course.post_test).pk
        except (NoAttemptsLeft, AlreadySubmitted):
            return None

    at_once(start_and_hand_in, range(10))
    assert AssessmentAttempt.objects.filter(person=person).count() == 2

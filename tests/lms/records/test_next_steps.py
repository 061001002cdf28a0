"""What the records ask a person to do next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.records.models import Message
from lms.records.next_steps import next_steps
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_person,
    make_session,
    make_trainee,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


def urls(user):
    return [step.url for step in next_steps(user)]


def test_a_new_account_is_asked_who_it_is():
    assert urls(make_user(role=Role.TRAINEE)) == [reverse("records:about_you")]


def test_a_trainee_comes_to_the_next_session():
    enrolment = make_enrolment(person=make_trainee())
    session = make_session(
        cohort=enrolment.cohort, starts_at=timezone.now() + timedelta(days=2), venue="Hall"
    )
    make_session(cohort=enrolment.cohort, starts_at=timezone.now() + timedelta(days=20))
    make_session(starts_at=timezone.now() + timedelta(days=2))
    (step,) = next_steps(enrolment.person.user)
    assert session.topic in step.title
    assert step.note.endswith("Hall")


def test_a_trainer_fills_in_registers_of_the_last_days():
    trainer = make_person(role=Role.TRAINER)
    cohort = make_cohort(trainers=[trainer])
    enrolment = make_enrolment(cohort=cohort)
    missing = make_session(cohort=cohort)
    filled = make_session(cohort=cohort)
    filled.attendances.create(enrolment=enrolment, status="present", minutes=120)
    make_session(cohort=cohort, starts_at=timezone.now() - timedelta(days=30))
    make_session(cohort=cohort, cancelled_at=timezone.now())
    make_session()
    (step,) = next_steps(trainer.user)
    assert (step.url, step.urgent) == (reverse("records:register", args=[missing.pk]), True)


def test_a_coordinator_decides_on_applications():
    coordinator = make_user(role=Role.COORDINATOR)
    cohort = make_cohort()
    make_enrolment(cohort=cohort, state="applied")
    make_enrolment(cohort=cohort, state="applied")
    make_enrolment(cohort=make_cohort())
    (step,) = next_steps(coordinator)
    assert step.url == reverse("records:cohort", args=[cohort.pk])
    assert step.note == "Waiting for an answer: 2"


@pytest.mark.parametrize("rows", [1, 30])
def test_next_steps_take_few_queries_and_are_a_handful(rows, django_assert_max_num_queries):
    trainer = make_person(role=Role.TRAINER)
    for _ in range(rows):
        cohort = make_cohort(trainers=[trainer])
        make_enrolment(cohort=cohort, person=trainer)
        make_session(cohort=cohort)
        make_session(cohort=cohort, starts_at=timezone.now() + timedelta(days=1))
    with django_assert_max_num_queries(16):
        assert len(next_steps(trainer.user)) <= 9


def test_a_coordinator_is_asked_to_call_and_to_look_at_failures():
    coordinator, cohort = make_user(role=Role.COORDINATOR), make_cohort(code="pcm1-x")
    for key, state in (("a", "failed"), ("b", "to-call"), ("c", "to-call"), ("d", "sent")):
        person = make_person()
        for number in range(2 if state == "to-call" else 1):
            Message.objects.create(
                person=person, cohort=cohort, kind="enrolled", key=f"{key}{number}", language="km",
                state=state,
            )  # fmt: skip
    steps = [(step.title, step.url, step.note) for step in next_steps(coordinator)]
    assert steps == [
        ("1 message could not be sent", reverse("records:outbox", args=[cohort.pk]), "pcm1-x"),
        ("2 people to call", reverse("records:calls", args=[cohort.pk]), "pcm1-x"),
    ]

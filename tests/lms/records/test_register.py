"""The register on the phone."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from lms.roles import Role
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_person,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def session(client):
    trainer = make_person(role=Role.TRAINER)
    client.force_login(trainer.user)
    return make_session(cohort=make_cohort(trainers=[trainer]))


@pytest.fixture
def people(session):
    return [make_enrolment(cohort=session.cohort) for _ in range(3)]


def url(session):
    return reverse("records:register", args=[session.pk])


def post(client, session, statuses, minutes=(), **extra):
    """Send the register: a status and minutes by enrolment."""
    data = {f"status_{e.pk}": status for e, status in statuses}
    data |= {f"minutes_{e.pk}": value for e, value in minutes}
    return client.post(url(session), data | extra)


def written(session):
    return list(session.attendances.order_by("enrolment_id").values_list("status", "minutes"))


def test_register_lists_those_with_a_place(client, session, people):
    make_enrolment(cohort=session.cohort, state="waiting")
    make_enrolment(cohort=session.cohort, state="withdrawn")
    assert [row.enrolment for row in client.get(url(session)).context["rows"]] == people


def test_register_saves_and_shows_what_is_saved(client, session, people):
    first, second, third = people
    response = post(
        client,
        session,
        [(first, "present"), (second, "late"), (third, "absent")],
        [(second, "៤៥")],
    )
    assert response["Location"] == url(session)
    assert written(session) == [("present", 120), ("late", 45), ("absent", 0)]
    page = client.get(url(session)).content.decode()
    assert page.count("checked") == 3
    assert 'value="45"' in page


def test_all_present_fills_only_those_not_marked(client, session, people):
    post(client, session, [(people[0], "absent")], all_present="1")
    assert written(session) == [("absent", 0), ("present", 120), ("present", 120)]


def test_saving_a_part_says_how_many_are_missing(client, session, people):
    response = post(client, session, [(people[0], "present")])
    assert [str(m) for m in get_messages(response.wsgi_request)] == [
        "The register is saved.",
        "2 people are not marked yet.",
    ]
    assert written(session) == [("present", 120)]


@pytest.mark.parametrize("minutes", ["", "0", "121", "-3", "half", "9" * 400, "🙂"])
def test_errors_keep_what_was_entered(client, session, people, minutes):
    first, second, _ = people
    response = post(
        client,
        session,
        [(first, "present"), (second, "late")],
        [(second, minutes)],
        all_present="1",
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("checked") == 2
    assert "The register is not saved yet" in page
    assert written(session) == []


def test_minutes_without_a_status_are_asked_about(client, session, people):
    response = post(client, session, [], [(people[0], "30")])
    assert "late" in str(response.context["form"].errors)
    assert written(session) == []


def test_a_strange_status_is_refused(client, session, people):
    assert post(client, session, [(people[0], "asleep")]).status_code == 200
    assert written(session) == []


@pytest.mark.parametrize(("days", "is_taken_along"), [(1, True), (7, True), (8, False)])
def test_a_register_to_come_is_taken_along_and_cannot_be_written(
    client, session, people, days, is_taken_along
):
    session.starts_at = timezone.now() + timedelta(days=days)
    session.save()
    page = client.get(url(session)).content.decode()
    assert ("data-locked" in page) == is_taken_along
    assert ("opens on the day" in page) == (not is_taken_along)
    response = post(client, session, [(people[0], "present")])
    assert "opens on the day" in response.content.decode()
    assert written(session) == []


@pytest.mark.parametrize("rows", [1, 40])
def test_register_takes_the_same_queries(client, session, rows, django_assert_max_num_queries):
    enrolments = [make_enrolment(cohort=session.cohort) for _ in range(rows)]
    client.get(url(session))
    with django_assert_max_num_queries(13):
        client.get(url(session))
    with django_assert_max_num_queries(22):
        post(client, session, [(e, "present") for e in enrolments])
    assert session.attendances.count() == rows

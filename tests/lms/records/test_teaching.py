"""A trainer's pages: cohorts, people, sessions."""

from datetime import datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from lms.records.enums import CohortState
from lms.records.models import Enrolment, Session
from lms.roles import Role
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


def notes(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def trainer(client):
    person = make_person(role=Role.TRAINER)
    client.force_login(person.user)
    return person


@pytest.fixture
def coordinator(client):
    person = make_person(role=Role.COORDINATOR)
    client.force_login(person.user)
    return person


def test_teach_lists_own_cohorts_and_today(client, trainer):
    mine, theirs = make_cohort(trainers=[trainer]), make_cohort()
    today = make_session(cohort=mine, starts_at=timezone.now())
    make_session(cohort=mine, starts_at=timezone.now() + timedelta(days=1))
    make_session(cohort=mine, starts_at=timezone.now(), cancelled_at=timezone.now())
    make_session(cohort=theirs, starts_at=timezone.now())
    context = client.get(reverse("records:teach")).context
    assert context["cohorts"] == [mine]
    assert context["sessions"] == [today]


def test_teach_leads_to_own_closed_cohorts(client, trainer):
    closed = make_cohort(trainers=[trainer], state=CohortState.CLOSED)
    make_cohort(state=CohortState.CLOSED)
    make_cohort(trainers=[trainer], state=CohortState.CANCELLED)
    response = client.get(reverse("records:teach"))
    assert response.context["cohorts"] == []
    assert response.context["over"] == [closed]
    assert reverse("records:cohort", args=[closed.pk]) in response.content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_teach_takes_the_same_queries(client, trainer, rows, django_assert_max_num_queries):
    for _ in range(rows):
        cohort = make_cohort(trainers=[trainer])
        make_session(cohort=cohort, starts_at=timezone.now())
    client.get(reverse("records:teach"))
    with django_assert_max_num_queries(13):
        response = client.get(reverse("records:teach"))
    assert len(response.context["cohorts"]) == rows


@pytest.mark.parametrize("rows", [1, 30])
def test_cohort_takes_the_same_queries(client, trainer, rows, django_assert_max_num_queries):
    cohort, organisation = make_cohort(trainers=[trainer]), make_organisation()
    for _ in range(rows):
        make_enrolment(cohort=cohort, organisation=organisation)
        make_session(cohort=cohort)
    url = reverse("records:cohort", args=[cohort.pk])
    client.get(url)
    with django_assert_max_num_queries(15):
        response = client.get(url)
    assert len(response.context["people"].object_list) == rows


def test_cohort_sorts_people_by_how_they_stand(client, trainer):
    cohort = make_cohort(trainers=[trainer])
    by_state = {
        state: make_enrolment(cohort=cohort, state=state)
        for state in ("enrolled", "completed", "applied", "waiting", "withdrawn", "declined")
    }
    context = client.get(reverse("records:cohort", args=[cohort.pk])).context
    assert set(context["people"].object_list) == {by_state["enrolled"], by_state["completed"]}
    assert context["queued"] == [by_state["applied"], by_state["waiting"]]
    assert set(context["gone"]) == {by_state["withdrawn"], by_state["declined"]}
    assert all(enrolment.moves == [] for enrolment in context["people"].object_list)


def test_a_coordinator_accepts_an_application(client, coordinator):
    enrolment = make_enrolment(state="applied")
    page = client.get(reverse("records:cohort", args=[enrolment.cohort_id])).content.decode()
    assert 'name="to" value="enrolled"' in page
    response = client.post(reverse("records:move", args=[enrolment.pk]), {"to": "enrolled"})
    assert response["Location"] == reverse("records:cohort", args=[enrolment.cohort_id])
    enrolment.refresh_from_db()
    assert enrolment.state == "enrolled"
    again = client.post(reverse("records:move", args=[enrolment.pk]), {"to": "nonsense"})
    assert "has changed in the meantime" in notes(again)[-1]


def test_a_trainer_does_not_decide_on_applications(client, trainer):
    enrolment = make_enrolment(cohort=make_cohort(trainers=[trainer]), state="applied")
    response = client.post(reverse("records:move", args=[enrolment.pk]), {"to": "enrolled"})
    assert response.status_code == 403


def test_add_people_finds_and_enrols(client, coordinator):
    cohort = make_cohort()
    person = make_person(family_name_km="ចាន់", phone="+85512345678")
    url = reverse("records:add_people", args=[cohort.pk])
    assert client.get(url, {"q": "០១២ ៣៤៥"}).context["found"] == [person]
    response = client.post(f"{url}?q=x", {"person": person.pk})
    assert response["Location"].endswith("?q=x")
    assert Enrolment.objects.get().person == person
    assert client.get(url, {"q": "ចាន់"}).context["found"][0].state == "enrolled"
    for wrong in ("", "abc", "-1", "99999", "៩" * 3):
        assert client.post(url, {"person": wrong}).status_code == 404


@pytest.mark.parametrize("rows", [1, 20])
def test_add_people_takes_the_same_queries(
    client, coordinator, rows, django_assert_max_num_queries
):
    organisation = make_organisation()
    for _ in range(rows):
        make_person(family_name="Chan", organisation=organisation)
    url = reverse("records:add_people", args=[make_cohort().pk])
    client.get(url)
    with django_assert_max_num_queries(13):
        assert len(client.get(url, {"q": "chan"}).context["found"]) == rows


def rows(*sessions):
    data = {"form-TOTAL_FORMS": len(sessions), "form-INITIAL_FORMS": 0}
    for number, session in enumerate(sessions):
        data |= {f"form-{number}-{name}": value for name, value in session.items()}
    return data


DAY = {"topic": "Listening", "day": "2026-03-05", "begins": "08:30", "planned_minutes": "៩០"}


def test_plan_sessions_adds_those_filled_in(client, trainer):
    cohort = make_cohort(trainers=[trainer], venue="Hall")
    url = reverse("records:plan_sessions", args=[cohort.pk])
    assert client.get(url).status_code == 200
    client.post(url, rows(DAY, {}, DAY | {"topic": "Feedback", "day": "២០២៦-០៣-០៦"}))
    assert [
        (s.topic, timezone.localtime(s.starts_at).replace(tzinfo=None), s.planned_minutes, s.venue)
        for s in Session.objects.all()
    ] == [
        ("Listening", datetime(2026, 3, 5, 8, 30), 90, "Hall"),
        ("Feedback", datetime(2026, 3, 6, 8, 30), 90, "Hall"),
    ]


@pytest.mark.parametrize(
    "wrong", [{}, DAY | {"planned_minutes": "0"}, DAY | {"day": "yesterday"}, DAY | {"begins": ""}]
)
def test_plan_sessions_keeps_what_was_typed(client, trainer, wrong):
    cohort = make_cohort(trainers=[trainer])
    response = client.post(reverse("records:plan_sessions", args=[cohort.pk]), rows(wrong))
    assert response.status_code == 200
    assert Session.objects.count() == 0
    if wrong:
        assert 'value="Listening"' in response.content.decode()
    else:
        assert "Fill in at least one session." in response.content.decode()


def test_cancel_session_asks_first(client, trainer):
    session = make_session(cohort=make_cohort(trainers=[trainer]))
    url = reverse("records:cancel_session", args=[session.pk])
    assert client.get(url).status_code == 200
    client.post(url)
    session.refresh_from_db()
    assert session.cancelled_at is not None


def test_cancel_is_refused_once_the_register_is_filled_in(client, trainer):
    cohort = make_cohort(trainers=[trainer])
    session, enrolment = make_session(cohort=cohort), make_enrolment(cohort=cohort)
    session.attendances.create(enrolment=enrolment, status="present", minutes=120)
    response = client.post(reverse("records:cancel_session", args=[session.pk]))
    assert "cannot be cancelled" in notes(response)[0]

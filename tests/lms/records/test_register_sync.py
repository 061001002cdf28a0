"""What a phone sends to the register, and what it hears back."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.records.services.register import Mark, merge_marks
from lms.roles import Role
from tests.factories.records import make_cohort, make_enrolment, make_person, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def trainer(client):
    person = make_person(role=Role.TRAINER)
    client.force_login(person.user)
    return person


@pytest.fixture
def session(trainer):
    return make_session(cohort=make_cohort(trainers=[trainer]))


def url(session):
    return reverse("records:register_marks", args=[session.pk])


def send(client, session, trainer, *marks, **fields):
    body = {"account": trainer.user.pk, "marks": list(marks)} | fields
    return client.post(url(session), json.dumps(body), content_type="application/json")


def mark(enrolment, status, minutes=0, seen=None, **fields):
    return {
        "enrolment": enrolment.pk, "status": status, "minutes": minutes, "seen": seen,
    } | fields  # fmt: skip


def test_marks_are_saved_and_all_that_stands_comes_back(client, session, trainer):
    first, second = (make_enrolment(cohort=session.cohort) for _ in range(2))
    session.attendances.create(enrolment=second, status="excused", minutes=0)
    answer = send(client, session, trainer, mark(first, "late", "៤៥")).json()
    assert answer["marks"] == {str(first.pk): ["late", 45], str(second.pk): ["excused", 0]}
    assert (answer["conflicts"], answer["refused"]) == ([], [])
    again = client.get(url(session)).json()
    assert again["marks"] == answer["marks"]
    assert again["at"] >= answer["at"]
    assert len(again["csrf"]) == 64


def test_a_conflict_says_what_stands_who_marked_it_and_when(client, session, trainer):
    enrolment = make_enrolment(cohort=session.cohort)
    other = make_person(role=Role.COORDINATOR)
    merge_marks(session=session, marks=[Mark(enrolment.pk, "absent")], actor=other.user)
    now = timezone.localtime(session.attendances.get().recorded_at)
    answer = send(client, session, trainer, mark(enrolment, "present", 120)).json()
    assert answer["conflicts"] == [
        {
            "enrolment": enrolment.pk,
            "status": "absent",
            "minutes": 0,
            "by": str(other.user),
            "at": f"{now:%H:%M}",
        }
    ]
    seen = {"status": "absent", "minutes": 0}
    answer = send(client, session, trainer, mark(enrolment, "present", 120, seen)).json()
    assert (answer["conflicts"], answer["marks"]) == ([], {str(enrolment.pk): ["present", 120]})


def test_what_was_tried_before_is_no_conflict(client, session, trainer):
    enrolment = make_enrolment(cohort=session.cohort)
    send(client, session, trainer, mark(enrolment, "absent"))
    tried = [{"status": "absent", "minutes": 0}]
    answer = send(client, session, trainer, mark(enrolment, "late", 20, tried=tried)).json()
    assert answer["marks"] == {str(enrolment.pk): ["late", 20]}


def test_a_mark_that_does_not_fit_comes_back_alone(client, session, trainer):
    first, second = (make_enrolment(cohort=session.cohort) for _ in range(2))
    answer = send(client, session, trainer, mark(first, "late", 500), mark(second, "absent")).json()
    (refused,) = answer["refused"]
    assert (refused["enrolment"], refused["needs_reason"]) == (first.pk, False)
    assert "from 1 to 120" in refused["problem"]
    assert answer["marks"] == {str(second.pk): ["absent", 0]}


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "null", "{}", '{"marks": 3}', '{"marks": [3]}', '{"marks": [{}]}', "\xff", "[" * 5000,
        '{"marks": [{"enrolment": 1, "status": "asleep", "minutes": 0, "seen": null}]}',
        '{"marks": [{"enrolment": 1, "status": "absent", "minutes": 0}]}',
        '{"marks": [{"enrolment": 1, "status": "absent", "minutes": 0, "seen": "absent"}]}',
        '{"marks": [{"enrolment": [], "status": {}, "minutes": 1e99, "seen": null, "tried": 1}]}',
        '{"marks": [{"enrolment": 99999999999999999999, "status": "late", "minutes": null}]}',
        '"' + "x" * 300_000 + '"',
    ],
)  # fmt: skip
def test_what_is_no_list_of_marks_is_refused_politely(client, session, body):
    answer = client.post(url(session), body.encode("latin1"), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json() == {"problem": "The marks could not be read."}


def test_marks_of_another_account_are_not_taken(client, session, trainer):
    enrolment = make_enrolment(cohort=session.cohort)
    other = make_person(role=Role.COORDINATOR)
    answer = send(client, session, other, mark(enrolment, "present"))
    assert answer.status_code == 403
    assert session.attendances.count() == 0


def test_a_register_that_takes_no_marks_says_why(client, session, trainer):
    session.cancelled_at = timezone.now()
    session.save()
    answer = send(client, session, trainer)
    assert answer.status_code == 409
    assert "cancelled" in answer.json()["problem"]


def test_signed_out_or_without_token_nothing_is_written(session, trainer):
    from django.test import Client

    enrolment = make_enrolment(cohort=session.cohort)
    answer = send(Client(), session, trainer, mark(enrolment, "present"))
    assert "/accounts/login/" in answer["Location"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(trainer.user)
    assert send(strict, session, trainer, mark(enrolment, "present")).status_code == 403
    assert session.attendances.count() == 0


@pytest.mark.parametrize("rows", [1, 40])
def test_sending_takes_few_queries(client, session, trainer, rows, django_assert_max_num_queries):
    marks = [mark(make_enrolment(cohort=session.cohort), "present", 120) for _ in range(rows)]
    send(client, session, trainer)
    with django_assert_max_num_queries(15):
        send(client, session, trainer, *marks)
    assert session.attendances.count() == rows


def test_the_worker_is_served_where_it_works(client):
    answer = client.get("/km/teach/sessions/worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert '"/static/records/register.js"' in answer.content.decode()


# -- The plain form ------------------------------------------------------------------------


def test_a_stale_form_loses_no_mark_of_another_phone(client, session, trainer):
    first, second = (make_enrolment(cohort=session.cohort) for _ in range(2))
    other = make_person(role=Role.COORDINATOR)
    merge_marks(session=session, marks=[Mark(first.pk, "late", 30)], actor=other.user)
    address = reverse("records:register", args=[session.pk])
    data = {
        f"status_{first.pk}": "present", f"seen_{first.pk}": "",
        f"status_{second.pk}": "absent", f"seen_{second.pk}": "",
    }  # fmt: skip
    page = client.post(address, data)
    assert page.status_code == 200
    text = page.content.decode()
    assert f"Marked meanwhile by {other.user}: late, 30 minutes present" in text
    assert f'name="seen_{first.pk}" value="late:30"' in text
    assert f'name="seen_{second.pk}" value="absent:0"' in text
    assert dict(session.attendances.values_list("enrolment", "status")) == {
        first.pk: "late",
        second.pk: "absent",
    }
    data |= {f"seen_{first.pk}": "late:30", f"seen_{second.pk}": "absent:0"}
    assert client.post(address, data).status_code == 302
    assert session.attendances.get(enrolment=first).status == "present"
    assert session.changes.get().from_minutes == 30


def test_all_present_leaves_what_another_phone_marked(client, session, trainer):
    first, second = (make_enrolment(cohort=session.cohort) for _ in range(2))
    merge_marks(session=session, marks=[Mark(first.pk, "absent")], actor=trainer.user)
    client.post(
        reverse("records:register", args=[session.pk]),
        {"all_present": "1", f"seen_{first.pk}": "", f"seen_{second.pk}": ""},
    )
    assert dict(session.attendances.values_list("enrolment", "status")) == {
        first.pk: "absent",
        second.pk: "present",
    }


def test_a_closed_register_asks_for_a_reason_and_leads_to_judging(client, session, trainer):
    enrolment = make_enrolment(cohort=session.cohort)
    session.cohort.state = "closed"
    session.cohort.save()
    address = reverse("records:register", args=[session.pk])
    page = client.get(address).content.decode()
    assert reverse("records:close_cohort", args=[session.cohort_id]) in page
    data = {f"status_{enrolment.pk}": "late", f"minutes_{enrolment.pk}": "60"}
    assert "Write why" in client.post(address, data).content.decode()
    assert session.attendances.count() == 0
    assert client.post(address, data | {"reason": "Found the sheet"}).status_code == 302
    page = client.get(address).content.decode()
    assert "Changed once" in page
    assert "Found the sheet" in page

"""Running a cohort on a phone: decisions, messages, calls, calling off, copies, and what people see."""

from datetime import date, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from courses.models import CoursePrerequisite
from lms.records.enums import MessageKind
from lms.records.models import Cohort, CohortQuota, Enrolment, Message
from lms.records.services.cohorts import WhenAndWhere, copy_cohort
from lms.records.services.enrolment import enrol, move_enrolment
from lms.records.services.messages import tell
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
    make_trainee,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def coordinator(client):
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


def notes(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def url(name, cohort, query=""):
    return reverse(f"records:{name}", args=[cohort.pk]) + query


def ticked(*enrolments, **data):
    return {"enrolment": [enrolment.pk for enrolment in enrolments]} | data


def states(cohort):
    return list(cohort.enrolments.order_by("pk").values_list("state", flat=True))


def test_several_are_accepted_until_the_places_run_out(client, coordinator):
    cohort = make_cohort(capacity=2, enrolment_policy="approval")
    applied = [make_enrolment(cohort=cohort, state="applied") for _ in range(3)]
    page = client.get(url("decide", cohort), ticked(*applied)).content.decode()
    assert "3 people" in page
    response = client.post(url("decide", cohort), ticked(*applied, to="enrolled"))
    assert response["Location"] == url("cohort", cohort)
    assert notes(response) == [
        "2 people: enrolled.",
        f"{applied[2].person}: All places are taken. Put the person on the waiting list, or add "
        "places.",
    ]
    assert states(cohort) == ["enrolled", "enrolled", "applied"]


def test_declining_needs_a_reason_and_keeps_what_was_ticked(client, coordinator):
    cohort = make_cohort(enrolment_policy="approval")
    trainee = make_trainee()
    applied = [
        make_enrolment(cohort=cohort, state="applied", person=trainee),
        make_enrolment(cohort=cohort, state="applied"),
    ]
    response = client.post(url("decide", cohort), ticked(*applied, to="declined"))
    page = response.content.decode()
    assert "Write why, so that the person understands." in page
    assert all(f'name="enrolment" value="{enrolment.pk}"' in page for enrolment in applied)
    client.post(
        url("decide", cohort), ticked(*applied, to="declined", reason="Please come in May.")
    )
    assert states(cohort) == ["declined", "declined"]
    client.force_login(trainee.user)
    assert "Please come in May." in client.get(reverse("records:my_courses")).content.decode()


@pytest.mark.parametrize("sent", [{}, {"enrolment": ["x", "9" * 30, "-1", "៣"]}])
def test_nobody_ticked_is_said(client, coordinator, sent):
    cohort = make_cohort()
    assert "Nobody is ticked" in client.get(url("decide", cohort), sent).content.decode()
    response = client.post(url("decide", cohort), sent | {"to": "enrolled"})
    assert notes(response) == ["Somebody has decided on all of them already."]


def test_all_who_applied_are_brought_up_but_not_those_who_wait(client, coordinator):
    cohort = make_cohort(enrolment_policy="approval")
    applied = [make_enrolment(cohort=cohort, state="applied") for _ in range(2)]
    make_enrolment(cohort=cohort, state="waiting")
    assert client.get(url("decide", cohort), {"all": "applied"}).context["chosen"] == applied


def test_nobody_of_another_cohort_is_decided_on(client, coordinator):
    elsewhere = make_enrolment(state="applied")
    client.post(url("decide", make_cohort()), ticked(elsewhere, to="enrolled"))
    assert states(elsewhere.cohort) == ["applied"]


def test_the_cohorts_page_offers_ticks_and_finds_one_of_two_hundred(client, coordinator):
    cohort = make_cohort()
    applied = make_enrolment(cohort=cohort, state="applied")
    organisation = make_organisation(name="Lotus")
    for _ in range(60):
        make_enrolment(cohort=cohort)
    wanted = make_enrolment(
        cohort=cohort, person=make_person(family_name_km="ចាន់"), organisation=organisation
    )
    page = client.get(url("cohort", cohort))
    assert f'value="{applied.pk}" form="decide"' in page.content.decode()
    assert (len(page.context["people"].object_list), page.context["people"].paginator.count) == (
        50,
        61,
    )
    for query in ("ចាន់", "lotus", wanted.person.number):
        found = client.get(url("cohort", cohort), {"q": query}).context["people"]
        assert list(found) == [wanted]
    assert "Nobody in this cohort" in client.get(url("cohort", cohort), {"q": "zz"}).text


def test_without_the_course_before_a_coordinator_is_asked_for_a_reason(client, coordinator):
    course = make_course()
    CoursePrerequisite.objects.create(page=course, course=make_course(title="Foundations"))
    cohort, person = make_cohort(course=course), make_person()
    response = client.post(url("add_people", cohort, "?q=Sok"), {"person": person.pk})
    page = response.content.decode()
    assert "Not completed yet: Foundations." in page
    assert 'name="override_reason"' in page
    assert not Enrolment.objects.exists()
    client.post(
        url("add_people", cohort, "?q=Sok"),
        {"person": person.pk, "override_reason": "Ran it herself"},
    )
    enrolment = Enrolment.objects.get()
    assert (enrolment.state, enrolment.override_reason) == ("enrolled", "Ran it herself")
    history = client.get(reverse("records:enrolment", args=[enrolment.pk])).content.decode()
    assert "Ran it herself" in history
    assert "added by the team" in history


def test_failed_messages_are_sent_again_or_called(client, coordinator):
    cohort, person = make_cohort(), make_person(email="a@example.org")
    first, second = (
        tell(person=person, kind=MessageKind.ENROLLED, key=key, cohort=cohort) for key in "ab"
    )
    Message.objects.update(state="failed")
    page = client.get(url("outbox", cohort)).content.decode()
    assert "2 messages could not be sent" in page
    assert notes(client.post(url("outbox", cohort), {"do": "send", "message": first.pk})) == [
        "To be sent again: 1."
    ]
    client.post(url("outbox", cohort), {"do": "call", "message": second.pk})
    client.post(url("outbox", cohort), {"do": "nonsense", "message": "x"})
    client.post(url("outbox", make_cohort()), {"do": "call", "message": first.pk})
    assert dict(Message.objects.values_list("key", "state")) == {"a": "waiting", "b": "to-call"}
    shown = client.get(url("outbox", cohort), {"state": "to-call"}).context["page"]
    assert [message.key for message in shown] == ["b"]


def test_a_trainer_ticks_off_calls_and_takes_a_tick_back(client):
    trainer = make_trainee(role=Role.TRAINER)
    cohort = make_cohort(trainers=[trainer], enrolment_policy="approval")
    person = make_person(phone="+85512345678", family_name="Chan")
    enrolment = make_enrolment(cohort=cohort, person=person, state="applied")
    move_enrolment(
        enrolment=enrolment,
        to="declined",
        actor=make_user(role=Role.COORDINATOR),
        reason="Please come in May.",
    )
    tell(person=person, kind=MessageKind.COHORT_CHANGED, key="c", cohort=cohort)
    client.force_login(trainer.user)
    response = client.get(url("calls", cohort))
    page = response.content.decode()
    (call,) = response.context["calls"]
    assert len(call.pks) == 2
    assert 'href="tel:+85512345678">012 345 678</a>' in page
    assert "No place this time" in page
    assert "Please come in May." in page
    client.post(url("calls", cohort), {"message": call.pks})
    assert set(Message.objects.values_list("state", "handled_by")) == {("called", trainer.user.pk)}
    assert "Nobody waits for a call" in client.get(url("calls", cohort)).content.decode()
    client.post(url("calls", cohort), {"message": call.pks, "do": "undo"})
    assert set(Message.objects.values_list("state", "handled_by")) == {("to-call", None)}


def test_a_cohort_is_called_off_after_a_second_look(client, coordinator):
    cohort = make_cohort()
    make_enrolment(cohort=cohort)
    assert "1 person has a place" in client.get(url("cancel_cohort", cohort)).content.decode()
    long = client.post(url("cancel_cohort", cohort), {"note": "x" * 501})
    assert "at most 500" in long.content.decode()
    response = client.post(url("cancel_cohort", cohort), {"note": "The road is closed."})
    assert notes(response) == ["The cohort is cancelled. People told: 1."]
    again = client.post(url("cancel_cohort", cohort))
    assert "its records can no longer change" in notes(again)[-1]
    assert Message.objects.get().data == {"note": "The road is closed."}


def test_a_closed_cohort_is_opened_again_and_the_list_stays(client, coordinator):
    yesterday = timezone.localdate() - timedelta(days=1)
    cohort = make_cohort(state="closed", starts_on=yesterday, ends_on=yesterday)
    make_enrolment(cohort=cohort, state="waiting")
    client.post(url("reopen_cohort", cohort))
    cohort.refresh_from_db()
    assert (cohort.state, states(cohort)) == ("running", ["waiting"])
    again = client.post(url("reopen_cohort", cohort))
    assert "not closed" in notes(again)[-1]


def test_a_copy_has_the_sessions_at_the_same_hour_of_other_days(client, coordinator):
    at = timezone.make_aware(datetime(2026, 3, 2, 8, 30))
    trainer = make_person(role=Role.TRAINER)
    cohort = make_cohort(
        trainers=[trainer],
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 4),
        registration_closes_on=date(2026, 2, 20),
        capacity=20,
        organisation_quota=2,
        funder="A fund",
    )
    CohortQuota.objects.create(cohort=cohort, organisation=make_organisation(), places=3)
    make_session(cohort=cohort, starts_at=at, topic="Day 1")
    make_session(cohort=cohort, starts_at=at, topic="Struck off", cancelled_at=at)
    make_enrolment(cohort=cohort)
    taken = client.post(url("copy_cohort", cohort), {"code": cohort.code, "starts_on": ""})
    assert taken.status_code == 200
    data = {"code": "again", "starts_on": "២០២៦-០៩-០៧"}
    response = client.post(url("copy_cohort", cohort), data)
    copy = Cohort.objects.get(code="again")
    assert response["Location"] == reverse("cohort:edit", args=[copy.pk])
    assert (copy.starts_on, copy.ends_on, copy.registration_closes_on) == (
        date(2026, 9, 7),
        date(2026, 9, 9),
        date(2026, 8, 28),
    )
    assert (copy.capacity, copy.organisation_quota, copy.funder, copy.state) == (
        20,
        2,
        "A fund",
        "planned",
    )
    assert (list(copy.trainers.all()), copy.quotas.get().places) == ([trainer], 3)
    session = copy.sessions.get()
    assert (session.topic, session.starts_at - at) == ("Day 1", timedelta(days=189))
    assert copy.enrolments.count() == 0
    assert WhenAndWhere.of(copy).cohort == (copy.starts_on, copy.ends_on, copy.venue)
    with pytest.raises(Exception, match="has this code already"):
        copy_cohort(cohort=cohort, code="again", starts_on=date(2027, 1, 4), actor=coordinator)


def test_a_trainee_sees_their_place_in_the_line_and_why(client):
    organisation = make_organisation(name="Lotus")
    cohort = make_cohort(organisation_quota=1)
    for _ in range(2):
        other = make_trainee(organisation=organisation)
        enrol(cohort=cohort, person=other, actor=other.user)
    person = make_trainee(organisation=organisation)
    client.force_login(person.user)
    assert "All places of your organisation are taken." in client.get(url("enrol", cohort)).text
    response = client.post(url("enrol", cohort))
    assert notes(response) == [
        "All places of your organisation are taken, so you are on the waiting list."
    ]
    page = client.get(reverse("records:my_courses")).content.decode()
    assert "no. 2 in line" in page
    assert "All places of Lotus are taken." in page


def test_where_organisations_nominate_no_button_enrols(client):
    person, cohort = make_trainee(), make_cohort(enrolment_policy="nomination")
    client.force_login(person.user)
    page = client.get(url("enrol", cohort)).content.decode()
    assert "Organisations nominate people for this cohort." in page
    assert '<button class="button">' not in page
    assert "nominate" in notes(client.post(url("enrol", cohort)))[0]


def test_why_somebody_withdrew_is_for_coordinators(client, coordinator):
    trainer = make_trainee(role=Role.TRAINER)
    enrolment = make_enrolment(cohort=make_cohort(trainers=[trainer]), person=make_trainee())
    move_enrolment(
        enrolment=enrolment, to="withdrawn", actor=enrolment.person.user, reason="My own affair"
    )
    page = reverse("records:enrolment", args=[enrolment.pk])
    assert "My own affair" in client.get(page).text
    client.force_login(trainer.user)
    assert "withdrawn" in client.get(page).text
    assert "My own affair" not in client.get(page).text

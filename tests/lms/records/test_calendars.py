"""Sessions in the calendar of a phone, read as calendar programs read them."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from lms.records.models import CalendarFeed
from lms.records.services.calendars import renew_feed
from lms.roles import Role
from tests.factories.courses import make_course
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_person,
    make_session,
    make_trainee,
)

pytestmark = pytest.mark.django_db

TOPIC = "ការស្តាប់ដោយយកចិត្តទុកដាក់, ការសួរសំណួរបើក; និងការឆ្លុះបញ្ចាំងអារម្មណ៍របស់អ្នកដទៃ"
# RFC 5545: what an event must or may have once only, and how a line looks.
ONCE = {
    "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "SEQUENCE",
    "STATUS", "URL",
}  # fmt: skip
LINE = re.compile(
    r"(?P<name>[A-Z0-9-]+)(;[A-Z0-9-]+=[^;:,\"\x00-\x1f]+)*:(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
UTC_TIME = re.compile(r"\d{8}T\d{6}Z")


def strictly(content: bytes) -> list[dict[str, str]]:
    """The events of a calendar as raw values; fails on what RFC 5545 forbids."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode()  # no letter is cut in two
    lines = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    stack, events = [], []
    for line in lines:
        match = LINE.fullmatch(line)
        assert match, line
        name, value = match["name"], match["value"]
        if name == "BEGIN":
            stack.append((value, {}))
        elif name == "END":
            kind, found = stack.pop()
            assert kind == value
            if kind == "VEVENT":
                events.append(found)
            else:
                assert (found["VERSION"], "PRODID" in found) == ("2.0", True)
        else:
            assert name not in stack[-1][1] or name not in ONCE, f"{name} twice"
            stack[-1][1][name] = value
    assert stack == []
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART"} <= event.keys()
        for name in ("DTSTAMP", "DTSTART", "DTEND"):
            assert UTC_TIME.fullmatch(event[name]), event[name]
        for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
            assert not re.search(r"(?<!\\)[,;]", event.get(name, "")), event[name]
    return events


def feed(person, **headers):
    token = renew_feed(person=person).token
    return Client().get(reverse("records:calendar_feed", args=[token]), headers=headers)


def events_of(person):
    content = feed(person).content
    strictly(content)
    return {str(event["UID"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


@pytest.fixture
def session():
    cohort = make_cohort(
        course=make_course(title="Counselling 1"), code="c1", venue="Parish hall", province="02"
    )
    return make_session(
        cohort=cohort,
        topic=TOPIC,
        starts_at=datetime(2099, 3, 2, 1, 30, tzinfo=UTC),
        planned_minutes=90,
        revision=2,
    )


@pytest.fixture
def trainee(session):
    return make_enrolment(cohort=session.cohort, person=make_trainee(language="en")).person


def test_session_says_when_where_and_what(session, trainee):
    [event] = events_of(trainee).values()
    assert str(event["UID"]) == f"session-{session.pk}@testserver"
    assert event.start == datetime(2099, 3, 2, 1, 30, tzinfo=UTC)
    assert event.end - event.start == timedelta(minutes=90)
    assert str(event["SUMMARY"]) == f"{TOPIC} – Counselling 1"
    assert str(event["LOCATION"]) == "Parish hall, Battambang"
    assert (event["SEQUENCE"], str(event["STATUS"])) == (2, "CONFIRMED")
    assert str(event["URL"]).endswith("/en/learn/")


def test_moved_session_keeps_its_uid_and_a_cancelled_one_stays(session, trainee):
    before = set(events_of(trainee))
    session.starts_at += timedelta(days=1)
    session.cancelled_at = timezone.now()
    session.save()
    events = events_of(trainee)
    [event] = events.values()
    assert set(events) == before
    assert (event["SEQUENCE"], str(event["STATUS"])) == (3, "CANCELLED")
    assert str(event["SUMMARY"]).startswith("Cancelled: ")


def test_feed_speaks_the_language_of_its_owner(session, trainee):
    trainee.language = "km"
    trainee.save()
    [event] = events_of(trainee).values()
    assert str(event["LOCATION"]) == "Parish hall, បាត់ដំបង"
    assert str(event["URL"]).endswith("/km/learn/")


def test_feed_holds_what_is_mine_and_nobody_elses(session, trainee):
    trainer, co_trainer = make_trainee(), make_trainee()
    session.cohort.trainers.set([trainer, co_trainer])
    led = make_session(cohort=session.cohort, trainer=trainer)
    waits = make_enrolment(cohort=session.cohort, person=make_trainee(), state="waiting").person
    stranger = make_trainee()
    make_session(cohort=session.cohort, starts_at=timezone.now() - timedelta(days=400))

    def topics(person):
        return {str(event["SUMMARY"]).partition(" – ")[0] for event in events_of(person).values()}

    assert topics(trainee) == topics(trainer) == {TOPIC, led.topic}
    assert topics(co_trainer) == {TOPIC}
    assert topics(waits) == topics(stranger) == set()
    content = feed(trainer).content.decode().replace("\r\n ", "")
    assert "You train this session." in content or "អ្នក" in content
    assert [name for name in (trainee.full_name, trainee.number) if name in content] == []


def test_feed_is_told_apart_by_its_contents_and_indexed_by_nobody(session, trainee):
    first = feed(trainee)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert (first["X-Robots-Tag"], "private" in first["Cache-Control"]) == (
        "noindex, nofollow",
        True,
    )
    assert "Set-Cookie" not in first
    again = feed(trainee, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    session.venue = "School"
    session.save()
    assert feed(trainee, if_none_match=first["ETag"]).status_code == 200


def test_feed_asks_no_more_for_more_sessions(session, trainee, django_assert_num_queries):
    url = reverse("records:calendar_feed", args=[renew_feed(person=trainee).token])
    for _n in range(20):
        make_session(cohort=make_enrolment(person=trainee).cohort)
    with django_assert_num_queries(3):
        assert len(strictly(Client().get(url).content)) == 21


def test_new_address_ends_the_old_one(client, trainee):
    page = reverse("records:calendar")
    client.force_login(trainee.user)
    assert "Make my address" in client.get(page).text
    client.post(page, {"do": "renew"})
    old = CalendarFeed.objects.get().token
    url = reverse("records:calendar_feed", args=[old])
    html = client.get(page).text
    assert (f"http://testserver{url}" in html, f"webcal://testserver{url}" in html) == (True, True)
    client.post(page, {"do": "renew"})
    new = CalendarFeed.objects.get().token
    assert (len(new) >= 32, new != old) == (True, True)
    statuses = [
        Client().get(reverse("records:calendar_feed", args=[token])).status_code
        for token in (old, new)
    ]
    client.post(page, {"do": "remove"})
    assert statuses == [404, 200]
    assert Client().get(reverse("records:calendar_feed", args=[new])).status_code == 404


def test_feed_of_a_closed_account_is_gone(trainee):
    trainee.user.is_active = False
    trainee.user.save()
    assert feed(trainee).status_code == 404


@pytest.mark.usefixtures("roles")
def test_session_as_a_file(client, session, trainee):
    trainer = make_person(role=Role.TRAINER)
    session.cohort.trainers.add(trainer)
    url = reverse("records:session_ics", args=[session.pk])
    statuses = {}
    for name, person in {"in": trainee, "trainer": trainer, "other": make_trainee()}.items():
        client.force_login(person.user)
        answer = client.get(url)
        statuses[name] = answer.status_code
        if name != "other":
            [event] = strictly(answer.content)
            assert event["UID"] == f"session-{session.pk}@testserver"
    assert statuses == {"in": 200, "trainer": 200, "other": 404}
    client.force_login(trainee.user)
    assert url in client.get(reverse("records:my_courses")).text

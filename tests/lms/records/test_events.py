"""Meetings, forums and conferences: registered for and attended, without lessons."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import CertificateGiven, CourseKind
from lms.records.services.judging import course_rule, judge
from lms.reports.indicators import attended_hours, enrolment_tables
from tests.courses.test_catalogue import shown, titles
from tests.factories.courses import (
    make_assessment,
    make_course,
    make_curriculum,
    make_lesson,
    make_module,
)
from tests.factories.learning import attend, make_ended_cohort
from tests.factories.records import make_cohort, make_enrolment, make_trainee

pytestmark = pytest.mark.django_db


def make_event(**fields):
    return make_course(**{"kind": CourseKind.EVENT, "title": "Member meeting"} | fields)


def headings(html):
    return [part.partition("</h2>")[0].rpartition(">")[2] for part in html.split("<h2")[1:]]


def test_page_of_an_event_has_the_words_of_one(client):
    event = make_event(introduction="<p>What we plan together.</p>")
    cohort = make_cohort(course=event)
    html = client.get(event.url).text
    assert headings(html) == ["Take part", "About this event", "Certificate"]
    assert ("Sign in to register" in html, "Sign in to enrol" in html) == (True, False)
    assert ("Level" in html, "Duration" in html) == (False, True)
    client.force_login(make_trainee().user)
    assert ">Register<" in client.get(event.url).text.replace("<span", "<")
    url = reverse("records:enrol", args=[cohort.pk])
    assert "Back to the event" in client.get(url).text
    answer = client.post(url, follow=True)
    assert "You are registered. We look forward to seeing you." in answer.text
    assert "Go to the event" in answer.text


def test_event_without_a_certificate_promises_none(client):
    event = make_event(certificate=CertificateGiven.NONE)
    assert headings(client.get(event.url).text) == ["Take part"]


def test_what_is_to_be_read_before_an_event_is_shown(client):
    event = make_event()
    make_lesson(parent=make_module(parent=event))
    assert "To prepare" in headings(client.get(event.url).text)


def test_attendance_alone_decides_on_an_event():
    event = make_event(attendance_percent=50)
    make_lesson(parent=make_module(parent=event))
    make_assessment(parent=event, kind="post-test", pass_percent=60)
    cohort = make_ended_cohort(course=event, minutes=100)
    came, left = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    attend(enrolment=came, minutes=50)
    attend(enrolment=left, minutes=49)
    event.refresh_from_db()
    cohort.course = event
    verdicts = {one.enrolment: one.completes for one in judge(cohort, course_rule(cohort))}
    assert verdicts == {came: True, left: False}


def test_nobody_is_asked_months_later_about_an_event():
    assert make_event(follow_up_months="3, 6").follow_up_after() == []
    assert make_course(follow_up_months="3, 6").follow_up_after() == [3, 6]


def test_catalogue_tells_events_from_courses():
    curriculum = make_curriculum()
    make_course(parent=curriculum, title="Listening")
    make_event(parent=curriculum)
    assert titles() == ["Listening", "Member meeting"]
    assert titles("kind=course") == ["Listening"]
    assert titles("kind=event") == ["Member meeting"]
    assert titles("level=1") == ["Listening"]
    html = shown("kind=event").text
    assert ("1 event" in html, "Foundation</span>" in html) == (True, False)


def test_figures_count_events_apart_from_courses():
    today = timezone.localdate()
    for course, minutes in ((make_course(title="Listening"), 60), (make_event(), 100)):
        cohort = make_ended_cohort(course=course, minutes=100)
        attend(enrolment=make_enrolment(cohort=cohort, state="completed"), minutes=minutes)
        make_enrolment(cohort=cohort)
    period = (today - timedelta(days=3), today)
    tables = {str(table.title): table for table in enrolment_tables(*period)}
    rows = {
        title: [(row.label, row.enrolled, row.completed) for row in tables[title].rows]
        for title in ("By course", "Meetings and other events")
    }
    assert rows == {
        "By course": [("Listening", 2, 1)],
        "Meetings and other events": [("Member meeting", 2, 1)],
    }
    assert tables["By gender"].enrolled == 2
    assert attended_hours(*period) == 1
    assert attended_hours(date(2000, 1, 1), date(2000, 1, 2)) == 0

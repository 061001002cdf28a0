"""What people are reminded of, when, and that one letter keeps no other back."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from seedgrants.models import GrantRoundPage, Notice
from seedgrants.services import decisions, reminders, reports, submission
from tests.factories.seedgrants import (
    fresh,
    make_active_grant,
    make_coordinator,
    make_discussed,
    make_draft,
    make_mentor,
    make_round,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def reachable(person):
    person.email, person.language = f"p{person.pk}@example.org", "en"
    person.save()
    return person


def in_days(n):
    return timezone.now() + timedelta(days=n)


def reminded(person, today=None):
    """The kinds and dates of what the person would be told today."""
    found = reminders.collect(today or timezone.localdate()).get(person.pk, [])
    return [(reminder.kind, reminder.due_on) for reminder in found]


def day(n):
    return timezone.localdate() + timedelta(days=n)


def test_a_day_or_two_late_is_still_the_same_stage():
    due = date(2026, 5, 15)
    stages = [reminders.stage_of(due, due + timedelta(days=n)) for n in range(-15, 6)]
    around = [None, -14, -14, -14, *[None] * 8, -3, -3, -3, 0, 0, 0, 3, 3, 3]
    assert stages == around


def test_more_time_moves_the_reminder():
    draft = make_draft(round_page=make_round(closes_at=in_days(3)))
    assert reminded(draft.applicant) == [("draft", day(3))]
    extension = {"application": draft, "reason": "Flood", "by": make_coordinator()}
    submission.grant_extension(until=in_days(10), **extension)
    assert reminded(draft.applicant) == []
    submission.grant_extension(until=in_days(14), **extension)
    GrantRoundPage.objects.update(closes_at=timezone.now())
    assert reminded(draft.applicant) == [("draft", day(14))]


def test_a_returned_proposal_and_a_revision_are_due_at_their_own_time():
    application = make_submitted()
    GrantRoundPage.objects.update(closes_at=timezone.now(), state="closed")
    submission.return_application(
        application=application, until=in_days(3), reason="Dates", by=make_coordinator()
    )
    assert reminded(application.applicant) == [("draft", day(3))]
    coordinator = make_coordinator()
    application = make_discussed(coordinator=coordinator)
    decisions.decide(
        application=application,
        outcome="revise",
        feedback="Name the village.",
        revise_until=in_days(14),
        by=coordinator,
    )
    decisions.publish_decisions(round_page=application.round, by=coordinator)
    assert reminded(application.applicant) == [("draft", day(14))]


def open_report(due_on):
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    report = reports.open_report(report=grant.reports.get(), by=coordinator)
    type(report).objects.filter(pk=report.pk).update(due_on=due_on)
    return fresh(report)


def test_a_missed_morning_is_made_good_once():
    report = open_report(day(3))
    owner = reachable(report.application.applicant)
    assert reminders.send_digests(today=day(1)) == 1  # a day late
    assert reminders.send_digests(today=day(2)) == 0
    assert reminders.send_digests(today=day(3)) == 1  # the day itself is another stage
    assert [letter.to for letter in mail.outbox] == [[owner.email]] * 2
    type(report).objects.update(due_on=day(5))
    assert reminders.send_digests(today=day(2)) == 1  # a new date begins anew


def test_a_mentor_is_told_that_a_report_was_due():
    report = open_report(day(-3))
    mentor = make_mentor(report.application.applicant)
    assert reminded(mentor) == [("learner-late", day(-3))]
    reminder = reminders.collect(timezone.localdate())[mentor.pk][0]
    assert "was due on" in reminder.text


def test_a_letter_that_fails_keeps_no_other_back_and_is_tried_again(monkeypatch, caplog):
    people = [reachable(open_report(day(3)).application.applicant) for _n in range(3)]
    broken = people[0].email
    send = EmailBackend.send_messages

    def fail(self, messages):
        if messages[0].to == [broken]:
            raise OSError("No such mailbox")
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    assert reminders.send_digests() == 2
    assert broken not in caplog.text
    assert "did not go out" in caplog.text
    assert not Notice.objects.filter(person=people[0]).exists()
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    assert reminders.send_digests() == 1
    assert {letter.to[0] for letter in mail.outbox} == {person.email for person in people}

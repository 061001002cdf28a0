"""One mail a day about meetings, with dates only, for who wants it."""

from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from lms.records.models import Message
from lms.records.services.mentoring_digest import choose_reminders, send_digests
from lms.records.services.sending import send_messages
from tests.factories.learning import make_mentor, make_mentorship, make_visit
from tests.factories.mentoring import make_group
from tests.factories.records import make_person, make_trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


def at(days):
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(9, 30)))


def told():
    return {
        message.person: (len(message.data["coming"]), len(message.data["missed"]))
        for message in Message.objects.select_related("person")
    }


def test_one_mail_for_all_the_meetings_of_a_day():
    mentor, learner = make_mentor(), make_trainee(language="km")
    make_mentorship(mentor=mentor, learner=learner, next_meeting_at=at(1))
    make_mentorship(mentor=mentor, learner=make_person(), next_meeting_at=at(-1))
    make_group(facilitator=mentor, people=[learner], next_meeting_at=at(1))
    make_mentorship(mentor=mentor, learner=make_trainee(), next_meeting_at=at(2))
    for _ in range(2):
        send_digests()
    assert told() == {mentor: (2, 1), learner: (2, 0)}


def test_a_meeting_that_was_written_down_is_not_missed():
    mentorship = make_mentorship(learner=make_trainee(), next_meeting_at=at(-1))
    make_visit(mentorship=mentorship)
    mentorship.refresh_from_db()
    assert send_digests() == 0


def test_switched_off_means_no_mail(client):
    mentorship = make_mentorship(
        mentor=make_mentor(), learner=make_trainee(), next_meeting_at=at(1)
    )
    client.force_login(mentorship.mentor.user)
    url = reverse("records:reminders")
    client.post(url, {"wants": "0"})
    assert "You are not reminded of meetings." in client.get(reverse("records:mentoring")).text
    send_digests()
    assert set(told()) == {mentorship.learner}
    client.post(url, {"wants": "1"})
    send_digests()
    assert set(told()) == {mentorship.learner, mentorship.mentor}


def test_mail_says_when_and_nothing_of_what_was_said():
    learner = make_trainee(language="en")
    mentorship = make_mentorship(
        mentor=make_mentor(family_name="Vanna"),
        learner=learner,
        goals="Secret goal",
        next_meeting_at=at(1),
    )
    make_visit(mentorship=mentorship, skill_practised="Secret skill", met_on=timezone.localdate())
    choose_reminders(person=mentorship.mentor, wants=False)
    send_digests()
    send_messages()
    [sent] = mail.outbox
    text = f"{sent.subject}\n{sent.body}"
    assert sent.subject == "You have a meeting tomorrow"
    day = timezone.localtime(at(1))
    assert f"- {day.day} {day:%B %Y}, 09:30" in sent.body
    assert [word for word in ("Secret", "Vanna") if word in text] == []

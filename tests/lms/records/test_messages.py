"""Telling people once: by mail in their language, or on the call list."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from lms.records.enums import MessageKind
from lms.records.message_texts import message_text
from lms.records.models import Message
from lms.records.services.cohorts import begin_cohorts, cancel_cohort
from lms.records.services.enrolment import enrol, move_enrolment, withdraw
from lms.records.services.messages import tell, tell_cohort
from lms.records.services.outbox import call_instead, drop_stale, send_again
from lms.records.services.reminders import remind_cohorts
from lms.records.services.sending import TRIES, send_messages
from lms.records.tasks import start_the_day
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_person,
    make_session,
    make_trainee,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

TODAY = timezone.localdate()


@pytest.fixture
def coordinator(roles):
    return make_user(role=Role.COORDINATOR)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def told(**fields):
    return list(Message.objects.filter(**fields).order_by("pk").values_list("kind", "state"))


def test_a_mail_goes_out_once_in_the_persons_language_after_the_commit(commit, coordinator):
    person = make_person(email="sophea@example.org", language="km", given_name_km="សុភា")
    cohort = make_cohort(course=make_course(title="Listening"), venue="Hall")
    with commit():
        enrol(cohort=cohort, person=person, actor=coordinator)
        assert mail.outbox == []
    assert send_messages() == 0
    (sent,) = mail.outbox
    assert sent.to == ["sophea@example.org"]
    assert "Listening" in sent.subject
    assert "សុភា" in sent.body
    assert "/km/learn/" in sent.body
    assert "Hall" in sent.body
    message = Message.objects.get()
    assert (message.state, message.language, message.attempts) == ("sent", "km", 1)


def test_who_has_no_address_waits_for_a_call_and_an_account_has_one(coordinator):
    cohort = make_cohort()
    enrol(cohort=cohort, person=make_person(), actor=coordinator)
    enrol(cohort=cohort, person=make_trainee(), actor=coordinator)
    assert told() == [("enrolled", "to-call"), ("enrolled", "waiting")]


def test_the_same_news_is_told_once():
    person = make_person(email="a@example.org")
    first = tell(person=person, kind=MessageKind.REMINDER, key="k", cohort=make_cohort())
    assert tell(person=person, kind=MessageKind.REMINDER, key="k") == first
    assert Message.objects.count() == 1


def test_who_acts_on_the_site_gets_a_mail_but_no_call():
    cohort = make_cohort(capacity=1)
    by_phone = make_trainee(user=make_user(email=None, phone="+85512000001"), role=None)
    by_mail = make_trainee()
    enrol(cohort=cohort, person=by_phone, actor=by_phone.user)
    enrol(cohort=cohort, person=by_mail, actor=by_mail.user)
    assert told() == [("waiting", "waiting")]


def test_moving_up_is_told_and_replaces_what_was_not_told_yet(coordinator):
    cohort = make_cohort(capacity=1)
    first = enrol(cohort=cohort, person=make_person(), actor=coordinator)
    second = enrol(cohort=cohort, person=make_person(), actor=coordinator)
    withdraw(enrolment=first, actor=coordinator)
    assert told(person=first.person) == [("enrolled", "dropped")]
    assert told(person=second.person) == [("waiting", "dropped"), ("enrolled", "to-call")]


def test_every_decision_is_told(coordinator):
    cohort = make_cohort(enrolment_policy="approval")
    kinds = {"enrolled": "enrolled", "waiting": "waiting", "declined": "declined"}
    for to, kind in kinds.items():
        cohort = make_cohort(enrolment_policy="approval", capacity=int(to != "waiting"))
        enrolment = make_enrolment(cohort=cohort, state="applied")
        move_enrolment(enrolment=enrolment, to=to, actor=coordinator, reason="Private words")
        message = Message.objects.get(person=enrolment.person)
        assert message.kind == kind
        assert "Private words" not in message_text(message, "en").body


def test_nobody_is_told_of_what_is_over_or_before_their_eyes(coordinator):
    past = make_cohort(starts_on=TODAY - timedelta(9), ends_on=TODAY - timedelta(8))
    enrol(cohort=past, person=make_person(), actor=coordinator, way="import")
    enrol(cohort=make_cohort(), person=make_person(), actor=coordinator, way="walk-in")
    assert told() == []


def test_a_nomination_is_called_one(coordinator):
    cohort = make_cohort(enrolment_policy="nomination")
    enrol(cohort=cohort, person=make_person(), actor=coordinator, way="nomination")
    assert told() == [("nominated", "to-call")]


def test_the_cohort_is_told_in_bulk_and_once(django_assert_max_num_queries):
    cohort = make_cohort()
    session = make_session(cohort=cohort, starts_at=timezone.now() + timedelta(days=1))
    for n in range(30):
        make_enrolment(cohort=cohort, person=make_person(email=f"p{n}@example.org" if n else ""))
    make_enrolment(cohort=cohort, state="waiting")
    change = {"cohort": cohort, "session": session, "kind": MessageKind.SESSION_CHANGED}
    with django_assert_max_num_queries(8):
        assert tell_cohort(**change, key="s1") == 30
    assert tell_cohort(**change, key="s1") == 0
    assert tell_cohort(**change | {"kind": MessageKind.SESSION_CANCELLED}, key="s2") == 30
    assert Message.objects.filter(state="dropped", kind="session-changed").count() == 30
    assert Message.objects.filter(kind="session-cancelled", state="to-call").count() == 1


def test_everyone_who_counts_on_a_cancelled_cohort_is_told_of_it_alone(commit, coordinator):
    cohort = make_cohort(starts_on=TODAY + timedelta(2), ends_on=TODAY + timedelta(2))
    session = make_session(cohort=cohort, starts_at=timezone.now() + timedelta(days=2))
    for state in ("enrolled", "applied", "waiting", "withdrawn"):
        make_enrolment(cohort=cohort, state=state, person=make_person(email=f"{state}@e.org"))
    remind_cohorts()
    with commit():
        assert cancel_cohort(cohort=cohort, actor=coordinator, note="The road is closed.") == 3
    cohort.refresh_from_db()
    session.refresh_from_db()
    assert (cohort.state, session.cancelled_at is None) == ("cancelled", False)
    assert [m.to[0] for m in mail.outbox] == ["enrolled@e.org", "applied@e.org", "waiting@e.org"]
    assert all("The road is closed." in m.body for m in mail.outbox)
    assert told(kind="reminder") == [("reminder", "dropped")]


def test_a_reminder_leaves_the_news_of_a_change_to_be_told():
    cohort = make_cohort(starts_on=TODAY, ends_on=TODAY + timedelta(9))
    session = make_session(cohort=cohort, starts_at=timezone.now() + timedelta(days=2))
    make_enrolment(cohort=cohort)
    tell_cohort(cohort=cohort, session=session, kind=MessageKind.SESSION_CHANGED, key="s")
    remind_cohorts()
    assert told() == [("session-changed", "to-call"), ("reminder", "to-call")]


@pytest.mark.parametrize(("days", "reminded"), [(1, 1), (2, 1), (3, 0), (0, 0)])
def test_a_reminder_goes_out_two_days_before_and_once(days, reminded):
    at = timezone.now() + timedelta(days=days)
    cohort = make_cohort(starts_on=TODAY, ends_on=TODAY + timedelta(9))
    make_session(cohort=cohort, starts_at=at)
    make_session(cohort=cohort, starts_at=at + timedelta(hours=5))
    make_enrolment(cohort=cohort)
    make_enrolment(cohort=cohort, state="applied")
    make_enrolment(cohort=make_cohort(state="cancelled", starts_on=TODAY + timedelta(days)))
    assert (remind_cohorts(), remind_cohorts()) == (reminded, 0)


def test_whoever_comes_later_is_reminded_too_and_a_new_day_is_a_new_reminder():
    cohort = make_cohort(starts_on=TODAY, ends_on=TODAY + timedelta(9))
    session = make_session(cohort=cohort, starts_at=timezone.now() + timedelta(days=2))
    make_enrolment(cohort=cohort)
    assert remind_cohorts() == 1
    make_enrolment(cohort=cohort)
    assert remind_cohorts(on=TODAY + timedelta(1)) == 1
    session.starts_at += timedelta(days=3)
    session.save()
    assert remind_cohorts(on=TODAY + timedelta(3)) == 2
    assert Message.objects.exclude(state="dropped").count() == 2


def test_the_day_begins_cohorts_and_drops_what_is_over():
    begins = make_cohort()
    later = make_cohort(starts_on=TODAY + timedelta(1), ends_on=TODAY + timedelta(1))
    over = make_cohort(starts_on=TODAY - timedelta(2), ends_on=TODAY - timedelta(1))
    tell(person=make_person(), kind=MessageKind.ENROLLED, key="old", cohort=over)
    start_the_day()
    states = [type(c).objects.get(pk=c.pk).state for c in (begins, later, over)]
    assert states == ["running", "planned", "running"]
    assert told() == [("enrolled", "dropped")]
    assert (begin_cohorts(), drop_stale()) == (0, 0)


class Server(EmailBackend):
    """A mail server that answers as the test wants."""

    answer: Exception | None = None

    def open(self):
        if isinstance(self.answer, ConnectionError):
            raise self.answer

    def send_messages(self, messages):
        if self.answer:
            raise self.answer
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    return lambda answer: monkeypatch.setattr(Server, "answer", answer)


@pytest.fixture
def message():
    person = make_person(email="a@example.org")
    return tell(person=person, kind=MessageKind.ENROLLED, key="k", cohort=make_cohort())


def state_of(message):
    message.refresh_from_db()
    return message.state, message.attempts


def test_a_server_out_of_reach_leaves_everything_waiting(server, message):
    server(ConnectionRefusedError())
    assert send_messages() == 0
    assert state_of(message) == ("waiting", 0)
    server(None)
    assert send_messages() == 1
    assert state_of(message) == ("sent", 1)


def test_a_server_that_says_later_is_asked_again_but_not_for_ever(server, message):
    server(smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"busy")}))
    states = []
    for _ in range(TRIES + 1):
        send_messages()
        states.append(state_of(message))
    assert states[0] == ("waiting", 1)
    assert states[-1] == ("failed", TRIES)


@pytest.mark.parametrize(
    "answer",
    [
        smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"unknown")}),
        smtplib.SMTPServerDisconnected(),
        TimeoutError(),
    ],
)
def test_what_may_have_gone_out_is_never_sent_again_by_itself(server, message, answer):
    server(answer)
    send_messages()
    server(None)
    assert send_messages() == 0
    assert state_of(message) == ("failed", 1)


def test_a_worker_killed_while_sending_leaves_a_visible_failure(server, message):
    server(SystemExit())
    with pytest.raises(SystemExit):
        send_messages()
    server(None)
    assert (send_messages(), mail.outbox) == (0, [])
    assert state_of(message) == ("failed", 1)


def test_a_person_sends_again_or_calls(commit, server, message, coordinator):
    server(TimeoutError())
    send_messages()
    server(None)
    change = {"cohort": message.cohort, "pks": [message.pk], "actor": coordinator}
    with commit():
        assert send_again(**change) == 1
    assert state_of(message) == ("sent", 1)
    assert (send_again(**change), call_instead(**change)) == (0, 0)


@pytest.mark.parametrize("kind", MessageKind)
@pytest.mark.parametrize("language", ["en", "km"])
def test_every_kind_has_a_text_in_plain_letters(kind, language):
    cohort = make_cohort(course=make_course(title="Tom & Jerry's"), venue="<Hall>")
    session = make_session(cohort=cohort, topic="A & B")
    is_session = kind in (MessageKind.SESSION_CHANGED, MessageKind.SESSION_CANCELLED)
    message = tell(
        person=make_person(family_name="O'Neil"),
        kind=kind,
        key="k",
        cohort=cohort,
        session=session if is_session else None,
        data={"url": "https://example.org/i/x?a=1&b=2"},
    )
    text = message_text(message, language)
    assert "\n" not in text.subject
    assert text.subject
    assert "&amp;" not in text.subject + text.body
    assert "O'Neil" in text.body
    assert ("A & B" in text.body) == is_session
    assert "\n\n\n" not in text.body

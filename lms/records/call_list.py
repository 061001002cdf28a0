"""The call list of a cohort: one entry a person, however much there is to tell them."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language

from lms.records.enums import EnrolmentState, MessageKind, MessageState
from lms.records.message_texts import message_texts
from lms.records.models import Cohort, EnrolmentEvent, Message, Person

CALLED_AT_MOST = 50


@dataclass
class Call:
    """What to tell one person, in the reader's language; ``done_at`` once they were called."""

    person: Person
    pks: list[int] = field(default_factory=list)
    news: list[str] = field(default_factory=list)
    organisation: str = ""
    reason: str = ""
    done_at: datetime | None = None
    done_by: str = ""


def calls_to_make(cohort: Cohort) -> list[Call]:
    """Who waits for a call, longest first."""
    messages = Message.objects.filter(cohort=cohort).to_call()
    return _grouped(cohort, messages)


def calls_made(cohort: Cohort) -> list[Call]:
    """Who was called, latest first."""
    messages = Message.objects.filter(cohort=cohort, state=MessageState.CALLED)
    return _grouped(cohort, messages.order_by("-handled_at", "-pk")[:CALLED_AT_MOST])


def _grouped(cohort: Cohort, messages) -> list[Call]:
    messages = list(messages.select_related("person", "session", "handled_by"))
    for message in messages:
        message.cohort = cohort
    calls: dict[int, Call] = {}
    for message, text in zip(messages, message_texts(messages, get_language()), strict=True):
        call = calls.setdefault(message.person_id, Call(message.person))
        call.pks.append(message.pk)
        call.news.append(text.subject)
        call.done_at = message.handled_at
        call.done_by = str(message.handled_by or "")
    _attach_organisations(cohort, calls)
    if any(message.kind == MessageKind.DECLINED for message in messages):
        _attach_reasons(cohort, calls)
    return list(calls.values())


def _attach_organisations(cohort: Cohort, calls: dict[int, Call]) -> None:
    rows = cohort.enrolments.filter(person__in=calls).select_related("organisation")
    for enrolment in rows:
        calls[enrolment.person_id].organisation = str(enrolment.organisation or "")


def _attach_reasons(cohort: Cohort, calls: dict[int, Call]) -> None:
    events = EnrolmentEvent.objects.filter(
        enrolment__cohort=cohort,
        enrolment__state=EnrolmentState.DECLINED,
        enrolment__person__in=calls,
        to_state=EnrolmentState.DECLINED,
    )
    for person, reason in events.values_list("enrolment__person", "reason"):
        calls[person].reason = reason

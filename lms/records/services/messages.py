"""Telling people about their training, once each: by mail, or by a call where there is no address."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django_q.tasks import async_task

from lms.records.enums import MessageKind, MessageState
from lms.records.models import Cohort, Enrolment, Message, Person, Session

PENDING = (MessageState.WAITING, MessageState.TO_CALL)
# News of a whole cohort that makes older news wrong. A cancelled cohort replaces all of it.
REPLACED = {MessageKind.COHORT_CHANGED: (MessageKind.COHORT_CHANGED, MessageKind.REMINDER)}


@transaction.atomic
def tell(
    *,
    person: Person,
    kind: MessageKind,
    key: str,
    cohort: Cohort | None = None,
    session: Session | None = None,
    data: dict | None = None,
    only_by_mail: bool = False,
) -> Message | None:
    """Note down that ``person`` is to be told something; ``key`` makes it once, however often asked.

    The mail goes out after the transaction. Without an email address the message waits on the
    cohort's call list, or is left out (``None``) when ``only_by_mail``. ``data`` holds what the text
    needs beside cohort and session; nothing private belongs in it.
    """
    if only_by_mail and not email_of(person):
        return None
    cohort = cohort or (session and session.cohort)
    fields = _fields(person, kind=kind, cohort=cohort, session=session, data=data)
    message, is_new = Message.objects.get_or_create(key=key, defaults=fields)
    if is_new and message.state == MessageState.WAITING:
        send_after_commit()
    return message


@transaction.atomic
def tell_people(*, kind: MessageKind, cohort: Cohort, people: dict[str, Person]) -> None:
    """Tell each of ``people`` the same about ``cohort``, by key, as ``tell`` does one; one query.

    Their accounts are best read before. What was told under a key already is not told again.
    """
    drafts = [
        Message(key=key, **_fields(person, kind=kind, cohort=cohort, session=None, data=None))
        for key, person in people.items()
    ]
    Message.objects.bulk_create(drafts, ignore_conflicts=True)
    if any(draft.state == MessageState.WAITING for draft in drafts):
        send_after_commit()


@transaction.atomic
def tell_cohort(
    *,
    cohort: Cohort,
    kind: MessageKind,
    key: str,
    session: Session | None = None,
    data: dict | None = None,
    states: tuple[str, ...] = Enrolment.HOLDS_A_PLACE,
) -> int:
    """Tell all whose enrolment is in one of ``states`` (by default: who hold a place), in bulk.

    ``key`` names the news and makes it once a person. What is still to be told about the same
    session, or is no longer so for the cohort, is taken back. Returns how many people are told.
    """
    enrolments = cohort.enrolments.filter(state__in=states).select_related("person__user")
    drafts = [
        Message(
            key=f"{key}:{enrolment.person_id}",
            **_fields(enrolment.person, kind=kind, cohort=cohort, session=session, data=data),
        )
        for enrolment in enrolments.order_by("pk")
    ]
    keys = [draft.key for draft in drafts]
    known = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [draft for draft in drafts if draft.key not in known]
    if new:
        _drop_replaced(kind, cohort=cohort, session=session, keys=keys)
        # Another worker may be telling the same at this moment.
        Message.objects.bulk_create(new, ignore_conflicts=True)
        send_after_commit()
    return len(new)


def _drop_replaced(kind: str, *, cohort: Cohort, session: Session | None, keys: list[str]) -> None:
    pending = Message.objects.filter(cohort=cohort, state__in=PENDING).exclude(key__in=keys)
    if session and kind != MessageKind.REMINDER:
        pending = pending.filter(session=session)
    elif kind != MessageKind.COHORT_CANCELLED:
        pending = pending.filter(kind__in=REPLACED.get(kind, (kind,)))
    pending.update(state=MessageState.DROPPED)


def drop_earlier(*, people: Iterable[Person], cohort: Cohort, kinds: tuple[str, ...]) -> int:
    """Take back what ``people`` have not been told yet, because it is no longer so."""
    return Message.objects.filter(
        person__in=people, cohort=cohort, kind__in=kinds, state__in=PENDING
    ).update(state=MessageState.DROPPED)


def email_of(person: Person) -> str:
    """Where a person reads mail: their own address, else that of their account."""
    return person.email or (person.user and person.user.email) or ""


def send_after_commit() -> None:
    """Have the worker send what waits, once this transaction is through."""
    transaction.on_commit(partial(async_task, "lms.records.tasks.send_messages"))


def _fields(
    person: Person,
    *,
    kind: str,
    cohort: Cohort | None,
    session: Session | None,
    data: dict | None,
) -> dict:
    return {
        "person": person,
        "kind": kind,
        "cohort": cohort,
        "session": session,
        "language": person.language,
        "data": data or {},
        "state": MessageState.WAITING if email_of(person) else MessageState.TO_CALL,
    }

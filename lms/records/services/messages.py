"""Telling people about their training, once each: by mail, or by a call where there is no address."""

from django.db import transaction

from lms.records.enums import MessageKind, MessageState
from lms.records.models import Cohort, Message, Person, Session


@transaction.atomic
def tell(
    *,
    person: Person,
    kind: MessageKind,
    key: str,
    cohort: Cohort | None = None,
    session: Session | None = None,
    data: dict | None = None,
) -> Message:
    """Note down that ``person`` is to be told something; ``key`` makes it once, however often asked.

    Without an email address the message waits on the cohort's call list. ``data`` holds what the
    text needs beside cohort and session; nothing private belongs in it.
    """
    has_address = bool(person.email)
    message, _made = Message.objects.get_or_create(
        key=key,
        defaults={
            "person": person,
            "kind": kind,
            "cohort": cohort or (session and session.cohort),
            "session": session,
            "language": person.language,
            "data": data or {},
            "state": MessageState.WAITING if has_address else MessageState.TO_CALL,
        },
    )
    return message

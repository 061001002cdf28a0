"""What a coordinator does about messages: send again, call instead, tick off a call."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lms.records.enums import MessageState
from lms.records.models import Cohort, Message
from lms.records.permissions import may_coordinate, teach_cohort
from lms.records.services.messages import PENDING, email_of, send_after_commit


@transaction.atomic
def send_again(*, cohort: Cohort, pks: list[int], actor) -> int:
    """Let failed messages wait for sending once more; returns how many.

    Who has no address any more comes on the call list.

    :raises PermissionDenied: when ``actor`` does not coordinate.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    failed = Message.objects.select_for_update(of=("self",)).filter(
        cohort=cohort, pk__in=pks, state=MessageState.FAILED
    )
    messages = list(failed.select_related("person__user"))
    for message in messages:
        has_address = email_of(message.person)
        message.state = MessageState.WAITING if has_address else MessageState.TO_CALL
        message.attempts = 0
    Message.objects.bulk_update(messages, ["state", "attempts"])
    if messages:
        send_after_commit()
    return len(messages)


def call_instead(*, cohort: Cohort, pks: list[int], actor) -> int:
    """Put messages that could not be sent on the call list; returns how many.

    :raises PermissionDenied: when ``actor`` does not coordinate.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    return _move(cohort, pks, MessageState.FAILED, MessageState.TO_CALL, actor=None)


def mark_called(*, cohort: Cohort, pks: list[int], actor) -> int:
    """Note down that people were called, by whom and when; returns how many messages that settles.

    :raises PermissionDenied: when ``actor`` neither trains the cohort nor coordinates.
    """
    if not teach_cohort.allows(actor, cohort):
        raise PermissionDenied
    return _move(cohort, pks, MessageState.TO_CALL, MessageState.CALLED, actor=actor)


def undo_called(*, cohort: Cohort, pks: list[int], actor) -> int:
    """Put people back on the call list who were ticked by mistake; returns how many messages.

    :raises PermissionDenied: when ``actor`` neither trains the cohort nor coordinates.
    """
    if not teach_cohort.allows(actor, cohort):
        raise PermissionDenied
    return _move(cohort, pks, MessageState.CALLED, MessageState.TO_CALL, actor=None)


def drop_stale() -> int:
    """Take back what is still to be told although it has passed; returns how many messages."""
    return Message.objects.filter(
        Q(cohort__ends_on__lt=timezone.localdate()) | Q(session__starts_at__lt=timezone.now()),
        state__in=PENDING,
    ).update(state=MessageState.DROPPED)


def _move(cohort: Cohort, pks: list[int], source: str, target: str, *, actor) -> int:
    return Message.objects.filter(cohort=cohort, pk__in=pks, state=source).update(
        state=target, handled_by=actor, handled_at=timezone.now() if actor else None
    )

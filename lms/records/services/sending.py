"""Sending the mails that wait, each at most once.

A message is claimed before it is handed to the mail server: it stands as failed until it is known
to be sent. A worker that dies between the two leaves it visible as failed, for a person to decide;
nothing sends it a second time by itself. Only where the server has surely not taken it, because it
could not be reached or said so, does the message wait for another try.
"""

import logging
import smtplib

from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone

from lms.records.enums import MessageState
from lms.records.message_texts import message_text
from lms.records.models import Message
from lms.records.services.messages import email_of, send_after_commit

logger = logging.getLogger(__name__)

TRIES = 5
AT_ONCE = 100


def send_messages() -> int:
    """Send what waits, oldest first; returns how many went out.

    Takes a handful; more are for another task, so that none runs too long. May run twice and beside
    itself: each message is claimed by one worker only.
    """
    waiting = Message.objects.filter(state=MessageState.WAITING).order_by("created_at", "pk")
    pks = list(waiting.values_list("pk", flat=True)[: AT_ONCE + 1])
    if not pks:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # what smtplib raises is one, too
        logger.warning("The mail server could not be reached: %s", type(error).__name__)
        return 0
    try:
        sent = sum(_send(pk, connection) for pk in pks[:AT_ONCE])
    finally:
        connection.close()
    if len(pks) > AT_ONCE:
        send_after_commit()
    return sent


def _send(pk: int, connection) -> bool:
    claimed = Message.objects.filter(pk=pk, state=MessageState.WAITING).update(
        state=MessageState.FAILED, attempts=F("attempts") + 1, handled_at=timezone.now()
    )
    if not claimed:
        return False
    message = Message.objects.select_related(
        "person__user", "cohort__course", "session", "session__cohort"
    ).get(pk=pk)
    address = email_of(message.person)
    if not address:
        Message.objects.filter(pk=pk).update(state=MessageState.TO_CALL)
        return False
    text = message_text(message, message.language)
    mail = EmailMessage(text.subject, text.body, to=[address], connection=connection)
    try:
        mail.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refusal:
        if _is_passing(refusal) and message.attempts < TRIES:
            Message.objects.filter(pk=pk).update(state=MessageState.WAITING)
        return False
    except OSError:
        return False
    Message.objects.filter(pk=pk).update(state=MessageState.SENT, handled_at=timezone.now())
    return True


def _is_passing(refusal: smtplib.SMTPException) -> bool:
    """Whether the server asks to try again later (codes of the 400s)."""
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return all(400 <= code < 500 for code, _text in refusal.recipients.values())
    return 400 <= refusal.smtp_code < 500

"""Letting a person have the account that goes with their records.

The code is the whole secret: it stands in the link and on the printed slip, and only its digest is
kept. It has twelve of 28 signs (57 bits), without vowels and without signs that look alike.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from lms.khmer import fold_digits
from lms.records.enums import MessageKind
from lms.records.exceptions import AlreadyLinked, InvitationInvalid
from lms.records.message_texts import message_text
from lms.records.models import Invitation, Message, Person
from lms.records.permissions import invite_person
from lms.records.services.messages import email_of
from lms.records.services.people import link_account
from lms.roles import Role

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
VALID_FOR = timedelta(days=30)


def generate_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """The code as it was made from what somebody typed: any case, any gaps, digits of any script."""
    return "".join(char for char in fold_digits(typed).upper() if char.isalnum())


def grouped(code: str) -> str:
    """The code as it is printed and read out: ``BCDF-2345-GHJK``."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def digest_of(code: str) -> str:
    return salted_hmac("lms.records.invitation", code, algorithm="sha256").hexdigest()


def link_of(person: Person, code: str) -> str:
    """The whole address that a person opens, in their language."""
    with override(person.language):
        return f"{settings.SITE_URL}{reverse('records:invitation_link', args=[code])}"


@transaction.atomic
def invite_people(*, people: Iterable[Person], actor) -> list[tuple[Person, str]]:
    """Invite those without an account; return each with the code, which nothing can show again.

    Earlier invitations of theirs no longer work.

    :raises PermissionDenied: when one of them is not for ``actor`` to invite.
    """
    keys = {person.pk for person in people}
    allowed = invite_person.objects_for(actor).filter(pk__in=keys)
    if allowed.count() != len(keys):
        raise PermissionDenied
    invited = list(Person.objects.select_for_update(of=("self",)).filter(pk__in=keys, user=None))
    now = timezone.now()
    Invitation.objects.open().filter(person__in=invited).update(revoked_at=now)
    codes = [(person, generate_code()) for person in invited]
    Invitation.objects.bulk_create(
        Invitation(
            person=person,
            digest=digest_of(code),
            created_by=actor,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
        for person, code in codes
    )
    return codes


def mail_invitation(*, person: Person, actor, asked_at: datetime) -> bool:
    """Invite by mail, once for each time it was asked for; say whether a mail went out."""
    address = email_of(person)
    if not address or person.invitations.filter(created_at__gte=asked_at).exists():
        return False
    for invited, code in invite_people(people=[person], actor=actor):
        message = Message(
            person=invited,
            kind=MessageKind.INVITATION,
            language=invited.language,
            data={"url": link_of(invited, code)},
        )
        text = message_text(message, invited.language)
        return EmailMessage(text.subject, text.body, to=[address]).send() > 0
    return False


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, actor) -> None:
    if not invite_person.allows(actor, invitation.person):
        raise PermissionDenied
    Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now())


def find_invitation(typed: str) -> Invitation | None:
    """The open invitation with this code, of a person who has no account yet."""
    return (
        Invitation.objects.open()
        .filter(digest=digest_of(read_code(typed)), person__user=None)
        .select_related("person")
        .first()
    )


@transaction.atomic
def accept_with_new_account(
    *, invitation: Invitation, contact: dict[str, str], password: str, language: str
):
    """Make the account of the invited person and return it.

    ``None`` where ``contact`` (``{"phone": …}`` or ``{"email": …}``) is known already: then nothing
    is used up, and the caller answers both alike, so that nobody learns who has an account.

    :raises InvitationInvalid: when somebody was quicker, or it is too old.
    """
    invitation = _lock(invitation)
    try:
        with transaction.atomic():
            user = get_user_model().objects.create_user(
                **contact, password=password, language=language
            )
    except IntegrityError:
        return None
    _accept(invitation, user)
    return user


@transaction.atomic
def accept_with_account(*, invitation: Invitation, user) -> Person:
    """Link the invited person to an account that exists.

    :raises InvitationInvalid: when somebody was quicker, or it is too old.
    :raises AlreadyLinked: when the account belongs to another person.
    """
    return _accept(_lock(invitation), user)


def _lock(invitation: Invitation) -> Invitation:
    locked = (
        Invitation.objects.select_for_update(of=("self", "person"))
        .select_related("person")
        .filter(pk=invitation.pk)
        .first()
    )
    if locked is None or locked.accepted_at or locked.revoked_at:
        raise InvitationInvalid
    if locked.expires_at <= timezone.now() or locked.person.user_id:
        raise InvitationInvalid
    return locked


def _accept(invitation: Invitation, user) -> Person:
    person = invitation.person
    try:
        with transaction.atomic():
            link_account(person=person, user=user)
    except IntegrityError as error:
        raise AlreadyLinked from error
    user.groups.add(Group.objects.get_or_create(name=Role.TRAINEE)[0])
    known = {"phone": person.phone, "email": person.email}
    for name, value in known.items():
        if not value and getattr(user, name):
            setattr(person, name, getattr(user, name))
    person.save()
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return person

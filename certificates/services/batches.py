"""Many certificates at once: asked for together, issued one by one, stopped and taken up again."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from certificates.exceptions import NothingToPrint
from certificates.models import Certificate, CertificateBatch, CertificateState
from certificates.services.issuing import CertificateFacts, frozen, issue_certificate

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recipient:
    """Somebody on a list: a name in at least one script, and how their account is signed in to."""

    name: str = ""
    name_km: str = ""
    account: str = ""


@transaction.atomic
def request_batch(
    *,
    key: str,
    title: str,
    facts: CertificateFacts,
    recipients: Sequence[Recipient],
    requested_by=None,
) -> CertificateBatch:
    """Ask for one certificate for each of ``recipients``, all with the same other facts.

    The same ``key`` makes one batch: a form sent twice changes nothing. Who has an account with
    the address or phone number given becomes the owner.
    """
    batch, created = CertificateBatch.objects.get_or_create(
        key=key, defaults={"title": title, "created_by": requested_by}
    )
    if not created:
        return batch
    owners = _owners(recipients)
    columns = frozen(facts)
    Certificate.objects.bulk_create(
        Certificate(
            request_key=f"batch:{batch.pk}:{place}",
            batch=batch,
            requested_by=requested_by,
            owner=owners.get(recipient.account),
            **columns | {"name": recipient.name, "name_km": recipient.name_km},
        )
        for place, recipient in enumerate(recipients, 1)
    )
    _queue(batch)
    return batch


def _owners(recipients: Sequence[Recipient]) -> dict:
    """Accounts by what was given for them: an email address, or a phone number as stored.

    A host's own accounts may know no phone numbers.
    """
    given = {recipient.account for recipient in recipients if recipient.account}
    users = get_user_model()
    names = {field.name for field in users._meta.get_fields()} & {"email", "phone"}
    found = {}
    for name in names:
        for user in users.objects.filter(is_active=True, **{f"{name}__in": given}):
            found[str(getattr(user, name))] = user
    return found


def _queue(batch: CertificateBatch):
    transaction.on_commit(partial(async_task, "certificates.tasks.issue_batch", batch.pk))


def issue_batch(*, batch: CertificateBatch) -> int:
    """Issue what waits in the batch, each in a transaction of its own; return how many.

    May be killed at any point and run again, or twice at once: each certificate is issued once.
    One that cannot be drawn keeps its reason and holds up nobody. Ends early when stopped.
    """
    issued = 0
    waiting = Certificate.objects.filter(batch=batch, state=CertificateState.REQUESTED)
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        if CertificateBatch.objects.filter(pk=batch.pk, stopped_at__isnull=False).exists():
            break
        try:
            issue_certificate(certificate=Certificate(pk=pk))
            issued += 1
        except Exception as error:  # whatever it was: the next person's certificate can be drawn
            note_problem(pk=pk, error=error)
    return issued


def note_problem(*, pk: int, error: Exception) -> None:
    """Keep why a certificate could not be made, for whoever tries again."""
    logger.error("Certificate %s could not be made: %r", pk, error)
    known = {NothingToPrint: "no typeface has the letters of this name"}
    reason = known.get(type(error), f"{type(error).__name__}: {error}")[:255]
    Certificate.objects.filter(pk=pk, state=CertificateState.REQUESTED).update(problem=reason)


def stop_batch(*, batch: CertificateBatch) -> None:
    """Issue no more of this batch; what is issued stays."""
    CertificateBatch.objects.filter(pk=batch.pk, stopped_at=None).update(stopped_at=timezone.now())


@transaction.atomic
def resume_batch(*, batch: CertificateBatch) -> None:
    """Let a stopped batch go on, and try again what failed."""
    CertificateBatch.objects.filter(pk=batch.pk).update(stopped_at=None)
    Certificate.objects.filter(batch=batch, state=CertificateState.REQUESTED).update(problem="")
    _queue(batch)

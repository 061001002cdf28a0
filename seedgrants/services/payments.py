"""A payment on its way: ready, approved by one, paid by another, received."""

from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seedgrants.enums import EntryKind, FilePurpose, TrancheState
from seedgrants.exceptions import Incomplete
from seedgrants.models import LedgerEntry, Tranche
from seedgrants.services.files import keep_file
from seedgrants.services.ledger import write_entry
from seedgrants.transitions import lock, move


@transaction.atomic
def mark_ready(*, tranche: Tranche, by) -> Tranche:
    """Put the payment up for approval; it waits for the report before it."""
    tranche = lock(tranche)
    move(tranche, TrancheState.READY, by=by)
    return tranche


@transaction.atomic
def approve_tranche(*, tranche: Tranche, by) -> Tranche:
    tranche = lock(tranche)
    move(tranche, TrancheState.APPROVED, by=by)
    tranche.approved_by, tranche.approved_at = by, timezone.now()
    tranche.save(update_fields=["approved_by", "approved_at"])
    return tranche


@transaction.atomic
def pay_tranche(
    *, tranche: Tranche, by, paid_on: date, reference: str, proof: ContentFile | None = None
) -> Tranche:
    """Record that the money went out on ``paid_on``, under the bank's or cash book's reference.

    ``proof`` is a checked file, such as a photograph of the transfer slip.

    Raises ``Incomplete`` for a day to come, ``BadAmount`` when the payments together would be more than the award.
    """
    grant = lock(tranche.grant)
    tranche = lock(tranche)
    if not reference.strip():
        raise Incomplete([_("Write the reference of the payment.")])
    move(tranche, TrancheState.PAID, by=by)
    tranche.paid_by, tranche.paid_on, tranche.reference = by, paid_on, reference.strip()
    tranche.save(update_fields=["paid_by", "paid_on", "reference"])
    if proof:
        keep_file(
            application=grant.application,
            purpose=FilePurpose.PROOF,
            upload=proof,
            by=by,
            tranche=tranche,
        )
    write_entry(
        grant,
        kind=EntryKind.PAYMENT,
        amount=tranche.amount,
        on=paid_on,
        by=by,
        tranche=tranche,
        reference=tranche.reference,
    )
    return tranche


@transaction.atomic
def acknowledge_tranche(*, tranche: Tranche, by) -> Tranche:
    """The grantee says that the money has come."""
    tranche = lock(tranche)
    move(tranche, TrancheState.ACKNOWLEDGED, by=by)
    tranche.acknowledged_at = timezone.now()
    tranche.save(update_fields=["acknowledged_at"])
    return tranche


@transaction.atomic
def reverse_payment(*, tranche: Tranche, by, on: date, reference: str, reason: str) -> LedgerEntry:
    """Undo a payment that went wrong: a contra entry in the ledger, and the tranche is planned anew.

    Nothing of the first payment is changed or lost; the next one is approved and paid again.
    """
    grant = lock(tranche.grant)
    tranche = lock(tranche)
    move(tranche, TrancheState.PLANNED, by=by, reason=reason)
    payment = tranche.ledger.get(kind=EntryKind.PAYMENT, reversed_by__isnull=True)
    entry = write_entry(
        grant,
        kind=EntryKind.CONTRA,
        amount=-payment.amount,
        on=on,
        by=by,
        tranche=tranche,
        reverses=payment,
        reference=reference.strip(),
        reason=reason.strip(),
    )
    tranche.approved_by = tranche.approved_at = tranche.paid_by = tranche.paid_on = None
    tranche.acknowledged_at, tranche.reference = None, ""
    tranche.save(
        update_fields=[
            "approved_by",
            "approved_at",
            "paid_by",
            "paid_on",
            "reference",
            "acknowledged_at",
        ]
    )
    return entry

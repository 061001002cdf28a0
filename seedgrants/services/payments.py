"""A payment on its way: ready, approved by one, paid by another, received."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from seedgrants.enums import TrancheState
from seedgrants.exceptions import BadAmount, Incomplete
from seedgrants.models import Tranche
from seedgrants.money import format_money
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
def pay_tranche(*, tranche: Tranche, by, paid_on: date, reference: str) -> Tranche:
    """Record that the money went out on ``paid_on``, under the bank's or cash book's reference.

    Raises ``BadAmount`` when the payments together would be more than the award.
    """
    grant = lock(tranche.grant)
    tranche = lock(tranche)
    if not reference.strip():
        raise Incomplete([_("Write the reference of the payment.")])
    move(tranche, TrancheState.PAID, by=by)
    tranche.paid_by, tranche.paid_on, tranche.reference = by, paid_on, reference.strip()
    tranche.save(update_fields=["paid_by", "paid_on", "reference"])
    paid = grant.tranches.filter(state__in=Tranche.PAID).aggregate(total=Sum("amount"))
    grant.paid = paid["total"] or Decimal(0)
    if grant.paid > grant.amount:
        raise BadAmount(
            _("The payments together would be more than the award of %(amount)s.")
            % {"amount": format_money(grant.amount, grant.currency)}
        )
    grant.save(update_fields=["paid"])
    return tranche


@transaction.atomic
def acknowledge_tranche(*, tranche: Tranche, by) -> Tranche:
    """The grantee says that the money has come."""
    tranche = lock(tranche)
    move(tranche, TrancheState.ACKNOWLEDGED, by=by)
    tranche.acknowledged_at = timezone.now()
    tranche.save(update_fields=["acknowledged_at"])
    return tranche

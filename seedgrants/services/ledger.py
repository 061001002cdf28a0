"""Writing the ledger, and the sums of a grant that follow from it."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seedgrants.enums import EntryKind, GrantState, Happening
from seedgrants.exceptions import BadAmount, Incomplete, MoveRefused, NotAllowed
from seedgrants.models import Grant, LedgerEntry
from seedgrants.money import check_amount, format_money
from seedgrants.permissions import Who, acts_as
from seedgrants.transitions import happened, lock

RUNNING = (GrantState.ACTIVE, GrantState.CLOSING, GrantState.SUSPENDED, GrantState.TERMINATED)

HAPPENING = {
    EntryKind.RETURNED: Happening.GIVEN_BACK,
    EntryKind.WRITTEN_OFF: Happening.WRITTEN_OFF,
}


def write_entry(grant: Grant, *, kind: str, amount: Decimal, on: date, by, **links) -> LedgerEntry:
    """Add an entry to the locked grant's ledger and recount its sums.

    Raises ``Incomplete`` for a day to come, ``BadAmount`` when the payments together would be
    more than the award.
    """
    if on > timezone.localdate():
        raise Incomplete([_("The date is still to come: write the day on which it happened.")])
    entry = LedgerEntry.objects.create(grant=grant, kind=kind, amount=amount, on=on, by=by, **links)
    sums = defaultdict(Decimal, grant.ledger.sums())
    grant.paid = sums[EntryKind.PAYMENT]
    grant.spent = -sums[EntryKind.SPENT]
    grant.returned = -sums[EntryKind.RETURNED]
    grant.written_off = -sums[EntryKind.WRITTEN_OFF]
    if grant.paid > grant.amount:
        raise BadAmount(
            _("The payments together would be more than the award of %(amount)s.")
            % {"amount": format_money(grant.amount, grant.currency)}
        )
    grant.save(update_fields=["paid", "spent", "returned", "written_off"])
    return entry


# Who records what, and who takes it back by a contra entry.
WHO_SETTLES = {EntryKind.RETURNED: Who.FINANCE, EntryKind.WRITTEN_OFF: Who.COORDINATOR}


def _lock_running(grant: Grant, kind: str, by) -> Grant:
    grant = lock(grant)
    if not acts_as(by, WHO_SETTLES[kind], grant):
        raise NotAllowed(_("This is not yours to do."))
    if grant.state not in RUNNING:
        raise MoveRefused(_("The grant is not running."))
    return grant


def _settle(grant: Grant, *, kind: str, amount: Decimal, on: date, by, **links):
    grant = _lock_running(grant, kind, by)
    amount = check_amount(amount, grant.currency)
    if not 0 < amount <= grant.unspent:
        raise BadAmount(
            _("%(left)s is paid and not accounted for.")
            % {"left": format_money(grant.unspent, grant.currency)}
        )
    happened(grant, HAPPENING[kind], by=by, reason=links.get("reason", ""))
    return write_entry(grant, kind=kind, amount=-amount, on=on, by=by, **links)


@transaction.atomic
def record_return(*, grant: Grant, amount: Decimal, on: date, reference: str, by) -> LedgerEntry:
    """Money that was not spent came back, under the bank's or cash book's reference."""
    if not reference.strip():
        raise Incomplete([_("Write the reference of the payment.")])
    return _settle(
        grant,
        kind=EntryKind.RETURNED,
        amount=amount,
        on=on,
        by=by,
        reference=reference.strip(),
    )


@transaction.atomic
def write_off(*, grant: Grant, amount: Decimal, on: date, reason: str, by) -> LedgerEntry:
    """Give up what was paid and neither spent nor given back, with the reason."""
    if not reason.strip():
        raise MoveRefused(_("Give a reason."))
    return _settle(
        grant,
        kind=EntryKind.WRITTEN_OFF,
        amount=amount,
        on=on,
        by=by,
        reason=reason.strip(),
    )


@transaction.atomic
def take_back(*, entry: LedgerEntry, on: date, reason: str, by) -> LedgerEntry:
    """Undo a return or a write-off that was written by mistake: a contra entry, with the reason."""
    if entry.kind not in WHO_SETTLES:
        raise MoveRefused(_("Only a return or a write-off is taken back here."))
    grant = _lock_running(entry.grant, entry.kind, by)
    if not reason.strip():
        raise MoveRefused(_("Give a reason."))
    if not grant.ledger.standing().filter(pk=entry.pk).exists():
        raise MoveRefused(_("This entry is taken back already."))
    return write_entry(
        grant,
        kind=EntryKind.CONTRA,
        amount=-entry.amount,
        on=on,
        by=by,
        reverses=entry,
        reason=reason.strip(),
    )

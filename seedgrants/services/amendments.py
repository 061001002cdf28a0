"""Changing a running grant: the grantee proposes, a coordinator decides."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seedgrants.enums import AmendmentState, GrantState, ReportState
from seedgrants.exceptions import BadAmount, Incomplete, MoveRefused, NotAllowed
from seedgrants.models import (
    Amendment,
    AmendmentLine,
    Grant,
    GrantLine,
    GrantReport,
    ReportLine,
)
from seedgrants.money import check_amount, format_money
from seedgrants.permissions import Who, acts_as
from seedgrants.services.grants import DAYS_TO_WRITE_A_REPORT
from seedgrants.transitions import lock, move, record


@transaction.atomic
def propose_amendment(
    *,
    grant: Grant,
    by,
    reason: str,
    amounts: dict[int, Decimal] | None = None,
    ends_on: date | None = None,
) -> Amendment:
    """Ask for other ``amounts`` (by ``GrantLine`` key) or another last day.

    The lines together stay the award. Raises ``BadAmount`` when they do not, ``Incomplete`` when
    nothing would change.
    """
    grant = lock(grant)
    if not acts_as(by, Who.APPLICANT, grant):
        raise NotAllowed(_("Only the grantee proposes a change."))
    if grant.state != GrantState.ACTIVE:
        raise MoveRefused(_("The grant is not active."))
    if grant.amendments.filter(state=AmendmentState.PROPOSED).exists():
        raise MoveRefused(_("A change is waiting for an answer already."))
    if not reason.strip():
        raise Incomplete([_("Write why the change is needed.")])
    lines = list(grant.lines.all())
    after = {
        line.pk: check_amount((amounts or {}).get(line.pk, line.amount), grant.currency)
        for line in lines
    }
    if sum(after.values(), Decimal(0)) != grant.amount:
        raise BadAmount(
            _("The lines together must be the grant of %(amount)s; they are %(total)s.")
            % {
                "amount": format_money(grant.amount, grant.currency),
                "total": format_money(sum(after.values(), Decimal(0)), grant.currency),
            }
        )
    changed = [line for line in lines if after[line.pk] != line.amount]
    ends_on = ends_on if ends_on != grant.ends_on else None
    if not changed and ends_on is None:
        raise Incomplete([_("Change an amount or the last day.")])
    _check_last_day(grant, ends_on)
    amendment = Amendment.objects.create(
        grant=grant,
        number=grant.amendments.count() + 1,
        reason=reason.strip(),
        ends_on=ends_on,
        proposed_by=by,
    )
    AmendmentLine.objects.bulk_create(
        AmendmentLine(amendment=amendment, line=line, before=line.amount, after=after[line.pk])
        for line in changed
    )
    record(amendment, by=by)
    return amendment


def _check_last_day(grant: Grant, ends_on: date | None) -> None:
    """The last report covers the new end, so it must not be sent yet and still have a period."""
    if ends_on is None:
        return
    last = grant.reports.last()
    if last is None or last.state not in (ReportState.SCHEDULED, *GrantReport.WRITABLE):
        raise MoveRefused(_("The last report was sent: the last day cannot be changed any more."))
    if ends_on <= last.starts_on:
        raise Incomplete([_("The new last day comes after the last report’s period begins.")])


@transaction.atomic
def accept_amendment(*, amendment: Amendment, by) -> Amendment:
    """Accept it: the agreed budget and the last report's period change from now on."""
    grant = lock(amendment.grant)
    amendment = lock(amendment)
    move(amendment, AmendmentState.ACCEPTED, by=by)
    for row in amendment.lines.select_related("line"):
        GrantLine.objects.filter(pk=row.line_id).update(amount=row.after)
        ReportLine.objects.filter(
            budget_line=row.line.budget_line_id,
            report__state__in=(*GrantReport.WRITABLE, ReportState.SUBMITTED),
        ).update(planned=row.after)
    if amendment.ends_on:
        _check_last_day(grant, amendment.ends_on)
        last = grant.reports.last()
        last.ends_on = amendment.ends_on
        last.due_on = max(last.due_on, amendment.ends_on + timedelta(days=DAYS_TO_WRITE_A_REPORT))
        last.save(update_fields=["ends_on", "due_on"])
        grant.ends_on = amendment.ends_on
        grant.save(update_fields=["ends_on"])
    amendment.decided_by, amendment.decided_at = by, timezone.now()
    amendment.save(update_fields=["decided_by", "decided_at"])
    return amendment

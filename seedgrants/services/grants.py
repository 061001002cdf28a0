"""From the offer to a grant that runs: agreement, payments planned, reports scheduled."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seedgrants.enums import Currency, GrantState, Happening
from seedgrants.exceptions import BadAmount, Incomplete, MoveRefused, NotAllowed
from seedgrants.models import Grant, GrantLine, GrantReport, Tranche
from seedgrants.money import CENT, RIEL_STEP, check_amount, format_money
from seedgrants.permissions import Who, acts_as
from seedgrants.transitions import happened, lock, move, record

DAYS_TO_WRITE_A_REPORT = 30


@transaction.atomic
def accept_grant(*, grant: Grant, by) -> Grant:
    """The applicant says yes to the offer."""
    grant = lock(grant)
    move(grant, GrantState.ACCEPTED, by=by)
    return grant


def agree_on_lines(grant: Grant) -> list[GrantLine]:
    """The agreed budget: that of the proposal, each line cut in proportion to a smaller award.

    Cents (or riel below a hundred) that the cut leaves over go to the largest line.
    """
    rows = list(grant.application.budget_lines.all())
    asked = sum((row.total for row in rows), Decimal(0))
    step = RIEL_STEP if grant.currency == Currency.KHR else CENT
    amounts = [
        (row.total * grant.amount / asked / step).to_integral_value(ROUND_DOWN) * step
        for row in rows
    ]
    largest = max(range(len(rows)), key=lambda n: amounts[n])
    amounts[largest] += grant.amount - sum(amounts)
    return GrantLine.objects.bulk_create(
        GrantLine(grant=grant, budget_line=row, order=row.order, item=row.item, amount=amount)
        for row, amount in zip(rows, amounts, strict=True)
    )


@transaction.atomic
def activate_grant(*, grant: Grant, by) -> Grant:
    """The agreement is signed: the grant runs through its dates, both included."""
    grant = lock(grant)
    move(grant, GrantState.ACTIVE, by=by)
    signature = grant.signature
    agreement = signature.agreement
    grant.signed_on, grant.starts_on = signature.signed_on, agreement.starts_on
    grant.ends_on = agreement.ends_on
    grant.save(update_fields=["signed_on", "starts_on", "ends_on"])
    return grant


def _lock_for_planning(grant: Grant, by, states: Sequence[str]) -> Grant:
    grant = lock(grant)
    if not acts_as(by, Who.COORDINATOR, grant):
        raise NotAllowed(_("Only a coordinator plans a grant."))
    if grant.state not in states:
        raise MoveRefused(_("The grant is not in a state to be planned."))
    return grant


@transaction.atomic
def plan_tranches(*, grant: Grant, by, plan: Sequence[tuple[Decimal, date]]) -> list[Tranche]:
    """Add payments, each an amount in the grant's currency and a date, within the award.

    Once the reports are scheduled there is at most one payment more than reports: each after the
    first waits for one.
    """
    grant = _lock_for_planning(grant, by, (GrantState.ACCEPTED, GrantState.ACTIVE))
    known = grant.tranches.aggregate(total=Sum("amount"), last=Max("number"))
    left = grant.amount - (known["total"] or Decimal(0))
    amounts = [check_amount(amount, grant.currency) for amount, *_rest in plan]
    if any(amount <= 0 for amount in amounts) or sum(amounts) > left:
        raise BadAmount(
            _("Payments are above zero, and together at most the %(left)s not planned yet.")
            % {"left": format_money(left, grant.currency)}
        )
    last = (known["last"] or 0) + len(plan)
    if reports := grant.reports.count():
        _check_reports_for(last, reports)
    tranches = []
    for number, (amount, (_amount, due_on, *condition)) in enumerate(
        zip(amounts, plan, strict=True), start=(known["last"] or 0) + 1
    ):
        tranche = Tranche.objects.create(
            grant=grant, number=number, amount=amount, due_on=due_on, condition="".join(condition)
        )
        record(tranche, by=by)
        tranches.append(tranche)
    return tranches


def _check_reports_for(payments: int, reports: int) -> None:
    """A payment without a report before it could never be made."""
    if payments > reports + 1:
        raise MoveRefused(
            ngettext(
                "There is %(n)s report: plan one payment more than that at most.",
                "There are %(n)s reports: plan one payment more than that at most.",
                reports,
            )
            % {"n": reports}
        )


@transaction.atomic
def remove_tranche(*, tranche: Tranche, by) -> None:
    """Take the last payment off the plan. What was paid once stays, also when it was reversed."""
    grant = _lock_for_planning(tranche.grant, by, (GrantState.ACCEPTED, GrantState.ACTIVE))
    tranche = grant.tranches.select_for_update().filter(pk=tranche.pk).first()
    if tranche is None or not tranche.can_be_removed:
        raise MoveRefused(_("Only the last payment that is planned and was never made goes away."))
    happened(tranche, Happening.REMOVED, by=by)
    tranche.delete()


def even_ends(starts_on: date, ends_on: date, parts: int) -> list[date]:
    """The last days of ``parts`` periods of about the same length that fill the whole time."""
    days = (ends_on - starts_on).days + 1
    return [starts_on + timedelta(days=days * part // parts - 1) for part in range(1, parts + 1)]


@transaction.atomic
def schedule_reports(*, grant: Grant, by, ends: Sequence[date]) -> list[GrantReport]:
    """Divide the grant into periods by their last days, the last of which is the grant's.

    Each period starts the day after the one before, so none overlap and no day is left out.
    """
    grant = _lock_for_planning(grant, by, (GrantState.ACTIVE,))
    if grant.reports.exists():
        raise MoveRefused(_("The reports of this grant are scheduled already."))
    ends = list(ends)
    if not ends or ends[-1] != grant.ends_on or ends != sorted(set(ends)):
        raise Incomplete([_("Reports follow one another and the last ends with the grant.")])
    if ends[0] < grant.starts_on:
        raise Incomplete([_("A report’s period lies inside the grant.")])
    starts = [grant.starts_on, *(end + timedelta(days=1) for end in ends[:-1])]
    _check_reports_for(grant.tranches.count(), len(ends))
    reports = []
    for number, (starts_on, ends_on) in enumerate(zip(starts, ends, strict=True), start=1):
        report = GrantReport.objects.create(
            grant=grant,
            number=number,
            starts_on=starts_on,
            ends_on=ends_on,
            due_on=ends_on + timedelta(days=DAYS_TO_WRITE_A_REPORT),
        )
        record(report, by=by)
        reports.append(report)
    return reports

"""Reports of a grant: what was done, what it cost, how many people it reached."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from seedgrants.enums import ReportState
from seedgrants.exceptions import Incomplete, MoveRefused, NotAllowed, StaleDraft
from seedgrants.models import GrantReport, ReportLine
from seedgrants.money import check_amount
from seedgrants.permissions import Who, acts_as
from seedgrants.transitions import lock, move

COUNTS = ("women", "men", "girls", "boys")
STORY = ("done", "changed", "learned")


@transaction.atomic
def open_report(*, report: GrantReport, by) -> GrantReport:
    """Let the grantee write the report; its lines are those of the agreed budget."""
    report = lock(report)
    move(report, ReportState.OPEN, by=by)
    ReportLine.objects.bulk_create(
        ReportLine(
            report=report, budget_line=line, order=line.order, item=line.item, planned=line.total
        )
        for line in report.application.budget_lines.all()
    )
    return report


@transaction.atomic
def save_report(
    *,
    report: GrantReport,
    by,
    version: int,
    story: dict[str, str],
    counts: dict[str, int],
    people: int,
    actuals: dict[int, Decimal],
) -> GrantReport:
    """Save a report's draft.

    ``story`` has ``done``, ``changed`` and ``learned``; ``counts`` has ``women``, ``men``,
    ``girls`` and ``boys``, which must add up to ``people``; ``actuals`` maps a ``ReportLine`` key
    to what was spent in the period, in the grant's currency. Raises ``StaleDraft``,
    ``Incomplete``, ``BadAmount``.
    """
    report = lock(report)
    if not acts_as(by, Who.APPLICANT, report):
        raise NotAllowed(_("Only the grantee writes the report."))
    if not report.is_writable:
        raise MoveRefused(_("This report can not be written now."))
    if report.version != version:
        raise StaleDraft(
            _("This page was saved somewhere else after you opened it. Nothing is lost."),
            version=report.version,
        )
    if sum(counts[name] for name in COUNTS) != people:
        raise Incomplete(
            [_("Women, men, girls and boys together make the number of people in all.")]
        )
    for name in COUNTS:
        setattr(report, name, counts[name])
    for name in STORY:
        setattr(report, name, story[name].strip())
    report.people = people
    report.version += 1
    report.saved_at = timezone.now()
    report.save(update_fields=[*COUNTS, *STORY, "people", "version", "saved_at"])
    lines = list(report.lines.all())
    for line in lines:
        line.actual = check_amount(actuals.get(line.pk, line.actual), report.grant.currency)
    ReportLine.objects.bulk_update(lines, ["actual"])
    return report


@transaction.atomic
def submit_report(*, report: GrantReport, by) -> GrantReport:
    """Send the saved draft. Raises ``Incomplete`` while a part of the story is missing."""
    report = lock(report)
    if report.is_writable and not all(getattr(report, name) for name in STORY):
        raise Incomplete([_("Answer all three questions about your project.")])
    move(report, ReportState.SUBMITTED, by=by)
    report.submitted_at = timezone.now()
    report.save(update_fields=["submitted_at"])
    return report


@transaction.atomic
def accept_report(*, report: GrantReport, by) -> GrantReport:
    """Accept the report; what it spent counts towards the grant from now on."""
    grant = lock(report.grant)
    report = lock(report)
    move(report, ReportState.ACCEPTED, by=by)
    spent = ReportLine.objects.filter(report__in=grant.reports.accepted())
    grant.spent = spent.aggregate(total=Sum("actual"))["total"] or Decimal(0)
    grant.save(update_fields=["spent"])
    return report


@transaction.atomic
def request_changes(*, report: GrantReport, by, reason: str) -> GrantReport:
    """Give the report back with what should be changed."""
    report = lock(report)
    move(report, ReportState.CHANGES_REQUESTED, by=by, reason=reason)
    return report

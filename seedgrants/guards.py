"""What must hold before a move: each gets the thing, the actor and the reason, and raises
``MoveRefused`` (or ``ConflictOfInterest``) to say no. The tables in ``workflows`` name them."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from seedgrants.enums import ApplicationState, GrantState, RoundState
from seedgrants.exceptions import ConflictOfInterest, MoveRefused
from seedgrants.models import GrantReport


def may_still_be_sent(application) -> bool:
    """By the server's clock: the round takes proposals, or an extension holds."""
    now = timezone.now()
    if application.round.takes_proposals(now):
        return True
    ready = application.round.state not in (RoundState.DRAFT, RoundState.ARCHIVED)
    return ready and application.extensions.filter(until__gt=now).exists()


def before_the_deadline(application, by, reason):
    if not may_still_be_sent(application):
        raise MoveRefused(
            _("This round takes no proposals now. Ask the coordinator if you need more time.")
        )


def two_reviewers_free_of_conflict(application, by, reason):
    if application.reviews.of_latest_revision().present().count() < 2:
        raise MoveRefused(_("Ask at least two reviewers without a conflict of interest first."))


def enough_reviews_or_a_reason(application, by, reason):
    counted = application.reviews.of_latest_revision().counted().count()
    needed = application.round.minimum_reviews
    if counted < needed and not reason:
        raise MoveRefused(
            _("%(counted)s of %(needed)s reviews are in: wait, or give a reason.")
            % {"counted": counted, "needed": needed}
        )


def still_under_review(review, by, reason):
    if review.application.state != ApplicationState.UNDER_REVIEW:
        raise MoveRefused(_("This proposal is not under review now."))


def has_criteria(round_page, by, reason):
    if not round_page.criteria.exists():
        raise MoveRefused(
            _("Write at least one criterion first: without one no review can be submitted.")
        )


def after_closing_time(round_page, by, reason):
    if round_page.closes_at > timezone.now():
        raise MoveRefused(_("The round is announced as open until its closing date."))


def grant_is_active(tranche, by, reason):
    if tranche.grant.state != GrantState.ACTIVE:
        raise MoveRefused(_("The grant is not active."))


def earlier_reports_settled(tranche, by, reason):
    """Tranche n+1 waits for report n, accepted or waived."""
    settled = tranche.grant.reports.filter(
        number__lt=tranche.number, state__in=GrantReport.SETTLED
    ).count()
    if settled < tranche.number - 1:
        raise MoveRefused(_("The report before this payment has not been accepted yet."))


def still_with_the_grantee(tranche, by, reason):
    """A payment is undone while the grant runs, and while all of it is there to be undone."""
    grant = tranche.grant
    if grant.state not in (GrantState.ACTIVE, GrantState.SUSPENDED):
        raise MoveRefused(
            _("The grant is over: record what came back, or write it off, in the ledger.")
        )
    if tranche.amount > grant.unspent:
        raise MoveRefused(
            _("Part of this payment is spent, given back or written off: it cannot be undone.")
        )


def payer_is_not_approver(tranche, by, reason):
    if by is not None and tranche.approved_by_id == by.pk:
        raise ConflictOfInterest(_("You approved this payment: somebody else has to pay it."))


def agreement_is_not_signed(grant, by, reason):
    if hasattr(grant, "signature"):
        raise MoveRefused(_("The agreement is signed and is never changed."))


def agreement_is_signed(grant, by, reason):
    if not hasattr(grant, "signature"):
        raise MoveRefused(_("The agreement has not been signed yet."))


def moved_within_a_tenth(report, by, reason):
    """Moving more than 10% of the award between lines needs an amendment first."""
    over = sum(max(line.variance, Decimal(0)) for line in report.lines.all())
    if over * 10 > report.grant.amount:
        raise MoveRefused(
            _(
                "More than a tenth of the grant was moved between the lines of the budget: "
                "the grantee proposes an amendment first."
            )
        )


def nothing_left_to_account_for(grant, by, reason):
    """Below zero is money of the grantee's own, spent on top; then none was left to give back."""
    if grant.unspent > 0:
        raise MoveRefused(_("What was paid and not spent has to be accounted for first."))
    if grant.unspent < 0 and (grant.returned or grant.written_off):
        raise MoveRefused(
            _("More is spent, given back and written off than was paid: correct the ledger first.")
        )


def every_report_settled(grant, by, reason):
    if grant.reports.exclude(state__in=GrantReport.SETTLED).exists():
        raise MoveRefused(_("A report is still missing."))

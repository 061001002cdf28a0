"""Which state leads to which, who takes it there, and what must hold before.

The tables drive the services, the buttons and the tests; ``transitions.move`` reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from seedgrants.enums import (
    ApplicationState,
    DecisionState,
    GrantState,
    ReportState,
    ReviewState,
    RoundState,
    TrancheState,
)
from seedgrants.guards import (
    after_closing_time,
    before_the_deadline,
    earlier_reports_settled,
    enough_reviews_or_a_reason,
    every_report_settled,
    grant_is_active,
    nothing_left_to_account_for,
    payer_is_not_approver,
    still_under_review,
    two_reviewers_free_of_conflict,
)
from seedgrants.models import (
    Application,
    Decision,
    Grant,
    GrantReport,
    GrantRoundPage,
    Review,
    Tranche,
)
from seedgrants.permissions import Who

# A guard gets the thing, the actor and the reason, and raises ``MoveRefused`` to say no.
Guard = Callable[[models.Model, object, str], None]


@dataclass(frozen=True)
class Move:
    """One allowed step. ``label`` is the button; ``by_hand`` puts it among a page's plain buttons."""

    source: str
    target: str
    who: str
    label: str | Promise
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    by_hand: bool = False


ROUND, APPLICATION, REVIEW = RoundState, ApplicationState, ReviewState
T, R, C, F, S = Who.APPLICANT, Who.REVIEWER, Who.COORDINATOR, Who.FINANCE, Who.SYSTEM
_l = gettext_lazy

SENDING = (before_the_deadline,)
BEFORE_PUBLICATION = (
    APPLICATION.DRAFT,
    APPLICATION.SUBMITTED,
    APPLICATION.RETURNED,
    APPLICATION.UNDER_REVIEW,
    APPLICATION.DISCUSSION,
)

MOVES: dict[type[models.Model], tuple[Move, ...]] = {
    GrantRoundPage: (
        Move(ROUND.DRAFT, ROUND.OPEN, C, _l("Open the round"), by_hand=True),
        Move(
            ROUND.OPEN, ROUND.CLOSED, C, _l("Close the round"), (after_closing_time,), by_hand=True
        ),
        Move(ROUND.CLOSED, ROUND.REVIEWING, C, _l("Start the reviews"), by_hand=True),
        Move(ROUND.REVIEWING, ROUND.DECIDED, C, _l("Publish the decisions")),
        Move(ROUND.DECIDED, ROUND.ARCHIVED, C, _l("Archive the round"), by_hand=True),
    ),
    Application: (
        Move(APPLICATION.DRAFT, APPLICATION.SUBMITTED, T, _l("Send the proposal"), SENDING),
        Move(APPLICATION.RETURNED, APPLICATION.SUBMITTED, T, _l("Send it again"), SENDING),
        Move(
            APPLICATION.SUBMITTED,
            APPLICATION.RETURNED,
            C,
            _l("Return for a correction"),
            needs_reason=True,
        ),
        Move(
            APPLICATION.SUBMITTED,
            APPLICATION.INELIGIBLE,
            C,
            _l("Not eligible"),
            needs_reason=True,
            by_hand=True,
        ),
        Move(
            APPLICATION.SUBMITTED,
            APPLICATION.UNDER_REVIEW,
            C,
            _l("Start the review"),
            (two_reviewers_free_of_conflict,),
        ),
        Move(
            APPLICATION.UNDER_REVIEW,
            APPLICATION.DISCUSSION,
            C,
            _l("Take to discussion"),
            (enough_reviews_or_a_reason,),
            by_hand=True,
        ),
        Move(
            APPLICATION.DISCUSSION,
            APPLICATION.UNDER_REVIEW,
            C,
            _l("Back to review"),
            needs_reason=True,
        ),
        Move(APPLICATION.DISCUSSION, APPLICATION.AWARDED, S, _l("Award")),
        Move(APPLICATION.DISCUSSION, APPLICATION.DECLINED, S, _l("Decline")),
        Move(APPLICATION.DISCUSSION, APPLICATION.REVISE, S, _l("Ask for a revision")),
        Move(APPLICATION.REVISE, APPLICATION.DRAFT, S, _l("Reopen the draft")),
        *(
            Move(state, APPLICATION.WITHDRAWN, T, _l("Withdraw the proposal"), by_hand=True)
            for state in BEFORE_PUBLICATION
        ),
    ),
    Review: (
        Move(REVIEW.INVITED, REVIEW.NO_CONFLICT, R, _l("No conflict: show me the proposal")),
        *(
            Move(state, REVIEW.CONFLICTED, R, _l("I have a conflict of interest"))
            for state in (REVIEW.INVITED, REVIEW.NO_CONFLICT, REVIEW.DRAFT, REVIEW.SUBMITTED)
        ),
        Move(REVIEW.NO_CONFLICT, REVIEW.DRAFT, R, _l("Save"), (still_under_review,)),
        Move(REVIEW.DRAFT, REVIEW.SUBMITTED, R, _l("Submit the review"), (still_under_review,)),
        Move(REVIEW.SUBMITTED, REVIEW.LOCKED, S, _l("Make final")),
    ),
    Decision: (
        Move(DecisionState.PENDING, DecisionState.REPLACED, S, _l("Replace")),
        Move(DecisionState.PENDING, DecisionState.PUBLISHED, C, _l("Publish")),
    ),
    Grant: (
        Move(GrantState.OFFERED, GrantState.ACCEPTED, T, _l("Accept the grant"), by_hand=True),
        Move(GrantState.OFFERED, GrantState.DECLINED, T, _l("Decline the grant"), by_hand=True),
        Move(
            GrantState.OFFERED,
            GrantState.LAPSED,
            C,
            _l("Let the offer lapse"),
            needs_reason=True,
            by_hand=True,
        ),
        Move(GrantState.ACCEPTED, GrantState.ACTIVE, C, _l("Start the grant")),
        Move(
            GrantState.ACTIVE,
            GrantState.CLOSING,
            C,
            _l("Begin to close"),
            (every_report_settled,),
            by_hand=True,
        ),
        Move(
            GrantState.CLOSING,
            GrantState.CLOSED,
            C,
            _l("Close the grant"),
            (nothing_left_to_account_for,),
            by_hand=True,
        ),
        Move(
            GrantState.ACTIVE,
            GrantState.SUSPENDED,
            C,
            _l("Suspend"),
            needs_reason=True,
            by_hand=True,
        ),
        Move(GrantState.SUSPENDED, GrantState.ACTIVE, C, _l("Take up again"), by_hand=True),
        *(
            Move(state, GrantState.TERMINATED, C, _l("Terminate"), needs_reason=True, by_hand=True)
            for state in (GrantState.ACTIVE, GrantState.SUSPENDED)
        ),
    ),
    Tranche: (
        Move(
            TrancheState.PLANNED,
            TrancheState.READY,
            C,
            _l("Ready for approval"),
            (grant_is_active, earlier_reports_settled),
            by_hand=True,
        ),
        Move(
            TrancheState.READY,
            TrancheState.APPROVED,
            C,
            _l("Approve"),
            (grant_is_active,),
            by_hand=True,
        ),
        Move(
            TrancheState.APPROVED,
            TrancheState.PAID,
            F,
            _l("Record the payment"),
            (grant_is_active, payer_is_not_approver),
        ),
        Move(
            TrancheState.PAID,
            TrancheState.ACKNOWLEDGED,
            T,
            _l("I received this payment"),
            by_hand=True,
        ),
    ),
    GrantReport: (
        Move(ReportState.SCHEDULED, ReportState.OPEN, C, _l("Open for writing"), by_hand=True),
        *(
            Move(state, ReportState.SUBMITTED, T, _l("Send the report"))
            for state in (ReportState.OPEN, ReportState.CHANGES_REQUESTED)
        ),
        Move(
            ReportState.SUBMITTED,
            ReportState.CHANGES_REQUESTED,
            C,
            _l("Ask for changes"),
            needs_reason=True,
            by_hand=True,
        ),
        Move(ReportState.SUBMITTED, ReportState.ACCEPTED, C, _l("Accept the report"), by_hand=True),
        *(
            Move(
                state,
                ReportState.WAIVED,
                C,
                _l("Do without this report"),
                needs_reason=True,
                by_hand=True,
            )
            for state in (ReportState.SCHEDULED, ReportState.OPEN)
        ),
    ),
}

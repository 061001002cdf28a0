"""Which state leads to which, who takes it there, and what must hold before.

The tables drive the services, the buttons and the tests; ``transitions.move`` reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seedgrants.enums import (
    AmendmentState,
    ApplicationState,
    DecisionState,
    GrantState,
    ReportState,
    ReviewState,
    RoundState,
    Subject,
    TrancheState,
)
from seedgrants.guards import (
    after_closing_time,
    agreement_is_signed,
    before_the_deadline,
    earlier_reports_settled,
    enough_reviews_or_a_reason,
    every_report_settled,
    grant_is_active,
    moved_within_a_tenth,
    nothing_left_to_account_for,
    payer_is_not_approver,
    still_under_review,
    two_reviewers_free_of_conflict,
)
from seedgrants.models import (
    Amendment,
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
    """One allowed step. ``label`` is the button; ``by_hand`` puts it among a page's plain buttons.

    ``also`` are others who may take it.
    """

    source: str
    target: str
    who: str
    label: str | Promise
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    by_hand: bool = False
    also: tuple[str, ...] = ()

    @property
    def whoever(self) -> frozenset[str]:
        return frozenset((self.who, *self.also))


ROUND, APPLICATION, REVIEW = RoundState, ApplicationState, ReviewState
T, R, C, F, S = Who.APPLICANT, Who.REVIEWER, Who.COORDINATOR, Who.FINANCE, Who.SYSTEM
M = Who.MENTOR


SENDING = (before_the_deadline,)
BEFORE_PUBLICATION = (
    APPLICATION.DRAFT,
    APPLICATION.FEEDBACK,
    APPLICATION.SUBMITTED,
    APPLICATION.RETURNED,
    APPLICATION.UNDER_REVIEW,
    APPLICATION.DISCUSSION,
)

MOVES: dict[type[models.Model], tuple[Move, ...]] = {
    GrantRoundPage: (
        Move(ROUND.DRAFT, ROUND.OPEN, C, _("Open the round"), by_hand=True),
        Move(
            ROUND.OPEN,
            ROUND.CLOSED,
            C,
            _("Close the round"),
            (after_closing_time,),
            by_hand=True,
            also=(S,),
        ),
        Move(ROUND.CLOSED, ROUND.REVIEWING, C, _("Start the reviews"), by_hand=True),
        Move(ROUND.REVIEWING, ROUND.DECIDED, C, _("Publish the decisions")),
        Move(ROUND.DECIDED, ROUND.ARCHIVED, C, _("Archive the round"), by_hand=True),
    ),
    Application: (
        Move(APPLICATION.DRAFT, APPLICATION.FEEDBACK, T, _("Ask your mentor for feedback")),
        Move(
            APPLICATION.FEEDBACK,
            APPLICATION.DRAFT,
            M,
            _("Give the draft back"),
            also=(T, S),
        ),
        Move(APPLICATION.FEEDBACK, APPLICATION.SUBMITTED, T, _("Send the proposal"), SENDING),
        Move(APPLICATION.DRAFT, APPLICATION.SUBMITTED, T, _("Send the proposal"), SENDING),
        Move(APPLICATION.RETURNED, APPLICATION.SUBMITTED, T, _("Send it again"), SENDING),
        Move(
            APPLICATION.SUBMITTED,
            APPLICATION.RETURNED,
            C,
            _("Return for a correction"),
            needs_reason=True,
        ),
        Move(
            APPLICATION.SUBMITTED,
            APPLICATION.INELIGIBLE,
            C,
            _("Not eligible"),
            needs_reason=True,
            by_hand=True,
        ),
        Move(
            APPLICATION.SUBMITTED,
            APPLICATION.UNDER_REVIEW,
            C,
            _("Start the review"),
            (two_reviewers_free_of_conflict,),
        ),
        Move(
            APPLICATION.UNDER_REVIEW,
            APPLICATION.DISCUSSION,
            C,
            _("Take to discussion"),
            (enough_reviews_or_a_reason,),
            by_hand=True,
        ),
        Move(
            APPLICATION.DISCUSSION,
            APPLICATION.UNDER_REVIEW,
            C,
            _("Back to review"),
            needs_reason=True,
        ),
        Move(APPLICATION.DISCUSSION, APPLICATION.AWARDED, S, _("Award")),
        Move(APPLICATION.DISCUSSION, APPLICATION.DECLINED, S, _("Decline")),
        Move(APPLICATION.DISCUSSION, APPLICATION.REVISE, S, _("Ask for a revision")),
        Move(APPLICATION.REVISE, APPLICATION.DRAFT, S, _("Reopen the draft")),
        *(
            Move(state, APPLICATION.WITHDRAWN, T, _("Withdraw the proposal"), by_hand=True)
            for state in BEFORE_PUBLICATION
        ),
    ),
    Review: (
        Move(REVIEW.INVITED, REVIEW.NO_CONFLICT, R, _("No conflict: show me the proposal")),
        *(
            Move(state, REVIEW.CONFLICTED, R, _("I have a conflict of interest"))
            for state in (REVIEW.INVITED, REVIEW.NO_CONFLICT, REVIEW.DRAFT, REVIEW.SUBMITTED)
        ),
        Move(REVIEW.NO_CONFLICT, REVIEW.DRAFT, R, _("Save"), (still_under_review,)),
        Move(REVIEW.DRAFT, REVIEW.SUBMITTED, R, _("Submit the review"), (still_under_review,)),
        Move(REVIEW.SUBMITTED, REVIEW.LOCKED, S, _("Make final")),
    ),
    Decision: (
        Move(DecisionState.PENDING, DecisionState.REPLACED, S, _("Replace")),
        Move(DecisionState.PENDING, DecisionState.PUBLISHED, C, _("Publish")),
    ),
    Grant: (
        Move(GrantState.OFFERED, GrantState.ACCEPTED, T, _("Accept the grant"), by_hand=True),
        Move(GrantState.OFFERED, GrantState.DECLINED, T, _("Decline the grant"), by_hand=True),
        Move(
            GrantState.OFFERED,
            GrantState.LAPSED,
            C,
            _("Let the offer lapse"),
            needs_reason=True,
            by_hand=True,
        ),
        Move(
            GrantState.ACCEPTED,
            GrantState.ACTIVE,
            C,
            _("Start the grant"),
            (agreement_is_signed,),
        ),
        Move(
            GrantState.ACTIVE,
            GrantState.CLOSING,
            C,
            _("Begin to close"),
            (every_report_settled,),
            by_hand=True,
        ),
        Move(
            GrantState.CLOSING,
            GrantState.CLOSED,
            C,
            _("Close the grant"),
            (nothing_left_to_account_for,),
            by_hand=True,
        ),
        Move(
            GrantState.ACTIVE,
            GrantState.SUSPENDED,
            C,
            _("Suspend"),
            needs_reason=True,
            by_hand=True,
        ),
        Move(GrantState.SUSPENDED, GrantState.ACTIVE, C, _("Take up again"), by_hand=True),
        *(
            Move(state, GrantState.TERMINATED, C, _("Terminate"), needs_reason=True, by_hand=True)
            for state in (GrantState.ACTIVE, GrantState.SUSPENDED)
        ),
    ),
    Tranche: (
        Move(
            TrancheState.PLANNED,
            TrancheState.READY,
            C,
            _("Ready for approval"),
            (grant_is_active, earlier_reports_settled),
            by_hand=True,
        ),
        Move(
            TrancheState.READY,
            TrancheState.APPROVED,
            C,
            _("Approve"),
            (grant_is_active,),
            by_hand=True,
        ),
        Move(
            TrancheState.APPROVED,
            TrancheState.PAID,
            F,
            _("Record the payment"),
            (grant_is_active, payer_is_not_approver),
        ),
        Move(
            TrancheState.PAID,
            TrancheState.ACKNOWLEDGED,
            T,
            _("I received this payment"),
            by_hand=True,
        ),
        *(
            Move(
                state,
                TrancheState.PLANNED,
                F,
                _("Undo by a contra entry"),
                needs_reason=True,
            )
            for state in Tranche.PAID
        ),
    ),
    GrantReport: (
        Move(
            ReportState.SCHEDULED,
            ReportState.OPEN,
            C,
            _("Open for writing"),
            by_hand=True,
            also=(S,),
        ),
        *(
            Move(state, ReportState.SUBMITTED, T, _("Send the report"))
            for state in (ReportState.OPEN, ReportState.CHANGES_REQUESTED)
        ),
        Move(
            ReportState.SUBMITTED,
            ReportState.CHANGES_REQUESTED,
            C,
            _("Ask for changes"),
            needs_reason=True,
            by_hand=True,
        ),
        Move(
            ReportState.SUBMITTED,
            ReportState.ACCEPTED,
            C,
            _("Accept the report"),
            (moved_within_a_tenth,),
            by_hand=True,
        ),
        *(
            Move(
                state,
                ReportState.WAIVED,
                C,
                _("Do without this report"),
                needs_reason=True,
                by_hand=True,
            )
            for state in (ReportState.SCHEDULED, ReportState.OPEN)
        ),
    ),
    Amendment: (
        Move(
            AmendmentState.PROPOSED,
            AmendmentState.ACCEPTED,
            C,
            _("Accept the change"),
            by_hand=True,
        ),
        Move(
            AmendmentState.PROPOSED,
            AmendmentState.REFUSED,
            C,
            _("Do not accept the change"),
            needs_reason=True,
            by_hand=True,
        ),
        Move(
            AmendmentState.PROPOSED,
            AmendmentState.WITHDRAWN,
            T,
            _("Withdraw the change"),
            by_hand=True,
        ),
    ),
}


def subject_of(model: type[models.Model]) -> str:
    """The name under which events speak of the model."""
    return {
        GrantRoundPage: Subject.ROUND,
        Application: Subject.APPLICATION,
        Review: Subject.REVIEW,
        Decision: Subject.DECISION,
        Grant: Subject.GRANT,
        Tranche: Subject.TRANCHE,
        GrantReport: Subject.REPORT,
        Amendment: Subject.AMENDMENT,
    }[model]

"""From the call to the decision: rounds, proposals, reviews, decisions."""

from django.utils.translation import gettext_lazy as _

from seedgrants.enums import ApplicationState, DecisionState, ReviewState, RoundState
from seedgrants.guards import (
    after_closing_time,
    before_the_deadline,
    enough_reviews_or_a_reason,
    has_criteria,
    still_under_review,
    two_reviewers_free_of_conflict,
)
from seedgrants.models import Application, Decision, GrantRoundPage, Review
from seedgrants.permissions import Who
from seedgrants.workflows.moves import Move

ROUND, APPLICATION, REVIEW = RoundState, ApplicationState, ReviewState
T, R, C, S = Who.APPLICANT, Who.REVIEWER, Who.COORDINATOR, Who.SYSTEM
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

MOVES = {
    GrantRoundPage: (
        Move(ROUND.DRAFT, ROUND.OPEN, C, _("Open the round"), (has_criteria,), by_hand=True),
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
            by_hand=True,
        ),
        Move(APPLICATION.DISCUSSION, APPLICATION.AWARDED, S, _("Award")),
        Move(APPLICATION.DISCUSSION, APPLICATION.DECLINED, S, _("Decline")),
        Move(APPLICATION.DISCUSSION, APPLICATION.REVISE, S, _("Ask for a revision")),
        Move(APPLICATION.REVISE, APPLICATION.DRAFT, S, _("Reopen the draft")),
        *(
            Move(state, APPLICATION.WITHDRAWN, T, _("Withdraw the proposal"), by_hand=True)
            for state in BEFORE_PUBLICATION
        ),
        Move(
            APPLICATION.WITHDRAWN,
            APPLICATION.DRAFT,
            T,
            _("Take it up again"),
            SENDING,
            by_hand=True,
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
}

"""From the offer to the end: grants, payments, reports, amendments."""

from django.utils.translation import gettext_lazy as _

from seedgrants.enums import AmendmentState, GrantState, ReportState, TrancheState
from seedgrants.guards import (
    agreement_is_not_signed,
    agreement_is_signed,
    earlier_reports_settled,
    every_report_settled,
    grant_is_active,
    moved_within_a_tenth,
    nothing_left_to_account_for,
    payer_is_not_approver,
    still_with_the_grantee,
)
from seedgrants.models import Amendment, Grant, GrantReport, Tranche
from seedgrants.permissions import Who
from seedgrants.workflows.moves import Move

T, C, F, S = Who.APPLICANT, Who.COORDINATOR, Who.FINANCE, Who.SYSTEM

MOVES = {
    Grant: (
        Move(GrantState.OFFERED, GrantState.ACCEPTED, T, _("Accept the grant"), by_hand=True),
        Move(
            GrantState.OFFERED,
            GrantState.DECLINED,
            T,
            _("Decline the grant"),
            needs_reason=True,
            by_hand=True,
        ),
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
            GrantState.LAPSED,
            C,
            _("Let the offer lapse"),
            (agreement_is_not_signed,),
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
                (still_with_the_grantee,),
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
            for state in (
                ReportState.SCHEDULED,
                ReportState.OPEN,
                ReportState.CHANGES_REQUESTED,
            )
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

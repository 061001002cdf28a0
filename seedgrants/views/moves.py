"""The plain buttons: one address that takes a thing to its next state."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from seedgrants.enums import (
    AmendmentState,
    ApplicationState,
    GrantState,
    ReportState,
    Subject,
    TrancheState,
)
from seedgrants.exceptions import NotAllowed
from seedgrants.models import Application, GrantRoundPage
from seedgrants.permissions import (
    COORDINATE,
    amendments_for,
    grants_for,
    managed_applications,
    own_applications,
    reports_for,
    tranches_for,
)
from seedgrants.services.amendments import accept_amendment
from seedgrants.services.decisions import back_to_review
from seedgrants.services.grants import accept_grant
from seedgrants.services.payments import acknowledge_tranche, approve_tranche, mark_ready
from seedgrants.services.reports import accept_report, open_report
from seedgrants.services.submission import withdraw_application
from seedgrants.transitions import buttons, changed_meanwhile, move
from seedgrants.views.replies import attempt


def rounds_for(user):
    rounds = GrantRoundPage.objects.main()
    return rounds if user.has_perm(COORDINATE) else rounds.none()


def applications_for(user):
    """A person's own, or those a coordinator looks after."""
    own = own_applications(user).values("pk")
    managed = managed_applications(user).values("pk")
    return Application.objects.filter(pk__in=own) | Application.objects.filter(pk__in=managed)


REACHABLE = {
    Subject.ROUND: rounds_for,
    Subject.APPLICATION: applications_for,
    Subject.GRANT: grants_for,
    Subject.TRANCHE: tranches_for,
    Subject.REPORT: reports_for,
    Subject.AMENDMENT: amendments_for,
}
# The moves that do more than change a state.
SERVICES = {
    (Subject.APPLICATION, ApplicationState.WITHDRAWN): ("application", withdraw_application),
    (Subject.APPLICATION, ApplicationState.UNDER_REVIEW): ("application", back_to_review),
    (Subject.GRANT, GrantState.ACCEPTED): ("grant", accept_grant),
    (Subject.TRANCHE, TrancheState.READY): ("tranche", mark_ready),
    (Subject.TRANCHE, TrancheState.APPROVED): ("tranche", approve_tranche),
    (Subject.TRANCHE, TrancheState.ACKNOWLEDGED): ("tranche", acknowledge_tranche),
    (Subject.REPORT, ReportState.OPEN): ("report", open_report),
    (Subject.REPORT, ReportState.ACCEPTED): ("report", accept_report),
    (Subject.AMENDMENT, AmendmentState.ACCEPTED): ("amendment", accept_amendment),
}


def page_of(thing, user):
    """Where to go on after a button was pressed."""
    if isinstance(thing, GrantRoundPage):
        return redirect("seedgrants:board", thing.pk)
    if isinstance(thing, Application):
        managed = managed_applications(user).filter(pk=thing.pk).exists()
        return redirect("seedgrants:manage" if managed else "seedgrants:application", thing.pk)
    grant = getattr(thing, "grant", thing)
    return redirect("seedgrants:grant", grant.pk)


@login_required
@require_POST
def make_move(request, subject, pk):
    if subject not in REACHABLE:
        raise Http404
    thing = get_object_or_404(REACHABLE[subject](request.user), pk=pk)
    target = request.POST.get("to", "")
    offered = {button.target: button for button in buttons(thing, request.user)}
    reason = request.POST.get("reason", "")[:500]
    if target not in offered:
        # Never on to ``move``: sending, asking or publishing is more than a change of the state.
        if not offered:
            raise NotAllowed(_("This is not yours to do."))
        messages.error(request, str(changed_meanwhile(thing, request.user)))
        return page_of(thing, request.user)
    name, service = SERVICES.get((subject, target), (None, None))
    if service:
        told = {"reason": reason} if offered[target].needs_reason else {}
        action = partial(service, by=request.user, **{name: thing}, **told)
    else:
        action = partial(move, thing, target, by=request.user, reason=reason)
    attempt(request, action, _("Done."))
    return page_of(thing, request.user)

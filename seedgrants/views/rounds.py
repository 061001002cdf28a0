"""A coordinator's rounds, the board of one, and the publication of its decisions."""

from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import Count, F, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from seedgrants.enums import ApplicationState, DecisionState
from seedgrants.models import Application, Decision, Grant, GrantReport, GrantRoundPage
from seedgrants.permissions import COORDINATE, managed_applications
from seedgrants.services.decisions import publish_decisions
from seedgrants.transitions import buttons
from seedgrants.views.replies import attempt


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_safe
def rounds(request):
    sent = Q(applications__revision_number__gt=0)
    pages = GrantRoundPage.objects.main().annotate(
        drafts=Count("applications", filter=~sent), sent=Count("applications", filter=sent)
    )
    return render(request, "seedgrants/rounds.html", {"rounds": pages.order_by("-closes_at")})


def ranked(applications) -> list[Application]:
    """Best average first, each with its ``rank`` (equal averages share one) and ``spread``."""
    found = list(applications)
    averages = sorted((a.average for a in found if a.average is not None), reverse=True)
    for application in found:
        has_mark = application.average is not None
        application.rank = averages.index(application.average) + 1 if has_mark else None
        application.spread = application.highest - application.lowest if has_mark else None
        application.decision = next(iter(application.pending_decisions), None)
    return found


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_safe
def board(request, pk):
    round_page = get_object_or_404(GrantRoundPage.objects.main(), pk=pk)
    pending = Decision.objects.filter(state=DecisionState.PENDING)
    applications = (
        managed_applications(request.user)
        .filter(round=round_page)
        .with_marks()
        .select_related("applicant", "organisation", "grant")
        .prefetch_related(Prefetch("decisions", queryset=pending, to_attr="pending_decisions"))
        .order_by(F("average").desc(nulls_last=True), "number")
    )
    rows = ranked(applications)
    awarded = Decision.objects.awarded_in(round_page)
    grants = Grant.objects.filter(application__round=round_page)
    return render(
        request,
        "seedgrants/board.html",
        {
            "round": round_page,
            "applications": rows,
            "drafts": round_page.applications.filter(state=ApplicationState.DRAFT).count(),
            "elsewhere": round_page.applications.sent().count()
            - sum(row.state != ApplicationState.WITHDRAWN for row in rows),
            "pending": sum(row.decision is not None for row in rows),
            "awarded": awarded,
            "left": round_page.fund - awarded,
            "totals": grants.totals(),
            "reached": GrantReport.objects.accepted().filter(grant__in=grants).reached(),
            "moves": buttons(round_page, request.user),
        },
    )


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, pk):
    round_page = get_object_or_404(GrantRoundPage.objects.main(), pk=pk)
    if request.method == "POST":
        attempt(
            request,
            lambda: publish_decisions(round_page=round_page, by=request.user),
            _("The decisions are published."),
        )
        return redirect("seedgrants:board", round_page.pk)
    decisions = Decision.objects.filter(
        application__in=managed_applications(request.user).filter(round=round_page),
        state=DecisionState.PENDING,
    ).select_related("application__applicant", "application__organisation")
    awarded = Decision.objects.awarded_in(round_page)
    return render(
        request,
        "seedgrants/publish.html",
        {
            "round": round_page,
            "decisions": decisions,
            "awarded": awarded,
            "left": round_page.fund - awarded,
        },
    )

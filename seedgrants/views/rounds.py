"""A coordinator's rounds, the board of one, and the publication of its decisions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.db.models import Count, F, Max, Prefetch, Q
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from seedgrants.enums import NOT_TAKEN_UP, ApplicationState, DecisionState
from seedgrants.exports import TABLES, as_csv, as_xlsx
from seedgrants.forms.panel import MoreTimeForm
from seedgrants.forms.rounds import CopyForm
from seedgrants.log_actions import EXPORT_TABLE
from seedgrants.models import Application, Decision, Grant, GrantReport, GrantRoundPage, localise
from seedgrants.permissions import (
    COORDINATE,
    decisions_known_to,
    late_drafts_for,
    managed_applications,
)
from seedgrants.services.assignment import assign_evenly
from seedgrants.services.decisions import publish_decisions
from seedgrants.services.rounds import copy_round
from seedgrants.services.submission import grant_extension
from seedgrants.transitions import buttons
from seedgrants.views.budgets import XLSX
from seedgrants.views.replies import attempt, complain


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_safe
def rounds(request):
    sent = Q(applications__revision_number__gt=0)
    pages = GrantRoundPage.objects.main().annotate(
        drafts=Count("applications", filter=~sent), sent=Count("applications", filter=sent)
    )
    pages = list(pages.order_by("-closes_at"))
    localise(pages)
    return render(request, "seedgrants/rounds.html", {"rounds": pages})


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


def draw_money_line(rows: list[Application], fund) -> None:
    """Mark the last proposal, from the best down, for which the fund still has money.

    A decided award counts as decided, a declined proposal or offer as nothing, all others as
    requested.
    """
    left, last = fund, None
    for row in rows:
        row.is_last_funded = False
        if row.state == ApplicationState.WITHDRAWN or row.average is None:
            continue
        if row.decision:
            amount = row.decision.amount
        elif row.state in (ApplicationState.DECLINED, ApplicationState.INELIGIBLE):
            amount = 0
        elif hasattr(row, "grant"):
            amount = 0 if row.grant.state in NOT_TAKEN_UP else row.grant.amount
        else:
            amount = row.requested
        left -= amount
        if left < 0:
            break
        last = row
    else:
        last = None
    if last:
        last.is_last_funded = True


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
    draw_money_line(rows, round_page.fund)
    awarded = decisions_known_to(request.user).awarded_in(round_page)
    grants = Grant.objects.filter(application__round=round_page)
    return render(
        request,
        "seedgrants/board.html",
        {
            "round": round_page,
            "applications": rows,
            "drafts": round_page.applications.filter(revision_number=0)
            .exclude(state=ApplicationState.WITHDRAWN)
            .count(),
            "late_drafts": give_forms(late_drafts_for(request.user).filter(round=round_page)),
            "elsewhere": round_page.applications.sent().count()
            - sum(row.state != ApplicationState.WITHDRAWN for row in rows),
            "pending": sum(row.decision is not None for row in rows),
            "awarded": awarded,
            "left": round_page.fund - awarded,
            "totals": grants.totals(),
            "reached": GrantReport.objects.accepted().filter(grant__in=grants).reached(),
            "moves": buttons(round_page, request.user),
            "copy_form": CopyForm(initial={"title": round_page.title}),
            "exports": list(TABLES),
        },
    )


def give_forms(drafts) -> list[Application]:
    """Each draft with its longest extension, ``until``, and a form to give it another."""
    found = list(
        drafts.annotate(until=Max("extensions__until"))
        .select_related("applicant")
        .order_by("applicant__family_name", "applicant__given_name", "pk")
    )
    for draft in found:
        draft.form = MoreTimeForm(auto_id=f"id_{draft.pk}_%s")
    return found


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def more_time(request, pk):
    """Let one person send after the round has closed."""
    draft = get_object_or_404(late_drafts_for(request.user), pk=pk)
    form = MoreTimeForm(request.POST)
    if form.is_valid():
        attempt(
            request,
            lambda: grant_extension(application=draft, by=request.user, **form.cleaned_data),
            _("The new deadline is recorded."),
        )
    else:
        complain(request, form)
    return redirect("seedgrants:board", draft.round_id)


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def assign_all(request, pk):
    """Ask reviewers for the whole round, an even share each."""
    round_page = get_object_or_404(GrantRoundPage.objects.main(), pk=pk)
    result = {}
    if attempt(
        request, lambda: result.update(assign_evenly(round_page=round_page, by=request.user))
    ):
        messages.success(
            request,
            ngettext("%(n)s review is asked for.", "%(n)s reviews are asked for.", result["asked"])
            % {"n": result["asked"]},
        )
        if result["short"]:
            messages.warning(
                request,
                _("For %(n)s proposals there are not enough reviewers without a conflict.")
                % {"n": result["short"]},
            )
    return redirect("seedgrants:board", round_page.pk)


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def copy(request, pk):
    """A new round from this one, to be finished in the editor."""
    round_page = get_object_or_404(GrantRoundPage.objects.main(), pk=pk)
    form = CopyForm(request.POST)
    if not form.is_valid():
        complain(request, form)
        return redirect("seedgrants:board", round_page.pk)
    made = []
    if attempt(
        request,
        lambda: made.append(
            copy_round(round_page=round_page, by=request.user, **form.cleaned_data)
        ),
        _("The new round is a draft. Look through it and publish its page."),
    ):
        return redirect("seedgrants:board", made[0].pk)
    return redirect("seedgrants:board", round_page.pk)


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_safe
def export(request, pk, table, kind):
    """One table of the round, without what the coordinator does not look after; who took it is
    logged."""
    round_page = get_object_or_404(GrantRoundPage.objects.main(), pk=pk)
    if table not in TABLES:
        raise Http404
    found = managed_applications(request.user).filter(round=round_page)
    name = f"{round_page.code}-{table}.{kind}"
    log(
        round_page, EXPORT_TABLE, user=request.user, data={"file": name, "proposals": found.count()}
    )
    rows = TABLES[table](found)
    if kind == "csv":
        response = StreamingHttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(as_xlsx(rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


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
    awarded = decisions_known_to(request.user).awarded_in(round_page)
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

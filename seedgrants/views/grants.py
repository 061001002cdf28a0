"""A grant: the offer, its payments and its reports, for all who have to do with it."""

from django.contrib.auth.decorators import login_required, permission_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedgrants.enums import FilePurpose, GrantState, TrancheState
from seedgrants.forms.awards import (
    ActivateForm,
    AgreementForm,
    PaymentForm,
    ReversalForm,
    TrancheForm,
)
from seedgrants.models import Signature, Tranche
from seedgrants.permissions import COORDINATE, PAY, grants_for, tranches_for
from seedgrants.services.grants import (
    activate_grant,
    even_ends,
    plan_tranches,
    remove_tranche,
    schedule_reports,
)
from seedgrants.services.payments import pay_tranche, reverse_payment
from seedgrants.transitions import buttons, standing
from seedgrants.views.replies import attempt, attempt_once, keep_typed


def get_grant(request, pk):
    return get_object_or_404(
        grants_for(request.user).select_related(
            "application__round", "application__applicant", "application__organisation", "decision"
        ),
        pk=pk,
    )


@login_required
@require_safe
def grant(request, pk):
    return show(request, get_grant(request, pk))


def show(request, found, **refused):
    """The page, with the forms that were sent to it and refused."""
    user = request.user
    coordinates = user.has_perm(COORDINATE)
    tranches = list(found.tranches.all())
    reports = list(found.reports.all())
    stands = standing(user, found)
    for thing in (*tranches, *reports):
        thing.moves = buttons(thing, user, stands=stands)
    amendments = list(found.amendments.prefetch_related("lines__line"))
    for amendment in amendments:
        amendment.moves = buttons(amendment, user, stands=stands)
    can_plan = coordinates and found.state in (GrantState.ACCEPTED, GrantState.ACTIVE)
    if can_plan and tranches:
        tranches[-1].offers_removal = tranches[-1].can_be_removed
    agreement = found.agreements.last()
    signature = Signature.objects.filter(grant=found).first()
    planned = sum(tranche.amount for tranche in tranches)
    context = {
        "grant": found,
        "application": found.application,
        "tranches": tranches,
        "reports": reports,
        "moves": buttons(found, user, stands=stands),
        "is_own": user.pk == found.application.applicant.user_id,
        "coordinates": coordinates,
        "reached": found.reports.accepted().reached(),
        "agreement": agreement,
        "signature": signature,
        "amendments": amendments,
        "lines": found.lines.all(),
        "proofs": proofs_by_tranche(found),
        "agreement_form": (
            AgreementForm()
            if coordinates and found.state == GrantState.ACCEPTED and not signature
            else None
        ),
        "activate_form": (
            ActivateForm()
            if coordinates and found.state == GrantState.ACCEPTED and signature
            else None
        ),
        "tranche_form": (
            TrancheForm(initial={"amount": found.amount - planned})
            if can_plan and planned < found.amount
            else None
        ),
    }
    return render(request, "seedgrants/grant.html", keep_typed(context, refused))


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def activate(request, pk):
    found = get_grant(request, pk)
    form = ActivateForm(request.POST)
    if form.is_valid() and attempt_once(
        request,
        form,
        lambda: start_grant(found, request.user, **form.cleaned_data),
        _("The grant is active."),
    ):
        return redirect("seedgrants:grant", found.pk)
    return show(request, found, activate_form=form)


@transaction.atomic
def start_grant(found, by, *, reports):
    active = activate_grant(grant=found, by=by)
    ends = even_ends(active.starts_on, active.ends_on, reports)
    schedule_reports(grant=active, by=by, ends=ends)


def proofs_by_tranche(found) -> dict[int, list]:
    proofs: dict[int, list] = {}
    for file in found.application.files.filter(purpose=FilePurpose.PROOF):
        proofs.setdefault(file.tranche_id, []).append(file)
    return proofs


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def plan(request, pk):
    found = get_grant(request, pk)
    form = TrancheForm(request.POST)
    if form.is_valid() and attempt_once(
        request,
        form,
        lambda: plan_tranches(grant=found, by=request.user, plan=[form.line()]),
        _("The payment is planned."),
    ):
        return redirect("seedgrants:grant", found.pk)
    return show(request, found, tranche_form=form)


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def remove(request, pk):
    """Take a payment off the plan."""
    tranche = get_tranche(request, pk)
    attempt(
        request,
        lambda: remove_tranche(tranche=tranche, by=request.user),
        _("The payment is no longer planned."),
    )
    return redirect("seedgrants:grant", tranche.grant_id)


@login_required
@permission_required(PAY, raise_exception=True)
@require_safe
def payments(request):
    tranches = tranches_for(request.user).select_related(
        "grant__application__applicant", "grant__application__organisation"
    )
    return render(
        request,
        "seedgrants/payments.html",
        {
            "to_pay": tranches.to_pay().order_by("due_on", "pk"),
            "paid": tranches.filter(
                state__in=(TrancheState.PAID, TrancheState.ACKNOWLEDGED)
            ).order_by("-paid_on", "-pk")[:30],
        },
    )


@login_required
@permission_required(PAY, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request, pk):
    tranche = get_tranche(request, pk)
    form = PaymentForm(request.POST or None, request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt_once(
            request,
            form,
            lambda: pay_tranche(tranche=tranche, by=request.user, **form.cleaned_data),
            _("The payment is recorded."),
        )
    ):
        return redirect("seedgrants:payments")
    return show_tranche(request, tranche, form=form)


def get_tranche(request, pk) -> Tranche:
    return get_object_or_404(
        tranches_for(request.user).select_related(
            "grant__application__applicant", "grant__application__organisation", "approved_by"
        ),
        pk=pk,
    )


def show_tranche(request, tranche, **refused):
    """One payment, with the forms that were sent to it and refused."""
    context = {
        "tranche": tranche,
        "form": PaymentForm() if tranche.state == TrancheState.APPROVED else None,
        "reversal_form": ReversalForm() if tranche.state in Tranche.PAID else None,
        "proofs": tranche.files.all(),
    }
    return render(request, "seedgrants/pay.html", keep_typed(context, refused))


@login_required
@permission_required(PAY, raise_exception=True)
@require_POST
def reverse(request, pk):
    """Undo a payment by a contra entry."""
    tranche = get_tranche(request, pk)
    form = ReversalForm(request.POST)
    if form.is_valid() and attempt_once(
        request,
        form,
        lambda: reverse_payment(tranche=tranche, by=request.user, **form.cleaned_data),
        _("The contra entry is in the ledger. The payment is planned again."),
    ):
        return redirect("seedgrants:grant", tranche.grant_id)
    return show_tranche(request, tranche, reversal_form=form)

"""A grant: the offer, its payments and its reports, for all who have to do with it."""

from django.contrib.auth.decorators import login_required, permission_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seedgrants.enums import GrantState, TrancheState
from seedgrants.forms.awards import ActivateForm, PaymentForm, TrancheForm
from seedgrants.permissions import COORDINATE, PAY, grants_for, tranches_for
from seedgrants.services.grants import (
    activate_grant,
    even_ends,
    plan_tranches,
    schedule_reports,
)
from seedgrants.services.payments import pay_tranche
from seedgrants.transitions import buttons, standing
from seedgrants.views.replies import attempt, complain


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
    found = get_grant(request, pk)
    user = request.user
    coordinates = user.has_perm(COORDINATE)
    tranches = list(found.tranches.all())
    reports = list(found.reports.all())
    stands = standing(user, found)
    for thing in (*tranches, *reports):
        thing.moves = buttons(thing, user, stands=stands)
    can_plan = coordinates and found.state in (GrantState.ACCEPTED, GrantState.ACTIVE)
    planned = sum(tranche.amount for tranche in tranches)
    return render(
        request,
        "seedgrants/grant.html",
        {
            "grant": found,
            "application": found.application,
            "tranches": tranches,
            "reports": reports,
            "moves": buttons(found, user, stands=stands),
            "is_own": user.pk == found.application.applicant.user_id,
            "coordinates": coordinates,
            "reached": found.reports.accepted().reached(),
            "activate_form": (
                ActivateForm() if coordinates and found.state == GrantState.ACCEPTED else None
            ),
            "tranche_form": (
                TrancheForm(initial={"amount": found.amount - planned})
                if can_plan and planned < found.amount
                else None
            ),
        },
    )


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def activate(request, pk):
    found = get_grant(request, pk)
    form = ActivateForm(request.POST)
    if form.is_valid():
        attempt(
            request,
            lambda: start_grant(found, request.user, **form.cleaned_data),
            _("The grant is active."),
        )
    else:
        complain(request, form)
    return redirect("seedgrants:grant", found.pk)


@transaction.atomic
def start_grant(found, by, *, signed_on, starts_on, ends_on, reports):
    active = activate_grant(
        grant=found, by=by, signed_on=signed_on, starts_on=starts_on, ends_on=ends_on
    )
    schedule_reports(grant=active, by=by, ends=even_ends(starts_on, ends_on, reports))


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def plan(request, pk):
    found = get_grant(request, pk)
    form = TrancheForm(request.POST)
    if form.is_valid():
        line = (form.cleaned_data["amount"], form.cleaned_data["due_on"])
        attempt(
            request,
            lambda: plan_tranches(grant=found, by=request.user, plan=[line]),
            _("The payment is planned."),
        )
    else:
        complain(request, form)
    return redirect("seedgrants:grant", found.pk)


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
            "to_pay": tranches.filter(state=TrancheState.APPROVED).order_by("due_on", "pk"),
            "paid": tranches.filter(
                state__in=(TrancheState.PAID, TrancheState.ACKNOWLEDGED)
            ).order_by("-paid_on", "-pk")[:30],
        },
    )


@login_required
@permission_required(PAY, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request, pk):
    tranche = get_object_or_404(
        tranches_for(request.user).select_related(
            "grant__application__applicant", "grant__application__organisation", "approved_by"
        ),
        pk=pk,
    )
    form = PaymentForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            request,
            lambda: pay_tranche(tranche=tranche, by=request.user, **form.cleaned_data),
            _("The payment is recorded."),
        )
    ):
        return redirect("seedgrants:payments")
    return render(request, "seedgrants/pay.html", {"tranche": tranche, "form": form})

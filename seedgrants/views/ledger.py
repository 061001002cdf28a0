"""The ledger of a grant, and closing what is left over."""

from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seedgrants.forms.awards import ReturnedForm, WriteOffForm
from seedgrants.permissions import COORDINATE, PAY
from seedgrants.services.ledger import RUNNING, record_return, write_off
from seedgrants.views.grants import get_grant
from seedgrants.views.replies import attempt, keep_typed


@login_required
@require_safe
def ledger(request, pk):
    return show(request, get_grant(request, pk))


def show(request, found, **refused):
    """The page, with the forms that were sent to it and refused."""
    open_sum = found.state in RUNNING and found.unspent > 0
    initial = {"amount": found.unspent}
    may_return = open_sum and request.user.has_perm(PAY)
    may_write_off = open_sum and request.user.has_perm(COORDINATE)
    context = {
        "grant": found,
        "application": found.application,
        "entries": found.ledger.select_related("by").with_balance(),
        "returned_form": (
            ReturnedForm(initial=initial, auto_id="returned_%s") if may_return else None
        ),
        "write_off_form": (
            WriteOffForm(initial=initial, auto_id="written_off_%s") if may_write_off else None
        ),
    }
    return render(request, "seedgrants/ledger.html", keep_typed(context, refused))


@login_required
@permission_required(PAY, raise_exception=True)
@require_POST
def returned(request, pk):
    found = get_grant(request, pk)
    form = ReturnedForm(request.POST, auto_id="returned_%s")
    if form.is_valid() and attempt(
        request,
        lambda: record_return(grant=found, by=request.user, **form.cleaned_data),
        _("The money given back is in the ledger."),
    ):
        return redirect("seedgrants:ledger", found.pk)
    return show(request, found, returned_form=form)


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def written_off(request, pk):
    found = get_grant(request, pk)
    form = WriteOffForm(request.POST, auto_id="written_off_%s")
    if form.is_valid() and attempt(
        request,
        lambda: write_off(grant=found, by=request.user, **form.cleaned_data),
        _("Written off."),
    ):
        return redirect("seedgrants:ledger", found.pk)
    return show(request, found, write_off_form=form)

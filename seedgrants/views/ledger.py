"""The ledger of a grant, and closing what is left over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seedgrants.enums import EntryKind
from seedgrants.forms.awards import ReturnedForm, TakeBackForm, WriteOffForm
from seedgrants.permissions import COORDINATE, PAY
from seedgrants.services import ledger as services
from seedgrants.services.ledger import RUNNING, record_return, write_off
from seedgrants.views.grants import get_grant
from seedgrants.views.replies import attempt_once, keep_typed


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
        "take_back_form": take_back_form(request.user, found),
    }
    return render(request, "seedgrants/ledger.html", keep_typed(context, refused))


def take_back_form(user, found, data=None) -> TakeBackForm | None:
    """For the returns and write-offs that this person may take back, if there are any."""
    permission_of = {EntryKind.RETURNED: PAY, EntryKind.WRITTEN_OFF: COORDINATE}
    kinds = [kind for kind, permission in permission_of.items() if user.has_perm(permission)]
    # A second click still knows the entry that the first took back.
    entries = found.ledger.all() if data else found.ledger.standing()
    entries = entries.filter(kind__in=kinds)
    if found.state not in RUNNING or not kinds or not entries.exists():
        return None
    return TakeBackForm(data, entries=entries, currency=found.currency, auto_id="take_back_%s")


@login_required
@require_POST
def take_back(request, pk):
    """Undo a return or a write-off by a contra entry."""
    found = get_grant(request, pk)
    if not (request.user.has_perm(PAY) or request.user.has_perm(COORDINATE)):
        raise PermissionDenied
    form = take_back_form(request.user, found, request.POST)
    if form is None:
        messages.error(request, _("Nothing in the ledger can be taken back now."))
    elif not form.is_valid() or not attempt_once(
        request,
        form,
        lambda: services.take_back(by=request.user, **form.cleaned_data),
        _("The contra entry is in the ledger."),
    ):
        return show(request, found, take_back_form=form)
    return redirect("seedgrants:ledger", found.pk)


@login_required
@permission_required(PAY, raise_exception=True)
@require_POST
def returned(request, pk):
    found = get_grant(request, pk)
    form = ReturnedForm(request.POST, auto_id="returned_%s")
    if form.is_valid() and attempt_once(
        request,
        form,
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
    if form.is_valid() and attempt_once(
        request,
        form,
        lambda: write_off(grant=found, by=request.user, **form.cleaned_data),
        _("Written off."),
    ):
        return redirect("seedgrants:ledger", found.pk)
    return show(request, found, write_off_form=form)

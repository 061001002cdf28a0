"""How somebody who was invited gets their account: by a link or by a code on paper."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.records.exceptions import InvitationInvalid, RecordsError
from lms.records.forms.invitations import AcceptForm, CodeForm
from lms.records.models import Invitation
from lms.records.models.people import person_of
from lms.records.services.invitations import (
    accept_with_account,
    accept_with_new_account,
    find_invitation,
)

# The session keeps which invitation was opened, so that it survives the sign-in page.
OPENED = "invitation"
WRONG = gettext_lazy(
    "This code is not right, or it can no longer be used. Look at it once more, or ask who gave it "
    "to you for a new one."
)


@never_cache
@require_http_methods(["GET", "POST"])
def type_code(request):
    """Ask for the code of a printed slip."""
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        too_many = ratelimit.consume_or_429(request, action="invitation")
        if too_many:
            return too_many
        if form.is_valid():
            invitation = find_invitation(form.cleaned_data["code"])
            if invitation:
                return _open(request, invitation)
            form.add_error("code", WRONG)
    return render(request, "records/invitation_code.html", {"form": form})


@never_cache
@require_safe
def open_link(request, code):
    """The link of an invitation; the code leaves the address at once."""
    too_many = ratelimit.consume_or_429(request, action="invitation", limit_get=True)
    if too_many:
        return too_many
    invitation = find_invitation(code)
    if invitation is None:
        messages.error(request, WRONG)
        return redirect("records:invitation")
    return _open(request, invitation)


def _open(request, invitation: Invitation):
    request.session[OPENED] = invitation.pk
    return redirect("records:accept_invitation")


def _opened(request) -> Invitation | None:
    """The invitation whose right code was given in this browser, as long as it can be used."""
    return (
        Invitation.objects.open()
        .filter(pk=request.session.get(OPENED), person__user=None)
        .select_related("person")
        .first()
    )


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request):
    """Say whose invitation it is, and make the account; who is signed in links the one they have."""
    invitation = _opened(request)
    if invitation is None:
        if request.user.is_authenticated and person_of(request.user):
            return redirect(settings.LOGIN_REDIRECT_URL)
        messages.error(request, WRONG)
        return redirect("records:invitation")
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and not request.user.is_authenticated:
        too_many = ratelimit.consume_or_429(
            request, action="accept_invitation", key=str(invitation.pk)
        )
        if too_many:
            return too_many
        if form.is_valid():
            return _make_account(request, invitation, form)
    context = {"person": invitation.person, "form": form}
    return render(request, "records/accept_invitation.html", context)


def _make_account(request, invitation: Invitation, form: AcceptForm):
    """Answers alike whether the account is new or existed, then asks to sign in."""
    try:
        accept_with_new_account(
            invitation=invitation,
            contact=form.cleaned_data["contact"],
            password=form.cleaned_data["password"],
            language=get_language(),
        )
    except InvitationInvalid as refusal:
        messages.error(request, str(refusal))
        return redirect("records:invitation")
    messages.success(
        request,
        _(
            "Now sign in with the number or address and the password you just chose. If that does "
            "not work, you have an account already: sign in with its password, and your records "
            "are linked to it."
        ),
    )
    return redirect(f"{reverse('account_login')}?next={reverse('records:accept_invitation')}")


@login_required
@require_POST
def link(request):
    """Link the opened invitation to the account that is signed in."""
    invitation = _opened(request)
    if invitation is None:
        messages.error(request, WRONG)
        return redirect("records:invitation")
    try:
        accept_with_account(invitation=invitation, user=request.user)
    except RecordsError as refusal:
        messages.error(request, str(refusal))
        return redirect("records:accept_invitation")
    messages.success(request, _("Your records are now linked to your account."))
    return redirect(settings.LOGIN_REDIRECT_URL)

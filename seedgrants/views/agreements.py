"""The agreement of a grant: drawn up, read, signed here or on paper; and the consent to be listed."""

from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.records.services.people import person_of
from seedgrants.drawing import draw_agreement
from seedgrants.enums import FilePurpose
from seedgrants.forms.awards import AgreementForm, PaperForm, SignForm
from seedgrants.models import Agreement, Signature
from seedgrants.permissions import COORDINATE, grants_for
from seedgrants.services.agreements import accept_agreement, draw_up_agreement, record_paper
from seedgrants.services.consent import set_consent
from seedgrants.views.grants import get_grant
from seedgrants.views.grants import show as show_grant
from seedgrants.views.proposals import as_pdf
from seedgrants.views.replies import attempt, attempt_once


def get_agreement(request, pk) -> Agreement:
    return get_object_or_404(
        Agreement.objects.filter(grant__in=grants_for(request.user)).select_related(
            "grant__application__applicant", "grant__application__round"
        ),
        pk=pk,
    )


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def draw_up(request, pk):
    found = get_grant(request, pk)
    form = AgreementForm(request.POST)
    if form.is_valid() and attempt_once(
        request,
        form,
        lambda: draw_up_agreement(grant=found, by=request.user, **form.cleaned_data),
        _("The agreement is drawn up. The grantee can read and sign it."),
    ):
        return redirect("seedgrants:grant", found.pk)
    return show_grant(request, found, agreement_form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request, pk):
    """Read it; the grantee signs by name, a coordinator records the paper that was signed."""
    found = get_agreement(request, pk)
    person = person_of(request.user)
    is_own = person is not None and person.pk == found.grant.application.applicant_id
    signature = Signature.objects.filter(agreement=found).first()
    signed = signature or Signature.objects.filter(grant=found.grant).exists()
    sign_form = paper_form = None
    if is_own and not signed:
        sign_form = SignForm(request.POST or None)
    elif request.user.has_perm(COORDINATE) and not signed:
        paper_form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and not (is_own or request.user.has_perm(COORDINATE)):
        raise PermissionDenied
    if request.method == "POST" and sign(request, found, sign_form, paper_form):
        return redirect("seedgrants:grant", found.grant_id)
    return render(
        request,
        "seedgrants/agreement.html",
        {
            "agreement": found,
            "texts": found.texts_for(get_language()),
            "grant": found.grant,
            "application": found.grant.application,
            "signature": signature,
            "papers": found.files.filter(purpose=FilePurpose.SIGNED),
            "sign_form": sign_form,
            "paper_form": paper_form,
        },
    )


def sign(request, found, sign_form, paper_form) -> bool:
    if sign_form is not None and sign_form.is_valid():
        name = sign_form.cleaned_data["name"]
        return attempt(
            request,
            lambda: accept_agreement(agreement=found, by=request.user, name=name),
            _("Thank you. The agreement is signed."),
        )
    if paper_form is not None and paper_form.is_valid():
        return attempt(
            request,
            lambda: record_paper(agreement=found, by=request.user, **paper_form.cleaned_data),
            _("The signed paper is recorded."),
        )
    return False


@login_required
@require_safe
def agreement_pdf(request, pk):
    found = get_agreement(request, pk)
    pdf = draw_agreement(found, language=get_language())
    return as_pdf(pdf, f"{found.grant.application.number}-agreement-{found.version}")


@login_required
@require_POST
def consent(request, pk):
    """The grantee agrees to be listed publicly, or takes it back."""
    found = get_grant(request, pk)
    agreed = request.POST.get("agreed") == "1"
    attempt(
        request,
        lambda: set_consent(grant=found, by=request.user, agreed=agreed),
        _("Thank you. Your grant is listed publicly.")
        if agreed
        else _("Your grant is not listed publicly."),
    )
    return redirect("seedgrants:grant", found.pk)

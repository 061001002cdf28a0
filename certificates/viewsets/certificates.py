"""The register of certificates: a list to read, and the few things that may be done with one."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from certificates.admin_forms import CorrectNameForm, RenewForm, RevokeForm
from certificates.exceptions import AlreadyBeingReplaced, MoveNotAllowed, NothingToCorrect
from certificates.exports import register_csv
from certificates.models import AccessKind, Certificate, CertificateState
from certificates.permissions import may_manage
from certificates.services.accesses import note_access
from certificates.services.corrections import correct_name, renew_certificate, revoke_certificate


class CertificateIndexView(IndexView):
    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if instance.number:
            url = reverse("certificates:download", args=[instance.code])
            buttons.append(Button(_("PDF"), url=url, icon_name="download", priority=40))
        if instance.state == CertificateState.ISSUED:
            for name, label, icon in (
                ("correct", _("Correct the name"), "edit"),
                ("renew", _("Renew"), "rotate"),
                ("revoke", _("Revoke"), "cross"),
            ):
                url = reverse(f"certificate:{name}", args=[instance.pk])
                buttons.append(Button(label, url=url, icon_name=icon, priority=50))
        return buttons

    @property
    def header_more_buttons(self):
        return [
            *super().header_more_buttons,
            Button(
                _("Download the register"),
                url=reverse("certificate:export") + "?" + self.request.GET.urlencode(),
                icon_name="download",
                priority=90,
            ),
        ]

    @property
    def header_buttons(self):
        return [
            *super().header_buttons,
            HeaderButton(
                _("Issue certificates"), url=reverse("certificatebatch:issue"), icon_name="plus"
            ),
        ]


def _act(request, pk: int, *, form_class, act: Callable, words: dict, fields: tuple[str, ...] = ()):
    """Ask what is needed to do something with a valid certificate, do it, or say why not."""
    if not may_manage(request.user):
        raise PermissionDenied
    certificate = get_object_or_404(Certificate.objects.published(), pk=pk)
    initial = {name: getattr(certificate, name) for name in fields}
    form = form_class(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            act(certificate=certificate, **form.cleaned_data)
        except MoveNotAllowed:
            messages.error(request, _("This certificate is not valid any more."))
        except AlreadyBeingReplaced:
            messages.error(request, _("A newer certificate is already being made for it."))
        except NothingToCorrect:
            form.add_error(None, _("This is the name that the certificate has already."))
        else:
            messages.success(request, words["done"])
        if form.is_valid():
            return redirect("certificate:index")
    context = {"certificate": certificate, "form": form, **words}
    return render(request, "certificates/admin/act.html", context)


def revoke(request, pk):
    def act(*, certificate, reason):
        revoke_certificate(certificate=certificate, reason=reason, revoked_by=request.user)

    words = {
        "heading": _("Revoke a certificate"),
        "warning": _(
            "Its check page will say at once that it no longer counts. This cannot be undone."
        ),
        "button": _("Revoke"),
        "serious": True,
        "done": _("The certificate is revoked."),
    }
    return _act(request, pk, form_class=RevokeForm, act=act, words=words)


def correct(request, pk):
    def act(**fields):
        correct_name(requested_by=request.user, **fields)

    words = {
        "heading": _("Correct the name"),
        "warning": _(
            "A new certificate with its own number is made. The old one will say that it was "
            "replaced."
        ),
        "button": _("Make a new certificate"),
        "done": _("The corrected certificate is being made."),
    }
    return _act(
        request,
        pk,
        form_class=CorrectNameForm,
        act=act,
        words=words,
        fields=("name", "name_km"),
    )


def renew(request, pk):
    def act(**fields):
        renew_certificate(requested_by=request.user, **fields)

    words = {
        "heading": _("Renew a certificate"),
        "warning": _(
            "A new certificate with its own number and term is made. The old one will say that it "
            "was replaced."
        ),
        "button": _("Make a new certificate"),
        "done": _("The renewed certificate is being made."),
    }
    return _act(request, pk, form_class=RenewForm, act=act, words=words)


@require_safe
def export(request):
    """The register as CSV, with the filters of the list; noted down with who fetched it."""
    if not may_manage(request.user):
        raise PermissionDenied
    certificates = Certificate.objects.published()
    for name in FILTERS:
        field = Certificate._meta.get_field(name)
        known = {value for value, _label in field.choices or ()}
        values = [
            v
            for v in request.GET.getlist(name)
            if (v in known if known else v.isdecimal() and len(v) < 10)
        ]
        if values:
            certificates = certificates.filter(**{f"{name}__in": values})
    note_access(kind=AccessKind.REGISTER, user=request.user, people=certificates.count())
    return StreamingHttpResponse(
        register_csv(certificates.order_by("pk")),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="certificates.csv"',
            "Cache-Control": "private, no-store",
        },
    )


FILTERS = ["state", "kind", "year", "batch"]


class CertificateViewSet(ModelViewSet):
    model = Certificate
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Register")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields_exclude = [
        "request_key",
        "code",
        "pdf",
        "year",
        "sequence",
        "told_at",
        "is_shared",
    ]
    # Nothing is edited; Wagtail asks for fields all the same.
    form_fields = ["name"]
    index_view_class = CertificateIndexView
    list_display = [
        "__str__",
        Column("course_title", label=gettext_lazy("Course"), sort_key="course_title"),
        Column("organisation", label=gettext_lazy("Organisation"), sort_key="organisation"),
        Column("state", label=gettext_lazy("State"), accessor="state_shown"),
        DateColumn("issued_at", label=gettext_lazy("Issued"), sort_key="issued_at"),
    ]
    list_filter = FILTERS
    search_fields = ["number", "name", "name_km", "course_title"]
    list_per_page = 50
    ordering = ["-requested_at"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("revoke/<int:pk>/", revoke, name="revoke"),
            path("correct/<int:pk>/", correct, name="correct"),
            path("renew/<int:pk>/", renew, name="renew"),
            path("register.csv", export, name="export"),
        ]

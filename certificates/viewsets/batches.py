"""Batches in the admin: asking for many certificates, watching them being made, fetching them."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from certificates import bundles
from certificates.admin_forms import IssueForm
from certificates.models import AccessKind, CertificateBatch, CertificateState
from certificates.permissions import may_manage
from certificates.services.accesses import note_access
from certificates.services.batches import request_batch, resume_batch, stop_batch

SHOWN = 500


def _refuse_others(user):
    if not may_manage(user):
        raise PermissionDenied


def _batch(user, pk: int) -> CertificateBatch:
    _refuse_others(user)
    return get_object_or_404(CertificateBatch.objects.with_progress(), pk=pk)


def issue(request):
    """Fill in, look it over, issue: nothing exists before the last step."""
    _refuse_others(request.user)
    form = IssueForm(request.POST or None)
    if form.is_valid() and "issue" in request.POST:
        batch = request_batch(
            key=f"list:{form.cleaned_data['token']}",
            title=form.cleaned_data["course_title"],
            facts=form.facts,
            recipients=form.recipients,
            requested_by=request.user,
        )
        return redirect("certificatebatch:show", batch.pk)
    sure = form.is_valid() and "change" not in request.POST
    context = {"form": form, "sure": sure}
    return render(request, "certificates/admin/issue.html", context)


@require_safe
def show(request, pk):
    batch = _batch(request.user, pk)
    certificates = batch.certificates.order_by("pk")[:SHOWN]
    context = {
        "batch": batch,
        "certificates": certificates,
        "waiting": batch.total - batch.issued - batch.failed,
        "per_cent": batch.issued * 100 // batch.total if batch.total else 0,
    }
    return render(request, "certificates/admin/batch.html", context)


@require_POST
def stop(request, pk):
    stop_batch(batch=_batch(request.user, pk))
    return redirect("certificatebatch:show", pk)


@require_POST
def resume(request, pk):
    resume_batch(batch=_batch(request.user, pk))
    return redirect("certificatebatch:show", pk)


def _valid(request, pk, kind: str):
    """The batch and its valid certificates, whose fetching is noted down."""
    batch = _batch(request.user, pk)
    certificates = list(
        batch.certificates.filter(state=CertificateState.ISSUED).order_by("sequence")
    )
    note_access(kind=kind, user=request.user, people=len(certificates), of=batch.title)
    return batch, certificates


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "private, no-store",
    }


@require_safe
def as_zip(request, pk):
    _of, certificates = _valid(request, pk, AccessKind.ZIP)
    return FileResponse(
        bundles.zip_of(certificates),
        content_type="application/zip",
        headers=_headers(f"certificates-{pk}.zip"),
    )


@require_safe
def as_print(request, pk):
    _of, certificates = _valid(request, pk, AccessKind.PRINT)
    if not certificates:
        return redirect("certificatebatch:show", pk)
    return HttpResponse(
        bundles.print_of(certificates),
        content_type="application/pdf",
        headers=_headers(f"certificates-{pk}.pdf"),
    )


@require_safe
def recipients(request, pk):
    batch, certificates = _valid(request, pk, AccessKind.RECIPIENTS)
    return HttpResponse(
        bundles.recipients_of(batch, certificates),
        content_type="application/pdf",
        headers=_headers(f"recipients-{pk}.pdf"),
    )


class BatchIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().with_progress()


class BatchViewSet(ModelViewSet):
    model = CertificateBatch
    icon = "folder-open-inverse"
    menu_label = gettext_lazy("Batches")
    add_to_reference_index = False
    copy_view_enabled = False
    # Nothing is edited; Wagtail asks for fields all the same.
    form_fields = ["title"]
    index_view_class = BatchIndexView
    list_display = [
        TitleColumn(
            "title",
            label=gettext_lazy("Batch"),
            get_url=lambda batch: reverse("certificatebatch:show", args=[batch.pk]),
        ),
        Column("total", label=gettext_lazy("People")),
        Column("issued", label=gettext_lazy("Issued")),
        Column("failed", label=gettext_lazy("Failed")),
        DateColumn("created_at", label=gettext_lazy("Asked for"), sort_key="created_at"),
    ]
    search_fields = ["title"]
    list_per_page = 50
    ordering = ["-created_at"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("issue/", issue, name="issue"),
            path("<int:pk>/", show, name="show"),
            path("<int:pk>/stop/", stop, name="stop"),
            path("<int:pk>/resume/", resume, name="resume"),
            path("<int:pk>/certificates.zip", as_zip, name="zip"),
            path("<int:pk>/certificates.pdf", as_print, name="print"),
            path("<int:pk>/recipients.pdf", recipients, name="recipients"),
        ]

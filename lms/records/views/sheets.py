"""Sign-in sheets: to print, and photographed once they are signed."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.records import long_sheets, made_files
from lms.records.course_pages import attach_course_pages
from lms.records.forms.sheets import SheetForm
from lms.records.models import Cohort, Session, SignedSheet
from lms.records.permissions import teach_cohort
from lms.records.services.signed_sheets import delete_sheet, keep_sheets
from lms.records.sign_in_sheet import draw_sheet, rows_of
from lms.records.views.being_made import being_made
from lms.records.views.learning import private
from lms.uploads import send_file


def _taught_cohort(request, pk) -> Cohort:
    cohorts = teach_cohort.objects_for(request.user).select_related("course__locale")
    return get_object_or_404(cohorts, pk=pk)


def _taught_sheet(request, pk) -> SignedSheet:
    return get_object_or_404(
        SignedSheet.objects.select_related("cohort__course", "uploaded_by"),
        pk=pk,
        cohort__in=teach_cohort.objects_for(request.user),
    )


def _send_pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.pdf")},
    )


def _sheet(request, name: str, cohort: Cohort, session: Session | None = None) -> HttpResponse:
    """The PDF: at once, or of many people once it is made; posting asks once more."""
    sheet, rows = long_sheets.sheet_of(cohort, session), rows_of(cohort)
    if not long_sheets.is_long(sheet, rows):
        return _send_pdf(draw_sheet(sheet, rows), name)
    file = long_sheets.name_of(sheet, rows)
    content = made_files.find(file)
    if content is not None:
        return _send_pdf(content, name)
    if request.method == "POST":
        made_files.forget(file)
        return redirect(request.path)
    failed = made_files.has_failed(file)
    if not failed:
        long_sheets.ask_for(file, cohort, session)
    attach_course_pages([cohort])
    return being_made(request, "records/sheets/being_made.html", failed=failed, cohort=cohort)


@login_required
@private
@require_http_methods(["GET", "HEAD", "POST"])
def session_sheet(request, pk):
    """The sheet of one session as PDF."""
    session = get_object_or_404(
        Session.objects.select_related("cohort__course__locale"),
        pk=pk,
        cohort__in=teach_cohort.objects_for(request.user),
    )
    day = timezone.localdate(session.starts_at)
    name = f"{session.cohort.code}-{day:%Y-%m-%d}-{session.pk}"
    return _sheet(request, name, session.cohort, session)


@login_required
@private
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_sheet(request, pk):
    """The sheet of all days of a cohort as PDF."""
    cohort = _taught_cohort(request, pk)
    return _sheet(request, f"{cohort.code}-sheet", cohort)


def _days_of(cohort: Cohort) -> list:
    """The days on which the cohort meets, with how each is written."""
    starts = cohort.sessions.held_or_planned().values_list("starts_at", flat=True)
    days = sorted({timezone.localdate(at) for at in starts}) or [cohort.starts_on]
    return [(day, date_format(day)) for day in days]


@login_required
@private
@require_http_methods(["GET", "POST"])
def signed_sheets(request, pk):
    """The photographs kept of each day, and the form to add some."""
    cohort = _taught_cohort(request, pk)
    days = _days_of(cohort)
    today = timezone.localdate()
    latest = next((day for day, _written in reversed(days) if day <= today), days[0][0])
    form = SheetForm(
        request.POST or None,
        request.FILES or None,
        days=days,
        initial={"day": latest.isoformat()},
    )
    if request.method == "POST" and form.is_valid():
        kept = keep_sheets(cohort=cohort, actor=request.user, **form.cleaned_data)
        messages.success(
            request,
            ngettext("%(count)s page is kept.", "%(count)s pages are kept.", len(kept))
            % {"count": len(kept)},
        )
        return redirect("records:signed_sheets", pk=cohort.pk)
    attach_course_pages([cohort])
    sheets = groupby(cohort.signed_sheets.order_by("day", "pk"), key=lambda sheet: sheet.day)
    return render(
        request,
        "records/signed_sheets.html",
        {"cohort": cohort, "form": form, "days": [(day, list(pages)) for day, pages in sheets]},
    )


@login_required
@private
@require_safe
def signed_sheet(request, pk):
    """One photograph, with the ways to keep it elsewhere and to take it away."""
    sheet = _taught_sheet(request, pk)
    attach_course_pages([sheet.cohort])
    is_picture = not sheet.file.name.endswith(".pdf")
    return render(request, "records/signed_sheet.html", {"sheet": sheet, "is_picture": is_picture})


@login_required
@require_safe
def sheet_file(request, pk):
    sheet = _taught_sheet(request, pk)
    ending = sheet.file.name.rpartition(".")[2]
    return send_file(sheet.file, f"{sheet.cohort.code}-{sheet.day}-{sheet.pk}.{ending}")


@login_required
@require_POST
def delete(request, pk):
    """Take a photograph away; the page that shows it asks for a second look."""
    sheet = _taught_sheet(request, pk)
    delete_sheet(sheet=sheet, actor=request.user)
    messages.success(request, _("The page is deleted."))
    return redirect("records:signed_sheets", pk=sheet.cohort_id)

"""A coordinator calls a cohort off, opens it again, or plans it once more."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.records.course_pages import attach_course_pages
from lms.records.exceptions import RecordsError
from lms.records.forms.cohorts import CancelCohortForm, CopyCohortForm
from lms.records.models import Cohort
from lms.records.permissions import may_coordinate
from lms.records.services.cohorts import COUNT_ON_IT, cancel_cohort, copy_cohort, reopen_cohort


def _cohort_of(request, pk) -> Cohort:
    if not may_coordinate(request.user):
        raise PermissionDenied
    cohort = get_object_or_404(Cohort.objects.select_related("course"), pk=pk)
    attach_course_pages([cohort])
    return cohort


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request, pk):
    """Call a cohort off, after a second look at who will be told."""
    cohort = _cohort_of(request, pk)
    form = CancelCohortForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            told = cancel_cohort(cohort=cohort, actor=request.user, note=form.cleaned_data["note"])
        except RecordsError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("The cohort is cancelled. People told: %(count)s.") % {"count": told}
            )
        return redirect("records:cohort", pk=cohort.pk)
    counting = cohort.enrolments.filter(state__in=COUNT_ON_IT).count()
    context = {"cohort": cohort, "form": form, "counting": counting}
    return render(request, "records/cancel_cohort.html", context)


@login_required
@require_POST
def reopen(request, pk):
    """Open a closed cohort again for late corrections."""
    cohort = _cohort_of(request, pk)
    try:
        reopen_cohort(cohort=cohort, actor=request.user)
    except RecordsError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The cohort is open again. Close it when all is put right."))
    return redirect("records:cohort", pk=cohort.pk)


@login_required
@require_http_methods(["GET", "POST"])
def copy(request, pk):
    """Plan the same cohort for other dates; the copy is completed in the admin's form."""
    cohort = _cohort_of(request, pk)
    form = CopyCohortForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = copy_cohort(cohort=cohort, actor=request.user, **form.cleaned_data)
        except RecordsError as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("The new cohort is planned. Check its dates and places."))
            return redirect("cohort:edit", made.pk)
    return render(request, "records/copy_cohort.html", {"cohort": cohort, "form": form})

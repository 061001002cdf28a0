"""A trainer reads the open answers of a test and gives points."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.records.exceptions import RecordsError
from lms.records.forms.assessments import MarkingForm
from lms.records.permissions import mark_attempt as may_mark_attempt
from lms.records.services.assessments import hand_in_overdue
from lms.records.services.marking import mark_attempt
from lms.records.views.learning import private


@login_required
@private
@require_http_methods(["GET", "POST"])
def mark(request, pk):
    """The open answers of one attempt, each with its points and feedback; marks can be changed."""
    allowed = may_mark_attempt.objects_for(request.user)
    hand_in_overdue(allowed.filter(pk=pk))
    attempt = get_object_or_404(allowed.submitted().select_related("person", "marked_by"), pk=pk)
    form = MarkingForm(request.POST or None, attempt=attempt)
    if not form.questions:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            mark_attempt(attempt=attempt, marks=form.marks(), actor=request.user)
        except RecordsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Marked: %(person)s. The trainee sees it now.") % {"person": attempt.person},
            )
            return redirect("records:marking")
    return render(request, "records/mark_attempt.html", {"attempt": attempt, "form": form})

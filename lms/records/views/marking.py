"""A trainer's queue of work to mark, and marking one piece by its rubric."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from lms.records.enums import SubmissionState
from lms.records.exceptions import RecordsError
from lms.records.forms.assignments import MarkForm
from lms.records.marking_queue import attach_people, choices_of, narrow, read_queue
from lms.records.models import Submission
from lms.records.permissions import mark_attempt, may_coordinate, may_train
from lms.records.permissions import mark_submission as may_mark
from lms.records.rubrics import marked_rubric
from lms.records.services.assessments import hand_in_overdue
from lms.records.services.assignments import mark_submission
from lms.records.views.learning import private

A_PAGE = 30


@login_required
@private
@require_GET
def marking(request):
    """Work handed in and tests with open answers, oldest first."""
    if not (may_train(request.user) or may_coordinate(request.user)):
        raise PermissionDenied
    hand_in_overdue(mark_attempt.objects_for(request.user))
    waiting = read_queue(request.user)
    wanted = request.GET.get("in", "")
    page = Paginator(narrow(waiting, wanted), A_PAGE).get_page(request.GET.get("page"))
    attach_people(page.object_list)
    return render(
        request,
        "records/marking.html",
        {"page": page, "choices": choices_of(waiting), "wanted": wanted},
    )


@login_required
@private
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def mark(request, pk):
    """Read one piece of work, give points and words, accept or return it.

    Where somebody else was faster, or a newer version came in, nothing typed is lost.
    """
    works = may_mark.objects_for(request.user).select_related("person", "marked_by")
    work = get_object_or_404(works, pk=pk)
    form = MarkForm(request.POST or None, submission=work)
    if request.method == "POST" and form.is_valid():
        try:
            work = mark_submission(submission=work, actor=request.user, **form.outcome())
        except RecordsError as refusal:
            work = works.get(pk=pk)
            form.refuse(str(refusal), submission=work)
        else:
            if form.accepts:
                messages.success(request, _("The work is accepted."))
            else:
                messages.success(request, _("The work is returned with your comments."))
            return redirect("records:marking")
    elif request.method == "GET" and work.state != SubmissionState.SUBMITTED:
        return redirect("records:submission", pk=work.pk)
    earlier = Submission.objects.filter(
        person=work.person_id, assignment_key=work.assignment_key, number__lt=work.number
    )
    return render(
        request,
        "records/marking_submission.html",
        {
            "work": work,
            "form": form,
            "is_waiting": work.state == SubmissionState.SUBMITTED,
            "rubric": marked_rubric(work),
            "earlier": earlier.order_by("-number"),
        },
    )

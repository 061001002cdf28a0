"""Handing work in, and reading what the trainer said of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from courses.models import AssignmentPage
from lms.records.enums import SubmissionState
from lms.records.exceptions import RecordsError
from lms.records.forms.assignments import HandInForm
from lms.records.lesson_gate import course_of
from lms.records.models import Submission
from lms.records.models.people import person_of
from lms.records.permissions import see_submission, takes_part
from lms.records.rubrics import marked_rubric
from lms.records.services import assignments as services
from lms.records.views.learning import page_for_reader, private
from lms.uploads import send_file


@login_required
@private
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def hand_in(request, page_id):
    """Write or upload the work of an assignment, for those who hold a place in its course."""
    assignment = page_for_reader(request, AssignmentPage, page_id)
    if not takes_part(request.user, course_of(assignment)):
        raise PermissionDenied
    person = person_of(request.user)
    before = services.submissions_of(person=person, assignment=assignment)
    newest = before[0] if before else None
    if newest and newest.state == SubmissionState.ACCEPTED:
        messages.info(request, str(services.AlreadyAccepted()))
        return redirect("records:submission", pk=newest.pk)
    waiting = newest if newest and newest.state == SubmissionState.SUBMITTED else None
    form = HandInForm(
        request.POST or None,
        request.FILES or None,
        assignment=assignment,
        waiting=waiting,
        returned=None if waiting else newest,
    )
    if request.method == "POST" and form.is_valid():
        try:
            work = services.hand_in(
                person=person,
                assignment=assignment,
                course_key=course_of(assignment).values_list("translation_key", flat=True).get(),
                **form.work(),
            )
        except RecordsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your work is handed in. Your trainer reads it next."))
            return redirect("records:submission", pk=work.pk)
    return render(
        request,
        "records/assignment_hand_in.html",
        {
            "assignment": assignment,
            "form": form,
            "waiting": waiting,
            "returned": None if waiting else newest,
            "rubric": services.rubric_of(assignment),
        },
    )


@login_required
@private
@require_GET
def submission(request, pk):
    """One piece of work with what was said of it."""
    work = get_object_or_404(
        see_submission.objects_for(request.user).select_related("person", "marked_by"), pk=pk
    )
    person = person_of(request.user)
    is_own = person is not None and person.pk == work.person_id
    return render(
        request,
        "records/assignment_submission.html",
        {
            "work": work,
            "rubric": marked_rubric(work),
            "is_own": is_own,
            "page": _page_of(work),
            "is_newest": not Submission.objects.filter(
                person=work.person_id, assignment_key=work.assignment_key, number__gt=work.number
            ).exists(),
        },
    )


def _page_of(work: Submission) -> AssignmentPage | None:
    """The published assignment in the reader's language or else another; perhaps there is none."""
    pages = AssignmentPage.objects.live().filter(translation_key=work.assignment_key)
    found = {page.locale.language_code: page for page in pages.select_related("locale")}
    return found.get(get_language()) or next(iter(found.values()), None)


@login_required
@require_GET
def submission_file(request, pk):
    """The file of a piece of work, for the person and those who may mark it."""
    work = get_object_or_404(see_submission.objects_for(request.user), pk=pk)
    if not work.file:
        raise Http404
    return send_file(work.file, work.file_name)

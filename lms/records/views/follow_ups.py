"""Calling people months after a course: who is due, and what they say."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.records.course_pages import attach_course_pages
from lms.records.enums_mentoring import FollowUpState
from lms.records.exceptions import RecordsError
from lms.records.forms.follow_up import FollowUpForm
from lms.records.permissions import may_coordinate, may_mentor
from lms.records.permissions_mentoring import record_follow_up
from lms.records.services.follow_up import note_attempt, record_answers
from lms.records.views.mentoring import notes

A_PAGE = 30
AHEAD = timedelta(days=30)


def _with_people(follow_ups):
    return follow_ups.select_related(
        "completion__enrolment__person", "completion__enrolment__cohort__course"
    )


@notes
def follow_ups(request):
    """Who is to be called, overdue first, and who soon."""
    if not (may_mentor(request.user) or may_coordinate(request.user)):
        raise PermissionDenied
    soon = timezone.localdate() + AHEAD
    due = _with_people(record_follow_up.objects_for(request.user).due(on=soon))
    page = Paginator(due, A_PAGE).get_page(request.GET.get("page"))
    attach_course_pages(one.completion.enrolment.cohort for one in page)
    return render(
        request,
        "records/follow_ups.html",
        {
            "follow_ups": page,
            "today": timezone.localdate(),
            "saved": f"follow-up:{request.GET.get('saved', '')}",
        },
    )


@notes
@require_http_methods(["GET", "POST"])
def follow_up(request, pk):
    """One call: nobody answered, or what they said."""
    follow_up = get_object_or_404(_with_people(record_follow_up.objects_for(request.user)), pk=pk)
    is_open = follow_up.state != FollowUpState.REACHED
    form = FollowUpForm(request.POST or None)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "attempt":
                note_attempt(follow_up=follow_up, actor=request.user)
                messages.success(request, _("Noted: nobody answered. Try again another day."))
                return redirect("records:follow_ups")
            if form.is_valid():
                record_answers(follow_up=follow_up, actor=request.user, **form.answers())
                messages.success(request, _("Thank you. What they said is written down."))
                return redirect(f"{reverse('records:follow_ups')}?saved={follow_up.pk}")
        except RecordsError as refusal:
            messages.error(request, str(refusal))
            return redirect("records:follow_up", pk=follow_up.pk)
    attach_course_pages([follow_up.completion.enrolment.cohort])
    context = {"follow_up": follow_up, "form": form, "is_open": is_open}
    return render(request, "records/follow_up.html", context)

"""What people of a cohort were told: the outbox, and the list of calls to make."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lms.records.call_list import calls_made, calls_to_make
from lms.records.course_pages import attach_course_pages
from lms.records.enums import MessageState
from lms.records.models import Cohort, Message
from lms.records.permissions import may_coordinate, teach_cohort
from lms.records.services.outbox import call_instead, mark_called, send_again, undo_called
from lms.records.views.decisions import read_pks
from lms.records.views.learning import private

A_PAGE = 50
ACTIONS = {
    "send": (send_again, gettext_lazy("To be sent again: %(count)s.")),
    "call": (call_instead, gettext_lazy("On the call list now: %(count)s.")),
}


@login_required
@private
@require_http_methods(["GET", "POST"])
def outbox(request, pk):
    """What was sent to the people of a cohort, what failed, and what to do about it."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    cohort = get_object_or_404(Cohort.objects.select_related("course"), pk=pk)
    if request.method == "POST":
        action = ACTIONS.get(request.POST.get("do"))
        if action:
            service, report = action
            pks = read_pks(request.POST.getlist("message"))
            count = service(cohort=cohort, pks=pks, actor=request.user)
            messages.success(request, report % {"count": count})
        return redirect(request.get_full_path())
    wanted = request.GET.get("state", "")
    rows = Message.objects.filter(cohort=cohort).exclude(state=MessageState.DROPPED)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    if wanted in counts:
        rows = rows.filter(state=wanted)
    attach_course_pages([cohort])
    return render(
        request,
        "records/outbox.html",
        {
            "cohort": cohort,
            "page": Paginator(rows.select_related("person", "session"), A_PAGE).get_page(
                request.GET.get("page")
            ),
            "wanted": wanted,
            "states": [
                (state, MessageState(state).label, counts[state])
                for state in sorted(counts, key=list(MessageState).index)
            ],
            "failed": counts.get(MessageState.FAILED, 0),
            "to_call": counts.get(MessageState.TO_CALL, 0),
        },
    )


@login_required
@private
@require_http_methods(["GET", "POST"])
def calls(request, pk):
    """Who of a cohort has no email address and waits for a call; to print, or to tick on a phone."""
    cohort = get_object_or_404(
        teach_cohort.objects_for(request.user).select_related("course"), pk=pk
    )
    if request.method == "POST":
        pks = read_pks(request.POST.getlist("message"))
        if request.POST.get("do") == "undo":
            undo_called(cohort=cohort, pks=pks, actor=request.user)
        else:
            mark_called(cohort=cohort, pks=pks, actor=request.user)
            messages.success(request, _("Noted down as called."))
        return redirect("records:calls", pk=cohort.pk)
    attach_course_pages([cohort])
    context = {"cohort": cohort, "calls": calls_to_make(cohort), "made": calls_made(cohort)}
    return render(request, "records/calls.html", context)

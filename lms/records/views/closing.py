"""Closing a cohort: a look at who completes, then the judgement."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lms.records.course_pages import attach_course_pages
from lms.records.enums import ClosingState, EnrolmentState
from lms.records.exceptions import RecordsError
from lms.records.permissions import teach_cohort
from lms.records.services.closing import (
    UNDER_WAY,
    ClosingUnderWay,
    ask_for_closing,
    closing_problem,
    is_lost,
)
from lms.records.services.judging import course_rule, judge
from lms.records.views.learning import private

# Seconds after which the page that shows the progress asks again.
ASK_AGAIN_AFTER = "2"


@login_required
@require_http_methods(["GET", "POST"])
def close(request, pk):
    """Who completes and who does not, with the reasons; then close, or judge again."""
    cohort = get_object_or_404(
        teach_cohort.objects_for(request.user).select_related("course"), pk=pk
    )
    if request.method == "POST":
        try:
            ask_for_closing(cohort=cohort, actor=request.user)
        except ClosingUnderWay as refusal:
            messages.info(request, str(refusal))
        except RecordsError as refusal:
            messages.error(request, str(refusal))
            return redirect("records:close_cohort", pk=cohort.pk)
        return redirect("records:closing", pk=cohort.pk)
    attach_course_pages([cohort])
    rule = course_rule(cohort)
    judgements = judge(cohort, rule)
    settled = [j for j in judgements if j.enrolment.state == EnrolmentState.COMPLETED]
    open_cases = [j for j in judgements if j.enrolment.state != EnrolmentState.COMPLETED]
    return render(
        request,
        "records/close_cohort.html",
        {
            "cohort": cohort,
            "rule": rule,
            "problem": closing_problem(cohort),
            "completing": [j for j in open_cases if j.completes],
            "failing": [j for j in open_cases if not j.completes],
            "settled": settled,
        },
    )


@login_required
@private
@require_safe
def closing(request, pk):
    """How far the closing is, asking again by itself until it is done, and what came of it."""
    cohort = get_object_or_404(
        teach_cohort.objects_for(request.user).select_related("course"), pk=pk
    )
    newest = cohort.closings.first()
    if newest is None:
        return redirect("records:close_cohort", pk=cohort.pk)
    attach_course_pages([cohort])
    states = Counter(cohort.enrolments.holding_a_place().values_list("state", flat=True))
    is_under_way = newest.state in UNDER_WAY
    response = render(
        request,
        "records/closing.html",
        {
            "cohort": cohort,
            "closing": newest,
            "is_under_way": is_under_way,
            "is_lost": is_lost(newest),
            "has_failed": newest.state == ClosingState.FAILED,
            "completed": states[EnrolmentState.COMPLETED],
            "not_completed": states[EnrolmentState.NOT_COMPLETED],
        },
    )
    if is_under_way:
        response["Refresh"] = ASK_AGAIN_AFTER
    return response

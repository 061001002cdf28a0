"""Closing a cohort: a look at who completes, then the judgement."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.records.course_pages import attach_course_pages
from lms.records.enums import EnrolmentState
from lms.records.exceptions import RecordsError
from lms.records.permissions import teach_cohort
from lms.records.services.completion import close_cohort, closing_problem
from lms.records.services.judging import course_rule, judge


@login_required
@require_http_methods(["GET", "POST"])
def close(request, pk):
    """Who completes and who does not, with the reasons; then close, or judge again."""
    cohort = get_object_or_404(
        teach_cohort.objects_for(request.user).select_related("course"), pk=pk
    )
    if request.method == "POST":
        try:
            judgements = close_cohort(cohort=cohort, actor=request.user)
        except RecordsError as refusal:
            messages.error(request, str(refusal))
            return redirect("records:close_cohort", pk=cohort.pk)
        completed = sum(
            judgement.enrolment.state == EnrolmentState.COMPLETED for judgement in judgements
        )
        messages.success(
            request,
            _("The cohort is closed. Completed: %(completed)s of %(all)s.")
            % {"completed": completed, "all": len(judgements)},
        )
        return redirect("records:cohort", pk=cohort.pk)
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

"""What the registers of a cohort say: who may not complete, and everything as a table."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from lms.records.attendance_export import stream_csv
from lms.records.course_pages import attach_course_pages
from lms.records.log_actions import EXPORT_ATTENDANCE
from lms.records.models import Cohort
from lms.records.permissions import may_coordinate, teach_cohort
from lms.records.services.assessments import hand_in_overdue_of
from lms.records.services.at_risk import people_at_risk
from lms.records.views.learning import private


@login_required
@private
@require_safe
def at_risk(request, pk):
    """Who may not complete, why, and the number to call."""
    cohort = get_object_or_404(
        teach_cohort.objects_for(request.user).select_related("course"), pk=pk
    )
    attach_course_pages([cohort])
    hand_in_overdue_of(cohort)
    return render(
        request,
        "records/at_risk.html",
        {
            "cohort": cohort,
            "people": people_at_risk(cohort),
            "is_over": cohort.state not in Cohort.TAKES_PEOPLE,
        },
    )


@login_required
@private
@require_safe
def export(request, pk):
    """Everyone's minutes in every session, for coordinators; who took it is logged."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    cohort = get_object_or_404(Cohort.objects.select_related("course"), pk=pk)
    log(instance=cohort, action=EXPORT_ATTENDANCE, user=request.user)
    name = f"{cohort.code}-attendance.csv"
    return StreamingHttpResponse(
        stream_csv(cohort),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )

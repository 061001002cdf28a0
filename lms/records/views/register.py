"""The attendance register of one session, for a phone in the room."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.records.course_pages import attach_course_pages
from lms.records.exceptions import RecordsError
from lms.records.forms import RegisterForm
from lms.records.models import Cohort, Session
from lms.records.permissions import teach_cohort
from lms.records.services.attendance import record_attendance


@login_required
@require_http_methods(["GET", "POST"])
def register(request, pk):
    """Everyone who holds a place, one mark each; what was entered stays until it can be saved."""
    session = get_object_or_404(
        Session.objects.select_related("cohort__course"),
        pk=pk,
        cohort__in=teach_cohort.objects_for(request.user),
    )
    enrolments = list(
        session.cohort.enrolments.holding_a_place()
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "person__family_name_km", "pk")
    )
    attendances = {row.enrolment_id: row for row in session.attendances.all()}
    form = RegisterForm(
        request.POST or None,
        session=session,
        enrolments=enrolments,
        attendances=attendances,
        all_present="all_present" in request.POST,
    )
    if request.method == "POST" and form.is_valid():
        marks = form.marks()
        try:
            record_attendance(session=session, marks=marks, actor=request.user)
        except RecordsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The register is saved."))
            unmarked = len(enrolments) - len(marks)
            if unmarked:
                messages.warning(
                    request,
                    ngettext(
                        "%(count)s person is not marked yet.",
                        "%(count)s people are not marked yet.",
                        unmarked,
                    )
                    % {"count": unmarked},
                )
            return redirect("records:register", pk=session.pk)
    attach_course_pages([session.cohort])
    return render(
        request,
        "records/register.html",
        {
            "session": session,
            "form": form,
            "rows": list(form.rows()),
            "may_write": session.register_is_open and session.cohort.state in Cohort.TAKES_PEOPLE,
        },
    )

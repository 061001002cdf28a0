"""The attendance register of one session, for a phone in the room."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from lms.records.course_pages import attach_course_pages
from lms.records.enums import AttendanceStatus, CohortState
from lms.records.exceptions import RecordsError
from lms.records.forms.register import RegisterForm, WalkInForm
from lms.records.models import Cohort, Session
from lms.records.permissions import teach_cohort
from lms.records.services.register import is_correction, merge_marks
from lms.records.views.learning import private

KEPT_SECONDS = 30 * 24 * 3600


def session_of(request, pk) -> Session:
    return get_object_or_404(
        Session.objects.select_related("cohort__course"),
        pk=pk,
        cohort__in=teach_cohort.objects_for(request.user),
    )


# Forty people are 45 KB of much the same; nothing in it repeats what an address asked for.
@gzip_page
@login_required
@private
@require_http_methods(["GET", "POST"])
def register(request, pk):
    """Everyone who holds a place, one mark each; what was entered stays until it can be saved.

    Saved with its button it is a plain form. The script sends every mark by itself to
    ``register_marks`` and keeps the page and what is not sent on the phone.
    """
    session = session_of(request, pk)
    enrolments = list(
        session.cohort.enrolments.holding_a_place()
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "person__family_name_km", "pk")
    )
    attendances = {row.enrolment_id: row for row in session.attendances.all()}
    form = RegisterForm(
        request.POST if request.method == "POST" else None,
        session=session,
        enrolments=enrolments,
        attendances=attendances,
        all_present="all_present" in request.POST,
    )
    if form.is_bound and form.is_valid() and save(request, session, form):
        return redirect("records:register", pk=session.pk)
    attach_course_pages([session.cohort])
    history = {}
    for change in session.changes.select_related("actor__person"):
        history.setdefault(change.enrolment_id, []).append(change)
    rows = form.rows()
    for row in rows:
        row.history = history.get(row.enrolment.pk, [])
    day = timezone.localdate(session.starts_at)
    takes_marks = session.cohort.state in (*Cohort.TAKES_PEOPLE, CohortState.CLOSED)
    may_write = takes_marks and session.register_is_open
    opens_soon = takes_marks and session.opens_soon
    is_closed = session.cohort.state == CohortState.CLOSED
    context = {
        "session": session,
        "day": day,
        "form": form,
        "rows": rows,
        "marked": sum(bool(row.standing) for row in rows),
        "statuses": AttendanceStatus.choices,
        "may_write": may_write,
        "opens_soon": opens_soon,
        "is_closed": is_closed,
        "asks_reason": may_write and is_correction(session) and bool(is_closed or attendances),
        "walk_in": WalkInForm() if (may_write or opens_soon) and not is_closed else None,
        "at": int(timezone.now().timestamp() * 1000),
    }
    response = render(request, "records/register.html", context)
    # Tells the pages that sign out that this phone keeps registers, and the worker whose they are.
    response.set_cookie(
        "registers",
        "1",
        max_age=KEPT_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    response["X-Account"] = str(request.user.pk)
    return response


def save(request, session: Session, form: RegisterForm) -> bool:
    """Write what fits and say so; ``False`` when something is left for the person to decide."""
    try:
        merged = merge_marks(
            session=session,
            marks=form.marks(),
            actor=request.user,
            reason=form.cleaned_data["reason"],
        )
    except RecordsError as refusal:
        form.add_error(None, str(refusal))
        return False
    form.conflicts = {conflict.enrolment_id: conflict for conflict in merged.conflicts}
    for refusal in {str(refused.problem) for refused in merged.refused}:
        form.add_error(None, refusal)
    if merged.conflicts or merged.refused:
        # The others are saved: the page that comes back has seen them.
        form.attendances = {row.enrolment_id: row for row in session.attendances.all()}
        return False
    messages.success(request, _("The register is saved."))
    unmarked = form.unmarked()
    if unmarked:
        words = ngettext(
            "%(count)s person is not marked yet.", "%(count)s people are not marked yet.", unmarked
        )
        messages.warning(request, words % {"count": unmarked})
    if session.cohort.state == CohortState.CLOSED and merged.changed:
        messages.info(
            request, _("The cohort is closed: judge it again, so that the correction counts.")
        )
    return True

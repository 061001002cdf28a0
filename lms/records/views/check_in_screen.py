"""The trainer's side of check-in: the code on the screen, and the head count."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.records.check_in import OPENS_BEFORE, Window, code_of, seconds_left, window_of
from lms.records.course_pages import attach_course_pages
from lms.records.exceptions import RecordsError
from lms.records.forms.check_in import HeadCountForm
from lms.records.models import Cohort, Session
from lms.records.permissions import teach_cohort
from lms.records.services.check_in import confirm_head_count
from lms.records.views.learning import private


def _taught_session(request, pk) -> Session:
    session = get_object_or_404(
        Session.objects.select_related("cohort__course"),
        pk=pk,
        cohort__in=teach_cohort.objects_for(request.user),
    )
    attach_course_pages([session.cohort])
    return session


def _drawn(address: str) -> str:
    """A QR code as SVG without a size of its own: the page makes it as large as fits."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(omitsize=True, svgclass="check-in__qr", lineclass=None)


def _counts(session: Session) -> dict:
    """How many hold a place, and how many of them are there for some of the session; two queries."""
    present = session.attendances.filter(minutes__gt=0)
    return {
        "enrolled": session.cohort.enrolments.holding_a_place().count(),
        "present": present.filter(
            enrolment__in=session.cohort.enrolments.holding_a_place().values("pk")
        ).count(),
    }


@login_required
@private
@require_safe
def screen(request, pk):
    """A code to scan or type, in large; a script or the browser asks for the next one in time."""
    session = _taught_session(request, pk)
    at = timezone.now()
    window = window_of(session, at)
    context = {
        "session": session,
        "window": window.name,
        "opens_before": OPENS_BEFORE.seconds // 60,
    }
    takes_marks = not session.cancelled_at and session.cohort.state in Cohort.TAKES_PEOPLE
    if window == Window.OPEN and takes_marks:
        code = code_of(session, at)
        # Whoever scans reads in the language of the training.
        with translation.override(session.cohort.language):
            address = reverse("records:scan", args=[session.pk, code.token])
        # Without the language it is shorter to type, and leads to the phone's own.
        typed_at = reverse("records:check_in").removeprefix(f"/{translation.get_language()}")
        context |= {
            "qr": _drawn(settings.SITE_URL + address),
            "digits": f"{code.digits[:3]} {code.digits[3:]}",
            "seconds_left": seconds_left(at),
            "typed_at": settings.SITE_URL.partition("://")[2] + typed_at,
        }
    return render(request, "records/check_in_screen.html", context | _counts(session))


@login_required
@private
@require_http_methods(["GET", "POST"])
def head_count(request, pk):
    """Sets the number of people in the room against those marked, and names the others."""
    session = _taught_session(request, pk)
    form = HeadCountForm(request.POST or None, initial={"people": session.head_count})
    if request.method == "POST" and form.is_valid():
        try:
            confirm_head_count(
                session=session, people=form.cleaned_data["people"], actor=request.user
            )
        except RecordsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The head count is kept."))
            return redirect("records:head_count", pk=session.pk)
    minutes = dict(session.attendances.values_list("enrolment", "minutes"))
    here, not_here = [], []
    for enrolment in (
        session.cohort.enrolments.holding_a_place()
        .select_related("person", "organisation")
        .order_by("person__family_name", "person__given_name", "person__family_name_km", "pk")
    ):
        enrolment.is_marked = enrolment.pk in minutes
        (here if minutes.get(enrolment.pk) else not_here).append(enrolment)
    difference = None if session.head_count is None else session.head_count - len(here)
    return render(
        request,
        "records/head_count.html",
        {
            "session": session,
            "form": form,
            "here": here,
            "not_here": not_here,
            "difference": difference,
            "missing": abs(difference or 0),
        },
    )

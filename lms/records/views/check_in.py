"""Checking oneself in: scanning the trainer's screen, or typing the digits on it."""

from datetime import datetime, timedelta
from itertools import chain

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.records.check_in import (
    OPENS_BEFORE,
    Window,
    digits_hold,
    token_holds,
    too_many_tries,
    window_of,
)
from lms.records.course_pages import attach_course_pages
from lms.records.enums import AttendanceSource
from lms.records.exceptions import RecordsError
from lms.records.forms.check_in import CodeForm
from lms.records.models import Attendance, Session
from lms.records.models.people import person_of
from lms.records.permissions import attend_session
from lms.records.services.check_in import PROOF_LASTS, CodeNotValid
from lms.records.services.check_in import check_in as check_in_service
from lms.records.views.learning import private

PROOFS = "check_in_proofs"


def _remember(request, session_pk: int, at: datetime) -> None:
    """Keep in this browser when the code was right: signing in may take longer than the code holds."""
    proofs = {
        pk: when
        for pk, when in request.session.get(PROOFS, {}).items()
        if timezone.now() - datetime.fromisoformat(when) < PROOF_LASTS
    }
    request.session[PROOFS] = proofs | {str(session_pk): at.isoformat()}


def _proof_of(request, session_pk: int) -> datetime | None:
    when = request.session.get(PROOFS, {}).get(str(session_pk))
    at = datetime.fromisoformat(when) if when else None
    return at if at and timezone.now() - at < PROOF_LASTS else None


def _introduce(request):
    return redirect(f"{reverse('records:about_you')}?next={request.path}")


@private
@require_safe
def scan(request, pk, token):
    """Where the QR code leads; open to all, for whoever scans may still have to sign in."""
    at = timezone.now()
    if not token_holds(pk, token, at):
        messages.error(request, str(CodeNotValid()))
        return redirect("records:check_in")
    _remember(request, pk, at)
    return redirect("records:checked_in", pk=pk)


@login_required
@private
@require_safe
def checked_in(request, pk):
    """Uses the code that was right in this browser, and says how the person stands in the session."""
    proof = _proof_of(request, pk)
    sessions = Session.objects.select_related("cohort__course")
    own = attend_session.objects_for(request.user).filter(pk=pk)
    if not proof and not own.exists():
        raise Http404
    session = get_object_or_404(sessions, pk=pk)
    person = person_of(request.user)
    if person is None:
        return _introduce(request)
    mark = refusal = None
    if proof:
        try:
            mark = check_in_service(session=session, person=person, at=proof, actor=request.user)
        except RecordsError as error:
            refusal = error
    else:
        mark = Attendance.objects.filter(session=session, enrolment__person=person).first()
    attach_course_pages([session.cohort])
    return render(
        request,
        "records/checked_in.html",
        {"session": session, "mark": mark, "refusal": refusal, "is_own": _is_own(request, mark)},
    )


def _is_own(request, mark: Attendance | None) -> bool:
    """Whether the person checked in, and the trainer has not written over it since."""
    return (
        mark is not None
        and mark.source == AttendanceSource.CHECK_IN
        and mark.recorded_by_id == request.user.pk
    )


def _open_sessions(sessions) -> list[Session]:
    """Those of ``sessions`` whose check-in is open now."""
    now = timezone.now()
    near = sessions.held_or_planned().filter(
        starts_at__range=(now - timedelta(days=1), now + OPENS_BEFORE)
    )
    near = near.select_related("cohort__course")
    return [session for session in near if window_of(session, now) == Window.OPEN]


@login_required
@private
@require_http_methods(["GET", "POST"])
def check_in(request):
    """Type the digits of the trainer's screen; the person's own sessions of now stand below."""
    person = person_of(request.user)
    if person is None:
        return _introduce(request)
    sessions = _open_sessions(attend_session.objects_for(request.user))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        if too_many_tries(person.pk):
            form.add_error("code", _("Too many tries. Please wait a minute, then type the code."))
        elif session := _session_of(form.cleaned_data["code"], at, own=sessions):
            _remember(request, session.pk, at)
            return redirect("records:checked_in", pk=session.pk)
        else:
            form.add_error(
                "code",
                _(
                    "This is not the current code. Look at the screen again: it changes every minute."
                ),
            )
    attach_course_pages([session.cohort for session in sessions])
    marks = Attendance.objects.filter(
        session__in=[session.pk for session in sessions], enrolment__person=person
    )
    marks = {mark.session_id: mark for mark in marks}
    return render(
        request,
        "records/check_in.html",
        {"form": form, "rows": [(session, marks.get(session.pk)) for session in sessions]},
    )


def _session_of(typed: str, at: datetime, *, own: list[Session]) -> Session | None:
    """The session on whose screen ``typed`` stands.

    One's own are looked through first, then those of others: who is not in it is told so.
    """
    sessions = chain(own, _open_sessions(Session.objects.exclude(pk__in=[s.pk for s in own])))
    return next((session for session in sessions if digits_hold(session.pk, typed, at)), None)

"""Sessions of a cohort: adding one or many, changing and cancelling one."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.models import ModulePage
from lms.records.course_pages import attach_course_pages
from lms.records.exceptions import RecordsError
from lms.records.forms.sessions import (
    CancelForm,
    EveryWeekdayForm,
    Module,
    PastedTableForm,
    SessionForm,
    SessionFormSet,
    rows_as_data,
)
from lms.records.models import Cohort, Session
from lms.records.permissions import teach_cohort
from lms.records.services.sessions import (
    cancel_session,
    change_session,
    planning_doubts,
    schedule_sessions,
)


@login_required
@require_http_methods(["GET", "POST"])
def plan_sessions(request, pk):
    """Add sessions to a cohort: one by one, on weekdays, or from a table, each looked over first.

    ``fill`` makes rows out of one of the two short forms and saves nothing. What may be a slip is
    shown once, and then saved all the same.
    """
    cohort = get_object_or_404(
        teach_cohort.objects_for(request.user).select_related("course"), pk=pk
    )
    attach_course_pages([cohort])
    modules, trainers = modules_of(cohort), list(cohort.trainers.all())
    shared = {"trainers": trainers, "modules": modules}
    fill = request.POST.get("fill")
    usual = {"trainer": trainers[0].pk} if len(trainers) == 1 else {}
    usual |= {"first": cohort.starts_on, "last": cohort.ends_on}
    weekly = EveryWeekdayForm(
        request.POST if fill == "weekdays" else None, prefix="weekly", initial=usual, **shared
    )
    table = PastedTableForm(
        request.POST if fill == "table" else None, prefix="table", initial=usual, **shared
    )
    filled = {"weekdays": weekly, "table": table}.get(fill)
    data = request.POST if request.method == "POST" and filled is None else None
    if filled is not None and filled.is_valid():
        data = rows_as_data(filled.rows(modules))
    formset = SessionFormSet(data, form_kwargs=shared)
    doubts = []
    if formset.is_bound and formset.is_valid():
        plans = formset.plans()
        doubts = planning_doubts(cohort=cohort, plans=plans)
        for form, found in zip(formset.filled(), doubts, strict=True):
            form.doubts = found
        if filled is None and seen_all(request, doubts):
            try:
                sessions = schedule_sessions(cohort=cohort, plans=plans, actor=request.user)
            except RecordsError as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _added(len(sessions)))
            return redirect("records:cohort", pk=cohort.pk)
    context = {
        "cohort": cohort,
        "formset": formset,
        "weekly": weekly,
        "table": table,
        "is_preview": formset.is_bound,
        "has_modules": bool(modules),
        "doubts": digest(doubts),
    }
    return render(request, "records/plan_sessions.html", context)


def _added(count: int) -> str:
    words = ngettext("%(count)s session added.", "%(count)s sessions added.", count)
    return words % {"count": count}


def modules_of(cohort: Cohort) -> list[Module]:
    """The modules of the course in the reader's language; needs ``attach_course_pages``."""
    pages = ModulePage.objects.child_of(cohort.course_page).live().order_by("path")
    return list(pages.values_list("title", "translation_key", "minutes"))


def digest(doubts: list[list[str]]) -> str:
    """What was shown to the person who saves; empty where there was nothing to doubt."""
    if not any(doubts):
        return ""
    return sha256(repr(doubts).encode()).hexdigest()[:16]


def seen_all(request, doubts: list[list[str]]) -> bool:
    """Whether there is nothing to doubt that was not on the screen when Save was pressed."""
    return request.POST.get("doubts", "") == digest(doubts)


def session_to_change(request, pk) -> Session:
    return get_object_or_404(
        Session.objects.select_related("cohort__course", "trainer"),
        pk=pk,
        cohort__in=teach_cohort.objects_for(request.user),
    )


@login_required
@require_http_methods(["GET", "POST"])
def change(request, pk):
    """Another time, place, topic, trainer or length for one session."""
    session = session_to_change(request, pk)
    cohort = session.cohort
    attach_course_pages([cohort])
    modules, trainers = modules_of(cohort), list(cohort.trainers.all())
    if session.trainer and session.trainer not in trainers:
        trainers.append(session.trainer)
    if session.module_key and all(key != session.module_key for _title, key, _min in modules):
        modules.append((_("A module that is not published"), session.module_key, 0))
    form = SessionForm(
        request.POST or None,
        initial=SessionForm.initial_of(session),
        trainers=trainers,
        modules=modules,
    )
    doubts = []
    if form.is_bound and form.is_valid():
        plan = form.plan()
        doubts = planning_doubts(cohort=cohort, plans=[plan], besides=session)
        if seen_all(request, doubts):
            try:
                change_session(session=session, plan=plan, actor=request.user)
            except RecordsError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The session is changed."))
                return redirect("records:cohort", pk=cohort.pk)
    context = {
        "session": session,
        "form": form,
        "found": [words for found in doubts for words in found],
        "doubts": digest(doubts),
        "has_marks": session.attendances.exists(),
    }
    return render(request, "records/change_session.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request, pk):
    """Cancel a session, after a second look."""
    session = session_to_change(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            cancel_session(session=session, actor=request.user, reason=form.cleaned_data["reason"])
        except RecordsError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The session is cancelled."))
        return redirect("records:cohort", pk=session.cohort_id)
    attach_course_pages([session.cohort])
    return render(request, "records/cancel_session.html", {"session": session, "form": form})

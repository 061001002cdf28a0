"""A report: written by the grantee, read by the coordinator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.records.services.people import person_of
from seedgrants.enums import ReportState
from seedgrants.exceptions import Incomplete, NotAllowed, SeedGrantError, StaleDraft
from seedgrants.forms.feedback import AskForm
from seedgrants.forms.reports import ExtensionForm, ReportForm
from seedgrants.models import Comment, GrantReport
from seedgrants.permissions import COORDINATE, mentors_of, reports_for
from seedgrants.services.reports import (
    extend_report,
    personal_data_in,
    save_report,
    submit_report,
)
from seedgrants.transitions import buttons
from seedgrants.views.autosave import (
    conflict,
    is_autosave,
    is_saved_already,
    keep_beside,
    refused,
    saved,
    settle_standing,
    unsettled,
)
from seedgrants.views.replies import attempt, keep_typed


def get_report(request, pk) -> GrantReport:
    return get_object_or_404(
        reports_for(request.user).select_related(
            "grant__application__applicant",
            "grant__application__organisation",
            "grant__application__round",
        ),
        pk=pk,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    found = get_report(request, pk)
    person = person_of(request.user)
    is_own = person is not None and found.application.applicant_id == person.pk
    context = {"report": found, "grant": found.grant, "application": found.application}
    if is_own and found.is_writable:
        return write(request, found, context)
    if request.method == "POST":
        if not is_own:
            raise PermissionDenied
        messages.info(request, _("This report can not be written now."))
        return redirect("seedgrants:report", found.pk)
    return read(request, found, context)


def read(request, found, context, **refused):
    """The report as it was sent, with the forms that were sent to its page and refused."""
    can_extend = request.user.has_perm(COORDINATE) and found.state in (
        ReportState.SCHEDULED,
        *GrantReport.WRITABLE,
    )
    context |= {
        "lines": [
            (line, line.needs_explanation(at_the_end=found.is_closing))
            for line in found.lines.all()
        ],
        "spent": found.total_spent(),
        "answers": found.answers.all(),
        "receipts": found.files.present(),
        "revision": found.revisions.last(),
        "moves": buttons(found, request.user),
        "changes": found.events.filter(to_state="changes-requested").last(),
        "extensions": found.extensions.all(),
        "extension_form": ExtensionForm() if can_extend else None,
    }
    return render(request, "seedgrants/report.html", keep_typed(context, refused))


def write(request, found, context):
    form = ReportForm(request.POST or None, request.FILES or None, report=found)
    if request.method == "POST" and form.is_valid():
        try:
            draft = save_report(report=found, by=request.user, **form.values())
            if is_autosave(request):
                return saved(draft)
            settle_standing(request, found)
            if request.POST.get("go") == "submit" and may_send(draft, form, context):
                draft = submit_report(
                    report=draft, by=request.user, warned=bool(context["findings"])
                )
            elif context.get("findings"):
                found.refresh_from_db()
                form.rebase(found.version)
                return render_form(request, found, form, context)
        except NotAllowed:
            raise
        except StaleDraft as stale:
            return over_newer_work(request, found, form, context, stale.version)
        except Incomplete as error:
            if is_autosave(request):
                return refused([str(problem) for problem in error.problems])
            for problem in error.problems:
                form.add_error(None, str(problem))
            # The draft itself may be saved by now: what is typed belongs to the newest version.
            found.refresh_from_db()
            form.rebase(found.version)
        except SeedGrantError as error:
            if is_autosave(request):
                return refused([str(error)])
            form.add_error(None, str(error))
        else:
            sent = not draft.is_writable
            messages.success(
                request,
                _("The report is sent. A coordinator reads it.") if sent else _("Saved."),
            )
            return redirect("seedgrants:report", found.pk)
    elif request.method == "POST" and form.is_older_than(found.version):
        return over_newer_work(request, found, form, context, found.version)
    if is_autosave(request):
        return refused([_("Something on this page is not filled in correctly yet.")])
    return render_form(request, found, form, context)


def over_newer_work(request, found, form, context, newest):
    """Keep what was typed on a page that was older than the draft, and show both."""
    found.refresh_from_db()
    saved_form = ReportForm(report=found)
    if is_saved_already(request, form, saved_form):
        return saved(found)
    context |= keep_beside(request, found, form, newest) | {"stale": True}
    if is_autosave(request):
        return conflict(newest, context["standing"], saved_form.typed())
    return render_form(request, found, form, context)


def may_send(draft, form, context) -> bool:
    """Nothing looks like someone's personal data, or the writer says that it is not."""
    context["findings"] = personal_data_in(draft)
    return not context["findings"] or form.cleaned_data["confirm"]


def render_form(request, found, form, context):
    comments = Comment.objects.unresolved().filter(
        request__report=found, request__answered_at__isnull=False
    )
    waiting = found.feedback_requests.waiting().exists()
    mentors = mentors_of(found.application.applicant)
    context.setdefault("kept", unsettled(found))
    context |= {
        "form": form,
        "changes": found.events.filter(to_state="changes-requested").last(),
        "saved_lines": found.lines.all(),
        "receipts": found.files.present(),
        "comments": comments.select_related("request"),
        "waits_for_mentor": waiting,
        "asked": found.feedback_requests.filter(answered_at__isnull=False).last(),
        "ask_form": AskForm(mentors=mentors) if mentors and not waiting else None,
    }
    return render(request, "seedgrants/report_form.html", context)


@login_required
@permission_required(COORDINATE, raise_exception=True)
@require_POST
def extend(request, pk):
    """Give a report more time."""
    found = get_report(request, pk)
    form = ExtensionForm(request.POST)
    if form.is_valid() and attempt(
        request,
        lambda: extend_report(report=found, by=request.user, **form.cleaned_data),
        _("The report has a new date."),
    ):
        return redirect("seedgrants:report", found.pk)
    context = {"report": found, "grant": found.grant, "application": found.application}
    return read(request, found, context, extension_form=form)

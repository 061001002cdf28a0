"""A report: written by the grantee, read by the coordinator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.records.services.people import person_of
from seedgrants.exceptions import Incomplete, NotAllowed, SeedGrantError, StaleDraft
from seedgrants.forms.awards import ReportForm
from seedgrants.permissions import reports_for
from seedgrants.services.reports import save_report, submit_report
from seedgrants.transitions import buttons


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk):
    found = get_object_or_404(
        reports_for(request.user).select_related(
            "grant__application__applicant", "grant__application__organisation"
        ),
        pk=pk,
    )
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
    context |= {
        "lines": found.lines.all(),
        "spent": found.total_spent(),
        "is_own": is_own,
        "moves": buttons(found, request.user),
        "changes": found.events.filter(to_state="changes-requested").last(),
    }
    return render(request, "seedgrants/report.html", context)


def write(request, found, context):
    form = ReportForm(request.POST or None, report=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_report(report=found, by=request.user, **form.values())
            if request.POST.get("go") == "submit":
                submit_report(report=saved, by=request.user)
        except NotAllowed:
            raise
        except StaleDraft as stale:
            context["stale"] = True
            form.rebase(stale.version)
        except Incomplete as error:
            for problem in error.problems:
                form.add_error(None, str(problem))
            # The draft itself may be saved by now: what is typed belongs to the newest version.
            found.refresh_from_db()
            form.rebase(found.version)
        except SeedGrantError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("seedgrants:report", found.pk)
    changes = found.events.filter(to_state="changes-requested").last()
    context |= {"form": form, "changes": changes, "saved_lines": found.lines.all()}
    return render(request, "seedgrants/report_form.html", context)

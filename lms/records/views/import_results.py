"""Where the import of a list stands, what came of it, and taking it back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.reports.exports import inert
from lms.records.enums import ImportState, RowDecision
from lms.records.lists import files
from lms.records.services import imports
from lms.records.services.import_results import outcome_of
from lms.records.views.admin_pages import for_coordinators, paginate, show
from lms.records.views.imports import ICON, PROBLEMS, crumbs, of_import

ROWS_A_PAGE = 50
# Seconds after which the page that shows progress asks again.
ASK_AGAIN_AFTER = "2"
STEPS = {
    ImportState.UPLOADED: "people_imports:match",
    ImportState.CHECKED: "people_imports:rows",
}


@require_safe
@of_import
def detail(request, person_import):
    """The next step of a list, the progress of the present one, or what came of it."""
    if person_import.state in STEPS:
        return redirect(STEPS[person_import.state], person_import.pk)
    title, above = person_import.file_name, crumbs()
    if person_import.state in imports.RUNNING:
        response = show(
            request, "list_progress", title, icon=ICON, crumbs=above, list=person_import
        )
        response["Refresh"] = ASK_AGAIN_AFTER
        return response
    if person_import.state == ImportState.FAILED:
        return show(request, "list_failed", title, icon=ICON, crumbs=above, list=person_import)
    rows = person_import.rows.exclude(decision=RowDecision.SKIP).select_related("person")
    if person_import.state == ImportState.UNDONE:
        rows = rows.filter(person__isnull=False)
    return show(
        request,
        "list_result",
        title,
        icon=ICON,
        crumbs=above,
        list=person_import,
        outcome=outcome_of(person_import=person_import),
        **paginate(request, rows, ROWS_A_PAGE),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_import
def undo(request, person_import):
    """Ask once more, then take back the whole list as far as that goes."""
    if request.method == "POST":
        imports.undo_import(person_import=person_import, actor=request.user)
        return redirect("people_imports:detail", person_import.pk)
    if person_import.state not in (ImportState.APPLIED, ImportState.UNDONE):
        return redirect("people_imports:detail", person_import.pk)
    return show(
        request,
        "list_undo",
        _("Take the list back"),
        icon="undo",
        crumbs=crumbs(person_import),
        list=person_import,
        outcome=outcome_of(person_import=person_import),
    )


@require_POST
@of_import
def start_again(request, person_import):
    """Start the step in the background anew; it goes on where it stood."""
    imports.start_again(person_import=person_import, actor=request.user)
    return redirect("people_imports:detail", person_import.pk)


@require_safe
@of_import
def problems(request, person_import):
    """The rows with problems as a CSV file, to put right where the list is kept."""
    rows = person_import.rows.filter(PROBLEMS).iterator(chunk_size=1000)
    text = files.problems_csv(rows, inert=inert)
    return _download(text.encode(), "text/csv; charset=utf-8", "problems.csv")


@require_safe
@for_coordinators
def template(request):
    """An empty list with the headings we know, in the reader's language."""
    return _download(files.empty_list(), files.XLSX, "people.xlsx")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )

"""A proposal's budget: its sums by kind of cost, and out to a spreadsheet and back."""

from collections import defaultdict
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from seedgrants.budget_sheets import read_budget, write_budget
from seedgrants.enums import BudgetCategory
from seedgrants.exceptions import SeedGrantError, StaleDraft
from seedgrants.forms.proposals import BudgetForm, SheetForm
from seedgrants.permissions import own_applications
from seedgrants.services.drafts import save_budget
from seedgrants.services.kept import keep_text
from seedgrants.views.replies import complain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def subtotals(lines) -> list[tuple[str, Decimal]]:
    """The sum of each kind of cost that occurs, in the order of the list."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.category] += line.total
    return [(str(kind.label), sums[kind]) for kind in BudgetCategory if kind in sums]


@login_required
@require_safe
def budget_out(request, pk):
    application = get_object_or_404(own_applications(request.user), pk=pk)
    response = HttpResponse(write_budget(application), content_type=XLSX)
    name = application.number or f"budget-{application.pk}"
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def budget_in(request, pk):
    """Put a spreadsheet's lines in the place of the saved ones; a wrong one opens in the form."""
    application = get_object_or_404(own_applications(request.user).select_related("round"), pk=pk)
    back = redirect("seedgrants:edit", application.pk, "budget")
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        complain(request, form)
        return back
    try:
        lines = read_budget(form.cleaned_data["sheet"].read())
        version = form.cleaned_data["version"]
        budget = BudgetForm.from_lines(lines, application=application, version=version)
        if budget.is_valid():
            save_budget(
                application=application,
                by=request.user,
                version=version,
                lines=budget.cleaned_lines(),
            )
            messages.success(request, _("The budget was read from the spreadsheet."))
            return back
    except StaleDraft:
        keep_text(thing=application, by=request.user, section="budget", texts=budget.typed())
        messages.error(
            request,
            _(
                "The budget was saved somewhere else after you opened this page. Both are kept: "
                "the lines of your spreadsheet stand above the budget."
            ),
        )
        return back
    except SeedGrantError as error:
        messages.error(request, str(error))
        return back
    messages.error(
        request, _("Some lines are not right yet. Nothing is saved: put them right here.")
    )
    return render(
        request,
        "seedgrants/budget_in.html",
        {"application": application, "form": budget, "section": "budget"},
    )

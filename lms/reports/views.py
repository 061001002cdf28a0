"""Figures for coordinators."""

from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import render

from lms.reports import indicators
from lms.reports.forms import PeriodForm


@login_required
@permission_required("reports.view_figures", raise_exception=True)
def figures(request):
    """Enrolments, completions, hours and grants of a period."""
    form = PeriodForm(request.GET if "start" in request.GET else PeriodForm.this_year())
    context = {"form": form}
    if form.is_valid():
        period = (form.cleaned_data["start"], form.cleaned_data["end"])
        context |= {
            "tables": indicators.enrolment_tables(*period),
            "hours": indicators.attended_hours(*period),
            "grants": indicators.grant_totals(*period),
        }
    return render(request, "reports/figures.html", context)

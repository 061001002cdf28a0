"""What a cohort's page shows of attendance beside the figures themselves."""

from django import template
from django.db.models import Count

register = template.Library()


@register.inclusion_tag("records/includes/cohort_attendance.html", takes_context=True)
def cohort_attendance(context):
    """The cohort's attendance, and of which days a signed sheet is kept; one query."""
    cohort = context["cohort"]
    days = cohort.signed_sheets.order_by("day").values_list("day")
    return {
        "cohort": cohort,
        "attendance": context["attendance"],
        "takes_people": context["takes_people"],
        "may_coordinate": context["may_coordinate"],
        "signed_days": days.annotate(Count("pk")),
    }

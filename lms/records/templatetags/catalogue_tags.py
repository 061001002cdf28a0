"""Dates on the cards of the catalogue and on the home page."""

from django import template

from lms.records.catalogue import NextDates, next_dates
from lms.records.catalogue import coming_up as read_coming_up
from lms.records.models import Cohort

register = template.Library()


@register.simple_tag(takes_context=True)
def next_dates_of(context, key) -> NextDates | None:
    """When the course with this translation key runs next; one query for all cards of a page."""
    request = context.get("request")
    return next_dates(request).get(key) if request is not None else None


@register.simple_tag
def coming_up() -> list[Cohort]:
    """The next few dates for which one can register; two queries."""
    return read_coming_up()

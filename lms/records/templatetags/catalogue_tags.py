"""Dates on the cards of the catalogue."""

from django import template

from lms.records.catalogue import NextDates, next_dates

register = template.Library()


@register.simple_tag(takes_context=True)
def next_dates_of(context, key) -> NextDates | None:
    """When the course with this translation key runs next; one query for all cards of a page."""
    request = context.get("request")
    return next_dates(request).get(key) if request is not None else None

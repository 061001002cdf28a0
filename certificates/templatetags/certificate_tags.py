"""Dates and numbers as certificates write them."""

from django import template

from certificates import wording

register = template.Library()
register.filter("long_date", wording.long_date)
register.filter("localised_digits", wording.digits)

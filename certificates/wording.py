"""Dates and numbers in words, in the language that is active.

A certificate says them in each language of its design: ``drawing`` asks for each in turn. The
words come from the catalogue like those of every page.
"""

from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

MONTHS = (
    pgettext_lazy("month in a date", "January"),
    pgettext_lazy("month in a date", "February"),
    pgettext_lazy("month in a date", "March"),
    pgettext_lazy("month in a date", "April"),
    pgettext_lazy("month in a date", "May"),
    pgettext_lazy("month in a date", "June"),
    pgettext_lazy("month in a date", "July"),
    pgettext_lazy("month in a date", "August"),
    pgettext_lazy("month in a date", "September"),
    pgettext_lazy("month in a date", "October"),
    pgettext_lazy("month in a date", "November"),
    pgettext_lazy("month in a date", "December"),
)
TO_KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def digits(value) -> str:
    """``value`` with the digits of the active language."""
    text = str(value)
    return text.translate(TO_KHMER_DIGITS) if translation.get_language() == "km" else text


def long_date(day: date) -> str:
    """A date with its month spelled out, never in figures."""
    return pgettext("a date on a certificate", "%(day)s %(month)s %(year)s") % {
        "day": digits(day.day),
        "month": MONTHS[day.month - 1],
        "year": digits(day.year),
    }


def period(starts_on: date | None, ends_on: date | None) -> str:
    """When the course took place; empty when not known."""
    days = [day for day in (starts_on, ends_on) if day]
    if len(days) == 2 and days[0] != days[1]:
        return _("from %(start)s to %(end)s") % {
            "start": long_date(days[0]),
            "end": long_date(days[1]),
        }
    return _("on %(day)s") % {"day": long_date(days[0])} if days else ""


def hours(number: Decimal | None) -> str:
    """Training time as printed, without needless zeros; empty when not known."""
    return digits(f"{number.normalize():f}") if number else ""

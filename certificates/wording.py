"""The words of a certificate besides its facts, in the language that is active.

The certificate says everything in Khmer and in English: ``drawing`` asks for each in turn. The
Khmer comes from the catalogue like that of every page.
"""

from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from certificates.models import CertificateKind

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


def duration(hours: Decimal | None) -> str:
    """Training time as printed, without needless zeros; empty when not known."""
    if not hours:
        return ""
    number = f"{hours.normalize():f}"
    return _("%(hours)s hours of training") % {"hours": digits(number)}


def title(kind: str) -> str:
    if kind == CertificateKind.ATTENDANCE:
        return _("Certificate of Attendance")
    return _("Certificate of Completion")


def statement(kind: str) -> str:
    if kind == CertificateKind.ATTENDANCE:
        return _("has attended the course")
    return _("has successfully completed the course")


def preamble() -> str:
    return _("This is to certify that")


def completed(day: date) -> str:
    return _("Completed on %(day)s") % {"day": long_date(day)}

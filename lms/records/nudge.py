"""A nudge, not a filter: spots in a text what may tell who somebody is.

It finds phone numbers, long numbers such as those of identity cards, email addresses and exact
dates of years gone by. It cannot recognise names, and pages that use it say so. What was found is
told to the writer and kept nowhere.
"""

import re
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.khmer import INVISIBLE, fold_digits


class Finding(models.TextChoices):
    EMAIL = "email", _("an email address")
    BIRTH_DATE = "birth-date", _("an exact date, such as a date of birth")
    PHONE = "phone", _("a phone number")
    LONG_NUMBER = "long-number", _("a long number, such as that of an identity card")


MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    "មករា|កុម្ភៈ|កុម្ភះ|មីនា|មេសា|ឧសភា|មិថុនា|កក្កដា|សីហា|កញ្ញា|តុលា|វិច្ឆិកា|ធ្នូ"
)
YEAR = r"(?P<year>(?:19|20)\d{2})"
# 3/5/1998, 3-5-1998, 3.5.1998; 1998-05-03; 3 May 1998, ថ្ងៃទី ៣ ខែឧសភា ឆ្នាំ ១៩៩៨; May 3, 1998.
DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d)\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?{YEAR}(?!\d)",
        rf"(?<!\d){YEAR}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{1,2}}(?!\d)",
        rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s{{0,3}}(?:ខែ)?\s{{0,3}}(?:{MONTHS})\.?,?\s{{0,3}}(?:ឆ្នាំ)?\s{{0,3}}{YEAR}(?!\d)",
        rf"\b(?:{MONTHS})\.?\s{{0,3}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{0,3}}{YEAR}(?!\d)",
    )
]
WORD = r"[^\s@<>(),;:]"
# Begins where a word begins: a long text without an address is read once only.
EMAIL = re.compile(rf"(?<!{WORD}){WORD}+@{WORD}+\.{WORD}+")
# Khmer is written without spaces, so a number may touch letters on both sides.
START, END = r"(?<!\d)(?<!\d[.,])", r"(?!\d)"
# A number as it is dialled: from +, 00 or 0, eight digits or more, grouped or not.
PHONE = re.compile(rf"{START}(?:\+|00|0)\d(?:[ .()-]{{0,2}}\d){{6,14}}{END}")
# Nine digits or more, grouped or not (commas are for money), or a passport's letters and digits.
LONG_NUMBER = re.compile(rf"{START}(?:\d(?:[ .()-]{{0,2}}\d){{8,}}|[A-Za-z]{{1,2}}\d{{6,}}){END}")


def find_personal_data(text: str, *, today: date | None = None) -> list[Finding]:
    """What in ``text`` may tell who somebody is, each kind once; Khmer digits are read too.

    Dates of this year and later are left alone: they are when people meet.
    """
    this_year = (today or timezone.localdate()).year
    text = fold_digits(text.translate(INVISIBLE))
    found = []
    if EMAIL.search(text):
        found.append(Finding.EMAIL)
    text = EMAIL.sub(" ", text)
    for pattern in DATES:
        if any(int(match["year"]) < this_year for match in pattern.finditer(text)):
            found.append(Finding.BIRTH_DATE)
        text = pattern.sub(" ", text)
    if PHONE.search(text):
        found.append(Finding.PHONE)
    if LONG_NUMBER.search(PHONE.sub(" ", text)):
        found.append(Finding.LONG_NUMBER)
    return list(dict.fromkeys(found))

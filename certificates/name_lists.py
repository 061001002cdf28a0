"""Lists of people as typed or pasted from a spreadsheet: a line a person, parts in any order."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import to_python as read_phone

from certificates.services.batches import Recipient
from certificates.typefaces import drawable, is_khmer
from lms.khmer import fold, fold_digits

MOST_PEOPLE = 500
LONGEST_NAME = 200
_PHONE = re.compile(r"\+?[\d ().-]{8,20}")


def read_people(text: str) -> list[Recipient]:
    """One recipient a line; parts are set apart by a semicolon or a tab.

    What has Khmer letters is the name in Khmer, an email address or phone number the account, the
    rest the name in Latin letters.

    :raises ValidationError: with one message for each line that cannot be read.
    """
    people, problems, seen = [], [], {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            recipient = _read(line)
            _refuse_twice(recipient, number, seen)
        except ValidationError as error:
            problems.append(
                _("Line %(number)s: %(problem)s") % {"number": number, "problem": error.messages[0]}
            )
        else:
            people.append(recipient)
    if not people and not problems:
        problems.append(_("Write at least one name."))
    if len(people) > MOST_PEOPLE:
        problems.append(
            _("These are %(count)s people; %(most)s at once is the most.")
            % {"count": len(people), "most": MOST_PEOPLE}
        )
    if problems:
        raise ValidationError(problems)
    return people


def _read(line: str) -> Recipient:
    found: dict[str, str] = {}
    for part in re.split(r"[;\t]", line):
        part = " ".join(part.split())
        if part:
            kind, value = _kind_of(part)
            if kind in found:
                raise ValidationError(
                    _(
                        "“%(one)s” and “%(other)s” are the same kind of entry. Write one person a line."
                    )
                    % {"one": found[kind], "other": part}
                )
            found[kind] = value
    recipient = Recipient(**found)
    names = [name for name in (recipient.name, recipient.name_km) if name]
    if not names:
        raise ValidationError(_("there is no name."))
    if max(map(len, names)) > LONGEST_NAME:
        raise ValidationError(_("this name is too long for a certificate."))
    if not any(drawable(name).strip(" ?") for name in names):
        raise ValidationError(_("no typeface has the letters of “%(name)s”.") % {"name": names[0]})
    return recipient


def _kind_of(part: str) -> tuple[str, str]:
    if "@" in part:
        return "account", part.lower()
    if _PHONE.fullmatch(fold_digits(part)):
        return "account", str(read_phone(fold_digits(part)))
    return ("name_km" if any(map(is_khmer, part)) else "name"), part


def _refuse_twice(recipient: Recipient, number: int, seen: dict):
    key = (fold(recipient.name), fold(recipient.name_km), recipient.account)
    first = seen.setdefault(key, number)
    if first != number:
        raise ValidationError(_("it says the same as line %(first)s.") % {"first": first})

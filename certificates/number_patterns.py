"""Patterns of certificate numbers, such as ``CD-{year}-{sequence:04}``."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DEFAULT_PATTERN = "{year}-{sequence:05}"
LONGEST_NUMBER = 40
_FIELD = re.compile(r"\{(year|sequence)(?::0([2-8]))?\}")
_PLAIN = re.compile(r"[A-Za-z0-9-]*")


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that could give the same number twice, or one that is hard to type.

    :raises ValidationError: with the reason.
    """
    names = [match[1] for match in _FIELD.finditer(pattern)]
    rest = _FIELD.sub("", pattern)
    if "{" in rest or "}" in rest:
        raise ValidationError(
            _(
                "Only {year} and {sequence} may stand in braces, with a length such as {sequence:04}."
            )
        )
    if names != ["year", "sequence"]:
        raise ValidationError(_("The pattern needs {year} once and then {sequence} once."))
    if not _PLAIN.fullmatch(rest):
        raise ValidationError(
            _("Besides {year} and {sequence} use only the letters A to Z, digits and hyphens.")
        )
    before, _year, between, _sequence, after = re.split(r"(\{[^}]*\})", pattern)
    # A digit that touches the sequence makes 2026-1 and 1 the same as 2026 and 11.
    if not between or between[-1].isdigit() or after[:1].isdigit():
        raise ValidationError(
            _("Put a letter or a hyphen between {year}, {sequence} and other digits.")
        )
    if before[-1:].isdigit() or between[0].isdigit():
        raise ValidationError(
            _("Put a letter or a hyphen between {year}, {sequence} and other digits.")
        )


def number_of(pattern: str, *, year: int, sequence: int) -> str:
    return pattern.format(year=year, sequence=sequence)

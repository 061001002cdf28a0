"""What can be wrong with a cell or a row. A problem is kept as its code and what it is about."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

# These keep a row out; the others leave a cell empty or ask for a look.
ERRORS = {
    "no-name": _("There is no name."),
    "too-long": _("“%(shown)s” is too long for this field."),
    "unknown-number": _("Nobody has the person number “%(shown)s”."),
}
WARNINGS = {
    "not-a-phone": _("“%(shown)s” is not a telephone number, so it is left out."),
    "second-phone": _("Of several numbers only the first is taken: %(shown)s."),
    "unusual-phone": _("“%(shown)s” is an unusual telephone number. It is taken as it is."),
    "not-an-email": _("“%(shown)s” is not an email address, so it is left out."),
    "not-a-telegram-name": _("“%(shown)s” is not a Telegram name, so it is left out."),
    "unknown-gender": _("“%(shown)s” is not a gender we know, so it is left out."),
    "not-a-year": _("No year of birth can be read from “%(shown)s”, so it is left out."),
    "not-a-date": _("“%(shown)s” is not a date, so it is left out."),
    "unknown-province": _("“%(shown)s” is not a province, so it is left out."),
    "unknown-language": _("“%(shown)s” is not a language of this site, so it is left out."),
    "unknown-cadre": _("“%(shown)s” is not in the list of kinds of work, so it becomes “other”."),
    "not-parted": _("“%(shown)s” is one word, so it is kept as the given name."),
    "same-as-row": _("This may be the same person as in row %(shown)s."),
    "other-post": _("In the records this person works at %(shown)s. That stays as it is."),
}
MESSAGES = ERRORS | WARNINGS


class Problem(NamedTuple):
    code: str
    shown: str = ""

    def __str__(self):
        return str(MESSAGES[self.code]) % {"shown": self.shown}


def spoken(kept: dict[str, list[str]]) -> Iterable[tuple[str, str]]:
    """Fields and messages, in the reader's language, of problems kept as JSON."""
    return [(name, str(Problem(*problem))) for name, problem in kept.items()]

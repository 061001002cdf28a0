"""Colours that a certificate may be printed in."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# The contrast that WCAG AA asks of text, on paper that is nearly white.
LEAST_CONTRAST = 4.5
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` after WCAG 2."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def check_colour(colour: str) -> None:
    """Refuse what is no colour, or too pale to read. :raises ValidationError: with the reason."""
    if not _COLOUR.fullmatch(colour):
        raise ValidationError(_("Write a colour as # and six digits or letters A to F: #17395C."))
    if 1.05 / (luminance(colour) + 0.05) < LEAST_CONTRAST:
        raise ValidationError(
            _("This colour is too pale to be read on paper. Choose a darker one.")
        )


def tint(colour: str, share: float) -> str:
    """``colour`` thinned with white: ``share`` is how much of it is left, 0 to 1."""
    parts = (255 - (255 - int(colour[i : i + 2], 16)) * share for i in (1, 3, 5))
    return "#" + "".join(f"{round(part):02X}" for part in parts)

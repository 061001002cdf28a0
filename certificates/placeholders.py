"""Words with places for facts, such as ``completed on {completed}``.

Parts of a line are set apart by ``·``: a part that names a fact which is not known is left out.
"""

from string import Formatter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PLACEHOLDERS = (
    "name",
    "course",
    "curriculum",
    "hours",
    "period",
    "completed",
    "expires",
    "organisation",
    "cohort",
    "number",
)
BETWEEN_PARTS = " · "


def check_placeholders(text: str) -> None:
    """Refuse braces that are no placeholder. :raises ValidationError: naming the fault."""
    try:
        fields = [found[1:] for found in Formatter().parse(text) if found[1] is not None]
    except ValueError as error:
        raise ValidationError(
            _("A brace is left open or stands alone. Write placeholders like {name}.")
        ) from error
    for name, form, conversion in fields:
        if name not in PLACEHOLDERS or form or conversion:
            raise ValidationError(
                _("“{%(wrong)s}” is no placeholder. These are: %(known)s.")
                % {
                    "wrong": name + (f":{form}" if form else ""),
                    "known": ", ".join(f"{{{one}}}" for one in PLACEHOLDERS),
                }
            )


def fill(text: str, facts: dict[str, str]) -> str:
    """``text`` with its facts, without the parts of a line that name a fact which is empty."""
    lines = (
        BETWEEN_PARTS.join(
            part.strip().format_map(facts)
            for part in line.split("·")
            if part.strip() and all(facts[name] for _t, name, *_ in Formatter().parse(part) if name)
        )
        for line in text.splitlines()
    )
    return "\n".join(line for line in lines if line)

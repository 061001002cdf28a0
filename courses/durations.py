"""Training time in plain words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAY = 360  # minutes of training in a day
HALF_DAY = 180
HOUR = 60
LESSON = 60  # what a lesson takes until its writer says otherwise


def describe_minutes(minutes: int) -> str:
    """Say ``minutes`` of training as people plan it: “2½ days”, “1 day and 2 hours”, “45 minutes”."""
    half_days, rest = divmod(minutes, HALF_DAY)
    if minutes and not rest:
        return _days(half_days)
    days, rest = divmod(minutes, DAY)
    hours, rest = divmod(rest, HOUR)
    parts = []
    if days:
        parts.append(_days(days * 2))
    if hours:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours})
    if rest or not parts:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest})
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s and %(last)s") % {"first": " ".join(parts[:-1]), "last": parts[-1]}


def _days(half_days: int) -> str:
    if half_days == 1:
        return _("half a day")
    whole, half = divmod(half_days, 2)
    if half:
        return _("%(count)s½ days") % {"count": whole}
    return ngettext("%(count)s day", "%(count)s days", whole) % {"count": whole}

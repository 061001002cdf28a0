"""Until when a certificate counts."""

from calendar import monthrange
from datetime import date


def expiry(completed_on: date, months: int | None) -> date | None:
    """The last valid day, ``months`` after completion; ``None``: for ever."""
    if not months:
        return None
    year, month = divmod(completed_on.year * 12 + completed_on.month - 1 + months, 12)
    month += 1
    return date(year, month, min(completed_on.day, monthrange(year, month)[1]))

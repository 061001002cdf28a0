"""Two clicks, one row: what was sent twice is done once."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from seedgrants.models import SentForm

KEPT_FOR = timedelta(days=30)


@transaction.atomic
def once(mark: str, action: Callable) -> None:
    """Do it, unless it was done under this ``mark`` before. A refusal leaves no mark.

    A second click that comes while the first is at work waits for its end. Without a mark it is
    simply done.
    """
    if mark:
        _form, is_new = SentForm.objects.get_or_create(mark=mark)
        if not is_new:
            return
    action()


def forget_old_marks() -> int:
    """Nobody clicks a second time a month later; returns how many are forgotten."""
    return SentForm.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]

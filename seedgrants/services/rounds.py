"""Making a new round from an old one, and closing one when its time is over."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from seedgrants.enums import RoundState
from seedgrants.exceptions import Incomplete, NotAllowed
from seedgrants.models import GrantRoundPage
from seedgrants.permissions import Who, acts_as
from seedgrants.transitions import move


@transaction.atomic
def copy_round(
    *,
    round_page: GrantRoundPage,
    title: str,
    code: str,
    opens_at: datetime,
    closes_at: datetime,
    by,
) -> GrantRoundPage:
    """A draft beside the old round, with its call, questions, rubric, money and agreement.

    Proposals, decisions and money stay where they are. Translations are made anew.
    """
    if not acts_as(by, Who.COORDINATOR, round_page):
        raise NotAllowed(_("Only a coordinator makes a round."))
    slug = slugify(code)
    if round_page.get_siblings().filter(slug=slug).exists():
        raise Incomplete([_("Another round has this code.")])
    copy = round_page.copy(
        recursive=False,
        update_attrs={
            "title": title,
            "code": code,
            "slug": slug,
            "opens_at": opens_at,
            "closes_at": closes_at,
            "live": False,
            "has_unpublished_changes": True,
        },
        copy_revisions=False,
        keep_live=False,
        user=by,
    )
    try:
        copy.full_clean()
    except ValidationError as error:
        raise Incomplete([str(message) for message in error.messages]) from error
    return copy


def close_due_rounds() -> int:
    """Close the rounds whose closing time has passed; returns how many."""
    due = GrantRoundPage.objects.main().filter(state=RoundState.OPEN, closes_at__lte=timezone.now())
    rounds = list(due)
    for round_page in rounds:
        move(round_page, RoundState.CLOSED, by=None)
    return len(rounds)

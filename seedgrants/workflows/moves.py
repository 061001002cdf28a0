"""What one allowed step is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise

# A guard gets the thing, the actor and the reason, and raises ``MoveRefused`` to say no.
Guard = Callable[[models.Model, object, str], None]


@dataclass(frozen=True)
class Move:
    """One allowed step. ``label`` is the button; ``by_hand`` puts it among a page's plain buttons.

    ``also`` are others who may take it.
    """

    source: str
    target: str
    who: str
    label: str | Promise
    guards: tuple[Guard, ...] = ()
    needs_reason: bool = False
    by_hand: bool = False
    also: tuple[str, ...] = ()

    @property
    def whoever(self) -> frozenset[str]:
        return frozenset((self.who, *self.also))

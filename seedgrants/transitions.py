"""Moving a thing from state to state, by the tables in ``workflows``.

``move`` is the only place that writes a state: it locks the row, asks the table, and writes exactly
one event in the same transaction.
"""

import contextlib

from django.db import transaction
from django.utils.translation import gettext as _

from seedgrants.enums import Happening
from seedgrants.exceptions import ConflictOfInterest, MoveRefused, NotAllowed
from seedgrants.models import Application, Event
from seedgrants.permissions import Who, acts_as
from seedgrants.workflows import MOVES, Move


def moves_from(thing) -> list[Move]:
    """The table's moves out of the thing's state."""
    return [move for move in MOVES[type(thing)] if move.source == thing.state]


def standing(user, thing) -> frozenset[str]:
    """Where ``user`` stands towards the thing's application; a person of its side only applies."""
    found = set()
    for who in (Who.APPLICANT, Who.COORDINATOR, Who.FINANCE):
        with contextlib.suppress(ConflictOfInterest):
            if acts_as(user, who, thing):
                found.add(who)
    return frozenset(found)


def buttons(thing, user, *, stands: frozenset[str] | None = None) -> list[Move]:
    """The plain moves this person may make now; guards are asked when the button is pressed.

    Things of one application share ``stands``, made once by :func:`standing`.
    """
    offered = [move for move in moves_from(thing) if move.by_hand]
    if not offered:
        return []
    stands = standing(user, thing) if stands is None else stands
    return [move for move in offered if move.whoever & stands]


def lock(thing):
    """The row as it is in the database now, locked until the transaction ends."""
    manager = type(thing)._base_manager
    return manager.select_for_update(of=("self",)).get(pk=thing.pk)


@transaction.atomic
def move(thing, to: str, *, by, reason: str = "") -> Event:
    """Take ``thing`` to the state ``to`` and write the event.

    ``by`` is the account that asks, or ``None`` for the system. Raises ``NotAllowed`` when the
    person does not stand where the table wants them, ``MoveRefused`` when the state or a guard
    says no.
    """
    model = type(thing)
    source = lock(thing).state
    reason = reason.strip()
    found = next((m for m in MOVES[model] if (m.source, m.target) == (source, to)), None)
    if found is None:
        thing.state = source
        raise changed_meanwhile(thing, by)
    if not any(acts_as(by, who, thing) for who in sorted(found.whoever)):
        raise NotAllowed(_("This is not yours to do."))
    if found.needs_reason and not reason:
        raise MoveRefused(_("Give a reason."))
    for guard in found.guards:
        guard(thing, by, reason)
    model._base_manager.filter(pk=thing.pk).update(state=to)
    thing.state = to
    return record(thing, by=by, source=source, reason=reason)


def record(thing, *, by, source: str = "", reason: str = "") -> Event:
    """Write the event of a thing that has reached its state; with no ``source``, that it began."""
    return Event.objects.create(
        object_id=thing.pk,
        from_state=source,
        to_state=thing.state,
        reason=reason,
        actor=by,
        **thing.event_links,
    )


def happened(thing, what: Happening, *, by, reason: str = "") -> Event:
    """Write the event of something done to a thing that leaves its state as it is."""
    return Event.objects.create(
        object_id=thing.pk,
        from_state=thing.state,
        to_state=what,
        reason=reason.strip(),
        actor=by,
        **thing.event_links,
    )


def changed_meanwhile(thing, user) -> MoveRefused:
    """The refusal of a step that does not lead on from the thing's state.

    An applicant reads the state as applicants are told it.
    """
    state = thing.get_state_display()
    if isinstance(thing, Application) and user and acts_as(user, Who.APPLICANT, thing):
        state = thing.applicant_label
    return MoveRefused(
        _("This was changed meanwhile: it is now “%(state)s”. Load the page again.")
        % {"state": state}
    )

"""The life of an enrolment as data: from which state to which, and who may move it.

The same table drives what ``services.enrolment`` allows, the buttons on a page and the tests.
An empty source is the making of the enrolment.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.records.enums import EnrolmentState as S


class Party(Enum):
    """Who stands behind a move, seen from the enrolment."""

    PERSON = "person"
    FOCAL_POINT = "focal point"
    TRAINER = "trainer"
    # The cohort's trainer who takes in someone standing in the room; no button on a page.
    DOOR = "door"
    COORDINATOR = "coordinator"
    SYSTEM = "system"


@dataclass(frozen=True)
class Move:
    """``label`` is what the button says."""

    source: str
    target: S
    parties: frozenset[Party]
    label: str | Promise


SELF = frozenset({Party.PERSON, Party.FOCAL_POINT, Party.COORDINATOR})
ENTRY = SELF | {Party.DOOR}
DOOR = frozenset({Party.DOOR, Party.COORDINATOR})
LEAVING = frozenset({Party.PERSON, Party.COORDINATOR})
STAFF = frozenset({Party.COORDINATOR})
QUEUE = frozenset({Party.COORDINATOR, Party.SYSTEM, Party.DOOR})
SYSTEM = frozenset({Party.SYSTEM})
JUDGES = frozenset({Party.TRAINER, Party.COORDINATOR})

MOVES = (
    Move("", S.APPLIED, SELF, _("Apply")),
    Move("", S.WAITING, SELF, _("Join the waiting list")),
    Move("", S.ENROLLED, ENTRY, _("Enrol")),
    Move(S.APPLIED, S.ENROLLED, DOOR, _("Accept")),
    Move(S.APPLIED, S.WAITING, STAFF, _("Put on the waiting list")),
    Move(S.APPLIED, S.DECLINED, STAFF, _("Decline")),
    Move(S.APPLIED, S.WITHDRAWN, SELF, _("Withdraw")),
    Move(S.WAITING, S.ENROLLED, QUEUE, _("Give a place")),
    # Room in the quota of an organisation for someone on whom nobody has decided yet.
    Move(S.WAITING, S.APPLIED, SYSTEM, _("Take up the application")),
    Move(S.WAITING, S.DECLINED, STAFF, _("Decline")),
    Move(S.WAITING, S.WITHDRAWN, SELF, _("Withdraw")),
    Move(S.ENROLLED, S.WITHDRAWN, LEAVING, _("Withdraw")),
    Move(S.ENROLLED, S.COMPLETED, JUDGES, _("Completed")),
    Move(S.ENROLLED, S.NOT_COMPLETED, JUDGES, _("Not completed")),
    # Judged again after late corrections.
    Move(S.NOT_COMPLETED, S.COMPLETED, JUDGES, _("Completed")),
    Move(S.WITHDRAWN, S.APPLIED, SELF, _("Apply again")),
    Move(S.WITHDRAWN, S.WAITING, SELF, _("Join the waiting list")),
    Move(S.WITHDRAWN, S.ENROLLED, ENTRY, _("Enrol again")),
    Move(S.DECLINED, S.WAITING, STAFF, _("Put on the waiting list")),
    Move(S.DECLINED, S.ENROLLED, STAFF, _("Accept after all")),
)
BY_STATES = {(move.source, move.target): move for move in MOVES}

# Moved by judging the whole cohort when it is closed, never one by one on a page.
JUDGED = frozenset({S.COMPLETED, S.NOT_COMPLETED})


def find_move(source: str, target: str) -> Move | None:
    """The move between two states, or ``None`` where the table has none."""
    return BY_STATES.get((source, target))


def moves_for(source: str, parties: frozenset[Party]) -> list[Move]:
    """The moves out of ``source`` that ``parties`` may make one by one, in the table's order."""
    return [
        move
        for move in MOVES
        if move.source == source and move.parties & parties and move.target not in JUDGED
    ]

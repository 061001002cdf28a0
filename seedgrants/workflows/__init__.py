"""Which state leads to which, who takes it there, and what must hold before.

The tables drive the services, the buttons, the tests and the diagrams of the documentation;
``transitions.move`` reads them.
"""

from django.db import models

from seedgrants.enums import Subject
from seedgrants.models import (
    Amendment,
    Application,
    Decision,
    Grant,
    GrantReport,
    GrantRoundPage,
    Review,
    Tranche,
)
from seedgrants.workflows import grants, selection
from seedgrants.workflows.moves import Move

__all__ = ["MOVES", "Move", "subject_of"]

MOVES: dict[type[models.Model], tuple[Move, ...]] = selection.MOVES | grants.MOVES


def subject_of(model: type[models.Model]) -> str:
    """The name under which events speak of the model."""
    return {
        GrantRoundPage: Subject.ROUND,
        Application: Subject.APPLICATION,
        Review: Subject.REVIEW,
        Decision: Subject.DECISION,
        Grant: Subject.GRANT,
        Tranche: Subject.TRANCHE,
        GrantReport: Subject.REPORT,
        Amendment: Subject.AMENDMENT,
    }[model]

"""The tables of seed grants, one module a subject."""

from seedgrants.models.applications import Answer, Application, BudgetLine, Extension, Revision
from seedgrants.models.decisions import Decision
from seedgrants.models.events import Event
from seedgrants.models.grants import Grant, Tranche
from seedgrants.models.reports import GrantReport, ReportLine
from seedgrants.models.reviews import Review, Score
from seedgrants.models.rounds import GrantRoundPage, RoundCourse, RoundCriterion, RoundQuestion

__all__ = [
    "Answer",
    "Application",
    "BudgetLine",
    "Decision",
    "Event",
    "Extension",
    "Grant",
    "GrantReport",
    "GrantRoundPage",
    "ReportLine",
    "Review",
    "Revision",
    "RoundCourse",
    "RoundCriterion",
    "RoundQuestion",
    "Score",
    "Tranche",
]

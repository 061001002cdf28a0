"""The tables of seed grants, one module a subject."""

from seedgrants.models.agreements import Agreement, Signature
from seedgrants.models.amendments import Amendment, AmendmentLine
from seedgrants.models.applications import Answer, Application, BudgetLine, Extension, Revision
from seedgrants.models.decisions import Decision
from seedgrants.models.events import Event
from seedgrants.models.feedback import Comment, FeedbackRequest
from seedgrants.models.files import GrantFile
from seedgrants.models.grants import Grant, GrantLine, Tranche
from seedgrants.models.kept import KeptText
from seedgrants.models.ledger import LedgerEntry
from seedgrants.models.notices import Notice
from seedgrants.models.reports import (
    GrantReport,
    ReportAnswer,
    ReportExtension,
    ReportLine,
    ReportRevision,
)
from seedgrants.models.reviews import DiscussionNote, Review, Score
from seedgrants.models.round_rows import (
    RoundCourse,
    RoundCriterion,
    RoundOrganisationKind,
    RoundQuestion,
    RoundReportQuestion,
)
from seedgrants.models.rounds import GrantRoundPage, localise
from seedgrants.models.sent import SentForm

__all__ = [
    "Agreement",
    "Amendment",
    "AmendmentLine",
    "Answer",
    "Application",
    "BudgetLine",
    "Comment",
    "Decision",
    "DiscussionNote",
    "Event",
    "Extension",
    "FeedbackRequest",
    "Grant",
    "GrantFile",
    "GrantLine",
    "GrantReport",
    "GrantRoundPage",
    "KeptText",
    "LedgerEntry",
    "Notice",
    "ReportAnswer",
    "ReportExtension",
    "ReportLine",
    "ReportRevision",
    "Review",
    "Revision",
    "RoundCourse",
    "RoundCriterion",
    "RoundOrganisationKind",
    "RoundQuestion",
    "RoundReportQuestion",
    "Score",
    "SentForm",
    "Signature",
    "Tranche",
    "localise",
]

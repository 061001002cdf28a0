"""The closed lists of seed grants: each value is stored, each label is translated."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Currency(models.TextChoices):
    USD = "USD", _("US dollars (USD)")
    KHR = "KHR", _("riel (KHR)")


class RoundState(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    REVIEWING = "reviewing", _("in review")
    DECIDED = "decided", _("decided")
    ARCHIVED = "archived", _("archived")


class QuestionKind(models.TextChoices):
    TEXT = "text", _("A few sentences")
    LINE = "line", _("One line")
    NUMBER = "number", _("A number")
    CHOICE = "choice", _("One of a list")
    DATE = "date", _("A date")
    FILE = "file", _("A file or photograph")
    PEOPLE = "people", _("People reached, by sex and age")
    LOGFRAME = "logframe", _("A small plan in a table")


class ApplicationState(models.TextChoices):
    """As staff see them; what an applicant sees is in ``APPLICANT_LABELS``."""

    DRAFT = "draft", _("draft")
    FEEDBACK = "feedback", _("with the mentor for feedback")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned to the applicant")
    INELIGIBLE = "ineligible", _("not eligible")
    UNDER_REVIEW = "under-review", _("under review")
    DISCUSSION = "discussion", _("in discussion")
    AWARDED = "awarded", _("awarded")
    DECLINED = "declined", _("declined")
    REVISE = "revise", _("to be revised")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Until decisions are published an applicant learns only that the proposal is being read.
APPLICANT_LABELS = {
    ApplicationState.DRAFT: _("draft, not sent yet"),
    ApplicationState.FEEDBACK: _("draft, your mentor is reading it"),
    ApplicationState.SUBMITTED: _("sent"),
    ApplicationState.RETURNED: _("returned to you for a correction"),
    ApplicationState.INELIGIBLE: _("not eligible for this round"),
    ApplicationState.UNDER_REVIEW: _("being read"),
    ApplicationState.DISCUSSION: _("being read"),
    ApplicationState.AWARDED: _("awarded"),
    ApplicationState.DECLINED: _("not funded this time"),
    ApplicationState.REVISE: _("to be revised"),
    ApplicationState.WITHDRAWN: _("withdrawn by you"),
}


class BudgetCategory(models.TextChoices):
    ACTIVITIES = "activities", _("Activities and materials")
    VENUE = "venue", _("Venue and food")
    TRAVEL = "travel", _("Travel")
    PEOPLE = "people", _("Fees and allowances")
    OFFICE = "office", _("Phone, printing and bank costs")
    OTHER = "other", _("Other")


class ReviewState(models.TextChoices):
    INVITED = "invited", _("conflict of interest not declared yet")
    NO_CONFLICT = "no-conflict", _("ready to read")
    CONFLICTED = "conflicted", _("conflict of interest")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    LOCKED = "locked", _("final")

    @classmethod
    def counted(cls) -> tuple:
        """Reviews that are in. A recused one is neither a zero nor present."""
        return cls.SUBMITTED, cls.LOCKED


class Outcome(models.TextChoices):
    AWARD = "award", _("Award")
    REVISE = "revise", _("Ask for a revision")
    DECLINE = "decline", _("Decline")


class DecisionState(models.TextChoices):
    PENDING = "pending", _("not published yet")
    PUBLISHED = "published", _("published")
    REPLACED = "replaced", _("replaced before publication")


class GrantState(models.TextChoices):
    OFFERED = "offered", _("offered")
    ACCEPTED = "accepted", _("accepted")
    ACTIVE = "active", _("active")
    CLOSING = "closing", _("closing")
    CLOSED = "closed", _("closed")
    DECLINED = "declined", _("declined by the applicant")
    LAPSED = "lapsed", _("lapsed")
    SUSPENDED = "suspended", _("suspended")
    TERMINATED = "terminated", _("terminated")


# The offers whose money is the fund's again.
NOT_TAKEN_UP = (GrantState.DECLINED, GrantState.LAPSED)


class TrancheState(models.TextChoices):
    PLANNED = "planned", _("planned")
    READY = "ready", _("ready for approval")
    APPROVED = "approved", _("approved, to be paid")
    PAID = "paid", _("paid")
    ACKNOWLEDGED = "acknowledged", _("received")


class ReportState(models.TextChoices):
    SCHEDULED = "scheduled", _("not open yet")
    OPEN = "open", _("to be written")
    SUBMITTED = "submitted", _("submitted")
    CHANGES_REQUESTED = "changes-requested", _("changes asked for")
    ACCEPTED = "accepted", _("accepted")
    WAIVED = "waived", _("waived")


class AmendmentState(models.TextChoices):
    PROPOSED = "proposed", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("not accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class EntryKind(models.TextChoices):
    """What a line of the ledger is; its sign says whether the grantee holds more or less."""

    PAYMENT = "payment", _("Payment")
    CONTRA = "contra", _("Contra entry")
    SPENT = "spent", _("Spent, report accepted")
    RETURNED = "returned", _("Given back")
    WRITTEN_OFF = "written-off", _("Written off")


class SignedBy(models.TextChoices):
    SITE = "site", _("accepted on this site")
    PAPER = "paper", _("signed on paper")


class FilePurpose(models.TextChoices):
    ATTACHMENT = "attachment", _("with the proposal")
    RECEIPT = "receipt", _("receipt")
    PROOF = "proof", _("proof of payment")
    SIGNED = "signed", _("signed agreement")


class Subject(models.TextChoices):
    """What an event is about."""

    ROUND = "round", _("round")
    APPLICATION = "application", _("application")
    REVIEW = "review", _("review")
    DECISION = "decision", _("decision")
    GRANT = "grant", _("grant")
    TRANCHE = "tranche", _("tranche")
    REPORT = "report", _("report")
    AMENDMENT = "amendment", _("amendment")


class Happening(models.TextChoices):
    """What an event tells besides a change of state."""

    MORE_TIME = "more-time", _("more time given")
    REMOVED = "removed", _("taken off the plan")
    DRAWN_UP = "drawn-up", _("agreement drawn up")
    SIGNED = "signed", _("agreement signed")
    GIVEN_BACK = "given-back", _("money given back")
    WRITTEN_OFF = "written-off", _("money written off")
    LISTED = "listed", _("agreed to be listed publicly")
    NOT_LISTED = "not-listed", _("no longer listed publicly")

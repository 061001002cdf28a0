"""What the grants keep about a person, for the person's own copy; see ``records.own_data``.

A decision and what the readers wrote belong to it once the decision is published.
"""

from lms.records.models import Person
from lms.records.own_data import section, table_section
from seedgrants.enums import ApplicationState, DecisionState, ReviewState
from seedgrants.models import (
    Amendment,
    Answer,
    Application,
    BudgetLine,
    Comment,
    Decision,
    FeedbackRequest,
    Grant,
    GrantFile,
    GrantReport,
    KeptText,
    LedgerEntry,
    ReportAnswer,
    ReportLine,
    Review,
    Score,
    Tranche,
)


@section("grant_proposals")
def proposals(person: Person):
    """An applicant is not told when the panel has begun to talk about the proposal."""
    rows = (
        Application.objects.filter(applicant=person)
        .order_by("pk")
        .values(
            "number", "round__title", "title", "organisation__name", "state", "currency",
            "requested", "submitted_at",
        )
    )  # fmt: skip
    read = {ApplicationState.DISCUSSION: ApplicationState.UNDER_REVIEW}
    return [row | {"state": str(read.get(row["state"], row["state"]))} for row in rows]


table_section(
    "grant_answers", Answer, "application__applicant",
    "application__round__title", "label", "text", "data",
)  # fmt: skip
table_section(
    "grant_budget", BudgetLine, "application__applicant",
    "application__round__title", "category", "item", "quantity", "unit", "unit_cost", "times", "note",
)  # fmt: skip
table_section(
    "grant_kept_texts", KeptText, "application__applicant",
    "application__round__title", "section", "texts", "at",
)  # fmt: skip
table_section(
    "grant_report_kept_texts", KeptText, "report__grant__application__applicant",
    "report__grant__application__number", "report__number", "texts", "at",
)  # fmt: skip
table_section(
    "grant_files", GrantFile, "application__applicant",
    "application__round__title", "purpose", "name", "size", "added_at", "removed_at",
)  # fmt: skip
table_section(
    "grant_feedback", FeedbackRequest, "application__applicant",
    "application__round__title", "question", "asked_at", "summary", "answered_at",
)  # fmt: skip
table_section(
    "grants", Grant, "application__applicant",
    "application__number", "state", "currency", "amount", "paid", "spent", "returned", "written_off",
    "consent_at", "starts_on", "ends_on", "signature__name", "signature__signed_on",
)  # fmt: skip
table_section(
    "grant_payments", Tranche, "grant__application__applicant",
    "grant__application__number", "number", "amount", "due_on", "condition", "state", "paid_on",
    "reference", "acknowledged_at",
)  # fmt: skip
table_section(
    "grant_ledger", LedgerEntry, "grant__application__applicant",
    "grant__application__number", "on", "kind", "amount", "reference", "reason",
)  # fmt: skip
table_section(
    "grant_changes", Amendment, "grant__application__applicant",
    "grant__application__number", "number", "reason", "ends_on", "state", "proposed_at",
)  # fmt: skip
table_section(
    "grant_reports", GrantReport, "grant__application__applicant",
    "grant__application__number", "number", "starts_on", "ends_on", "due_on", "state",
    "done", "changed", "learned", "lasting", "women", "men", "girls", "boys", "people",
    "submitted_at",
)  # fmt: skip
table_section(
    "grant_report_answers", ReportAnswer, "report__grant__application__applicant",
    "report__grant__application__number", "report__number", "label", "text",
)  # fmt: skip
table_section(
    "grant_report_lines", ReportLine, "report__grant__application__applicant",
    "report__grant__application__number", "report__number", "item", "planned", "actual", "note",
)  # fmt: skip
# What the person wrote about others' proposals: their own words, nothing of the proposal.
table_section(
    "grant_reviews", Review, "reviewer",
    "application__number", "state", "feedback", "note", "percent", "declared_at", "submitted_at",
)  # fmt: skip
table_section(
    "grant_review_kept_texts", KeptText, "review__reviewer",
    "review__application__number", "texts", "at",
)  # fmt: skip
table_section(
    "grant_scores", Score, "review__reviewer",
    "review__application__number", "label", "score", "max_score",
)  # fmt: skip
table_section("grant_mentoring", FeedbackRequest, "mentor", "asked_at", "summary", "answered_at")
table_section("grant_comments", Comment, "author__person", "text", "at")


@section("grant_decisions")
def decisions(person: Person):
    published = Decision.objects.filter(
        application__applicant=person, state=DecisionState.PUBLISHED
    )
    return published.order_by("pk").values(
        "application__number", "outcome", "currency", "amount", "feedback", "published_at"
    )


@section("grant_feedback_of_readers")
def feedback_of_readers(person: Person):
    told = Review.objects.filter(
        application__applicant=person,
        state=ReviewState.LOCKED,
        revision__decisions__state=DecisionState.PUBLISHED,
    )
    return told.order_by("pk").values("application__number", "feedback")

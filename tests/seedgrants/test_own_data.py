"""A person's own copy has what the grants keep about them, and nothing of what others must keep."""

from datetime import date
from decimal import Decimal

import pytest

from lms.records.own_data import own_data
from seedgrants.services import decisions, feedback, payments
from seedgrants.services.kept import keep_text
from tests.factories.seedgrants import (
    approve,
    make_active_grant,
    make_coordinator,
    make_discussed,
    make_draft,
    make_feedback,
    make_file,
    make_finance,
    write_report,
)

pytestmark = pytest.mark.django_db


def of(person):
    return {name: rows for name, rows in own_data(person).items() if name.startswith("grant")}


def test_the_own_copy_has_proposal_grant_and_report():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    tranche = approve(grant.tranches.get(), coordinator)
    payments.pay_tranche(
        tranche=tranche, by=make_finance(), paid_on=date(2026, 1, 2), reference="Bank 7"
    )
    write_report(grant.reports.get(), coordinator=coordinator)
    make_file(grant.application)
    make_active_grant()  # somebody else's
    found = of(grant.application.applicant)
    counts = {name: len(rows) for name, rows in found.items() if rows}
    assert counts == {
        "grant_proposals": 1,
        "grant_answers": 2,
        "grant_budget": 1,
        "grant_files": 1,
        "grants": 1,
        "grant_payments": 1,
        "grant_ledger": 1,
        "grant_reports": 1,
        "grant_report_lines": 1,
        "grant_decisions": 1,
        "grant_feedback_of_readers": 2,
    }
    assert found["grant_answers"][0]["text"] == "About Question 1"
    assert found["grant_budget"][0]["unit_cost"] == Decimal("12.50")
    assert found["grant_payments"][0]["reference"] == "Bank 7"
    assert found["grants"][0]["signature__name"] == "Sok Dara"
    assert found["grant_reports"][0]["learned"] == "Start early"


def test_the_own_copy_tells_no_decision_before_it_is_published():
    coordinator = make_coordinator()
    application = make_discussed(coordinator=coordinator)
    decisions.decide(application=application, outcome="decline", feedback="Sorry.", by=coordinator)
    assert "Sorry." not in str(of(application.applicant))
    assert "name the place" not in str(of(application.applicant))
    assert [row["state"] for row in of(application.applicant)["grant_proposals"]] == [
        "under-review"
    ]
    decisions.publish_decisions(round_page=application.round, by=coordinator)
    found = of(application.applicant)
    assert [row["state"] for row in found["grant_proposals"]] == ["declined"]
    assert [row["feedback"] for row in found["grant_decisions"]] == ["Sorry."]
    assert "name the place" in str(found["grant_feedback_of_readers"])
    assert found["grant_reviews"] == []


def test_reviewers_and_mentors_have_their_own_words_and_not_the_proposal():
    application = make_discussed()
    reviewer = application.reviews.first().reviewer
    found = {name: rows for name, rows in of(reviewer).items() if rows}
    assert set(found) == {"grant_reviews", "grant_scores"}
    assert [row["feedback"] for row in found["grant_reviews"]] == ["Clear; name the place."]
    assert "Safe migration" not in str(found)
    draft = make_draft(title="Boats for all")
    asked, _comment = make_feedback(draft)
    feedback.answer_feedback(request=asked, by=asked.mentor.user, summary="Good.")
    found = {name: rows for name, rows in of(asked.mentor).items() if rows}
    assert set(found) == {"grant_mentoring", "grant_comments"}
    assert [row["summary"] for row in found["grant_mentoring"]] == ["Good."]
    assert "Boats for all" not in str(found)
    assert [row["summary"] for row in of(draft.applicant)["grant_feedback"]] == ["Good."]


def test_words_kept_beside_newer_work_belong_to_who_typed_them():
    report = make_active_grant().reports.get()
    grantee = report.application.applicant
    keep_text(thing=report, by=grantee.user, texts=[("What did you do?", "Six evenings")])
    review = make_discussed().reviews.first()
    keep_text(thing=review, by=review.reviewer.user, texts=[("Feedback", "Who counts?")])
    assert "Six evenings" in str(of(grantee)["grant_report_kept_texts"])
    assert "Who counts?" in str(of(review.reviewer)["grant_review_kept_texts"])
    for person in (grantee, review.reviewer, review.application.applicant):
        kept = {name: len(rows) for name, rows in of(person).items() if "kept" in name and rows}
        assert sum(kept.values()) == (person != review.application.applicant)

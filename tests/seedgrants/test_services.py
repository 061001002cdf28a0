from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.records.models import Completion, Enrolment
from seedgrants.enums import ApplicationState, DecisionState, Outcome, ReportState
from seedgrants.exceptions import Incomplete, MoveRefused, NotAllowed, NotEligible
from seedgrants.models import GrantReport, GrantRoundPage
from seedgrants.services import decisions, drafts, report_texts, reports, reviews, submission
from seedgrants.services.eligibility import reasons_against
from seedgrants.services.grants import accept_grant
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.records import make_cohort, make_person
from tests.factories.seedgrants import (
    fresh,
    line,
    make_active_grant,
    make_applicant,
    make_coordinator,
    make_discussed,
    make_draft,
    make_grant,
    make_round,
    make_submitted,
    make_under_review,
    score_review,
    write_report,
)

pytestmark = pytest.mark.django_db


def complete(person, course):
    enrolment = Enrolment.objects.create(
        cohort=make_cohort(course=course),
        person=person,
        state="completed",
        gender="woman",
        age_band="unknown",
    )
    return Completion.objects.create(
        enrolment=enrolment,
        course_key=course.translation_key,
        completed_on=timezone.localdate(),
        rule={},
        figures={},
    )


def test_start_needs_the_completed_course():
    course = make_course(title="Project basics")
    round_page = make_round(courses=[course])
    applicant = make_applicant()
    with pytest.raises(NotEligible, match="Complete the course “Project basics” first"):
        drafts.start_application(round_page=round_page, by=applicant.user)
    complete(applicant, course)
    assert reasons_against(round_page=round_page, person=applicant) == []
    draft = drafts.start_application(round_page=round_page, by=applicant.user)
    assert draft.applicant == applicant
    assert draft.organisation == applicant.affiliations.get().organisation


def test_start_needs_a_person_and_an_open_round():
    round_page = make_round()
    with pytest.raises(NotEligible, match="not linked"):
        drafts.start_application(round_page=round_page, by=make_user())
    GrantRoundPage.objects.update(closes_at=timezone.now())
    with pytest.raises(NotEligible, match="takes no proposals"):
        drafts.start_application(round_page=fresh(round_page), by=make_applicant().user)


def test_draft_is_saved_by_its_owner_only():
    draft = make_draft()
    with pytest.raises(NotAllowed):
        drafts.save_about(
            application=draft, by=make_applicant().user, version=draft.version, title="Mine"
        )


def test_submit_names_what_is_missing():
    draft = make_draft(filled=False)
    with pytest.raises(Incomplete) as caught:
        submission.submit_application(application=draft, by=draft.applicant.user, key="a")
    assert [(p.section, p.text) for p in caught.value.problems] == [
        ("about", "Give your project a title."),
        ("1", "Answer the question “Question 1”."),
        ("2", "Answer the question “Question 2”."),
        ("budget", "Write at least one line in your budget."),
    ]
    assert fresh(draft).number is None


def test_submit_refuses_a_budget_above_the_cap():
    draft = make_draft(lines=[line(unit_cost=Decimal("50.01"))])
    with pytest.raises(
        Incomplete, match=r"1,000\.20 USD\. The most for one proposal is 1,000\.00 USD"
    ):
        submission.submit_application(application=draft, by=draft.applicant.user, key="a")


def test_withdraw_frees_a_pending_award():
    coordinator = make_coordinator()
    application = make_discussed(coordinator=coordinator)
    decision = decisions.decide(
        application=application,
        outcome=Outcome.AWARD,
        amount=Decimal(250),
        feedback="Yes.",
        by=coordinator,
    )
    submission.withdraw_application(application=application, by=application.applicant.user)
    assert fresh(application).state == ApplicationState.WITHDRAWN
    assert fresh(decision).state == DecisionState.REPLACED


def test_return_gives_a_new_deadline_and_one_more_revision():
    application = make_submitted()
    GrantRoundPage.objects.update(closes_at=timezone.now())
    submission.return_application(
        application=application,
        until=timezone.now() + timedelta(days=1),
        reason="The dates are missing",
        by=make_coordinator(),
    )
    application = fresh(application)
    assert application.state == ApplicationState.RETURNED
    revision = submission.submit_application(
        application=application, by=application.applicant.user, key="again"
    )
    assert (revision.number, fresh(application).number) == (2, application.number)


def test_assigning_twice_leaves_one_review():
    application = make_under_review()
    people = [review.reviewer for review in application.reviews.all()]
    reviews.assign_reviewers(application=application, reviewers=people, by=make_coordinator())
    assert application.reviews.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        review = application.reviews.first()
        review.pk = None
        review.save(force_insert=True)


def test_submitting_a_review_needs_every_score_and_feedback():
    review = make_under_review().reviews.first()
    user = review.reviewer.user
    review = reviews.declare(review=review, by=user, conflict=False)
    reviews.save_scores(review=review, by=user, scores={}, feedback="")
    with pytest.raises(Incomplete) as caught:
        reviews.submit_review(review=review, by=user)
    assert len(caught.value.problems) == 2
    too_much = {score.criterion_key: 6 for score in review.scores.all()}
    with pytest.raises(Incomplete):
        reviews.save_scores(review=review, by=user, scores=too_much, feedback="x")


def test_scores_are_weighted():
    review = make_under_review().reviews.first()
    user = review.reviewer.user
    review = reviews.declare(review=review, by=user, conflict=False)
    first, second = review.scores.all()  # weights 1 and 2
    scores = {first.criterion_key: 5, second.criterion_key: 2}
    reviews.save_scores(review=review, by=user, scores=scores, feedback="Good.")
    assert reviews.submit_review(review=review, by=user).percent == Decimal("60.00")


def test_discussion_waits_for_the_reviews_or_a_reason():
    application = make_under_review()
    coordinator = make_coordinator()
    score_review(application.reviews.first())
    with pytest.raises(MoveRefused, match="1 of 2 reviews are in"):
        decisions.open_discussion(application=application, by=coordinator)
    decisions.open_discussion(application=application, by=coordinator, reason="She is ill")
    assert fresh(application).state == ApplicationState.DISCUSSION


def test_publication_waits_for_every_decision():
    coordinator = make_coordinator()
    round_page = make_round()
    waiting = make_submitted(round_page=round_page)
    application = make_discussed(coordinator=coordinator, round_page=fresh_open(round_page))
    decisions.decide(
        application=application, outcome=Outcome.DECLINE, feedback="No.", by=coordinator
    )
    with pytest.raises(MoveRefused, match=waiting.number):
        decisions.publish_decisions(round_page=round_page, by=coordinator)


def fresh_open(round_page):
    GrantRoundPage.objects.filter(pk=round_page.pk).update(state="open")
    return fresh(round_page)


def test_a_large_award_needs_a_second_person():
    coordinator = make_coordinator()
    round_page = make_round(second_person_above=Decimal(100))
    application = make_discussed(coordinator=coordinator, round_page=round_page)
    decisions.decide(
        application=application,
        outcome=Outcome.AWARD,
        amount=Decimal(250),
        feedback="Yes.",
        by=coordinator,
    )
    with pytest.raises(MoveRefused, match="someone other than its decider"):
        decisions.publish_decisions(round_page=round_page, by=coordinator)
    assert fresh(application).state == ApplicationState.DISCUSSION
    decisions.publish_decisions(round_page=round_page, by=make_coordinator())
    assert fresh(application).state == ApplicationState.AWARDED


def test_a_revision_happens_once_and_is_reviewed_anew():
    coordinator = make_coordinator()
    application = make_discussed(coordinator=coordinator)
    revise = {
        "outcome": Outcome.REVISE,
        "feedback": "Name the villages.",
        "revise_until": timezone.now() + timedelta(days=7),
        "by": coordinator,
    }
    decisions.decide(application=application, **revise)
    decisions.publish_decisions(round_page=application.round, by=coordinator)
    application = fresh(application)
    assert application.state == ApplicationState.DRAFT
    user = application.applicant.user
    submission.submit_application(application=application, by=user, key="second")
    people = [review.reviewer for review in application.reviews.all()]
    reviews.assign_reviewers(application=application, reviewers=people, by=coordinator)
    assert application.reviews.count() == 4
    decisions.open_discussion(application=application, by=coordinator, reason="Read together")
    with pytest.raises(MoveRefused, match="revised once"):
        decisions.decide(application=application, **revise)


def test_report_counts_add_up():
    coordinator = make_coordinator()
    report = make_active_grant(coordinator=coordinator).reports.get()
    report = reports.open_report(report=report, by=coordinator)
    user = report.application.applicant.user
    draft = reports.save_report(
        report=report,
        by=user,
        version=1,
        story=dict.fromkeys(report_texts.STORY, "x"),
        counts={"women": 3, "men": 2, "girls": 1, "boys": 0},
        people=7,
        actuals={},
    )
    with pytest.raises(Incomplete, match="together make the number"):
        reports.submit_report(report=draft, by=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        GrantReport.objects.update(state="submitted")


def test_report_is_changed_and_accepted():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    report = write_report(grant.reports.get(), coordinator=coordinator)
    with pytest.raises(MoveRefused, match="reason"):
        reports.request_changes(report=report, by=coordinator, reason=" ")
    reports.request_changes(report=report, by=coordinator, reason="Add the travel")
    report = fresh(report)
    assert report.state == ReportState.CHANGES_REQUESTED
    reports.submit_report(report=report, by=grant.application.applicant.user)
    reports.accept_report(report=report, by=coordinator)
    assert grant.reports.accepted().reached() == {
        "women": 3,
        "men": 2,
        "girls": 1,
        "boys": 0,
        "people": 6,
    }
    assert fresh(grant).spent == Decimal(100)


def test_offer_is_accepted_by_the_applicant_only():
    grant = make_grant()
    with pytest.raises(NotAllowed):
        accept_grant(grant=grant, by=make_coordinator())
    assert accept_grant(grant=grant, by=grant.application.applicant.user).state == "accepted"


def test_publishing_a_text_leaves_the_state_alone():
    round_page = make_round(state="draft")
    revision = round_page.save_revision()
    GrantRoundPage.objects.filter(pk=round_page.pk).update(state="reviewing")
    revision.publish()
    assert fresh(round_page).state == "reviewing"


def test_person_without_a_post_may_apply():
    person = make_person(user=make_user())
    assert make_draft(applicant=person).organisation is None

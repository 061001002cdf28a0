"""What must always hold, one test or more for each number of the list in docs."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from lms.records.models import Mentorship
from seedgrants import permissions
from seedgrants.enums import (
    ApplicationState,
    Currency,
    GrantState,
    Outcome,
    ReportState,
    ReviewState,
    RoundState,
    TrancheState,
)
from seedgrants.exceptions import (
    BadAmount,
    ConflictOfInterest,
    Incomplete,
    MoveRefused,
    NotAllowed,
    StaleDraft,
)
from seedgrants.models import BudgetLine, Decision, Event, Grant, GrantRoundPage
from seedgrants.models.history import WrittenOnce
from seedgrants.services import (
    decisions,
    drafts,
    grants,
    payments,
    report_texts,
    reports,
    reviews,
    submission,
)
from seedgrants.transitions import move
from seedgrants.workflows import MOVES
from tests.factories.accounts import make_user
from tests.factories.records import make_organisation
from tests.factories.seedgrants import (
    allow,
    approve,
    fresh,
    line,
    make_active_grant,
    make_applicant,
    make_coordinator,
    make_discussed,
    make_draft,
    make_finance,
    make_grant,
    make_reviewer,
    make_round,
    make_submitted,
    make_under_review,
    score_review,
    set_state,
    write_report,
)

pytestmark = pytest.mark.django_db


def close(round_page):
    GrantRoundPage.objects.filter(pk=round_page.pk).update(
        closes_at=timezone.now() - timedelta(minutes=1)
    )


def test_invariant_01_sent_revision_never_changes():
    revision = make_submitted().revisions.get()
    revision.content = {}
    with pytest.raises(WrittenOnce):
        revision.save()
    with pytest.raises(WrittenOnce):
        revision.delete()
    with pytest.raises(WrittenOnce):
        type(revision).objects.update(sha256="")


def test_invariant_01_receipt_has_number_and_hash():
    application = make_submitted()
    revision = application.revisions.get()
    assert application.number == f"{application.round.code}-001"
    assert revision.content["number"] == application.number
    assert revision.sha256 == submission.fingerprint(revision.content)
    assert revision.content["requested"] == "250.00"


def test_invariant_02_stale_save_overwrites_nothing():
    draft = make_draft()
    user = draft.applicant.user
    drafts.save_about(application=draft, by=user, version=draft.version, title="Newer")
    with pytest.raises(StaleDraft) as caught:
        drafts.save_about(application=draft, by=user, version=draft.version, title="Older")
    assert caught.value.version == draft.version + 1
    assert fresh(draft).title == "Newer"


def test_invariant_02_stale_report_overwrites_nothing():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    report = reports.open_report(report=grant.reports.get(), by=coordinator)
    saving = {
        "report": report,
        "by": grant.application.applicant.user,
        "version": report.version,
        "counts": dict.fromkeys(report_texts.COUNTS, 0),
        "people": 0,
        "actuals": {},
    }
    reports.save_report(story=dict.fromkeys(report_texts.STORY, "newer"), **saving)
    with pytest.raises(StaleDraft):
        reports.save_report(story=dict.fromkeys(report_texts.STORY, "older"), **saving)
    assert fresh(report).done == "newer"


def test_invariant_03_two_clicks_one_submission():
    draft = make_draft()
    user = draft.applicant.user
    first = submission.submit_application(application=draft, by=user, key="a")
    second = submission.submit_application(application=draft, by=user, key="a")
    assert first == second
    with pytest.raises(MoveRefused):
        submission.submit_application(application=draft, by=user, key="another page")
    assert draft.revisions.count() == 1
    assert draft.events.filter(to_state=ApplicationState.SUBMITTED).count() == 1


def test_invariant_03_two_clicks_one_draft():
    draft = make_draft()
    again = drafts.start_application(round_page=draft.round, by=draft.applicant.user)
    assert again == draft
    assert draft.events.count() == 1


def test_invariant_04_a_round_with_proposals_is_kept():
    draft = make_draft()
    with pytest.raises(ProtectedError):
        fresh(draft.round).delete()
    with pytest.raises(ProtectedError):
        draft.applicant.delete()


def test_invariant_04_deleting_accounts_deletes_nothing():
    coordinator = make_coordinator()
    grant = make_grant(coordinator=coordinator)
    before = Event.objects.count()
    grant.application.applicant.user.delete()
    coordinator.delete()
    assert Event.objects.count() == before
    assert fresh(grant).amount == Decimal(250)
    assert Decision.objects.get().decided_by is None


def test_invariant_05_editing_the_form_leaves_answers_alone():
    draft = make_draft()
    draft.round.questions.update(label="Something else")
    assert sorted(draft.answers.values_list("label", flat=True)) == ["Question 1", "Question 2"]
    drafts.save_answers(
        application=draft,
        by=draft.applicant.user,
        version=draft.version,
        answers={a.question_key: a.text for a in draft.answers.all()},
    )
    assert sorted(draft.answers.values_list("label", flat=True)) == ["Question 1", "Question 2"]


def test_invariant_05_editing_the_rubric_leaves_scores_alone():
    application = make_under_review()
    review = score_review(application.reviews.first(), points=5)
    version = review.rubric_version
    application.round.criteria.update(label="Else", weight=9, max_score=1)
    review.refresh_from_db()
    assert review.percent == Decimal(100)
    assert {score.label for score in review.scores.all()} == {"Criterion 1", "Criterion 2"}
    assert fresh(application.round).rubric_version != version


def test_invariant_06_late_only_with_an_extension():
    draft = make_draft()
    user = draft.applicant.user
    close(draft.round)
    with pytest.raises(MoveRefused):
        submission.submit_application(application=draft, by=user, key="a")
    submission.grant_extension(
        application=draft,
        until=timezone.now() + timedelta(hours=1),
        reason="Flood",
        by=make_coordinator(),
    )
    revision = submission.submit_application(application=draft, by=user, key="a")
    assert revision.number == 1
    assert draft.extensions.get().reason == "Flood"


def test_invariant_06_a_past_extension_helps_nobody():
    draft = make_draft()
    close(draft.round)
    submission.grant_extension(
        application=draft,
        until=timezone.now() - timedelta(seconds=1),
        reason="Flood",
        by=make_coordinator(),
    )
    with pytest.raises(MoveRefused):
        submission.submit_application(application=draft, by=draft.applicant.user, key="a")


@pytest.mark.parametrize(
    ("now", "in_time"),
    [
        ("2026-05-31T16:59:59Z", True),
        ("2026-05-31T17:00:00Z", False),
        ("2026-05-31T17:00:01Z", False),
        ("2026-06-01T00:30:00Z", False),
    ],
)
@pytest.mark.parametrize("extended", [False, True])
def test_invariant_06_the_last_day_ends_at_midnight_in_phnom_penh(
    monkeypatch, settings, now, in_time, extended
):
    """By the server's clock: 1 June in Phnom Penh begins at 17:00 of 31 May in UTC."""
    assert settings.TIME_ZONE == "Asia/Phnom_Penh"
    midnight = timezone.make_aware(datetime(2026, 6, 1))
    draft = make_draft()
    days = timedelta(days=20)
    closes_at = midnight - days if extended else midnight
    GrantRoundPage.objects.filter(pk=draft.round_id).update(
        opens_at=midnight - 2 * days, closes_at=closes_at
    )
    clock = [midnight - timedelta(days=1)]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])
    if extended:
        submission.grant_extension(
            application=draft, until=midnight, reason="Flood", by=make_coordinator()
        )
    clock[0] = datetime.fromisoformat(now)
    send = {"application": fresh(draft), "by": draft.applicant.user, "key": "a"}
    if in_time:
        assert submission.submit_application(**send).number == 1
    else:
        with pytest.raises(MoveRefused):
            submission.submit_application(**send)
        assert fresh(draft).state == ApplicationState.DRAFT


def test_invariant_07_reviewer_of_the_same_organisation_is_refused():
    organisation = make_organisation()
    application = make_submitted(applicant=make_applicant(organisation=organisation))
    set_state(application.round, RoundState.REVIEWING)
    colleague = make_reviewer(organisation=organisation)
    stranger = make_reviewer(organisation=make_organisation())
    assert list(reviews.possible_reviewers(application=application)) == [stranger]
    with pytest.raises(ConflictOfInterest):
        reviews.assign_reviewers(
            application=application, reviewers=[colleague], by=make_coordinator()
        )
    assert application.reviews.count() == 0


def test_invariant_07_self_and_mentor_are_refused():
    applicant = make_applicant()
    allow(applicant.user, "review_proposals")
    mentor = make_reviewer()
    Mentorship.objects.create(mentor=mentor, learner=applicant)
    application = make_submitted(applicant=applicant)
    set_state(application.round, RoundState.REVIEWING)
    assert list(reviews.possible_reviewers(application=application)) == []
    for person in (applicant, mentor):
        with pytest.raises(ConflictOfInterest):
            reviews.assign_reviewers(
                application=application, reviewers=[person], by=make_coordinator()
            )


def test_invariant_07_a_tie_that_begins_later_hides_the_proposal(client):
    application = make_under_review()
    review = application.reviews.first()
    user = review.reviewer.user
    reviews.declare(review=review, by=user, conflict=False)
    assert permissions.revisions_for_review(user).count() == 1
    Mentorship.objects.create(mentor=review.reviewer, learner=application.applicant)
    assert permissions.reviews_for(user).count() == 0
    assert permissions.revisions_for_review(user).count() == 0
    client.force_login(user)
    assert client.get(f"/en/grants/reviews/{review.pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        reviews.save_scores(review=fresh(review), by=user, scores={}, feedback="")


def test_invariant_07_a_coordinators_own_side_is_not_on_the_board():
    organisation = make_organisation()
    application = make_submitted(applicant=make_applicant(organisation=organisation))
    near = make_coordinator(organisation=organisation)
    assert list(permissions.managed_applications(make_coordinator())) == [application]
    assert list(permissions.managed_applications(near)) == []


def test_invariant_08_no_content_before_the_declaration(client):
    application = make_under_review()
    review = application.reviews.first()
    client.force_login(review.reviewer.user)
    address = f"/en/grants/reviews/{review.pk}/"
    for page in (client.get("/en/grants/reviews/"), client.get(address), client.post(address)):
        text = page.content.decode()
        assert page.status_code == 200
        assert "Safe migration" not in text
        assert "About Question" not in text
        assert "Flip charts" not in text
    assert permissions.revisions_for_review(review.reviewer.user).count() == 0
    with pytest.raises(MoveRefused):
        reviews.save_scores(review=review, by=review.reviewer.user, scores={}, feedback="x")
    reviews.declare(review=review, by=review.reviewer.user, conflict=False)
    assert "Flip charts" in client.get(address).content.decode()


def test_invariant_08_a_declared_conflict_ends_the_review(client):
    review = make_under_review().reviews.first()
    user = review.reviewer.user
    reviews.declare(review=review, by=user, conflict=True, reason="My cousin")
    client.force_login(user)
    assert client.get(f"/en/grants/reviews/{review.pk}/").status_code == 404


def test_invariant_09_others_reviews_after_ones_own():
    first, second = make_under_review().reviews.all()
    score_review(first)
    reviews.declare(review=second, by=second.reviewer.user, conflict=False)
    assert list(permissions.other_reviews(second.reviewer.user, second)) == []
    second = fresh(second)
    reviews.save_scores(
        review=second,
        by=second.reviewer.user,
        scores={score.criterion_key: 1 for score in second.scores.all()},
        feedback="Thin.",
    )
    second = reviews.submit_review(review=fresh(second), by=second.reviewer.user)
    assert list(permissions.other_reviews(second.reviewer.user, second)) == [first]


def test_invariant_10_scores_are_final_at_the_decision():
    coordinator = make_coordinator()
    application = make_discussed(coordinator=coordinator, points=4)
    decision = decisions.decide(
        application=application,
        outcome=Outcome.DECLINE,
        feedback="Not now.",
        by=coordinator,
    )
    review = application.reviews.first()
    assert {r.state for r in application.reviews.all()} == {ReviewState.LOCKED}
    with pytest.raises(MoveRefused):
        reviews.save_scores(review=review, by=review.reviewer.user, scores={}, feedback="Else")
    assert (decision.average, decision.spread, decision.reviews_counted) == (80, 0, 2)
    assert decision.rubric_version == application.round.rubric_version
    assert [r["percent"] for r in decision.figures["reviews"]] == ["80.00", "80.00"]


def test_invariant_11_a_recused_review_is_neither_zero_nor_present():
    people = [make_reviewer() for _ in range(3)]
    application = make_under_review(reviewers=people)
    first, second, third = application.reviews.all()
    score_review(first, points=5)
    score_review(second, points=3)
    third = score_review(third, points=0)
    reviews.declare(review=third, by=third.reviewer.user, conflict=True)
    assert decisions.judge(application)["average"] == Decimal("80.00")
    row = type(application).objects.with_marks().get(pk=application.pk)
    assert (row.reviews_in, row.reviews_asked, row.average) == (2, 2, 80)


def test_invariant_12_nobody_decides_for_their_own_organisation():
    organisation = make_organisation()
    application = make_discussed(applicant=make_applicant(organisation=organisation))
    near = make_coordinator(organisation=organisation)
    with pytest.raises(ConflictOfInterest):
        decisions.decide(application=application, outcome=Outcome.DECLINE, feedback="No.", by=near)
    decisions.decide(
        application=application, outcome=Outcome.DECLINE, feedback="No.", by=make_coordinator()
    )
    with pytest.raises(ConflictOfInterest):
        decisions.publish_decisions(round_page=application.round, by=near)
    assert fresh(application).state == ApplicationState.DISCUSSION


def test_invariant_12_nobody_approves_or_pays_for_their_own_organisation():
    organisation = make_organisation()
    coordinator = make_coordinator()
    grant = make_active_grant(
        coordinator=coordinator, applicant=make_applicant(organisation=organisation)
    )
    tranche = grant.tranches.get()
    payments.mark_ready(tranche=tranche, by=coordinator)
    with pytest.raises(ConflictOfInterest):
        payments.approve_tranche(tranche=tranche, by=make_coordinator(organisation=organisation))
    payments.approve_tranche(tranche=tranche, by=coordinator)
    with pytest.raises(ConflictOfInterest):
        payments.pay_tranche(
            tranche=tranche,
            by=make_finance(organisation=organisation),
            paid_on=date(2026, 1, 2),
            reference="1",
        )


def test_invariant_12_approver_and_payer_differ():
    both = allow(make_coordinator(), "pay_grants")
    tranche = approve(make_active_grant(coordinator=both).tranches.get(), both)
    with pytest.raises(ConflictOfInterest):
        payments.pay_tranche(tranche=tranche, by=both, paid_on=date(2026, 1, 2), reference="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(tranche).objects.update(paid_by=both)


@pytest.mark.parametrize("amount", ["1000.01", "600.00", "-1", "0"])
def test_invariant_13_award_within_cap_request_and_above_zero(amount):
    lines = [line(unit_cost=Decimal("25.00"))]  # asks for 500.00
    application = make_discussed(lines=lines)
    with pytest.raises(BadAmount):
        decisions.decide(
            application=application,
            outcome=Outcome.AWARD,
            amount=Decimal(amount),
            feedback="Yes.",
            by=make_coordinator(),
        )
    assert application.decisions.count() == 0


def test_invariant_13_award_within_cap_in_the_database():
    coordinator = make_coordinator()
    decision = make_grant(coordinator=coordinator).decision
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(amount=Decimal("1000.01"))


def test_invariant_13_awards_within_the_fund():
    coordinator = make_coordinator()
    round_page = make_round(fund=Decimal(400))
    first = make_submitted(round_page=round_page)
    second = make_submitted(round_page=round_page)
    set_state(round_page, RoundState.REVIEWING)
    for application in (first, second):
        reviews.assign_reviewers(
            application=application,
            reviewers=[make_reviewer(), make_reviewer()],
            by=coordinator,
        )
        decisions.open_discussion(application=application, by=coordinator, reason="Small round")
    award = {"outcome": Outcome.AWARD, "feedback": "Yes.", "by": coordinator}
    decisions.decide(application=first, amount=Decimal(250), **award)
    with pytest.raises(BadAmount):
        decisions.decide(application=second, amount=Decimal("150.01"), **award)
    decisions.decide(application=second, amount=Decimal(150), **award)
    # Deciding again frees what the pending award held.
    decisions.decide(application=first, amount=Decimal(250), **award)
    assert Decision.objects.awarded_in(round_page) == Decimal(400)


def test_invariant_13_payments_within_the_award():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, amounts=("100.00",))
    with pytest.raises(BadAmount):
        grants.plan_tranches(
            grant=grant, by=coordinator, plan=[(Decimal("150.01"), date(2026, 2, 1))]
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.update(paid=Decimal("250.01"))


def test_invariant_14_totals_are_computed():
    draft = make_draft(
        lines=[
            line(quantity=Decimal("2.5"), unit_cost=Decimal("10.01"), times=3),
            line(quantity=Decimal("0.01"), unit_cost=Decimal("0.50"), times=1),
        ]
    )
    assert [row.total for row in draft.budget_lines.all()] == [Decimal("75.08"), Decimal("0.01")]
    assert draft.requested == Decimal("75.09")
    assert "total" not in {field.name for field in BudgetLine._meta.get_fields()}


def test_invariant_15_riel_in_whole_hundreds():
    round_page = make_round(currency=Currency.KHR, fund=Decimal(9000000), cap=Decimal(900000))
    draft = make_draft(
        round_page=round_page, lines=[line(unit_cost=Decimal(20000), quantity=Decimal(1))]
    )
    assert draft.requested == Decimal(40000)
    with pytest.raises(BadAmount):
        drafts.save_budget(
            application=draft,
            by=draft.applicant.user,
            version=draft.version,
            lines=[line(quantity=Decimal(1), unit_cost=Decimal(20050), times=1)],
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        type(draft).objects.filter(pk=draft.pk).update(requested=Decimal(40050))


def test_invariant_15_a_draft_keeps_its_currency():
    draft = make_draft()
    GrantRoundPage.objects.update(currency=Currency.KHR)
    assert fresh(draft).currency == Currency.USD


def refused_fields(round_page, **fields):
    """What the editor of a round says no to when these fields are changed."""
    page = GrantRoundPage.objects.get(pk=round_page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    try:
        page.full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


def test_invariant_15_a_round_with_proposals_keeps_its_currency_and_its_kind():
    round_page = make_round()
    other = {"currency": Currency.KHR, "is_practice": True}
    assert refused_fields(round_page, **other) == set()
    make_draft(round_page=round_page)
    assert refused_fields(round_page, **other) == {"currency", "is_practice"}
    assert refused_fields(round_page, fund=Decimal(100), cap=Decimal(90)) == set()


def test_invariant_15_the_money_of_a_round_in_riel_is_in_whole_hundreds():
    round_page = make_round(currency=Currency.KHR, fund=Decimal(9000000), cap=Decimal(900000))
    odd = {name: Decimal("0.55") for name in ("fund", "cap", "second_person_above")}
    assert refused_fields(round_page, **odd) == set(odd)


def test_invariant_13_the_fund_is_never_less_than_what_is_awarded():
    round_page = make_grant(amount=Decimal(200)).application.round
    assert refused_fields(round_page, fund=Decimal("199.99")) == {"fund"}
    assert refused_fields(round_page, fund=Decimal(200)) == set()


@pytest.mark.parametrize(
    "ends",
    [
        [],
        [date(2026, 6, 30)],
        [date(2026, 6, 30), date(2026, 6, 30), date(2026, 12, 31)],
        [date(2026, 12, 31), date(2026, 6, 30)],
        [date(2025, 12, 31), date(2026, 12, 31)],
        [date(2026, 12, 31), date(2027, 1, 31)],
    ],
)
def test_invariant_16_report_periods_fill_the_grant(ends):
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    grant.events.model._base_manager.filter(report__isnull=False).delete()
    grant.reports.all().delete()
    with pytest.raises(Incomplete):
        grants.schedule_reports(grant=grant, by=coordinator, ends=ends)


def test_invariant_16_periods_follow_one_another():
    grant = make_active_grant(parts=3)
    periods = list(grant.reports.values_list("starts_on", "ends_on"))
    assert periods == [
        (date(2026, 1, 1), date(2026, 5, 1)),
        (date(2026, 5, 2), date(2026, 8, 31)),
        (date(2026, 9, 1), date(2026, 12, 31)),
    ]


def test_invariant_17_second_tranche_waits_for_the_first_report():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, amounts=("100.00", "150.00"), parts=2)
    first, second = grant.tranches.all()
    with pytest.raises(MoveRefused):
        payments.mark_ready(tranche=second, by=coordinator)
    payments.mark_ready(tranche=first, by=coordinator)
    report = write_report(grant.reports.get(number=1), coordinator=coordinator)
    with pytest.raises(MoveRefused):
        payments.mark_ready(tranche=second, by=coordinator)
    reports.accept_report(report=report, by=coordinator)
    assert payments.mark_ready(tranche=second, by=coordinator).state == TrancheState.READY


def test_invariant_17_a_report_is_waived_with_a_reason():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, amounts=("100.00", "150.00"), parts=2)
    report, second = grant.reports.get(number=1), grant.tranches.get(number=2)
    with pytest.raises(MoveRefused):
        move(report, ReportState.WAIVED, by=coordinator)
    move(report, ReportState.WAIVED, by=coordinator, reason="Floods; told by phone")
    assert payments.mark_ready(tranche=second, by=coordinator).state == TrancheState.READY


def test_invariant_18_closing_waits_for_what_is_unspent():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    tranche = approve(grant.tranches.get(), coordinator)
    payments.pay_tranche(
        tranche=tranche, by=make_finance(), paid_on=date(2026, 1, 2), reference="1"
    )
    report = write_report(grant.reports.get(), coordinator=coordinator, actual=Decimal(100))
    with pytest.raises(MoveRefused):
        move(grant, GrantState.CLOSING, by=coordinator)
    reports.accept_report(report=report, by=coordinator)
    grant = fresh(grant)
    assert (grant.paid, grant.spent, grant.unspent) == (250, 100, 150)
    move(grant, GrantState.CLOSING, by=coordinator)
    with pytest.raises(MoveRefused):
        move(grant, GrantState.CLOSED, by=coordinator)


def test_invariant_20_one_event_a_move():
    coordinator = make_coordinator()
    make_grant(coordinator=coordinator)
    moves = list(Event.objects.filter(subject="application").values_list("from_state", "to_state"))
    assert moves == [
        ("", "draft"),
        ("draft", "submitted"),
        ("submitted", "under-review"),
        ("under-review", "discussion"),
        ("discussion", "awarded"),
    ]


def test_invariant_20_no_move_no_event():
    application = make_submitted()
    before = Event.objects.count()
    for to in ApplicationState.values:
        with pytest.raises((MoveRefused, PermissionDenied)):
            move(application, to, by=make_user())
    assert Event.objects.count() == before
    assert fresh(application).state == ApplicationState.SUBMITTED


def test_invariant_20_an_event_never_changes():
    event = make_draft().events.get()
    event.reason = "Else"
    with pytest.raises(WrittenOnce):
        event.save()
    with pytest.raises(WrittenOnce):
        Event.objects.all().delete()


def test_invariant_21_a_practice_round_gives_no_money():
    coordinator = make_coordinator()
    application = make_discussed(coordinator=coordinator, round_page=make_round(is_practice=True))
    decisions.decide(
        application=application,
        outcome=Outcome.AWARD,
        amount=Decimal(100),
        feedback="Good practice.",
        by=coordinator,
    )
    decisions.publish_decisions(round_page=application.round, by=coordinator)
    assert fresh(application).state == ApplicationState.AWARDED
    assert Grant.objects.count() == 0


def test_tables_name_only_states_of_their_model():
    for model, moves in MOVES.items():
        states = {value for value, _label in model._meta.get_field("state").choices}
        assert {m.source for m in moves} | {m.target for m in moves} <= states
        assert len({(m.source, m.target) for m in moves}) == len(moves)

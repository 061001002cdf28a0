"""Copying and previewing a round, sharing out reviews, the money line, tables to download."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook
from wagtail.models import Locale

from lms.records.models import Mentorship
from seedgrants.enums import RoundState
from seedgrants.exceptions import Incomplete
from seedgrants.models import (
    Decision,
    GrantRoundPage,
    Review,
    RoundCriterion,
    RoundOrganisationKind,
)
from seedgrants.services import assignment, decisions, reports, reviews
from seedgrants.services.eligibility import reasons_against
from seedgrants.services.rounds import copy_round
from seedgrants.tasks import look_after_grants
from seedgrants.views.reviews import next_review
from seedgrants.views.rounds import draw_money_line, ranked
from tests.factories.records import make_organisation
from tests.factories.seedgrants import (
    fresh,
    make_active_grant,
    make_applicant,
    make_coordinator,
    make_discussed,
    make_draft,
    make_grant,
    make_reviewer,
    make_round,
    make_submitted,
    make_under_review,
    score_review,
    set_state,
)
from tests.seedgrants.test_flow import get, post, signed_in

pytestmark = pytest.mark.django_db


def in_review(*, proposals, fund=5000):
    round_page = make_round(fund=Decimal(fund))
    applications = [make_submitted(round_page=round_page) for _n in range(proposals)]
    set_state(round_page, RoundState.REVIEWING)
    return round_page, applications


def test_reviews_are_shared_out_evenly_and_without_conflicts():
    round_page, applications = in_review(proposals=6)
    people = [make_reviewer() for _n in range(3)]
    Mentorship.objects.create(mentor=people[0], learner=applications[0].applicant)
    coordinator = make_coordinator()
    result = assignment.assign_evenly(round_page=round_page, by=coordinator)
    assert result == {"asked": 12, "short": 0}
    load = Counter(Review.objects.values_list("reviewer", flat=True))
    assert sorted(load.values()) == [4, 4, 4]
    assert not applications[0].reviews.filter(reviewer=people[0]).exists()
    assert assignment.assign_evenly(round_page=round_page, by=coordinator)["asked"] == 0


def test_sharing_out_says_who_is_missing():
    round_page, [application] = in_review(proposals=1)
    make_reviewer(organisation=application.organisation)
    make_reviewer()
    result = assignment.assign_evenly(round_page=round_page, by=make_coordinator())
    assert result == {"asked": 1, "short": 1}
    [conflicts] = assignment.conflicts_in([application], assignment.reviewers()).values()
    assert [conflict.reason for conflict in conflicts] == ["own organisation"]
    page = get(signed_in(make_coordinator()), "manage", application.pk).content.decode()
    assert "1 reviewer is left out because of a conflict" in page


def test_a_proposal_whose_possible_reviewers_are_all_asked_offers_nobody():
    application = make_under_review()
    chair = signed_in(make_coordinator())
    assert "Ask for a review" not in get(chair, "manage", application.pk).content.decode()
    make_reviewer()
    assert "Ask for a review" in get(chair, "manage", application.pk).content.decode()


def test_next_review_is_the_one_with_the_fewest_reviews_in():
    me, other = make_reviewer(), make_reviewer()
    served, waiting, mine = (make_under_review(reviewers=[me, other]) for _n in range(3))
    score_review(served.reviews.get(reviewer=other))
    after = mine.reviews.get(reviewer=me)
    assert next_review(me.user, after).application == waiting


def test_money_line_stands_where_the_fund_ends():
    round_page, applications = in_review(proposals=3, fund=600)
    coordinator = make_coordinator()
    people = [make_reviewer(), make_reviewer()]
    for points, application in zip((5, 4, 3), applications, strict=True):
        for review in reviews.assign_reviewers(
            application=application, reviewers=people, by=coordinator
        ):
            score_review(fresh(review), points)
    rows = round_page.applications.with_marks().order_by("-average")
    for row in rows:
        row.pending_decisions = []
    rows = ranked(_with_decisions(rows))
    draw_money_line(rows, round_page.fund)
    assert [row.is_last_funded for row in rows] == [False, True, False]
    page = get(signed_in(coordinator), "board", round_page.pk).content.decode()
    assert page.index(rows[1].number) < page.index("The fund reaches to here")
    assert page.index("The fund reaches to here") < page.index(rows[2].number)


def _with_decisions(rows):
    for row in rows:
        row.pending_decisions = []
        yield row


@pytest.mark.parametrize("answer", ["declined", "lapsed"])
def test_an_offer_not_taken_up_gives_its_money_back_to_the_fund(answer):
    coordinator = make_coordinator()
    round_page = make_round(fund=Decimal(600))
    kept, given_back = (
        make_discussed(coordinator=coordinator, round_page=set_state(round_page, RoundState.OPEN))
        for _n in range(2)
    )
    for application in (kept, given_back):
        decisions.decide(
            application=application,
            outcome="award",
            amount=Decimal(250),
            feedback="Well done.",
            by=coordinator,
        )
    decisions.publish_decisions(round_page=round_page, by=coordinator)
    type(given_back.grant).objects.filter(application=given_back).update(state=answer)
    assert Decision.objects.awarded_in(round_page) == Decimal(250)
    page = get(signed_in(coordinator), "board", round_page.pk)
    assert page.context["left"] == Decimal(350)
    row = next(row for row in page.context["applications"] if row.pk == given_back.pk)
    assert str(row.grant.get_state_display()) in page.content.decode()


def test_a_declined_offer_does_not_draw_the_money_line_nearer():
    rows = [make_grant(amount=Decimal(250)).application for _n in range(2)]
    rows[0].grant.state = "declined"
    waiting = SimpleNamespace(state="under-review", average=1, decision=None, requested=Decimal(9))
    for row in rows:
        row.average, row.decision = 90, None
    draw_money_line([*rows, waiting], Decimal(255))
    assert [row.is_last_funded for row in (*rows, waiting)] == [False, True, False]


def test_money_given_back_and_written_off_stands_beside_what_was_spent():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    chair = signed_in(coordinator)
    pages = [("grant", grant.pk), ("board", grant.application.round_id)]
    assert not any("Given back" in get(chair, *page).content.decode() for page in pages)
    type(grant).objects.update(paid=250, spent=100, returned=90, written_off=60)
    for page in pages:
        text = get(chair, *page).content.decode()
        assert "<dt>Given back</dt><dd>90.00 USD</dd>" in text
        assert "<dt>Written off</dt><dd>60.00 USD</dd>" in text


def test_discussion_notes_stay():
    application = make_discussed()
    chair = signed_in(make_coordinator())
    post(chair, "note", application.pk, text="Everybody liked the plan.")
    assert "Everybody liked the plan." in get(chair, "manage", application.pk).content.decode()
    owner = signed_in(application.applicant.user)
    assert "liked the plan" not in get(owner, "application", application.pk).content.decode()
    with pytest.raises(Incomplete):
        decisions.add_discussion_note(application=application, text=" ", by=make_coordinator())


def test_round_is_copied_with_its_form_and_without_its_proposals():
    application = make_submitted()
    old = application.round
    opens_at = timezone.now()
    values = {"opens_at": opens_at, "closes_at": opens_at + timedelta(days=30)}
    coordinator = make_coordinator()
    new = copy_round(round_page=old, title="Next", code="SG-NEW", by=coordinator, **values)
    new = GrantRoundPage.objects.get(pk=new.pk)
    assert (new.state, new.live, new.code, new.fund) == ("draft", False, "SG-NEW", old.fund)
    assert [q.label for q in new.questions.all()] == [q.label for q in old.questions.all()]
    assert [c.label for c in new.criteria.all()] == [c.label for c in old.criteria.all()]
    assert new.applications.count() == 0
    with pytest.raises(Incomplete):
        copy_round(round_page=old, title="Next", code="SG-NEW", by=coordinator, **values)


def test_round_is_previewed_as_an_applicant_sees_it(rf):
    round_page = make_round()
    page = round_page.make_preview_request(preview_mode="form").render().content.decode()
    assert "Question 1" in page
    assert "Nothing can be sent from here." in page


def test_levels_describe_every_score():
    criterion = RoundCriterion(label="Need", max_score=2, levels="vague\nclear\nshown")
    criterion.clean()
    assert criterion.level_list == [(0, "vague"), (1, "clear"), (2, "shown")]
    criterion.levels = "clear\nshown"
    assert criterion.level_list == [(1, "clear"), (2, "shown")]
    criterion.levels = "one"
    with pytest.raises(ValidationError):
        criterion.clean()


def test_described_levels_are_chosen_and_frozen():
    round_page = make_round(criteria=1)
    round_page.criteria.update(max_score=2, levels="vague\nclear\nshown")
    application = make_under_review(round_page=round_page)
    review = application.reviews.first()
    client = signed_in(review.reviewer.user)
    post(client, "declare", review.pk, answer="free")
    assert "1: clear" in get(client, "review", review.pk).content.decode()
    name = f"s_{review.scores.get().criterion_key.hex}"
    post(client, "review", review.pk, go="submit", feedback="Good.", **{name: "1"})
    assert fresh(review).percent == Decimal(50)
    round_page.criteria.update(levels="other\nwords\nhere")
    assert review.scores.get().levels == [[0, "vague"], [1, "clear"], [2, "shown"]]


def test_a_round_is_for_a_kind_of_organisation():
    round_page = make_round()
    RoundOrganisationKind.objects.create(page=round_page, kind="partner")
    member = make_applicant(organisation=make_organisation(kind="member"))
    partner = make_applicant(organisation=make_organisation(kind="partner"))
    [reason] = reasons_against(round_page=round_page, person=member)
    assert "partner" in reason
    assert reasons_against(round_page=round_page, person=partner) == []


def test_whoever_owes_a_report_writes_it_first():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    person = grant.application.applicant
    report = reports.open_report(report=grant.reports.get(), by=coordinator)
    type(report).objects.update(due_on=timezone.localdate() - timedelta(days=1))
    round_page = make_round()
    assert len(reasons_against(round_page=round_page, person=person)) == 1
    round_page.no_overdue_reports = False
    assert reasons_against(round_page=round_page, person=person) == []


def test_tables_are_inert_in_a_spreadsheet():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    post(client, "edit", draft.pk, "about", version=draft.version, title="=1+1")
    post(client, "edit", draft.pk, "check", key="k")
    chair = signed_in(make_coordinator())
    address = f"/en/grants/rounds/{draft.round_id}/applications"
    text = chair.get(f"{address}.csv").getvalue().decode()
    assert text.startswith("\ufeff")
    assert ",'=1+1," in text
    sheet = load_workbook(BytesIO(chair.get(f"{address}.xlsx").content)).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("'=1+1", "s")
    assert sheet["G2"].value == 250
    assert chair.get(f"/en/grants/rounds/{draft.round_id}/secrets.csv").status_code == 404


def test_tables_cost_the_same_for_many_rows(django_assert_max_num_queries):
    coordinator = make_coordinator()
    application = make_discussed(coordinator=coordinator)
    chair = signed_in(coordinator)
    for table in ("applications", "scores", "ledger", "reports"):
        with django_assert_max_num_queries(12):  # two of them write who took it
            chair.get(f"/en/grants/rounds/{application.round_id}/{table}.csv").getvalue()


def test_every_morning_a_round_is_closed_when_its_time_is_over():
    open_round, over = make_round(), make_round()
    GrantRoundPage.objects.filter(pk=over.pk).update(closes_at=timezone.now())
    result = look_after_grants()
    assert result == {"closed": 1, "lapsed": 0, "opened": 0, "reminded": 0}
    assert (fresh(open_round).state, fresh(over).state) == ("open", "closed")
    assert over.events.get().actor is None


def test_a_reviewer_reads_the_rubric_in_their_language():
    Locale.objects.get_or_create(language_code="km")
    application = make_under_review()
    page = application.round
    khmer = page.copy_for_translation(Locale.objects.get(language_code="km"))
    words = [("តម្រូវការ", "អ្នកណាត្រូវបានសួរ"), ("ថវិកា", "ឯកតា និងតម្លៃ")]
    criteria = list(khmer.criteria.all())
    for criterion, (label, description) in zip(criteria, words, strict=True):
        criterion.label, criterion.description = label, description
        criterion.weight = 9  # the main page's weights hold
    khmer.criteria = criteria
    khmer.save_revision().publish()
    first, second = application.reviews.all()
    with override("km"):
        reviews.declare(review=first, by=first.reviewer.user, conflict=False)
        page = get(signed_in(first.reviewer.user), "review", first.pk).content.decode()
    reviews.declare(review=second, by=second.reviewer.user, conflict=False)
    laid_out = [(s.label, s.description, s.weight) for s in first.scores.all()]
    assert laid_out == [(*words[0], 1), (*words[1], 2)]
    assert [s.label for s in second.scores.all()] == ["Criterion 1", "Criterion 2"]
    assert all(f"{label} (0–5)" in page and description in page for label, description in words)

"""What the pages of grants say, offer and keep, for the person who looks at them."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale

from seedgrants.enums import ApplicationState, GrantState
from seedgrants.forms.fields import AmountField
from seedgrants.forms.question_fields import PlanField
from seedgrants.models import Tranche
from seedgrants.services import decisions, feedback, payments, reviews, submission
from seedgrants.transitions import move
from tests.factories.seedgrants import (
    approve,
    fresh,
    make_active_grant,
    make_coordinator,
    make_draft,
    make_feedback,
    make_finance,
    make_grant,
    make_reviewer,
    make_submitted,
    make_under_review,
    score_review,
    set_state,
    write_report,
)
from tests.seedgrants.test_flow import get, post, signed_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def words(response) -> str:
    """The page's text, without its marks."""
    text = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_an_applicant_reads_why_a_proposal_came_back():
    application, coordinator = make_submitted(), make_coordinator()
    client = signed_in(application.applicant.user)
    assert "There is nothing to do now." in words(get(client, "application", application.pk))
    submission.return_application(
        application=application, by=coordinator, until=timezone.now() + DAY, reason="Six, not three"
    )
    for page in (
        get(client, "application", application.pk),
        get(client, "edit", application.pk, "about"),
        get(client, "edit", application.pk, "check"),
    ):
        assert "Six, not three" in words(page)
        assert "There is nothing to do now." not in words(page)


def test_an_applicant_reads_why_a_proposal_is_not_eligible():
    application = make_submitted()
    move(application, ApplicationState.INELIGIBLE, by=make_coordinator(), reason="Too far away")
    page = get(signed_in(application.applicant.user), "application", application.pk)
    assert "Too far away" in words(page)


def test_what_waits_for_a_reviewer_comes_first_and_has_its_title_once_declared():
    reviewer, other = make_reviewer(), make_reviewer()
    asked, read, done = (make_under_review(reviewers=[reviewer, other]) for _n in range(3))
    reviews.declare(review=read.reviews.get(reviewer=reviewer), by=reviewer.user, conflict=False)
    score_review(done.reviews.get(reviewer=reviewer))
    for number, application in enumerate((asked, read, done)):
        type(application).objects.filter(pk=application.pk).update(title=f"Title {number}")
    page = get(signed_in(reviewer.user), "my_reviews")
    assert [review.application for review in page.context["waiting"]] == [read, asked]
    assert [review.application for review in page.context["done"]] == [done]
    assert "Title 1" in words(page)
    assert "Title 2" in words(page)
    assert "Title 0" not in words(page)


def test_a_review_that_was_never_begun_is_named_without_a_way_in():
    reviewer = make_reviewer()
    review = make_under_review(reviewers=[reviewer, make_reviewer()]).reviews.get(reviewer=reviewer)
    coordinator = make_coordinator()
    decisions.open_discussion(application=review.application, by=coordinator, reason="No time")
    page = get(signed_in(reviewer.user), "my_reviews")
    assert review.application.number in words(page)
    assert f"/grants/reviews/{review.pk}/" not in page.content.decode()


def test_discussion_is_a_button_when_the_reviews_are_in_and_takes_a_reason_before():
    application = make_under_review()
    client, early = signed_in(make_coordinator()), "Take to discussion before all reviews are in"
    page = get(client, "manage", application.pk)
    assert early in words(page)
    assert [move.target for move in page.context["moves"]] == []
    for review in application.reviews.all():
        score_review(review)
    page = get(client, "manage", application.pk)
    assert early not in words(page)
    assert [move.target for move in page.context["moves"]] == [ApplicationState.DISCUSSION]


def test_nobody_is_asked_to_choose_from_nobody():
    application = make_under_review()
    client, nobody = signed_in(make_coordinator()), "Every reviewer who may read this proposal"
    page = get(client, "manage", application.pk)
    assert nobody in words(page)
    assert page.context["assign_form"] is None
    make_reviewer()
    page = get(client, "manage", application.pk)
    assert nobody not in words(page)
    assert page.context["assign_form"]
    open_still = make_submitted()
    page = get(client, "manage", open_still.pk)
    assert page.context["assign_form"] is None
    assert nobody not in words(page)


def kept(page, text, form):
    """What was typed stands in a form that is open, with the complaint on the page."""
    assert page.status_code == 200
    assert text in page.content.decode()
    assert page.context[form].is_bound
    return page


def test_a_coordinators_refused_words_on_a_proposal_are_kept():
    application, client = make_submitted(), signed_in(make_coordinator())
    page = post(client, "return", application.pk, until="soon", reason="Six, not three")
    kept(page, "Six, not three", "return_form")
    assert page.context["return_form"].errors.keys() == {"until"}
    assert "<details open>" in page.content.decode()
    assert fresh(application).state == ApplicationState.SUBMITTED
    page = post(client, "note", application.pk, text="x" * 4001)
    kept(page, "x" * 4001, "note_form")
    set_state(application.round, "reviewing")
    make_reviewer()
    kept(post(client, "assign", application.pk, reviewers="0"), "", "assign_form")


def test_a_refused_plan_of_a_grant_is_kept():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, amounts=["100.00"])
    client = signed_in(coordinator)
    data = {"amount": "900", "due_on": "2026-05-01", "condition": "After the meeting"}
    page = post(client, "plan", grant.pk, **data)
    kept(page, "After the meeting", "tranche_form")
    assert "not planned yet" in words(page)
    assert Tranche.objects.filter(grant=grant).count() == 1
    page = post(client, "plan", grant.pk, **data | {"amount": "150", "due_on": "May"})
    assert page.context["tranche_form"].errors.keys() == {"due_on"}
    type(grant).objects.filter(pk=grant.pk).update(state=GrantState.CLOSED)
    page = post(client, "plan", grant.pk, **data)
    assert page.context["tranche_form"] is None


def test_a_refused_agreement_and_a_refused_start_are_kept():
    coordinator = make_coordinator()
    grant = make_grant(coordinator=coordinator)
    owner, client = signed_in(grant.application.applicant.user), signed_in(coordinator)
    post(owner, "move", "grant", grant.pk, to="accepted")
    page = post(client, "draw_up", grant.pk, starts_on="2026-06-01", ends_on="2026-05-01")
    kept(page, "2026-05-01", "agreement_form")
    post(client, "draw_up", grant.pk, starts_on="2026-05-01", ends_on="2026-06-01")
    post(owner, "agreement", grant.agreements.get().pk, name="Sok Dara")
    page = post(client, "activate", grant.pk, reports="60")
    kept(page, 'value="60"', "activate_form")


def test_refused_entries_of_the_ledger_are_kept():
    coordinator, finance = make_coordinator(), make_finance()
    grant = make_active_grant(coordinator=coordinator)
    tranche = approve(grant.tranches.get(), coordinator)
    payments.pay_tranche(tranche=tranche, by=finance, paid_on=date(2026, 1, 2), reference="7")
    client = signed_in(finance)
    page = post(client, "returned", grant.pk, amount="900", on="2026-05-01", reference="CB-1")
    kept(page, "CB-1", "returned_form")
    page = post(client, "reverse", tranche.pk, on="May", reference="CB-2", reason="Sent twice")
    kept(page, "Sent twice", "reversal_form")
    page = post(
        signed_in(coordinator),
        "written_off",
        grant.pk,
        amount="900",
        on="2026-05-01",
        reason="Lost",
    )
    kept(page, "Lost", "write_off_form")
    assert grant.ledger.count() == 1


def test_a_refused_extension_of_a_report_is_kept():
    coordinator = make_coordinator()
    report = make_active_grant(coordinator=coordinator).reports.get()
    client = signed_in(coordinator)
    page = post(client, "extend_report", report.pk, until="2020-01-01", reason="The flood")
    kept(page, "The flood", "extension_form")
    assert fresh(report).due_on == report.due_on


def test_a_payment_is_found_again_from_the_list():
    coordinator, finance = make_coordinator(), make_finance()
    tranche = approve(make_active_grant(coordinator=coordinator).tranches.get(), coordinator)
    payments.pay_tranche(tranche=tranche, by=finance, paid_on=date(2026, 1, 2), reference="TT-7")
    client = signed_in(finance)
    assert f"/grants/payments/{tranche.pk}/" in get(client, "payments").content.decode()
    page = words(get(client, "pay", tranche.pk))
    assert "TT-7" in page
    assert "Record the payment" not in page


def test_the_expected_way_on_stands_out():
    coordinator = make_coordinator()
    grant = make_grant(coordinator=coordinator)
    page = get(signed_in(grant.application.applicant.user), "grant", grant.pk).content.decode()
    assert '<button class="button">Accept the grant</button>' in page
    assert '<button class="button button--quiet">Decline the grant</button>' in page
    assert "Public list of grants" not in page
    report = make_active_grant(coordinator=coordinator).reports.get()
    owner = signed_in(report.application.applicant.user)
    address = f"/grants/reports/{report.pk}/"
    assert address not in get(owner, "grant", report.grant_id).content.decode()
    write_report(report, coordinator=coordinator)
    assert address in get(owner, "grant", report.grant_id).content.decode()


def test_figures_of_a_report_stand_below_their_currency():
    coordinator = make_coordinator()
    report = make_active_grant(coordinator=coordinator).reports.get()
    write_report(report, coordinator=coordinator, actual=Decimal("1234.50"))
    page = words(get(signed_in(coordinator), "report", report.pk))
    assert "What was spent, in USD" in page
    assert "1,234.50" in page
    assert "1,234.50 USD" not in page


def test_before_and_after_reckon_in_figures_people_write():
    draft = make_draft()
    asked, _comment = make_feedback(draft)
    feedback.answer_feedback(request=asked, by=asked.mentor.user, summary="Good.")
    page = get(signed_in(draft.applicant.user), "compare", asked.pk)
    assert "Flip charts: 10 × 12.50 × 2 = 250.00" in words(page)


def test_amounts_are_shown_for_typing_without_a_fraction_of_nought():
    field = AmountField()
    values = [Decimal("30.00"), Decimal("1.50"), "1,5", None]
    assert [field.prepare_value(value) for value in values] == [30, Decimal("1.50"), "1,5", None]


def test_a_plan_shows_the_rows_in_use_and_folds_the_others():
    row = {"goal": "G", "steps": "S", "sign": "", "source": ""}
    for rows, shown in (([], 1), ([row], 1), ([row, row, row], 3), ([row] * 5, 5)):
        html = PlanField().widget.render("q", json.dumps(rows))
        before = html.split("<details>")[0]
        assert [html.count("<fieldset"), before.count("<fieldset")] == [5, shown]
        assert ("<details>" in html) == (shown < 5)
    assert "Row 5" in html


def test_a_rounds_title_is_read_in_ones_own_language():
    Locale.objects.get_or_create(language_code="km")
    application = make_under_review()
    set_state(application.round, "open")
    khmer = application.round.copy_for_translation(Locale.objects.get(language_code="km"))
    khmer.title = "ជុំទីមួយ"
    khmer.save_revision().publish()
    owner, chair = signed_in(application.applicant.user), signed_in(make_coordinator())
    reader = signed_in(application.reviews.first().reviewer.user)
    pages = [
        (owner, "my_applications"),
        (owner, "application", application.pk),
        (chair, "rounds"),
        (chair, "board", application.round_id),
        (chair, "manage", application.pk),
        (reader, "my_reviews"),
        (reader, "review", application.reviews.first().pk),
    ]
    for page in pages:
        assert application.round.title in words(get(*page))
        with override("km"):
            text = words(get(*page))
        assert "ជុំទីមួយ" in text
        assert application.round.title not in text

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale

from seedgrants.enums import Outcome
from seedgrants.models import GrantRoundPage
from seedgrants.money import format_money
from seedgrants.next_steps import next_steps
from seedgrants.services import decisions, payments, reports
from tests.factories.courses import make_course
from tests.factories.records import make_person
from tests.factories.seedgrants import (
    approve,
    copies,
    copies_of_application,
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
    site_root,
    write_report,
)
from tests.seedgrants.test_flow import budget, get, post, signed_in

pytestmark = pytest.mark.django_db


def test_money_reads_as_finance_writes_it():
    with override("km"):
        assert format_money(Decimal("1234.5"), "USD") == "1,234.50 USD"
        assert format_money(Decimal(400000), "KHR") == "400,000 KHR"


def test_stale_save_shows_both_texts():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    old = draft.version
    post(client, "edit", draft.pk, "about", version=old, title="Saved on the phone")
    page = post(client, "edit", draft.pk, "about", version=old, title="Typed on the laptop")
    text = page.content.decode()
    assert "Saved on the phone" in text
    assert "Typed on the laptop" in text
    assert fresh(draft).title == "Saved on the phone"
    version = page.context["form"]["version"].value()
    post(client, "edit", draft.pk, "about", version=version, title="Typed on the laptop")
    assert fresh(draft).title == "Typed on the laptop"


def test_a_stale_save_after_a_stale_autosave_shows_each_text_once():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    old = draft.version
    post(client, "edit", draft.pk, "about", version=old, title="Saved on the phone")
    typed = {"version": old, "title": "Typed on the laptop"}
    url = f"/en/grants/proposals/{draft.pk}/edit/about/"
    assert client.post(url, typed | {"go": "autosave"}).status_code == 409
    page = post(client, "edit", draft.pk, "about", **typed)
    assert page.content.decode().count("Typed on the laptop") == 1
    assert "Typed on the laptop" in get(client, "edit", draft.pk, "about").content.decode()


def test_stale_answers_and_budget_show_both():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    key = f"q_{draft.round.questions.first().translation_key.hex}"
    page = post(client, "edit", draft.pk, "1", version=1, **{key: "Mine now"})
    assert "Mine now" in page.content.decode()
    assert "About Question 1" in page.content.decode()
    page = post(client, "edit", draft.pk, "budget", **budget(1, item="Boat"))
    assert "Boat" in page.content.decode()
    assert "Flip charts" in page.content.decode()
    assert [row.item for row in draft.budget_lines.all()] == ["Flip charts"]


def test_budget_keeps_what_was_typed_wrongly():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    wrong = budget(draft.version, unit_cost="12,50 dollars", item="Boat hire")
    page = post(client, "edit", draft.pk, "budget", go="add", **wrong)
    text = page.content.decode()
    assert "12,50 dollars" in text
    assert "Boat hire" in text
    assert "lines-1-item" in text
    assert [row.item for row in draft.budget_lines.all()] == ["Flip charts"]


def test_budget_gets_another_line_without_script():
    draft = make_draft(filled=False)
    client = signed_in(draft.applicant.user)
    page = post(client, "edit", draft.pk, "budget", go="add", **budget(1, unit_cost="១,២៣៤.៥០"))
    assert "lines-1-item" in page.content.decode()
    assert fresh(draft).requested == Decimal("24690.00")


def test_budget_line_is_removed():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    data = budget(draft.version) | {"lines-0-DELETE": "on", "lines-INITIAL_FORMS": "1"}
    post(client, "edit", draft.pk, "budget", **data)
    assert fresh(draft).requested == 0


def test_an_emptied_saved_line_is_asked_about():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    data = budget(draft.version, item="") | {"lines-INITIAL_FORMS": "1"}
    page = post(client, "edit", draft.pk, "budget", **data)
    assert page.context["form"].lines.forms[0].errors == {"item": ["This field is required."]}
    assert fresh(draft).requested == Decimal(250)


@pytest.mark.parametrize("value", ["9" * 40, "-1", "1e99", "NaN", "🙂", "\u202e12", "=1+1", "\x00"])
def test_hostile_amounts_are_refused_politely(value):
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    post(client, "edit", draft.pk, "budget", **budget(draft.version, unit_cost=value))
    assert fresh(draft).requested == Decimal(250)


def test_a_broken_version_is_no_crash():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    post(client, "edit", draft.pk, "about", version="x", title="T")
    post(client, "edit", draft.pk, "budget", version="")
    assert fresh(draft).title == "Safe migration"


def test_a_sent_proposal_opens_read_only():
    application = make_submitted()
    client = signed_in(application.applicant.user)
    page = client.get(f"/en/grants/proposals/{application.pk}/edit/about/")
    assert page["Location"] == f"/en/grants/proposals/{application.pk}/"
    assert application.number in get(client, "receipt", application.pk, 1).content.decode()


def test_unknown_section_is_not_found():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    assert client.get(f"/en/grants/proposals/{draft.pk}/edit/9/").status_code == 404


def test_lists_name_a_round_in_the_readers_language():
    Locale.objects.get_or_create(language_code="km")
    round_page = make_round()
    khmer = round_page.copy_for_translation(Locale.objects.get(language_code="km"))
    khmer.title = "ជុំទីមួយ"
    khmer.save_revision().publish()
    draft = make_draft(round_page=round_page)
    newcomer, client = signed_in(make_applicant().user), signed_in(draft.applicant.user)
    chair = signed_in(make_coordinator())
    for who, path in (
        (newcomer, "/km/grants/"),
        (client, "/km/grants/"),
        (client, f"/km/grants/proposals/{draft.pk}/"),
        (chair, "/km/grants/rounds/"),
    ):
        page = who.get(path).content.decode()
        assert "ជុំទីមួយ" in page
        assert round_page.title not in page
    board = chair.get(f"/km/grants/rounds/{round_page.pk}/").content.decode()
    assert "<h1>ជុំទីមួយ</h1>" in board


def test_a_choice_stays_when_the_language_is_switched():
    Locale.objects.get_or_create(language_code="km")
    round_page = make_round()
    question = round_page.questions.first()
    question.kind, question.choices, question.required = "choice", "Bus\nBoat", False
    question.save()
    khmer = GrantRoundPage.objects.get(pk=round_page.pk).copy_for_translation(
        Locale.objects.get(language_code="km")
    )
    words = khmer.questions.first()
    words.choices, words.kind, words.required = "ឡានក្រុង\nទូក", "text", True
    words.save()
    GrantRoundPage.objects.get(pk=khmer.pk).save_revision().publish()
    draft = make_draft(round_page=round_page, filled=False)
    client = signed_in(draft.applicant.user)
    name, path = f"q_{question.translation_key.hex}", f"grants/proposals/{draft.pk}/edit/1/"
    client.post(f"/km/{path}", {"version": 1, name: "1"})
    answer = draft.answers.get()
    assert (answer.text, answer.data) == ("ទូក", 1)
    for language, label in (("en", "Boat"), ("km", "ទូក")):
        form = client.get(f"/{language}/{path}").context["form"]
        assert (form[name].value(), form.fields[name].required) == ("1", False)
        assert ("1", label) in form.fields[name].choices
    client.post(f"/en/{path}", {"version": 2, name: form[name].value()})
    assert draft.answers.get().text == "Boat"


def test_two_clicks_on_send_give_the_same_receipt():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    first = post(client, "edit", draft.pk, "check", key="k")
    assert first.redirect_chain[-1][0].endswith("/receipts/1/")
    second = post(client, "edit", draft.pk, "check", key="k")
    assert second.redirect_chain[-1][0].endswith(f"/proposals/{draft.pk}/")
    assert draft.revisions.count() == 1


def test_round_page_says_why_one_cannot_apply(rf):
    course = make_course(title="Project basics")
    round_page = make_round(courses=[course])
    user = make_applicant().user
    request = rf.get("/")
    request.user = user
    response = round_page.serve(request)
    response.context_data["user"] = user
    text = response.render().content.decode()
    assert "Complete the course “Project basics” first." in text
    assert "1,000.00 USD" in text


def test_round_page_offers_start_and_continue(rf):
    draft = make_draft()
    stranger = make_applicant().user
    for user, words in ((draft.applicant.user, "Continue your proposal"), (stranger, "Start a")):
        request = rf.get("/")
        request.user = user
        response = draft.round.serve(request)
        response.context_data["user"] = user
        assert words in response.render().content.decode()


def test_review_next_goes_on_to_the_next():
    person, other = make_reviewer(), make_reviewer()
    first = make_under_review(reviewers=[person, other])
    second = make_under_review(reviewers=[person, other])
    client = signed_in(person.user)
    review = first.reviews.get(reviewer=person)
    post(client, "declare", review.pk, answer="free")
    scores = {f"s_{score.criterion_key.hex}": "៤" for score in review.scores.all()}
    page = post(client, "review", review.pk, go="next", feedback="Good.", **scores)
    assert page.redirect_chain[-1][0].endswith(
        f"/reviews/{second.reviews.get(reviewer=person).pk}/"
    )
    assert fresh(review).percent == Decimal(80)


def test_review_keeps_a_wrong_score_on_the_page():
    review = make_under_review().reviews.first()
    client = signed_in(review.reviewer.user)
    post(client, "declare", review.pk, answer="free")
    name = f"s_{review.scores.first().criterion_key.hex}"
    page = post(client, "review", review.pk, go="save", feedback="Kept words", **{name: "77"})
    assert "77" in page.content.decode()
    assert "Kept words" in page.content.decode()
    page = post(client, "review", review.pk, go="submit", feedback="Kept words", **{name: "4"})
    assert "Score every criterion." in page.content.decode()
    assert fresh(review).feedback == "Kept words"


def test_decision_form_says_what_is_wrong_and_keeps_it():
    application = make_discussed()
    client = signed_in(make_coordinator())
    page = post(
        client, "decide", application.pk, outcome="award", amount="9,999", feedback="Kept words"
    )
    text = page.content.decode()
    assert "The most for one proposal is 1,000.00 USD." in text
    assert "Kept words" in text
    assert application.decisions.count() == 0


def test_approver_who_pays_is_told_so():
    both = make_coordinator()
    finance = make_finance()
    both.user_permissions.add(*finance.user_permissions.all())
    tranche = approve(make_active_grant(coordinator=both).tranches.get(), both)
    page = post(signed_in(both), "pay", tranche.pk, paid_on="2026-01-02", reference="1")
    assert "somebody else has to pay it" in page.content.decode()
    assert fresh(tranche).state == "approved"


def test_moves_refuse_what_the_table_does_not_offer():
    draft = make_draft()
    client = signed_in(draft.applicant.user)
    page = post(client, "move", "application", draft.pk, to="awarded")
    assert "Load the page again" in page.content.decode()
    assert client.post("/en/grants/move/nothing/1/").status_code == 404
    assert client.post(f"/en/grants/move/round/{draft.round_id}/").status_code == 404
    post(client, "move", "application", draft.pk, to="withdrawn")
    assert fresh(draft).state == "withdrawn"


def test_returned_by_hand():
    application = make_submitted()
    client = signed_in(make_coordinator())
    until = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    post(client, "return", application.pk, until="", reason="Dates")
    assert fresh(application).state == "submitted"
    post(client, "return", application.pk, until=until, reason="Dates")
    assert fresh(application).state == "returned"


def test_an_award_in_a_practice_round_is_no_money():
    round_page = make_round(is_practice=True)
    application = make_discussed(round_page=round_page)
    coordinator = make_coordinator()
    decisions.decide(
        application=application,
        outcome=Outcome.AWARD,
        amount=Decimal(250),
        feedback="Ready.",
        by=coordinator,
    )
    decisions.publish_decisions(round_page=round_page, by=coordinator)
    words = "This is a practice round: all the steps, no money."
    owner = signed_in(application.applicant.user)
    assert words in get(owner, "application", application.pk).content.decode()
    assert words in get(signed_in(coordinator), "board", round_page.pk).content.decode()


def test_report_form_keeps_counts_that_do_not_add_up():
    coordinator = make_coordinator()
    report = make_active_grant(coordinator=coordinator).reports.get()
    reports.open_report(report=report, by=coordinator)
    client = signed_in(report.application.applicant.user)
    counts = {"women": "3", "people": "4", "done": "We met"}
    address = f"/en/grants/reports/{report.pk}/"
    typing = client.post(address, counts | {"version": 1, "go": "autosave"})
    assert (typing.json()["outcome"], fresh(report).done) == ("saved", "We met")
    page = post(client, "report", report.pk, version=2, go="submit", **counts)
    text = page.content.decode()
    assert "together make the number" in text
    assert "We met" in text
    saved = post(client, "report", report.pk, version=3, women="4", people="4", done="We met")
    assert saved.redirect_chain
    stale = post(client, "report", report.pk, version=1, women="5", people="5", done="Other")
    assert "We met" in stale.content.decode()
    assert "Other" in stale.content.decode()
    assert fresh(report).women == 4


def test_a_report_is_not_written_by_a_coordinator():
    coordinator = make_coordinator()
    report = make_active_grant(coordinator=coordinator).reports.get()
    client = signed_in(coordinator)
    assert client.post(f"/en/grants/reports/{report.pk}/").status_code == 403


def steps_of(user):
    return [step.title for step in next_steps(type(user).objects.get(pk=user.pk))]


def test_next_steps_along_the_chain():
    coordinator, finance = make_coordinator(), make_finance()
    draft = make_draft()
    assert steps_of(draft.applicant.user) == ["Finish your proposal"]
    review = make_under_review().reviews.first()
    assert steps_of(review.reviewer.user) == ["Review 1 proposal"]
    assert steps_of(make_grant().application.applicant.user) == ["Accept your grant"]
    grant = make_active_grant(coordinator=coordinator)
    owner = grant.application.applicant.user
    tranche = approve(grant.tranches.get(), coordinator)
    assert steps_of(finance) == ["Pay 1 approved tranche"]
    payments.pay_tranche(tranche=tranche, by=finance, paid_on=timezone.localdate(), reference="1")
    assert steps_of(owner) == ["Say that a payment has come"]
    reports.open_report(report=grant.reports.get(), by=coordinator)
    assert "Write your grant report" in steps_of(owner)


def test_an_overdue_report_says_so_on_my_page():
    coordinator = make_coordinator()
    report = make_active_grant(coordinator=coordinator).reports.get()
    reports.open_report(report=report, by=coordinator)
    owner = signed_in(report.application.applicant.user)
    tag = '<span class="tag tag--bad">overdue</span>'
    assert tag not in owner.get("/en/my/").content.decode()
    type(report).objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert tag in owner.get("/en/my/").content.decode()


def test_a_report_says_that_it_is_sent_and_why_it_came_back():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    report = grant.reports.get()
    write_report(report, coordinator=coordinator, actual=Decimal(250))
    reports.request_changes(report=report, by=coordinator, reason="Say who counted.")
    owner = signed_in(grant.application.applicant.user)
    page = get(owner, "report", report.pk)
    assert "<strong>Changes asked for:</strong> Say who counted." in page.content.decode()
    form = page.context["form"]
    values = {
        name: form[name].value() for name in form.fields if name not in ("receipt", "confirm")
    }
    assert "Saved." in post(owner, "report", report.pk, **values).content.decode()
    values["version"] = fresh(report).version
    page = post(owner, "report", report.pk, go="submit", **values)
    assert "The report is sent." in page.content.decode()
    assert "Saved." not in page.content.decode()


def count_queries(client, url):
    client.get(url)  # warms what is remembered between requests
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_board_asks_as_much_for_thirty_as_for_one():
    coordinator = make_coordinator()
    application = make_discussed(coordinator=coordinator)
    round_page = application.round
    decisions.decide(
        application=application, outcome=Outcome.DECLINE, feedback="No.", by=coordinator
    )
    client, url = signed_in(coordinator), f"/en/grants/rounds/{round_page.pk}/"
    one = count_queries(client, url)
    GrantRoundPage.objects.filter(pk=round_page.pk).update(state="open")
    for _ in range(29):
        make_submitted(round_page=fresh(round_page))
    assert count_queries(client, url) == one
    assert one <= 15


def test_lists_ask_as_much_for_thirty_as_for_one():
    coordinator, finance, person = make_coordinator(), make_finance(), make_reviewer()
    other, applicant = make_reviewer(), make_applicant()

    lists = [
        (signed_in(applicant.user), "/en/grants/"),
        (signed_in(person.user), "/en/grants/reviews/"),
        (signed_in(finance), "/en/grants/payments/"),
        (signed_in(coordinator), "/en/grants/rounds/"),
    ]
    reviewed = make_under_review(reviewers=[person, other])
    draft = make_draft(applicant=applicant)
    grant = make_active_grant(coordinator=coordinator)
    approve(grant.tranches.get(), coordinator)
    one = [count_queries(*item) for item in lists]
    parent = site_root()
    rounds = [make_round(questions=0, criteria=0, parent=parent) for _ in range(29)]
    people = copies(make_person(), 29, number=[f"C{n}" for n in range(29)])
    copies_of_application(reviewed, 29, applicants=people, round=rounds)
    others = [*rounds[1:], rounds[0]]  # nobody applies twice in one round
    copies_of_application(grant.application, 29, applicants=people, round=others)
    copies_of_application(draft, 29, applicants=[applicant] * 29, round=rounds)
    assert [count_queries(*item) for item in lists] == one
    assert max(one) <= 15
    shown = [item[0].get(item[1]).content.decode() for item in lists]
    assert [page.count("<h2>") for page in shown[:2]] == [30, 30]
    assert shown[2].count('class="button"') == 30
    assert shown[3].count('<th scope="row">') == 32


def test_grant_page_asks_as_much_for_thirty_tranches_as_for_one():
    coordinator = make_coordinator()
    small = make_active_grant(coordinator=coordinator)
    large = make_active_grant(coordinator=coordinator, amounts=["8.00"] * 30, parts=29)
    client = signed_in(coordinator)
    one, thirty = (count_queries(client, f"/en/grants/awards/{g.pk}/") for g in (small, large))
    assert thirty == one


def test_long_budget_is_one_insert():
    draft = make_draft(lines=[line()] * 30)
    client = signed_in(draft.applicant.user)
    assert get(client, "edit", draft.pk, "budget").content.decode().count("Flip charts") == 30


def test_anonymous_is_sent_to_sign_in():
    assert "/accounts/login/" in Client().get("/en/grants/")["Location"]

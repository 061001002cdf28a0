"""Two journeys: a draft through lost connections and a mentor; a round from the board to the end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from seedgrants.models import GrantRoundPage
from seedgrants.services import payments
from seedgrants.services.decisions import open_discussion
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.seedgrants import (
    approve,
    fresh,
    line,
    make_applicant,
    make_coordinator,
    make_draft,
    make_finance,
    make_mentor,
    make_reviewer,
    make_round,
    make_submitted,
    score_review,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.xdist_group("grant-journeys"),
]


class Device:
    """A browser that somebody is signed in on."""

    def __init__(self, chromium, live_server, snap, user, language="en", viewport=DESKTOP):
        self.language, self.snap_page = language, snap
        self.context = chromium.new_context(
            base_url=live_server.url, viewport=viewport, accept_downloads=True
        )
        self.context.set_default_timeout(15_000)
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        self.page = self.context.new_page()

    def go(self, name, *args):
        with override(self.language):
            answer = self.page.goto(reverse(f"seedgrants:{name}", args=args))
        assert answer.status == 200

    def fill(self, within="main", **fields):
        for name, value in fields.items():
            self.page.locator(f"{within} [name='{name}']").first.fill(str(value))

    def press(self, selector="main form .actions button"):
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        expect(self.page.locator("main .errorlist")).to_have_count(0)

    def open(self, form):
        self.page.locator(f"details:has(form[action*='{form}']) > summary").click()

    def move(self, target, reason=""):
        form = f"main form:has(input[name='to'][value='{target}'])"
        if reason:
            self.page.locator(f"details:has(input[name='to'][value='{target}']) > summary").click()
            self.page.locator(f"{form} [name='reason']").fill(reason)
        self.press(f"{form} button")

    def text(self):
        return self.page.locator("main").inner_text()

    def snap(self, step):
        self.snap_page(self.page, f"{self.language} {step}")


@pytest.fixture
def device(chromium, live_server, snap):
    opened = []

    def make(*args, **kwargs):
        opened.append(Device(chromium, live_server, snap, *args, **kwargs))
        return opened[-1]

    yield make
    for one in opened:
        one.context.close()


def test_practice_draft_through_lost_connections_and_a_mentor(device):
    language = "km"
    round_page = make_round(is_practice=True, questions=3)
    for question, kind in zip(
        round_page.questions.all(), ("text", "people", "logframe"), strict=True
    ):
        question.kind, question.section = kind, f"Part {kind}"
        question.save()
    applicant = make_applicant()
    mentor = make_mentor(applicant)
    phone = device(applicant.user, language, PHONE)
    draft = make_draft(round_page=round_page, applicant=applicant, filled=False)
    phone.go("edit", draft.pk, "about")

    # The connection breaks while typing; it is all there when it comes back.
    status = phone.page.locator("[data-saving]")
    phone.fill(title="Boats for")
    expect(status).not_to_have_class("saving saving--pending", timeout=10_000)
    phone.context.set_offline(True)
    phone.fill(title="Boats for school")
    expect(status).to_have_text(status.get_attribute("data-offline"), timeout=10_000)
    phone.snap("01 no connection")
    assert fresh(draft).title == "Boats for"
    phone.page.close()
    phone.context.set_offline(False)
    phone.page = phone.context.new_page()
    phone.go("edit", draft.pk, "about")
    expect(phone.page.locator("[name=title]")).to_have_value("Boats for school")
    expect(phone.page.locator("[data-saving]")).not_to_have_class("saving saving--pending")
    assert fresh(draft).title == "Boats for school"

    # Two devices: neither overwrites the other.
    laptop = device(applicant.user, "en")
    laptop.go("edit", draft.pk, "about")
    phone.fill(title="Typed on the phone")
    phone.press("main button[value=next]")
    laptop.fill(title="Typed on the laptop")
    expect(laptop.page.locator("[data-saving]")).to_contain_text("Nothing is lost", timeout=10_000)
    laptop.go("edit", draft.pk, "about")
    assert "Typed on the laptop" in laptop.text()
    assert laptop.page.locator("[name=title]").input_value() == "Typed on the phone"
    laptop.snap("02 both are kept")
    laptop.press("form[action*='/kept/'] button")

    phone.page.locator("main textarea").first.fill("Forty girls do not come to school in the rain.")
    phone.press("main button[value=next]")
    for n, count in enumerate((0, 0, 25, 15, 40)):
        phone.page.locator("main [name^=q_]").nth(n).fill(str(count))
    phone.snap("03 people")
    phone.press("main button[value=next]")
    phone.page.locator("main textarea").first.fill("Girls come to school")
    phone.press("main button[value=next]")
    row = phone.page.locator("main fieldset").last
    for name, value in {
        "item": "Boat",
        "quantity": "២",
        "unit_cost": "១២០.៥០",
        "times": "1",
    }.items():
        row.locator(f"[name$={name}]").fill(value)
    phone.press("main button[value=next]")
    assert "241.00 USD" in phone.text()
    phone.open("/ask/")
    phone.snap("04 check")
    phone.press("form[action*='/ask/'] button")
    phone.snap("05 with the mentor")

    reader = device(mentor.user, language)
    reader.go("feedback_list")
    reader.page.locator("main .card a").first.click()
    reader.page.locator("[name=target]").select_option("line:0")
    reader.fill(text="Why two boats?")
    reader.press("button[value=comment]")
    reader.fill(summary="Clear. Say who steers.")
    reader.snap("06 mentor")
    reader.press("button[value=answer]")

    phone.go("edit", draft.pk, "budget")
    assert "Why two boats?" in phone.text()
    phone.page.locator("[name$=quantity]").first.fill("1")
    phone.press("main button[value=next]")
    phone.go("application", draft.pk)
    phone.page.locator("a[href*='/compare/']").click()
    phone.snap("07 before and after")
    phone.press("form[action*='/comments/'] button")
    phone.go("edit", draft.pk, "check")
    phone.press("form:has([name=key]) button")
    phone.snap("08 receipt")
    with phone.page.expect_download() as download:
        phone.page.locator("a[href$='.pdf']").last.click()
    assert download.value.suggested_filename == f"{fresh(draft).number}-1.pdf"
    assert (fresh(draft).state, fresh(draft).requested) == ("submitted", Decimal("120.50"))


def test_a_real_round_to_its_end(device):
    round_page = make_round(fund=Decimal(600))
    round_page.criteria.update(max_score=2, levels="vague\nclear\nshown")
    rows = [line(item="Snacks", quantity=Decimal(10), unit_cost=Decimal(15), times=1)]
    rows.append(line(item="Cards", quantity=Decimal(10), unit_cost=Decimal(10), times=1))
    sent = [make_submitted(round_page=round_page, lines=rows) for _n in range(3)]
    coordinator, finance = make_coordinator(), make_finance()
    people = [make_reviewer() for _n in range(3)]
    GrantRoundPage.objects.filter(pk=round_page.pk).update(closes_at=timezone.now())
    chair = device(coordinator)
    chair.go("board", round_page.pk)
    chair.move("closed")
    chair.move("reviewing")
    chair.press("form[action$='/assign/'] button")
    chair.snap("11 shared out")

    # One reviewer finds a conflict; all others score what they were asked for.
    first = people[0].grant_reviews.first()
    conflicted = first.application
    reader = device(people[0].user)
    reader.go("review", first.pk)
    assert "Snacks" not in reader.text()
    reader.press("button[value=conflict]")
    chair.go("board", round_page.pk)
    chair.press("form[action$='/assign/'] button")
    for person in people:
        for review in person.grant_reviews.exclude(state="conflicted"):
            points = 1 if review.application == conflicted else 2
            if person != people[1] or review != person.grant_reviews.first():
                score_review(review, points)
                continue
            reader = device(person.user)
            reader.go("review", review.pk)
            reader.press("button[value=free]")
            for score in review.scores.all():
                name = f"s_{score.criterion_key.hex}"
                reader.page.locator(f"[name='{name}'][value='{points}']").check()
            reader.fill(feedback="Clear steps.")
            reader.snap("12 review")
            reader.press("button[value=submit]")

    for application in sent[1:]:
        open_discussion(application=application, by=coordinator)
    chair.go("manage", sent[0].pk)
    chair.move("discussion")
    chair.fill(text="All agreed.")
    chair.press("form[action$='/note/'] button")
    chair.go("board", round_page.pk)
    assert "The fund reaches to here" in chair.text()
    chair.snap("13 board")
    awarded = [application for application in sent if application != conflicted][:2]
    for application in sent:
        chair.go("manage", application.pk)
        outcome = "award" if application in awarded else "decline"
        chair.page.locator(f"[name=outcome][value={outcome}]").check()
        chair.fill("form[action$='/decide/']", feedback="Keep the receipts.")
        chair.press("form[action$='/decide/'] button")
    chair.go("publish", round_page.pk)
    chair.press()
    grant = fresh(awarded[0]).grant
    owner = device(grant.application.applicant.user, "km", PHONE)
    owner.go("application", grant.application_id)
    owner.snap("14 decision")

    owner.go("grant", grant.pk)
    owner.move("accepted")
    today = timezone.localdate()
    chair.go("grant", grant.pk)
    chair.open("/agreement/")
    chair.fill(starts_on=today - timedelta(days=100), ends_on=today + timedelta(days=20))
    chair.press("form[action$='/agreement/'] button")
    owner.go("agreement", grant.agreements.get().pk)
    owner.snap("15 agreement")
    owner.fill(name="Sok Dara")
    owner.press("main form.form button")
    chair.go("grant", grant.pk)
    chair.fill(reports=2)
    chair.press("form[action$='/activate/'] button")
    for amount in ("150", "100"):
        chair.open("/plan/")
        chair.fill(amount=amount, due_on=today)
        chair.press("form[action$='/plan/'] button")
    first, second = grant.tranches.all()
    payer = device(finance)

    for state in ("ready", "approved"):
        chair.go("grant", grant.pk)
        chair.move(state)
    payer.go("pay", first.pk)
    payer.fill(paid_on=today, reference="TR-1")
    payer.press()
    owner.go("grant", grant.pk)
    owner.move("acknowledged")
    early, late = grant.reports.all()
    chair.go("grant", grant.pk)
    chair.move("open")
    # The date has passed: more time is given, with the reason.
    type(early).objects.filter(pk=early.pk).update(due_on=today - timedelta(days=5))
    chair.go("report", early.pk)
    chair.open("/extend/")
    chair.fill("form[action$='/extend/']", until=today + timedelta(days=9), reason="Flood")
    chair.press("form[action$='/extend/'] button")

    def report(found, amounts, **more):
        owner.go("report", found.pk)
        owner.fill(done="Sessions", changed="They ask", learned="Start early", **more)
        owner.fill(women=20, men=5, girls=3, boys=2, people=30)
        for row, amount in zip(found.lines.all(), amounts, strict=True):
            owner.fill(**{f"line_{row.pk}": amount, f"note_{row.pk}": "Prices rose"})
        owner.press("main button[value=submit]")

    report(early, ("100", "40"))
    chair.go("report", early.pk)
    chair.move("accepted")
    approve(second, coordinator)
    payments.pay_tranche(tranche=second, by=finance, paid_on=today, reference="TR-2")

    # More snacks than planned: an amendment first.
    snacks, cards = grant.lines.all()
    owner.go("amend", grant.pk)
    owner.fill(reason="More mothers came", **{f"line_{snacks.pk}": 190, f"line_{cards.pk}": 60})
    owner.snap("16 amendment")
    owner.press()
    chair.go("grant", grant.pk)
    chair.move("open")
    report(late, ("90", "15"), lasting="The group goes on")
    owner.snap("17 report")
    chair.go("grant", grant.pk)
    chair.snap("18 grant")
    # The first button of that target is the amendment's.
    chair.move("accepted")
    chair.go("report", late.pk)
    chair.snap("19 closing report")
    chair.move("accepted")
    chair.go("grant", grant.pk)
    chair.move("closing")
    payer.go("ledger", grant.pk)
    payer.open("/returned/")
    payer.fill(amount="5", on=today, reference="CASH 7")
    payer.press("form[action$='/returned/'] button")
    payer.snap("20 ledger")
    chair.go("grant", grant.pk)
    chair.move("closed")
    owner.go("grant", grant.pk)
    owner.press("form[action$='/consent/'] button")
    owner.go("published")
    owner.snap("21 published")
    assert "250.00 USD" in owner.text()
    grant = fresh(grant)
    assert (grant.state, grant.paid, grant.spent, grant.returned) == (
        "closed", Decimal(250), Decimal(245), Decimal(5),
    )  # fmt: skip

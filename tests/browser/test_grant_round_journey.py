"""A real round through the pages: twelve proposals, four awards, one grant to its last dollar.

The lead proposal takes every step in a browser. In the English run (``is_thorough``) it is written
there too, and so go all reviews and awards of the four that are funded. Services bring the other
proposals, and what was done in a page before, as far as they have to come. Scripts are switched off:
everything here is done with plain forms.
"""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from seedgrants.models import Application, GrantRoundPage
from seedgrants.services import decisions, grants, payments, reports
from seedgrants.transitions import move
from tests.browser.devices import READERS
from tests.browser.grant_cast import HIGHEST, Cast
from tests.factories.seedgrants import (
    PNG,
    approve,
    fresh,
    line,
    make_submitted,
    score_review,
    write_report,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.xdist_group("grant-round-journey"),
]

PHOTOGRAPH = {"name": "photo.png", "mimeType": "image/png", "buffer": PNG}
# The points on both criteria, of each of the two reviews, for the four that are funded.
POINTS = [((2, 2), (2, 2)), ((2, 2), (1, 2)), ((1, 2), (1, 2)), ((2, 1), (2, 1))]
AVERAGES = ["100.0", "91.7", "83.3", "66.7"]
# A row without numbers: the fund reaches to here.
THE_LINE = []
AWARDS = ["250", "250", "250", "150"]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.language)
def test_a_real_round_to_the_last_dollar(reader, device):
    world = call_for_proposals(Cast(reader, device, javascript=False))
    if world.is_thorough:
        world.proposals.append(write_and_send(world))
    others_send(world)
    close_and_share_out(world)
    declare_a_conflict(world)
    score(world)
    look_at_the_money_line(world)
    decide(world)
    publish_together(world)
    answer_the_offers(world)
    sign_on_the_site(world)
    sign_on_paper(world)
    plan_two_payments(world)
    pay_the_first(world)
    report_late(world)
    correct_and_accept(world)
    pay_the_second(world)
    amend_before_the_last_report_is_accepted(world)
    give_back_and_close(world)
    write_off_and_close_the_other(world)
    see_the_figures(world)


def call_for_proposals(cast):
    """A round whose fund of 900 holds three and a half of the 250 that each proposal asks for."""
    round_page = cast.call(
        ("Small grants", "ជំនួយតូចៗ"),
        ("text", "file"),
        code="SG2026",
        fund=Decimal(900),
        cap=Decimal(300),
    )
    applicant = cast.person()
    chair = cast.person("coordinate_grants")
    reviewers = [cast.person("review_proposals") for _n in range(3)]
    return SimpleNamespace(
        cast=cast,
        reader=cast.reader,
        pick=cast.reader.pick,
        round=round_page,
        proposals=[],
        is_thorough=cast.reader == READERS[0],
        applicant=applicant,
        owner=cast.device(applicant),
        chair_person=chair,
        chair=cast.device(chair),
        reviewers={person: cast.device(person) for person in reviewers},
        finance=cast.person("pay_grants"),
        today=timezone.localdate(),
    )


def items(pick):
    return [
        (pick("Snacks", "អាហារសម្រន់"), "10", "5", "2"),
        (pick("Picture cards", "ប័ណ្ណរូបភាព"), "10", "10", "1"),
        (pick("Travel", "ការធ្វើដំណើរ"), "5", "10", "1"),
    ]


def write_and_send(world):
    """The lead proposal, from the call to the receipt."""
    owner, pick = world.owner, world.pick
    owner.go("my_applications")
    owner.follow(world.round.slug)
    owner.press("form[action*='/start/'] button")
    owner.fill(title=pick("Evenings for mothers", "វគ្គពេលល្ងាចសម្រាប់ម្តាយ"))
    owner.press("main button[value=next]")
    words = pick("Mothers do not know whom to call.", "ម្តាយមិនដឹងថាត្រូវហៅអ្នកណា។")
    owner.page.locator("main textarea").first.fill(words)
    owner.press("main button[value=next]")
    owner.page.locator("main input[type=file]").set_input_files(PHOTOGRAPH)
    owner.press("main button[value=next]")
    for n, (item, quantity, cost, times) in enumerate(items(pick)):
        row = owner.page.locator("main fieldset").last
        cells = {"item": item, "quantity": quantity, "unit_cost": cost, "times": times}
        for name, value in (cells | {"unit": pick("box", "ប្រអប់")}).items():
            row.locator(f"[name$={name}]").fill(value)
        owner.press(f"main button[value={'add' if n < 2 else 'next'}]")
    assert "250.00 USD" in owner.text()
    owner.press("form:has([name=key]) button")
    lead = Application.objects.get()
    assert (lead.state, lead.requested) == ("submitted", Decimal(250))
    return lead


def others_send(world):
    """All the others, the last by somebody of a reviewer's own organisation."""
    near = next(iter(world.reviewers)).affiliations.get().organisation
    unit = world.pick("box", "ប្រអប់")
    rows = [
        line(
            item=item, quantity=Decimal(quantity), unit=unit, unit_cost=Decimal(cost), times=int(n)
        )
        for item, quantity, cost, n in items(world.pick)
    ]
    with translation.override(world.reader.language):
        for n in range(len(world.proposals) + 1, 13):
            applicant = world.cast.person(organisation=near) if n == 12 else None
            sent = make_submitted(
                round_page=world.round,
                applicant=applicant or (world.cast.person() if n > 1 else world.applicant),
                lines=rows,
                title=world.pick(f"Project {n}", f"គម្រោង {n}"),
                answer=world.pick("Girls leave school early.", "ក្មេងស្រីឈប់រៀនមុនកំណត់។"),
            )
            world.proposals.append(sent)
    world.lead, world.funded, world.others = (
        world.proposals[0], world.proposals[:4], world.proposals[4:],
    )  # fmt: skip
    world.in_the_browser = world.funded if world.is_thorough else [world.lead]


def close_and_share_out(world):
    chair = world.chair
    GrantRoundPage.objects.filter(pk=world.round.pk).update(closes_at=timezone.now())
    chair.go("rounds")
    chair.snap("04 rounds")
    chair.follow("/grants/rounds/")
    chair.move("closed")
    chair.move("reviewing")
    chair.press("form[action$='/assign/'] button")
    assert [person.grant_reviews.count() for person in world.reviewers] == [8, 8, 8]
    chair.go("manage", world.proposals[-1].pk)
    chair.page.locator("main details:has(li) > summary").click()
    assert world.reader.words("own organisation") in chair.text()
    chair.snap("06 own organisation is left out")


def declare_a_conflict(world):
    """One of the lead proposal's two reviewers stands too near: another is asked."""
    review = world.lead.reviews.first()
    reader, chair = world.reviewers[review.reviewer], world.chair
    reader.go("my_reviews")
    reader.snap("07 reviews")
    reader.go("review", review.pk)
    reader.snap("08 declare")
    assert items(world.pick)[0][0] not in reader.text()
    reader.fill(reason=world.pick("My sister works there", "បងស្រីខ្ញុំធ្វើការនៅទីនោះ"))
    reader.press("button[value=conflict]")
    assert world.lead.number not in reader.text()
    chair.go("board", world.round.pk)
    chair.press("form[action$='/assign/'] button")
    chair.go("manage", world.lead.pk)
    states = world.lead.reviews.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["conflicted", "invited", "invited"]


def score(world):
    """The reviews of the four that will be funded, in the browser; the others' by the service."""
    feedback = world.pick("Clear steps. Who counts?", "ជំហានច្បាស់។ អ្នកណារាប់?")
    for application, points in zip(world.funded, POINTS, strict=True):
        for review, marks in zip(application.reviews.present(), points, strict=True):
            if application in world.in_the_browser:
                score_in_the_browser(world, review, marks, feedback)
            else:
                score_review(review, marks, feedback)
    world.reviewers[review.reviewer].snap("13 review is in")
    others = world.pick("Ask more people first.", "សូមសួរមនុស្សឱ្យច្រើនជាងនេះ។")
    for application in world.others:
        for review in application.reviews.present():
            score_review(review, HIGHEST // 2, others)


def score_in_the_browser(world, review, marks, feedback):
    reader = world.reviewers[review.reviewer]
    reader.go("review", review.pk)
    reader.press("button[value=free]")
    for row, mark in zip(review.scores.all(), marks, strict=True):
        reader.choose(f"s_{row.criterion_key.hex}", mark)
    reader.fill(feedback=feedback)
    if review.application == world.lead and review == world.lead.reviews.last():
        reader.snap("12 review")
    reader.press("button[value=submit]")


def look_at_the_money_line(world):
    """Before anything is decided the fund reaches to the third: three times 250 of 900."""
    chair = world.chair
    chair.go("board", world.round.pk)
    rows = chair.numbers()
    assert rows.index(THE_LINE) == 3
    averages = [average for _rank, _asked, _in, average, _spread in rows[:3] + rows[4:5]]
    assert averages == AVERAGES


def decide(world):
    """Each of the four in its own page, with a note of what the panel said."""
    chair, pick, by = world.chair, world.pick, world.chair_person.user
    keep = pick("Keep the receipts from the first day.", "សូមរក្សាទុកវិក្កយបត្រតាំងពីថ្ងៃដំបូង។")
    chair.go("manage", world.lead.pk)
    chair.move("discussion")
    chair.fill(text=pick("All agreed.", "គ្រប់គ្នាយល់ព្រម។"))
    chair.press("form[action$='/note/'] button")
    chair.snap("15 discussion")
    for application in world.funded[1:]:
        decisions.open_discussion(application=application, by=by)
    for application, amount in zip(world.funded, AWARDS, strict=True):
        if application not in world.in_the_browser:
            decisions.decide(
                application=application,
                outcome="award",
                amount=Decimal(amount),
                feedback=keep,
                by=by,
            )
            continue
        if application != world.lead:
            chair.go("manage", application.pk)
        chair.choose("outcome", "award")
        chair.fill("form[action$='/decide/']", amount=amount, feedback=keep)
        chair.press("form[action$='/decide/'] button")
    chair.go("board", world.round.pk)
    chair.snap("16 four awards")
    assert chair.numbers().index(THE_LINE) == 4
    no = pick("Talk with the teachers, and come again.", "សូមពិភាក្សាជាមួយគ្រូ ហើយដាក់ម្តងទៀត។")
    for application in world.others:
        decisions.open_discussion(application=application, by=by)
        decisions.decide(application=application, outcome="decline", feedback=no, by=by)


def publish_together(world):
    """Everybody learns at once, with what the readers wrote."""
    chair = world.chair
    chair.go("publish", world.round.pk)
    chair.snap("18 publish")
    chair.press()
    money = [chair.fact(name) for name in ("Fund", "Awarded", "Left", "Paid")]
    assert money == ["900.00 USD", "900.00 USD", "0.00 USD", "0.00 USD"]
    states = list(world.round.applications.values_list("state", flat=True))
    assert sorted(states) == ["awarded"] * 4 + ["declined"] * 8
    unlucky = world.cast.device(world.others[0].applicant)
    unlucky.go("application", world.others[0].pk)
    unlucky.says("Your proposal is not funded this time.")
    unlucky.snap("20 not funded")
    world.grants = [fresh(application).grant for application in world.funded]


def answer_the_offers(world):
    """Three accept; the fourth declines, and the money is the fund's again."""
    owner, chair = world.owner, world.chair
    owner.go("application", world.lead.pk)
    owner.snap("21 awarded")
    owner.go("home:my_page")
    owner.follow("/grants/awards/")
    owner.snap("23 offered")
    owner.move("accepted")
    for grant in world.grants[1:3]:
        grants.accept_grant(grant=grant, by=grant.application.applicant.user)
    fourth = world.grants[3]
    device = world.cast.device(fourth.application.applicant)
    device.go("grant", fourth.pk)
    device.move("declined", reason="Another donor pays for it.")
    chair.go("board", world.round.pk)
    assert [chair.fact(name) for name in ("Awarded", "Left")] == ["750.00 USD", "150.00 USD"]


def draw_up(world, grant, starts, ends):
    chair = world.chair
    chair.go("grant", grant.pk)
    chair.open("/agreement/")
    chair.fill(starts_on=starts, ends_on=ends)
    chair.press("form[action$='/agreement/'] button")


def sign_on_the_site(world):
    owner, chair, today = world.owner, world.chair, world.today
    world.grant = grant = world.grants[0]
    # Two periods of about 60 days, the report on the first of which was due ten days ago.
    draw_up(world, grant, today - timedelta(days=100), today + timedelta(days=20))
    owner.go("grant", grant.pk)
    owner.follow("/grants/agreements/")
    owner.snap("25 agreement")
    owner.fill(name=world.pick("Sok Dara", "សុខ តារា"))
    owner.press("main form.form button")
    chair.go("grant", grant.pk)
    chair.fill(reports=2)
    chair.press("form[action$='/activate/'] button")


def sign_on_paper(world):
    chair, today, grant = world.chair, world.today, world.grants[1]
    draw_up(world, grant, today - timedelta(days=60), today)
    chair.follow("/grants/agreements/")
    chair.page.locator("main details > summary").last.click()
    chair.fill(name=world.pick("Chan Sophea", "ចាន់ សុភា"), signed_on=today)
    chair.attach("photograph", PHOTOGRAPH)
    chair.snap("27 signed paper")
    chair.press("main details form button")
    assert fresh(grant).signature.method == "paper"


def plan_two_payments(world):
    chair = world.chair
    chair.go("grant", world.grant.pk)
    for amount in ("150", "100"):
        chair.open("/plan/")
        chair.fill(amount=amount, due_on=world.today)
        chair.press("form[action$='/plan/'] button")
    # The buttons of the first come first.
    for state in ("ready", "approved"):
        chair.move(state, subject="tranche")
    chair.move("ready", subject="tranche")
    chair.says("The report before this payment has not been accepted yet.")
    chair.snap("30 the second waits")
    world.first, world.second = world.grant.tranches.all()
    assert [t.state for t in (world.first, world.second)] == ["approved", "planned"]


def pay(world, tranche, reference):
    """Finance pays what the coordinator approved, with a proof; the grantee says it has come."""
    payer, owner = world.payer, world.owner
    payer.go("pay", tranche.pk)
    payer.fill(paid_on=world.today, reference=reference)
    payer.attach("proof", PHOTOGRAPH)
    if tranche.number == 1:
        payer.snap("32 pay")
    payer.press()
    owner.go("grant", world.grant.pk)
    if tranche.number == 1:
        owner.snap("33 payment has come")
    owner.move("acknowledged")
    assert fresh(tranche).state == "acknowledged"


def held(device):
    """What the grantee holds, from the head of the grant's page: the ledger's balance."""
    return device.fact("Paid and not accounted for")


def pay_the_first(world):
    world.payer = world.cast.device(world.finance)
    world.payer.go("payments")
    world.payer.snap("31 to be paid")
    pay(world, world.first, "TR-1")
    assert held(world.owner) == "150.00 USD"


def write(world, report, spent, *, explained, **words):
    """Fill the report in and send it."""
    owner, pick = world.owner, world.pick
    owner.go("report", report.pk)
    owner.fill(
        done=pick("Six evenings.", "ធ្វើបានវគ្គប្រាំមួយ។"),
        changed=pick("Mothers know whom to call.", "ម្តាយដឹងថាត្រូវហៅអ្នកណា។"),
        learned=pick("Begin before the rains.", "គួរចាប់ផ្តើមមុនរដូវភ្លៀង។"),
        women=38,
        men=2,
        girls=5,
        boys=5,
        people=50,
        **words,
    )
    for row, amount in zip(report.lines.all(), spent, strict=True):
        owner.fill(**{f"line_{row.pk}": amount})
        if explained:
            owner.fill(**{f"note_{row.pk}": pick("Prices rose", "ទំនិញឡើងថ្លៃ")})
    owner.attach("receipt", PHOTOGRAPH)


def report_late(world):
    """Its date has passed: that shows, and more time is given although it has."""
    chair, owner = world.chair, world.owner
    world.early, world.late = world.grant.reports.all()
    chair.go("grant", world.grant.pk)
    chair.move("open", subject="report")
    owner.go("grant", world.grant.pk)
    owner.says("overdue")
    owner.snap("35 overdue")
    owner.go("home:my_page")
    owner.snap("36 my page, overdue")
    chair.go("report", world.early.pk)
    chair.open("/extend/")
    until = world.today + timedelta(days=9)
    chair.fill("form[action$='/extend/']", until=until, reason=world.pick("Flood", "ទឹកជំនន់"))
    chair.press("form[action$='/extend/'] button")
    chair.snap("37 more time")
    owner.go("grant", world.grant.pk)
    assert world.reader.words("overdue") not in owner.text()


def correct_and_accept(world):
    """15 % over a line has to be explained, and the coordinator asks for more words."""
    chair, owner, report = world.chair, world.owner, world.early
    write(world, report, ("115", "30", "0"), explained=False)
    owner.press("main button[value=submit]", wrong=True)
    owner.snap("38 an explanation is missing")
    assert fresh(report).state == "open"
    owner.fill(**{f"note_{report.lines.first().pk}": world.pick("Prices rose", "ទំនិញឡើងថ្លៃ")})
    owner.press("main button[value=submit]")
    owner.says("The report is sent. A coordinator reads it.")
    chair.go("home:my_page")
    chair.follow("/grants/reports/")
    reason = world.pick("Say who counted the people.", "សូមប្រាប់ថាអ្នកណារាប់ចំនួនមនុស្ស។")
    chair.snap("41 report to read")
    chair.move("changes-requested", reason=reason)
    owner.go("report", report.pk)
    assert reason in owner.text()
    owner.snap("42 changes are asked for")
    owner.fill(done=world.pick("Six evenings; the teacher counted.", "វគ្គប្រាំមួយ គ្រូជាអ្នករាប់។"))
    owner.press("main button[value=submit]")
    chair.go("report", report.pk)
    chair.move("accepted")
    assert held(chair) == "5.00 USD"


def pay_the_second(world):
    """The accepted report has unlocked it."""
    chair = world.chair
    chair.go("grant", world.grant.pk)
    for state in ("ready", "approved"):
        chair.move(state, subject="tranche")
    pay(world, world.second, "TR-2")
    assert held(world.owner) == "105.00 USD"


def amend_before_the_last_report_is_accepted(world):
    """The last report moved 65 of 250 between lines: it waits for a change of the grant."""
    chair, owner, pick, report = world.chair, world.owner, world.pick, world.late
    chair.go("grant", world.grant.pk)
    chair.move("open", subject="report")
    goes_on = pick("The group meets on.", "ក្រុមបន្តជួបគ្នា។")
    write(world, report, ("50", "10", "40"), explained=True, lasting=goes_on)
    owner.press("main button[value=submit]")
    chair.go("report", report.pk)
    chair.move("accepted")
    chair.says(
        "More than a tenth of the grant was moved between the lines of the budget: "
        "the grantee proposes an amendment first."
    )
    assert fresh(report).state == "submitted"
    snacks, cards, _travel = world.grant.lines.all()
    owner.go("grant", world.grant.pk)
    owner.follow("/amend/")
    reason = pick("More children came.", "មានក្មេងមកច្រើនជាងមុន។")
    owner.fill(reason=reason, **{f"line_{snacks.pk}": 150, f"line_{cards.pk}": 50})
    owner.snap("45 change")
    owner.press()
    chair.go("home:my_page")
    chair.follow("/grants/awards/")
    chair.snap("48 change to answer")
    chair.move("accepted", subject="amendment")
    chair.go("report", report.pk)
    chair.move("accepted")
    assert held(chair) == "5.00 USD"


def give_back_and_close(world):
    """Five dollars are left: a grant closes when they are given back."""
    chair, payer, owner = world.chair, world.payer, world.owner
    chair.go("grant", world.grant.pk)
    chair.move("closing", subject="grant")
    chair.move("closed", subject="grant")
    chair.says("What was paid and not spent has to be accounted for first.")
    payer.go("ledger", world.grant.pk)
    payer.open("/returned/")
    payer.fill(amount="5", on=world.today, reference="CASH-7")
    payer.press("form[action*='/returned/'] button")
    payer.snap("50 ledger")
    assert payer.numbers() == [
        ["150.00 USD", "150.00 USD"],
        ["-145.00 USD", "5.00 USD"],
        ["100.00 USD", "105.00 USD"],
        ["-100.00 USD", "5.00 USD"],
        ["-5.00 USD", "0.00 USD"],
    ]
    chair.go("grant", world.grant.pk)
    chair.move("closed", subject="grant")
    owner.go("grant", world.grant.pk)
    owner.press("form[action*='/consent/'] button")
    owner.snap("52 owner’s grant")
    owner.go("timeline", world.lead.pk)
    owner.snap("53 what happened")
    owner.go("published")
    owner.snap("54 grants given")
    assert "250.00 USD" in owner.text()


def write_off_and_close_the_other(world):
    """Of the grant that was signed on paper 50 were lost, and are written off."""
    chair, grant, by = world.chair, fresh(world.grants[1]), world.chair_person.user
    grant = grants.activate_grant(grant=grant, by=by)
    grants.schedule_reports(grant=grant, by=by, ends=[grant.ends_on])
    [tranche] = grants.plan_tranches(grant=grant, by=by, plan=[(grant.amount, world.today)])
    approve(tranche, by)
    payments.pay_tranche(
        tranche=fresh(tranche), by=world.finance.user, paid_on=world.today, reference="TR-3"
    )
    note = world.pick("Prices rose", "ទំនិញឡើងថ្លៃ")
    report = write_report(grant.reports.get(), coordinator=by, actual=Decimal(100), note=note)
    reports.accept_report(report=report, by=by)
    move(fresh(grant), "closing", by=by)
    chair.go("ledger", grant.pk)
    chair.open("/written-off/")
    reason = world.pick("Lost in the flood", "បាត់ក្នុងទឹកជំនន់")
    chair.fill("form[action*='/written-off/']", reason=reason)
    chair.press("form[action*='/written-off/'] button")
    assert [balance for _amount, balance in chair.numbers()] == [
        "250.00 USD", "150.00 USD", "0.00 USD",
    ]  # fmt: skip
    chair.go("grant", grant.pk)
    chair.move("closed", subject="grant")


def see_the_figures(world):
    chair = world.chair
    chair.go("board", world.round.pk)
    chair.snap("56 figures of the round")
    names = ("Fund", "Awarded", "Left", "Paid", "Spent, from accepted reports")
    assert [chair.fact(name) for name in names] == [
        "900.00 USD", "750.00 USD", "150.00 USD", "500.00 USD", "345.00 USD",
    ]  # fmt: skip

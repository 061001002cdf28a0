"""A practice round: a draft through a lost connection, two devices and a mentor, to the feedback."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from lms.records.models import Mentorship
from seedgrants.enums import Outcome, RoundState
from seedgrants.models import Application, Grant, KeptText
from seedgrants.services.decisions import decide, open_discussion, publish_decisions
from seedgrants.services.reviews import assign_reviewers
from tests.browser.devices import READERS
from tests.browser.grant_cast import HIGHEST, QUESTIONS, Cast
from tests.factories.seedgrants import fresh, score_review, set_state

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.xdist_group("grant-journeys"),
]


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.language)
def test_a_practice_round_to_its_feedback(reader, device):
    cast = Cast(reader, device)
    round_page = cast.call(
        ("Practice round", "ជុំសាកល្បង"), ("text", "people", "logframe"), is_practice=True
    )
    trainee, mentor = cast.person(), cast.person()
    Mentorship.objects.create(mentor=mentor, learner=trainee)
    phone = device(trainee.user, reader)

    draft = begin(phone, round_page)
    lose_the_connection(phone, draft)
    write_on_two_devices(phone, cast.device(trainee), draft)
    write_the_rest(phone)
    ask_the_mentor(phone)
    comment_on_a_question_and_a_budget_line(cast.device(mentor))
    revise(phone, draft)
    compare_and_resolve(phone, draft)
    send(phone, draft)
    review_and_decide(cast, draft)
    read_the_feedback(phone, draft)


def begin(phone, round_page) -> Application:
    """From the list of open rounds over the call to a draft."""
    phone.go("my_applications")
    phone.snap("01 open rounds")
    phone.follow(round_page.slug)
    phone.says("This is a practice round: all the steps, no money.")
    phone.snap("02 call")
    phone.press("form[action*='/start/'] button")
    return Application.objects.get()


def saved(phone):
    expect(phone.page.locator("[data-saving]")).to_be_visible()
    expect(phone.page.locator("[data-saving]")).not_to_have_class("saving saving--pending")


def lose_the_connection(phone, draft):
    """What is typed without a connection waits on the phone, and is sent when the page is opened."""
    status = phone.page.locator("[data-saving]")
    phone.context.set_offline(True)
    title = phone.reader.pick("Boats for school", "ទូកសម្រាប់ទៅសាលា")
    phone.fill(title=title)
    expect(status).to_have_text(status.get_attribute("data-offline"))
    phone.snap("03 no connection")
    assert fresh(draft).title != title
    phone.reopen()
    phone.context.set_offline(False)
    phone.go("edit", draft.pk, "about")
    expect(phone.page.locator("[name=title]")).to_have_value(title)
    saved(phone)
    assert [d.title for d in Application.objects.all()] == [title]


def write_on_two_devices(phone, laptop, draft):
    """Neither overwrites the other: both texts are shown, and one is chosen."""
    laptop.go("edit", draft.pk, "about")
    on_the_phone = phone.reader.pick("Typed on the phone", "សរសេរលើទូរស័ព្ទ")
    on_the_laptop = phone.reader.pick("Typed on the laptop", "សរសេរលើកុំព្យូទ័រ")
    phone.fill(title=on_the_phone)
    phone.press("main button[value=next]")

    laptop.fill(title=on_the_laptop)
    laptop.press("main button[value=next]")
    title = laptop.page.locator("[name=title]")
    assert on_the_phone in laptop.text()
    assert title.input_value() == on_the_laptop
    assert fresh(draft).title == on_the_phone
    laptop.snap("05 both are shown")

    # Looked at again later, the laptop's words are kept beside the phone's.
    laptop.go("edit", draft.pk, "about")
    assert on_the_laptop in laptop.text()
    assert title.input_value() == on_the_phone
    laptop.press("form[action*='/kept/'] button")
    assert on_the_laptop not in laptop.text()
    assert fresh(draft).title == on_the_phone
    assert list(KeptText.objects.filter(settled_at__isnull=True)) == []


def write_the_rest(phone):
    need = phone.reader.pick("Forty girls miss school in the rain.", "ក្មេងស្រី ៤០ នាក់ខកខានសាលា។")
    phone.page.locator("main textarea").first.fill(need)
    phone.snap("07 question")
    phone.press("main button[value=next]")
    for n, number in enumerate((0, 0, 25, 15, 40)):
        phone.page.locator("main [name^=q_]").nth(n).fill(
            phone.reader.pick(str(number), khmer(number))
        )
    phone.snap("08 people")
    phone.press("main button[value=next]")
    plan = phone.reader.pick(
        ("Girls come to school", "Repair two boats", "Fewer days missed", "The school’s register"),
        ("ក្មេងស្រីទៅសាលា", "ជួសជុលទូកពីរ", "ខកខានតិចជាងមុន", "បញ្ជីវត្តមានសាលា"),
    )
    for n, words in enumerate(plan):
        phone.page.locator("main textarea").nth(n).fill(words)
    phone.snap("09 plan")
    phone.press("main button[value=next]")
    row = phone.page.locator("main fieldset").last
    cells = {
        "item": phone.reader.pick("Boat", "ទូក"),
        "quantity": phone.reader.pick("2", "២"),
        "unit": phone.reader.pick("boat", "គ្រឿង"),
        "unit_cost": phone.reader.pick("120.50", "១២០.៥០"),
        "times": phone.reader.pick("1", "១"),
    }
    for name, value in cells.items():
        row.locator(f"[name$={name}]").fill(value)
    phone.snap("10 budget")
    phone.press("main button[value=next]")
    assert "241.00 USD" in phone.text()


def khmer(number):
    return str(number).translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))


def ask_the_mentor(phone):
    phone.open("/ask/")
    phone.fill(question=phone.reader.pick("Is it clear?", "តើច្បាស់ទេ?"))
    phone.snap("11 check")
    phone.press("form[action*='/ask/'] button")
    phone.snap("12 with the mentor")


def comment_on_a_question_and_a_budget_line(mentor):
    pick = mentor.reader.pick
    mentor.go("home:my_page")
    mentor.snap("13 mentor’s page")
    mentor.follow("/grants/feedback/")
    target = mentor.page.locator("[name=target]")
    for place, words in (
        (pick(*QUESTIONS["text"])[1], pick("In which villages?", "នៅភូមិណាខ្លះ?")),
        (pick("Boat", "ទូក"), pick("Why two boats?", "ហេតុអ្វីត្រូវការទូកពីរ?")),
    ):
        target.select_option(label=place)
        mentor.fill(text=words)
        mentor.press("button[value=comment]")
    mentor.fill(summary=pick("Clear. Say who steers.", "ច្បាស់។ សូមប្រាប់ថាអ្នកណាបើកទូក។"))
    mentor.snap("14 mentor’s comments")
    mentor.press("button[value=answer]")


def revise(phone, draft):
    """The comments stand beside what they are about."""
    pick = phone.reader.pick
    phone.go("application", draft.pk)
    phone.snap("16 feedback has come")
    phone.go("edit", draft.pk, "1")
    assert pick("In which villages?", "នៅភូមិណាខ្លះ?") in phone.text()
    need = phone.page.locator("main textarea").first
    need.fill(need.input_value() + pick(" In three villages by the river.", " នៅភូមិបីក្បែរទន្លេ។"))
    phone.snap("17 question with a comment")
    phone.press("main button[value=next]")
    phone.go("edit", draft.pk, "budget")
    assert pick("Why two boats?", "ហេតុអ្វីត្រូវការទូកពីរ?") in phone.text()
    phone.page.locator("[name$=quantity]").first.fill(pick("1", "១"))
    phone.snap("18 budget with a comment")
    phone.press("main button[value=next]")


def compare_and_resolve(phone, draft):
    phone.go("application", draft.pk)
    phone.follow("/compare/")
    assert phone.page.locator("main del").count() and phone.page.locator("main ins").count()
    phone.snap("19 before and after")
    for _n in range(2):
        phone.press("form[action*='/comments/'] .button")


def send(phone, draft):
    phone.go("edit", draft.pk, "check")
    phone.press("form:has([name=key]) button")
    phone.snap("21 receipt")
    with phone.page.expect_download() as download:
        phone.page.locator("a[href$='.pdf']").last.click()
    sent = fresh(draft)
    assert download.value.suggested_filename == f"{sent.number}-1.pdf"
    assert (sent.state, sent.requested) == ("submitted", Decimal("120.50"))


def review_and_decide(cast, draft):
    """As in a round with money: two read it, one of them in the browser, and it is decided."""
    readers = [cast.person("review_proposals") for _n in range(2)]
    chair = cast.person("coordinate_grants")
    set_state(draft.round, RoundState.REVIEWING)
    by_service, by_hand = assign_reviewers(application=draft, reviewers=readers, by=chair.user)
    words = cast.reader.pick("A clear need.", "តម្រូវការច្បាស់។")
    score_review(by_service, HIGHEST, words)
    reader = cast.device(by_hand.reviewer)
    reader.go("review", by_hand.pk)
    reader.press("button[value=free]")
    for score in by_hand.scores.all():
        reader.choose(f"s_{score.criterion_key.hex}", HIGHEST)
    reader.fill(feedback=words)
    reader.press("button[value=submit]")
    open_discussion(application=draft, by=chair.user)
    decide(
        application=fresh(draft),
        outcome=Outcome.AWARD,
        amount=Decimal("120.50"),
        feedback=cast.reader.pick("Ready for a real round.", "ត្រៀមរួចសម្រាប់ជុំពិត។"),
        by=chair.user,
    )
    publish_decisions(round_page=draft.round, by=chair.user)


def read_the_feedback(phone, draft):
    """Feedback and no money."""
    phone.go("application", draft.pk)
    phone.snap("25 decision")
    for words in (
        phone.reader.pick("Ready for a real round.", "ត្រៀមរួចសម្រាប់ជុំពិត។"),
        phone.reader.pick("A clear need.", "តម្រូវការច្បាស់។"),
    ):
        assert words in phone.text()
    assert Grant.objects.count() == 0

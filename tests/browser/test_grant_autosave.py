"""A report written on two devices and through lost connections: no word of it is ever lost."""

import pytest
from playwright.sync_api import expect

from seedgrants.models import KeptText
from seedgrants.services import reports
from tests.browser.devices import PHONE, READERS, Reader
from tests.factories.seedgrants import fresh, make_active_grant, make_coordinator, make_draft

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.xdist_group("grant-autosave"),
]


@pytest.fixture
def report():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    return reports.open_report(report=grant.reports.get(), by=coordinator)


ANSWERS = {"saved": 200, "refused": 200, "stale": 409}


def wait_for(phone, outcome):
    """The next answer to what the script sends."""
    return phone.page.expect_response(
        lambda answer: (
            answer.request.method == "POST"
            and answer.request.resource_type == "fetch"
            and answer.status == ANSWERS[outcome]
        )
    )


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.language)
def test_a_report_on_two_devices(report, reader, device):
    user = report.application.applicant.user
    phone, laptop = device(user, reader), device(user, reader)
    on_the_phone = reader.pick("Typed on the phone", "សរសេរលើទូរស័ព្ទ")
    on_the_laptop = reader.pick("Typed on the laptop", "សរសេរលើកុំព្យូទ័រ")
    for one in (phone, laptop):
        one.go("report", report.pk)
    with wait_for(laptop, "saved"):
        laptop.fill(done=on_the_laptop)
    with wait_for(phone, "stale"):
        phone.fill(done=on_the_phone)
    later = reader.pick(" and typed on", " ហើយសរសេរបន្ត")
    phone.fill(done=on_the_phone + later)  # though the page has said that it is old
    with wait_for(phone, "stale"):
        phone.go("report", report.pk)
    expect(phone.page.get_by_text(on_the_phone, exact=True)).to_be_visible()
    expect(phone.page.get_by_text(on_the_phone + later)).to_be_visible()
    expect(phone.page.locator("[name=done]")).to_have_value(on_the_laptop)
    assert KeptText.objects.filter(report=report).count() == 2
    assert fresh(report).done == on_the_laptop


def test_words_typed_offline_and_opened_after_another_device_saved(report, device):
    reader = Reader("en", PHONE)
    user = report.application.applicant.user
    phone, laptop = device(user, reader), device(user, reader)
    phone.go("report", report.pk)
    phone.context.set_offline(True)
    phone.fill(done="Typed offline")
    status = phone.page.locator("[data-saving]")
    expect(status).to_have_text(status.get_attribute("data-offline"))
    phone.reopen()
    laptop.go("report", report.pk)
    with wait_for(laptop, "saved"):
        laptop.fill(done="Saved on the laptop")

    # A server that says no is no reason to forget them.
    phone.context.set_offline(False)
    address = f"**/grants/reports/{report.pk}/"
    phone.context.route(
        address,
        lambda route: (
            route.fulfill(status=403, body="No")
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    phone.go("report", report.pk)
    shown = phone.page.locator("[data-copy]")
    expect(shown).to_contain_text("Typed offline")
    phone.snap("01 kept on the phone")
    phone.context.unroute(address)
    with wait_for(phone, "stale"):
        phone.go("report", report.pk)
    expect(phone.page.locator("form[action*='/kept/']")).to_be_visible()
    expect(shown).to_have_count(0)
    assert "Typed offline" in phone.text()
    assert fresh(report).done == "Saved on the laptop"
    phone.snap("02 kept on the site")


def test_half_filled_boxes_are_refused_and_stay_on_the_phone(device):
    draft = make_draft(filled=False)
    question = draft.round.questions.first()
    question.kind = "people"
    question.save()
    phone = device(draft.applicant.user, Reader("en", PHONE))
    phone.go("edit", draft.pk, "1")
    women = phone.page.locator("main [name^=q_]").first
    with wait_for(phone, "refused"):
        women.fill("25")
    phone.press("main button[value=next]", wrong=True)
    phone.reopen()
    with wait_for(phone, "refused"):
        phone.go("edit", draft.pk, "1")
    expect(phone.page.locator("main [name^=q_]").first).to_have_value("25")

    # The title is saved on another page: all sections share a version.
    phone.reopen()
    phone.go("edit", draft.pk, "about")
    with wait_for(phone, "saved"):
        phone.fill(title="Boats")
    with wait_for(phone, "stale"):
        phone.go("edit", draft.pk, "1")
    expect(phone.page.locator("form[action*='/kept/']")).to_be_visible()
    assert "25" in phone.text()
    assert fresh(draft).title == "Boats"

"""Certificates in a browser: design, preview, issue forty, correct a name, revoke, share, check."""

from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from certificates.models import Certificate, CertificateBatch, CertificateDesign
from certificates.starter_designs import setup_designs
from home import setup
from lms.roles import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.xdist_group("certificate-journey"),
]
NAMES = [f"Sok Person {number}; សុខ មនុស្ស {number}" for number in range(1, 40)]


def sign_in(page, user):
    page.goto("/en/accounts/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").first.click()


def press(page, selector):
    with page.expect_navigation():
        page.locator(selector).first.click()


def test_from_the_design_to_the_check(monkeypatch, visitor, snap):
    monkeypatch.setattr(setup, "load_curricula", lambda **kwargs: None)
    setup.setup_site()
    coordinator, owner = make_user(role=Role.COORDINATOR), make_user(role=Role.TRAINEE)
    desk = visitor("en", DESKTOP)
    sign_in(desk, coordinator)
    change_the_design(desk, snap)
    batch = issue_forty(desk, snap, owner)
    old = correct_a_name(desk, snap)
    share(visitor("km", PHONE), snap, owner, Certificate.objects.get(owner=owner))
    revoke(desk, snap, batch)
    check(visitor("km", PHONE), visitor("en", DESKTOP), snap, old)


def change_the_design(desk, snap):
    assert setup_designs() == 0  # the site was set up with all three
    design = CertificateDesign.objects.get(kind="completion")
    desk.goto(reverse("wagtailsnippets_certificates_certificatedesign:edit", args=[design.pk]))
    desk.locator("[name='name']").fill("Completion, green")
    desk.locator("[name='ink']").fill("#1F4D3A")
    desk.get_by_role("button", name="Toggle preview").click()
    preview = desk.frame_locator("iframe[title='Preview']").last
    expect(preview.locator("img")).to_be_visible()
    expect(preview.locator("h1")).to_contain_text("Completion, green")
    snap(desk, "01 design", shows="main")
    desk.get_by_role("button", name="More actions").last.click()
    with desk.expect_navigation():
        desk.locator("[name='action-publish']").last.click()
    design.refresh_from_db()
    assert (design.ink, design.live) == ("#1F4D3A", True)


def issue_forty(desk, snap, owner) -> CertificateBatch:
    desk.goto(reverse("certificate:index"))
    snap(desk, "02 register", shows="main")
    desk.goto(reverse("certificatebatch:issue"))
    desk.locator("[name='design']").select_option(label="Completion, green")
    desk.locator("[name='course_title']").fill("Listening well")
    desk.locator("[name='course_title_km']").fill("ការស្តាប់")
    desk.locator("[name='hours']").fill("១៨")
    people = [f"ចាន់ សុភា; Chan Sophea; {owner.email}", *NAMES]
    desk.locator("[name='people']").fill("\n".join(people))
    snap(desk, "03 issue", shows="main")
    press(desk, "main form button.button")
    snap(desk, "04 look it over", shows="main table")
    press(desk, "button[name='issue']")
    expect(desk.locator("main p[role='status']")).to_contain_text("40 of 40 issued.")
    snap(desk, "05 batch", shows="main table")
    batch = CertificateBatch.objects.get()
    answer = desk.request.get(reverse("certificatebatch:print", args=[batch.pk]))
    assert len(pypdfium2.PdfDocument(BytesIO(answer.body()))) == 40
    return batch


def correct_a_name(desk, snap) -> Certificate:
    old = Certificate.objects.get(name="Sok Person 7")
    desk.goto(reverse("certificate:correct", args=[old.pk]))
    desk.locator("[name='name']").fill("Sok Persona")
    snap(desk, "06 correct", shows="main")
    press(desk, "main form button.button")
    old.refresh_from_db()
    assert (old.state, old.superseded_by.name) == ("superseded", "Sok Persona")
    return old


def share(phone, snap, owner, certificate):
    sign_in(phone, owner)
    phone.goto("/certificates/")
    snap(phone, "07 my certificates")
    press(phone, "main a[href$='/share/']")
    snap(phone, "08 share")
    press(phone, "main button[name='shared']")
    snap(phone, "09 shared")
    badge = phone.request.get(reverse("certificates:badge", args=[certificate.code]))
    assert badge.headers["content-type"] == "application/vc+jwt"
    phone.goto(reverse("certificates:shared", args=[certificate.code]))
    assert phone.locator("main img").evaluate("e => e.naturalWidth") == 1200
    snap(phone, "10 what others see")


def revoke(desk, snap, batch):
    wrong = Certificate.objects.get(name="Sok Person 9")
    desk.goto(reverse("certificate:revoke", args=[wrong.pk]))
    desk.locator("[name='reason']").fill("Another person")
    press(desk, "main form button.button")
    desk.goto(reverse("certificatebatch:index"))
    snap(desk, "11 batches", shows="main table")
    wrong.refresh_from_db()
    assert wrong.state == "revoked"


def check(phone, anyone, snap, old):
    phone.goto(reverse("certificates:look_up"))
    snap(phone, "12 look up")
    phone.locator("[name='number']").fill(old.number)
    phone.locator("[name='family_name']").fill("សុខ")
    press(phone, "main form button")
    expect(phone.locator(".notice--warn")).to_be_visible()
    snap(phone, "13 replaced")
    anyone.goto(reverse("certificates:check_file"))
    with old.superseded_by.pdf.open() as file:
        content = file.read()
    upload = {"name": "sent.pdf", "mimeType": "application/pdf", "buffer": content}
    anyone.locator("[name='file']").set_input_files(upload)
    snap(anyone, "14 check a file")
    press(anyone, "main form button")
    expect(anyone.locator(".notice--good")).to_have_count(2)
    snap(anyone, "15 the same file")
    wrong = Certificate.objects.get(name="Sok Person 9")
    anyone.goto(reverse("certificates:check", args=[wrong.code]))
    expect(anyone.locator(".notice--bad")).to_be_visible()

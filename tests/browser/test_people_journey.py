"""A focal point nominates, a person without email opens an account, a coordinator merges two records.

The focal point and the coordinator sit at a desk; the person types the code of a printed slip on a
small phone without JavaScript.
"""

import re
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from home.roles import setup_groups
from home.setup import setup_locales, setup_pages
from lms.records.enums import EnrolmentState
from lms.records.models import Enrolment, Person
from lms.roles import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.courses import make_course, make_curriculum
from tests.factories.records import (
    make_affiliation,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.browser

CODE = re.compile(r"[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]{4}")
KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


@pytest.fixture
def site():
    setup_locales()
    pages = setup_pages()
    setup_groups()
    return pages


@pytest.fixture
def cohort(site):
    """A course that takes nominations, which somebody attended under a first record already."""
    curriculum = make_curriculum(parent=site["catalogue"], title="Partner case management")
    course = make_course(parent=curriculum, title="Listening first", introduction="<p>Words</p>")
    first = make_cohort(course=course, code="pcm1-a", state="closed", venue="Phnom Penh")
    make_enrolment(
        cohort=first,
        person=make_person(
            family_name="Chan", given_name="Sopheap", phone="+85512555001", province="12"
        ),
        state="completed",
    )
    return make_cohort(
        course=course,
        code="pcm1-b",
        enrolment_policy="nomination",
        capacity=20,
        organisation_quota=3,
        venue="Siem Reap",
        registration_closes_on=timezone.localdate() + timedelta(days=5),
        ends_on=timezone.localdate() + timedelta(days=12),
    )


@pytest.fixture
def focal(site):
    organisation = make_organisation(name="Hagar House", name_km="ផ្ទះហាហ្គារ")
    user = make_user(role=Role.FOCAL_POINT, email="focal@example.org")
    person = make_person(user=user, family_name="Sim", given_name="Dara")
    make_affiliation(
        person=person, organisation=organisation, is_focal_point=True, position="Manager"
    )
    for name in ("Bopha", "Rithy"):
        make_person(family_name="Keo", given_name=name, organisation=organisation)
    return user


def address(language, name, *args):
    with override(language):
        return reverse(name, args=args)


def sign_in(page, language, login, password=PASSWORD):
    if "/login/" not in page.url:
        page.goto(address(language, "account_login"))
    page.locator("[name='login']").fill(login)
    page.locator("[name='password']").fill(password)
    press(page, "main form .actions button")


def press(page, selector):
    with page.expect_navigation():
        page.locator(selector).first.click()


def test_nominated_invited_and_merged(cohort, focal, visitor, snap):
    page = visitor("en", DESKTOP)
    code = nominate_and_print(page, snap, cohort)
    phone = visitor("km", PHONE, javascript=False)
    open_account(phone, snap, code)
    desk = visitor("en", DESKTOP)
    merge_and_undo(desk, snap)


def nominate_and_print(page, snap, cohort) -> str:
    sign_in(page, "en", "focal@example.org")
    snap(page, "01 my page")
    press(page, f"main a[href='{address('en', 'records:my_organisation')}']")
    press(page, "main a[href$='/add/']")
    for name, value in {
        "family_name": "Chan",
        "given_name": "Sophea",
        "family_name_km": "ចាន់",
        "given_name_km": "សុភា",
        "position": "Counsellor",
    }.items():
        page.locator(f"[name='{name}']").fill(value)
    page.locator("[name='gender'][value='woman']").check()
    page.locator("[name='cadre']").select_option("counsellor")
    snap(page, "02 add staff")
    press(page, "main form .actions button")
    snap(page, "03 my organisation")
    press(page, f"main a[href='{address('en', 'records:nominations')}']")
    snap(page, "04 nominations")
    press(page, "main .card a.button")
    for box in page.locator("main [name='person']").all()[:2]:
        box.check()
    snap(page, "05 nominate")
    press(page, "main form .actions button")
    assert set(cohort.enrolments.values_list("state", flat=True)) == {EnrolmentState.APPLIED}
    page.goto(address("en", "records:my_organisation"))
    press(page, "main a[href*='/invite/organisation/']")
    snap(page, "06 invite")
    with page.expect_download() as download:
        page.locator("button[value='slips']").click()
    sheet = pypdfium2.PdfDocument(Path(download.value.path()))
    text = sheet[0].get_textpage().get_text_range()
    codes = CODE.findall(text)
    assert len(codes) == 3
    # Slips stand by name, and Chan comes before Keo.
    return codes[0]


def open_account(page, snap, code):
    page.goto(address("km", "records:invitation"))
    page.locator("[name='code']").fill(code.lower().translate(KHMER_DIGITS).replace("-", " "))
    snap(page, "07 code")
    press(page, "main form .actions button")
    expect(page.locator("main")).to_contain_text("ចាន់ សុភា")
    page.locator("[name='contact']").fill("០១២ ៥៥៥ ០០១")
    page.locator("[name='password']").fill(PASSWORD)
    snap(page, "08 accept")
    press(page, "main form .actions button")
    snap(page, "09 sign in")
    sign_in(page, "km", "012555001")
    snap(page, "10 my page of the person")
    person = Person.objects.get(given_name="Sophea")
    assert person.user.phone.as_e164 == "+85512555001"


def merge_and_undo(page, snap):
    person = Person.objects.get(given_name="Sophea")
    other = Person.objects.get(given_name="Sopheap")
    make_person(user=make_user(role=Role.COORDINATOR, email="coordinator@example.org"))
    sign_in(page, "en", "coordinator@example.org")
    page.goto(reverse("person:edit", args=[person.pk]))
    snap(page, "11 person", "table")
    page.goto(reverse("records_merge_find", args=[person.pk]))
    page.locator("#q").fill("០១២ ៥៥៥ ០០១")
    press(page, "form[role='search'] button:has-text('Search')")
    snap(page, "12 find the other", "table")
    press(page, f"a[href='{reverse('records_merge', args=[person.pk, other.pk])}']")
    page.locator("[name='field_given_name'][value='kept']").check()
    snap(page, "13 merge", "table")
    press(page, "form[method='post'] button.button:has-text('Merge')")
    assert set(Enrolment.objects.filter(person=person).values_list("state", flat=True)) == {
        EnrolmentState.APPLIED,
        EnrolmentState.COMPLETED,
    }
    page.goto(reverse("records_merges"))
    snap(page, "14 merges", "table")
    press(page, "form[action*='/undo/'] button")
    expect(page.locator("main")).to_contain_text("Taken back")
    snap(page, "15 taken back", "table")
    assert Enrolment.objects.get(person=other).state == EnrolmentState.COMPLETED

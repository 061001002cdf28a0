"""A coordinator brings in the messy list of a workshop, 300 people, and takes it back.

The first steps are walked in Khmer on a phone as well. The work in the background runs at once here,
so its page is opened for itself.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from home.roles import setup_groups
from lms.records.models import Person, PersonImport, PersonImportRow
from lms.roles import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.everywhere import sign_in
from tests.factories.accounts import make_user
from tests.factories.messy_list import messy_list
from tests.factories.records import make_enrolment, make_organisation, make_person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def desks(visitor, live_server):
    """Pages of one coordinator who reads English at a desk, and one who reads Khmer on a phone."""
    setup_groups()
    pages = {}
    for language, viewport in (("en", DESKTOP), ("km", PHONE)):
        user = make_user(role=Role.COORDINATOR)
        UserProfile.objects.create(user=user, preferred_language=language)
        page = visitor(language, viewport)
        cookie = sign_in(user).cookies["sessionid"]
        page.context.add_cookies(
            [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
        )
        pages[language] = page
    return pages


def url(name, person_import=None):
    return reverse(f"people_imports:{name}", args=[person_import.pk] if person_import else [])


def without_refresh(route):
    """The answer without its wish to be asked for again, so that it stands still for a picture."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "refresh"}
    route.fulfill(response=answer, headers=headers)


def test_messy_list_is_brought_in_and_taken_back(desks, snap, tmp_path):
    make_organisation(name="Helping Hands", short_name="HH", name_km="ដៃជួយ")
    known = make_person(family_name="Sok", given_name="Chantha", phone="012345001", gender="woman")
    file = tmp_path / "ឧសភា May.xlsx"
    file.write_bytes(messy_list())
    page = desks["en"]

    def look(step, name, person_import=None, query=""):
        """The page at the desk, and the same page on the phone."""
        desks["km"].goto(url(name, person_import) + query)
        for language, other in desks.items():
            snap(other, f"{step} {language}", shows="main")

    def press(name):
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name=name).first.click()

    page.goto(url("add"))
    look("1 file", "add")
    page.locator("[name=file]").set_input_files(file)
    press("Look at the list")

    # The first sheet is empty but for its name, so the other is looked at.
    brought = PersonImport.objects.get()
    assert (brought.sheet, brought.header_row) == ("ឧសភា", 4)
    assert page.locator("select[name=column-1]").input_value() == "full_name_km"
    assert page.locator("select[name=column-2]").input_value() == "full_name"
    look("2 columns", "match", brought)
    press("Check the rows")

    brought.refresh_from_db()
    assert (brought.state, brought.total) == ("checked", 303)
    look("3 rows", "rows", brought)
    page.locator(".lists__filters a", has_text="With problems").click()
    look("4 problems", "rows", brought, "?show=problems")
    page.get_by_role("link", name="Say what they stand for").click()
    expect(page.locator("main")).to_contain_text("New Dawn")
    look("5 organisations", "organisations", brought)
    press("Keep and go back")
    press("Bring in")

    brought.refresh_from_db()
    assert (brought.state, brought.done) == ("applied", 301)
    assert Person.objects.count() == 301
    known.refresh_from_db()
    assert (known.full_name_km, known.birth_year) == ("សុខ ចន្ថា", 1971)
    look("6 result", "detail", brought)

    # One of them takes part in a course since, so she stays.
    thida = Person.objects.get(family_name="Tep", given_name="Thida")
    make_enrolment(person=thida)
    with page.expect_navigation():
        page.get_by_role("link", name="Take the list back").click()
    look("7 undo", "undo", brought)
    press("Take the list back")
    assert set(Person.objects.all()) == {known, thida}
    known.refresh_from_db()
    assert (known.full_name_km, known.birth_year) == ("", None)
    expect(page.locator("main")).to_contain_text("Stays: enrolments")
    look("8 taken back", "detail", brought)

    PersonImport.objects.update(state="applying", total=301, done=120)
    for desk in desks.values():
        desk.route("**/lists/*/", without_refresh)
    page.goto(url("detail", brought))
    look("9 progress", "detail", brought)
    assert PersonImportRow.objects.filter(person__isnull=False).count() == 1

    # Thida has a second record, which the page of likely duplicates shows beside the first.
    make_person(family_name="Tepp", given_name="Thida", phone=str(thida.phone))
    for language, desk in desks.items():
        desk.goto(reverse("people_duplicates:index"))
        expect(desk.locator(".lists__card")).to_have_count(1)
        snap(desk, f"10 duplicates {language}", shows="main")

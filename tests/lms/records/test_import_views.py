"""Lists of people and likely duplicates in the Wagtail admin."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from lms.records.enums import ImportState
from lms.records.models import NotDuplicate, Person, PersonImport
from lms.records.services import import_checking, imports
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.lists import make_csv, make_import, make_xlsx
from tests.factories.records import make_cohort, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

ROWS = [
    ["Sok", "Sophea", "F", "1990", "098 765 432", "New Place"],
    ["Chea", "Dara", "?", "", "012345678", ""],
]


@pytest.fixture
def actor(client):
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


@pytest.fixture
def checked(actor):
    person_import = make_import(ROWS, actor=actor)
    import_checking.check_list(person_import=person_import)
    person_import.refresh_from_db()
    return person_import


def url(name, person_import=None):
    return reverse(f"people_imports:{name}", args=[person_import.pk] if person_import else [])


def upload(client, data, name="list.csv", **fields):
    return client.post(url("add"), {"file": SimpleUploadedFile(name, data), **fields})


def test_list_goes_from_file_to_people_and_back(client, actor, django_capture_on_commit_callbacks):
    cohort = make_cohort()
    rows = [["Staff of May"], [], ["Name", "Sex"], ["Sok Dara", "M"], ["Ly Na", "F"]]
    data = make_xlsx(rows, others=["Notes"])
    response = upload(client, data, "May.xlsx", cohort=cohort.pk)
    person_import = PersonImport.objects.get()
    assert response["Location"] == url("match", person_import)
    assert (person_import.header_row, person_import.columns) == (3, {"full_name": 0, "gender": 1})
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            url("match", person_import),
            {
                "sheet": "Sheet1",
                "header_row": "៣",
                "column-0": "full_name_given_first",
                "column-1": "gender",
            },
        )
    response = client.get(response["Location"], follow=True)
    rows = [row for row, _field in response.context["form"].rows_shown()]
    assert [row.values["family_name"] for row in rows] == ["Dara", "Na"]
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            url("rows", person_import),
            {f"row-{rows[0].pk}": "create", f"row-{rows[1].pk}": "skip", "confirm": ""},
        )
    response = client.get(response["Location"])
    assert (response.context["outcome"].made, response.context["outcome"].left_out) == (1, 1)
    assert cohort.enrolments.get().person.full_name == "Dara Sok"
    assert client.get(url("undo", person_import)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("undo", person_import))
    assert Person.objects.count() == 0
    assert "The whole list is taken back." in client.get(url("detail", person_import)).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"<html>", "web page"),
        (make_xlsx([[None]]), "nothing in this file"),
        (b"x" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_list_is_refused_beside_the_field(client, actor, data, words):
    response = upload(client, data)
    (error,) = response.context["form"].errors["file"]
    assert words in error
    assert PersonImport.objects.count() == 0


def test_hostile_and_strange_lists_are_shown_inert(
    client, actor, django_capture_on_commit_callbacks
):
    rows = [["<img src=x onerror=alert(1)>", "=1+1", "😀", "\u202e", "@x", "+cmd|' /C calc'!A0"]]
    upload(client, make_csv(rows))
    person_import = PersonImport.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            url("match", person_import),
            {"header_row": "1", **{f"column-{n}": name for n, name in enumerate(
                ["family_name", "given_name", "gender", "birth", "phone", "organisation"]
            )}},
        )  # fmt: skip
    page = client.get(url("rows", person_import)).text
    assert "<img src=x" not in page
    response = client.get(url("problems", person_import))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert "“@x” is not a telephone number" in response.text


def test_columns_are_named_once_and_one_has_the_names(client, actor):
    person_import = make_import(ROWS, actor=actor)
    sent = {"header_row": "1", "column-0": "phone", "column-1": "phone"}
    response = client.post(url("match", person_import), sent)
    assert response.context["form"].errors == {"column-1": ["Another column has this already."]}
    response = client.post(url("match", person_import), {"header_row": "1", "column-4": "phone"})
    assert response.context["form"].non_field_errors() == ["Say in which column the names are."]
    assert response.context["form"]["column-4"].value() == "phone"


def test_another_sheet_is_looked_at_first(client, actor):
    data = make_xlsx([["Intro"], ["Phone", "Name"], ["012345678", "Sok Dara"]], others=["Notes"])
    structure = {"sheet": "Notes", "header_row": 1, "columns": {}}
    person_import = imports.start_import(data=data, file_name="x.xlsx", actor=actor, **structure)
    client.post(url("match", person_import), {"sheet": "Sheet1", "header_row": "1"})
    person_import.refresh_from_db()
    assert (person_import.sheet, person_import.header_row, person_import.columns) == (
        "Sheet1",
        2,
        {"phone": 0, "full_name": 1},
    )


def test_only_rows_with_problems_are_shown_when_asked(client, checked):
    response = client.get(url("rows", checked), {"show": "problems"})
    assert [row.number for row, _field in response.context["form"].rows_shown()] == [3]
    assert [count for _name, _label, count in response.context["filters"]] == [2, 1, 0, 0]


def test_names_of_organisations_are_decided_on(client, checked):
    known = make_organisation(name="Known")
    response = client.post(url("organisations", checked), {"name-0": known.pk})
    assert response["Location"] == url("rows", checked)
    checked.refresh_from_db()
    fate = checked.organisations["new place"]
    assert (fate["pk"], fate["make"]) == (known.pk, False)
    response = client.post(url("organisations", checked), {"name-0": "999999"})
    assert list(response.context["form"].errors) == ["name-0"]


@pytest.mark.parametrize("state", ImportState)
def test_every_page_answers_in_every_state(client, checked, state):
    PersonImport.objects.update(state=state)
    checked.refresh_from_db()
    for name in ("detail", "match", "rows", "organisations", "undo", "problems"):
        assert client.get(url(name, checked), follow=True).status_code == 200, name
    for name in ("start_again", "discard"):
        assert client.post(url(name, checked)).status_code == 302, name
        PersonImport.objects.filter(pk=checked.pk).update(state=state)


def test_page_of_a_list_at_work_asks_again(client, checked):
    PersonImport.objects.update(state=ImportState.APPLYING, total=10, done=4)
    response = client.get(url("detail", checked))
    assert response["Refresh"] == "2"
    assert "4 of 10 rows" in response.text


def test_empty_list_has_headings_in_the_language_of_the_reader(client, actor):
    UserProfile.objects.create(user=actor, preferred_language="km")
    sheet = load_workbook(BytesIO(client.get(url("template")).content)).active
    with override("km"):
        field = str(Person._meta.get_field("phone").verbose_name)
    assert field in [cell.value for cell in sheet[1]]
    assert sheet["G2"].number_format == "@"


# -- Likely duplicates --------------------------------------------------------------------


def test_pairs_are_shown_with_reasons_until_told_apart(client, actor):
    one, two = (make_person(family_name="Sok", given_name="Dara") for _ in range(2))
    page = reverse("people_duplicates:index")
    response = client.get(page)
    assert [shown["people"] for shown in response.context["pairs"]] == [[one, two]]
    assert "Same name in Latin letters" in response.text
    response = client.post(page, {"first": one.pk, "second": two.pk})
    assert (response["Location"], NotDuplicate.objects.count()) == (page, 1)
    assert client.get(page).context["pairs"] == []


@pytest.mark.parametrize("sent", [{}, {"first": "x", "second": "²"}, {"first": "9" * 30}])
def test_pair_that_is_none_changes_nothing(client, actor, sent):
    response = client.post(reverse("people_duplicates:index"), sent, follow=True)
    assert "nothing was changed" in response.text
    assert NotDuplicate.objects.count() == 0


# -- Who may, and what it costs -----------------------------------------------------------


@pytest.mark.parametrize("role", [None, *Role])
def test_pages_are_for_coordinators(client, checked, role):
    client.logout()
    if role:
        client.force_login(make_user(role=role))
    pages = [
        *(url(name) for name in ("index", "add", "template")),
        *(url(name, checked) for name in ("match", "rows", "organisations", "problems")),
        reverse("people_duplicates:index"),
    ]
    may = {page: client.get(page).status_code == 200 for page in pages}
    assert set(may.values()) == {role == Role.COORDINATOR}
    menu = client.get(reverse("wagtailadmin_home")).text
    assert (url("index") in menu) == (role == Role.COORDINATOR)
    if role == Role.COORDINATOR:
        return
    for page in [*pages, *(url(name, checked) for name in ("undo", "start_again", "discard"))]:
        response = client.post(page)
        assert response.status_code in (302, 403, 405)
    checked.refresh_from_db()
    assert checked.state == ImportState.CHECKED


def _queries(client, page) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_pages_cost_no_query_a_row(client, actor):
    def measure(rows):
        for n in range(rows):
            make_person(
                family_name=f"Fam{rows}", given_name=f"Giv{n}", phone=f"0129{rows:02}{n:03}"
            )
            make_person(
                family_name=f"Fam{rows}", given_name=f"Giv{n}", organisation=make_organisation()
            )
        cache.clear()
        brought = make_import(
            [[f"Fam{rows}", f"Giv{n}", "?", "", "", f"New {n}"] for n in range(rows)], actor=actor
        )
        import_checking.check_list(person_import=brought)
        pages = {
            "lists": url("index"),
            "rows": url("rows", brought),
            "organisations": url("organisations", brought),
            "duplicates": reverse("people_duplicates:index"),
        }
        counts = {name: _queries(client, page) for name, page in pages.items()}
        PersonImport.objects.filter(pk=brought.pk).update(state=ImportState.APPLIED)
        brought.rows.update(person=Person.objects.first())
        return counts | {"result": _queries(client, url("detail", brought))}

    few, many = measure(1), measure(30)
    assert {name: count for name, count in many.items() if count > 15} == {}
    assert {name: count for name, count in many.items() if count > few[name]} == {}

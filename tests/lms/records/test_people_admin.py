"""People and organisations in the admin: search, merge with its way back, what stands beside."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from lms.records.admin_forms import read_telegram
from lms.records.models import Organisation, Person, PersonMerge
from lms.roles import Role
from tests.factories.learning import attend
from tests.factories.records import (
    make_affiliation,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
    make_trainee,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def coordinator(client):
    person = make_person(role=Role.COORDINATOR)
    client.force_login(person.user)
    return person.user


@pytest.mark.parametrize(
    "typed",
    [
        "phea",
        "CHAN soph",
        "ភា",
        "ចាន់ សុភា",
        "P00042",
        "p42",
        "P៤២",
        "42",
        "៤២",
        "012 555 001",
        "០១២-៥៥៥.០០១",
        "+855 12 555 001",
        "00855 12 555 001",
        "+855 (0)12 555 001",
        "12 555 001",
        "555 001",
        "@sophea_c",
        "sophea_c",
        "https://t.me/sophea_c",
        "sophea@",
        "so\x00phea",
    ],
)
def test_person_is_found_however_somebody_asks(typed):
    person = make_person(
        number="P00042",
        family_name="Chan",
        given_name="Sophea",
        family_name_km="ចាន់",
        given_name_km="សុភា",
        phone="+85512555001",
        email="sophea@example.org",
        telegram="@sophea_c",
    )
    make_person(number="P00007", family_name="Sim", given_name="Dara", phone="+85512999888")
    assert list(Person.objects.search(typed)) == [person]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("sophea_c", "@sophea_c"),
        (" @Sophea_C ", "@sophea_c"),
        ("https://t.me/sophea_c", "@sophea_c"),
        ("t.me/sophea_c/", "@sophea_c"),
        ("@dara៩៩៩", "@dara999"),
        ("", ""),
    ],
)
def test_telegram_name_is_kept_in_one_form(typed, name):
    assert read_telegram(typed) == name


def person_data(**fields):
    data = {
        "family_name": "Chan",
        "given_name": "Sophea",
        "family_name_km": "",
        "given_name_km": "",
        "gender": "woman",
        "birth_year": "",
        "age_band": "25-34",
        "phone": "",
        "email": "",
        "telegram": "t.me/Sophea_C",
        "language": "km",
        "province": "",
        "account": "",
        "data_consent_on": "២០២៦-០៣-០១",
        "photo_consent_on": "2026-03-02",
        "affiliations": inline_formset([]),
    }
    return nested_form_data(data | fields)


def test_new_fields_of_a_person_are_written(client, coordinator):
    assert client.post(reverse("person:add"), person_data()).status_code == 302
    person = Person.objects.get(given_name="Sophea")
    assert (person.telegram, person.age_band) == ("@sophea_c", "25-34")
    assert str(person.data_consent_on) == "2026-03-01"
    wrong = client.post(reverse("person:add"), person_data(telegram="012 345"))
    assert "telegram" in wrong.context["form"].errors


def test_organisation_shows_its_focal_points_with_phone(client, coordinator):
    organisation = make_organisation(name="Hagar House")
    focal = make_person(family_name="Sim", given_name="Dara", phone="+85512999888")
    make_affiliation(person=focal, organisation=organisation, is_focal_point=True)
    page = client.get(reverse("organisation:edit", args=[organisation.pk])).text
    assert "Sim Dara" in page
    assert "012 999 888" in page
    data = {
        "name": "Hagar House",
        "kind": "member",
        "is_registered": "true",
        "has_child_protection_policy": "false",
        "has_signed_charter": "true",
        "member_since": "2010-01-01",
    }
    client.post(reverse("organisation:edit", args=[organisation.pk]), data)
    organisation = Organisation.objects.get(pk=organisation.pk)
    assert (organisation.is_registered, organisation.has_child_protection_policy) == (True, False)
    assert organisation.has_signed_charter is True


def test_person_page_shows_the_training_history(client, coordinator, max_queries):
    person = make_person()
    url = reverse("person:edit", args=[person.pk])

    def grow(rows):
        for _ in range(rows):
            cohort = make_cohort()
            enrolment = make_enrolment(cohort=cohort, person=person)
            attend(enrolment=enrolment, minutes=90, session=make_session(cohort=cohort))

    counts = []
    for rows in (1, 20):
        grow(rows)
        client.get(url)
        with max_queries(30) as queries:
            page = client.get(url).text
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert page.count("75%") == 21
    assert reverse("records_merge_find", args=[person.pk]) in page
    assert reverse("records:invite_person", args=[person.pk]) in page


def test_coordinator_merges_from_the_persons_page_and_takes_it_back(client, coordinator):
    kept = make_trainee(family_name="Chan", given_name="Sophea", phone="+85512555001")
    dropped = make_trainee(family_name="Chann", given_name="Sophea", province="12")
    cohort = make_cohort(code="both-1")
    for person in (kept, dropped):
        make_enrolment(cohort=cohort, person=person)
    find = reverse("records_merge_find", args=[kept.pk])
    for hostile in ("\x00", "%_'\"", "🙂", "x" * 5000, "٤٢"):
        assert client.get(find, {"q": hostile}).status_code == 200
    found = client.get(find, {"q": "sophea"})
    url = reverse("records_merge", args=[kept.pk, dropped.pk])
    assert url in found.text
    page = client.get(url)
    chosen = {choice.name: choice.chosen for choice in page.context["choices"]}
    assert (chosen["family_name"], chosen["phone"], chosen["province"]) == (
        "dropped",
        "kept",
        "dropped",
    )
    assert page.context["moves"] == [("Enrolments", 1, 1)]
    assert "both-1" in page.text
    assert reverse("records_merge", args=[dropped.pk, kept.pk]) in page.text
    sent = {"field_family_name": "kept", "account": "dropped", "field_phone": "nonsense"}
    nothing = client.post(url, sent | {"account": ""})
    assert nothing.status_code == 200
    assert client.post(url, sent)["Location"] == reverse("person:edit", args=[kept.pk])
    kept.refresh_from_db()
    assert (kept.family_name, kept.province, kept.user) == ("Chan", "12", dropped.user)
    assert client.get(url).status_code == 302
    [merge] = client.get(reverse("records_merges")).context["merges"]
    undo = reverse("records_merge_undo", args=[merge.pk])
    assert client.post(undo)["Location"] == reverse("records_merges")
    assert Person.objects.get(pk=dropped.pk).user == dropped.user
    assert client.post(undo).status_code == 302
    assert "Taken back" in client.get(reverse("records_merges")).text
    assert client.get(reverse("records_merge", args=[kept.pk, kept.pk])).status_code == 302


def test_list_of_merges_costs_the_same_however_long_it_is(client, coordinator, max_queries):
    for rows in (1, 20):
        for _ in range(rows):
            PersonMerge.objects.create(
                kept=make_person(), dropped=make_person(), merged_by=coordinator
            )
        client.get(reverse("records_merges"))
        with max_queries(12):
            client.get(reverse("records_merges"))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_merging_is_for_coordinators(client, role):
    user = make_person(role=role).user
    client.force_login(user)
    kept, dropped = make_person(), make_person()
    merge = PersonMerge.objects.create(kept=kept, dropped=dropped)
    for url in (
        reverse("records_merge", args=[kept.pk, dropped.pk]),
        reverse("records_merge_find", args=[kept.pk]),
        reverse("records_merges"),
        reverse("records_merge_undo", args=[merge.pk]),
    ):
        for response in (client.get(url), client.post(url)):
            assert response.status_code in (302, 403, 405)
            if response.status_code == 302:
                # Sent back to the admin's door or the sign-in page.
                assert "people" not in response["Location"].partition("?")[0]
    merge.refresh_from_db()
    assert merge.undone_at is None
    assert PersonMerge.objects.count() == 1

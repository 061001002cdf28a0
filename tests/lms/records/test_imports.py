"""Bringing in lists of people and taking them back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from lms.records.enums import ImportState, RowDecision
from lms.records.enums import LikenessReason as Why
from lms.records.exceptions import ImportMovedOn
from lms.records.lists import rows
from lms.records.models import (
    Affiliation,
    Enrolment,
    EnrolmentEvent,
    Message,
    Organisation,
    Person,
    PersonImport,
)
from lms.records.services import import_applying, import_checking, import_undoing, imports
from lms.records.services.enrolment import move_enrolment
from lms.records.services.import_results import outcome_of
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.lists import make_csv, make_import
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

SOPHEA = ["Sok", "Sophea", "F", "1990", "098 765 432", ""]
DARA = ["Chea", "Dara", "M", "", "012345678", ""]
BOPHA = ["Lim", "Bopha", "ស្រី", "១៩៩៩", "", ""]


@pytest.fixture
def actor():
    return make_user(role=Role.COORDINATOR)


def check(rows, *, actor, **fields) -> PersonImport:
    person_import = make_import(rows, actor=actor, **fields)
    import_checking.check_list(person_import=person_import)
    return PersonImport.objects.get(pk=person_import.pk)


def apply(person_import, *, actor) -> PersonImport:
    person_import = imports.confirm_import(person_import=person_import, actor=actor)
    import_applying.apply_list(person_import=person_import, actor=actor)
    return PersonImport.objects.get(pk=person_import.pk)


def undo(person_import, *, actor) -> PersonImport:
    person_import = imports.undo_import(person_import=person_import, actor=actor)
    import_undoing.undo_list(person_import=person_import, actor=actor)
    return PersonImport.objects.get(pk=person_import.pk)


def decisions(person_import) -> dict[int, str]:
    return dict(person_import.rows.values_list("number", "decision"))


# -- The dry run --------------------------------------------------------------------------


def test_check_judges_every_row_and_changes_nothing(actor):
    dara = make_person(family_name="Chea", given_name="Dara", phone="012345678")
    person_import = check(
        [SOPHEA, DARA, ["", "", "", "", "011222333", ""], [], SOPHEA, ["Sokh", "Sophia", "F"]],
        actor=actor,
    )
    assert (person_import.state, person_import.total) == (ImportState.CHECKED, 5)
    assert decisions(person_import) == {
        2: RowDecision.CREATE,
        3: RowDecision.USE,
        4: RowDecision.SKIP,
        6: RowDecision.SKIP,
        7: RowDecision.CREATE,
    }
    rows = {row.number: row for row in person_import.rows.all()}
    assert rows[3].duplicates == [
        {"person": dara.pk, "score": 95, "reasons": [Why.PHONE, Why.LATIN_NAME]}
    ]
    assert rows[4].errors == {"family_name": ["no-name", ""]}
    assert rows[6].warnings == {"row": ["same-as-row", "2"]}
    assert list(Person.objects.all()) == [dara]


def test_name_alone_makes_a_person_and_is_shown(actor):
    known = make_person(family_name="Sok", given_name="Sophea")
    (row,) = check([SOPHEA], actor=actor).rows.all()
    assert (row.decision, [found["person"] for found in row.duplicates]) == (
        RowDecision.CREATE,
        [known.pk],
    )


def test_person_number_says_who_it_is(actor):
    known = make_person(number="P00042", family_name="Kim", given_name="Vuthy")
    data = make_csv(
        [["P00042", "Quite", "Other"], ["p00099", "Ly", "Na"]], headings=["ID", "Surname", "Given name"]
    )  # fmt: skip
    first, second = check([], data=data, actor=actor).rows.all()
    assert (first.decision, first.duplicates[0]["person"]) == (RowDecision.USE, known.pk)
    assert (second.decision, second.errors) == (
        RowDecision.SKIP,
        {"number": ["unknown-number", "P00099"]},
    )


def test_check_may_run_twice_and_reads_the_columns_anew(actor):
    person_import = check([SOPHEA, DARA], actor=actor)
    again = imports.match_columns(
        person_import=person_import, sheet="", header_row=1, columns={"given_name": 1}, actor=actor
    )
    for _ in range(2):
        PersonImport.objects.update(state=ImportState.CHECKING)
        import_checking.check_list(person_import=again)
    assert [row.values for row in again.rows.all()] == [
        {"given_name": "Sophea"},
        {"given_name": "Dara"},
    ]


def test_check_stops_when_the_columns_are_matched_anew(actor):
    overtaken = make_import([SOPHEA], actor=actor)
    imports.match_columns(
        person_import=overtaken, sheet="", header_row=1, columns={"given_name": 1}, actor=actor
    )
    import_checking.check_list(person_import=overtaken)
    assert (overtaken.rows.count(), PersonImport.objects.get().state) == (0, ImportState.CHECKING)


def test_check_costs_no_query_a_row(actor, django_assert_max_num_queries):
    rows = [[f"Family{n}", f"Given{n}", "F", "1990", f"0126{n:05}", "HQ"] for n in range(600)]
    person_import = make_import(rows, actor=actor)
    with django_assert_max_num_queries(20):
        import_checking.check_list(person_import=person_import)
    imports.confirm_import(person_import=person_import, actor=actor)
    person_import.refresh_from_db()
    with django_assert_max_num_queries(60):
        import_applying.apply_list(person_import=person_import, actor=actor)
    assert Person.objects.count() == 600
    person_import = imports.undo_import(person_import=person_import, actor=actor)
    # A query for each relation of a person and an enrolment, three batches of 200 times.
    with django_assert_max_num_queries(450):
        import_undoing.undo_list(person_import=person_import, actor=actor)
    assert Person.objects.count() == 0


def test_list_that_is_too_long_fails_with_a_reason(actor, monkeypatch):
    monkeypatch.setattr(rows, "MOST_ROWS", 600)
    person_import = make_import([SOPHEA], actor=actor)
    person_import.file.save("huge.csv", ContentFile(b"Name\n" + b"x\n" * 700))
    import_checking.check_list(person_import=person_import)
    person_import.refresh_from_db()
    assert (person_import.state, person_import.problem) == (
        ImportState.FAILED,
        "This list has more than 600 rows. Part it in two.",
    )


# -- Organisations ------------------------------------------------------------------------


def test_organisations_are_found_by_any_name_and_others_listed_once(actor):
    known = make_organisation(name="Helping Hands", short_name="HH", name_km="ដៃជួយ")
    rows = [
        ["A", "One", "", "", "", "hh"],
        ["B", "Two", "", "", "", "ដៃជួយ"],
        ["C", "Three", "", "", "", "Helping Hand"],
        ["D", "Four", "", "", "", "New Place"],
        ["E", "Five", "", "", "", "NEW  PLACE"],
        ["F", "Six", "", "", "", "Nowhere"],
    ]
    person_import = check(rows, actor=actor)
    assert {fate["name"]: (fate["rows"], fate["pk"], fate["make"]) for fate in
            person_import.organisations.values()} == {
        "Helping Hand": (1, known.pk, False),
        "New Place": (2, None, True),
        "Nowhere": (1, None, True),
    }  # fmt: skip
    imports.decide_organisations(person_import=person_import, fates={"nowhere": None}, actor=actor)
    person_import = apply(person_import, actor=actor)
    works_at = dict(Affiliation.objects.values_list("person__given_name", "organisation__name"))
    assert works_at == {
        "One": "Helping Hands",
        "Two": "Helping Hands",
        "Three": "Helping Hands",
        "Four": "New Place",
        "Five": "New Place",
    }
    undo(person_import, actor=actor)
    assert list(Organisation.objects.all()) == [known]


# -- Bringing in --------------------------------------------------------------------------


def test_people_are_made_numbered_found_and_posted(actor, django_capture_on_commit_callbacks):
    organisation = make_organisation()
    checked = check([SOPHEA, BOPHA], actor=actor, organisation=organisation)
    with django_capture_on_commit_callbacks(execute=True):
        person_import = apply(checked, actor=actor)
    assert (person_import.state, person_import.done) == (ImportState.APPLIED, 2)
    bopha = Person.objects.search("Bopha").get()
    assert (bopha.number, bopha.gender, bopha.birth_year, bopha.accession, bopha.language) == (
        f"P{bopha.pk:05}",
        "woman",
        1999,
        "import",
        "km",
    )
    assert bopha.affiliations.get().organisation == organisation
    assert Person.objects.search("០៩៨៧៦៥៤៣២").get().given_name == "Sophea"
    assert Person.objects.search(bopha.number).get() == bopha
    assert not person_import.file.storage.exists(person_import.file.name)


def test_who_is_here_gets_only_what_was_not_known(actor):
    home = make_organisation(name="Home")
    dara = make_person(
        family_name="Chea", given_name="Dara", phone="012345678", gender="man",
        user=make_user(role=Role.TRAINEE), organisation=home,
    )  # fmt: skip
    row = ["Cheah", "Dara", "", "1985", "012 345 678", "Elsewhere"]
    person_import = check([row], actor=actor)
    (checked,) = person_import.rows.all()
    assert checked.warnings == {"organisation": ["other-post", "Home"]}
    person_import = apply(person_import, actor=actor)
    after = Person.objects.get()
    assert (after.pk, after.number, after.user, after.family_name, after.birth_year) == (
        dara.pk,
        dara.number,
        dara.user,
        "Chea",
        1985,
    )
    assert after.affiliations.get().organisation == home
    undo(person_import, actor=actor)
    assert Person.objects.get().birth_year is None


def test_decisions_of_a_coordinator_hold(actor):
    first = make_person(family_name="Sok", given_name="Sophea")
    second = make_person(family_name="Sok", given_name="Sophea", gender="woman")
    person_import = check([SOPHEA, DARA, BOPHA, ["", "", "F"]], actor=actor)
    rows = {row.number: row.pk for row in person_import.rows.all()}
    imports.decide_rows(
        person_import=person_import,
        decisions={
            rows[2]: (RowDecision.USE, second.pk),
            rows[3]: (RowDecision.USE, first.pk),  # nobody proposed this
            rows[4]: (RowDecision.SKIP, None),
            rows[5]: (RowDecision.CREATE, None),  # it has no name
        },
        actor=actor,
    )
    apply(person_import, actor=actor)
    assert list(Person.objects.order_by("pk").values_list("given_name", "birth_year")) == [
        ("Sophea", None),
        ("Sophea", 1990),
        ("Dara", None),
    ]


def test_interrupted_import_goes_on_and_does_nothing_twice(actor, monkeypatch):
    monkeypatch.setattr(import_applying, "BATCH", 2)
    person_import = check([SOPHEA, DARA, BOPHA], actor=actor)
    person_import = imports.confirm_import(person_import=person_import, actor=actor)
    import_applying._apply_batch(person_import, {}, actor)
    assert (Person.objects.count(), PersonImport.objects.get().done) == (2, 2)
    for _ in range(2):
        import_applying.apply_list(person_import=person_import, actor=actor)
    assert (Person.objects.count(), PersonImport.objects.get().state) == (3, ImportState.APPLIED)


def test_who_was_deleted_since_the_check_is_made_anew(actor):
    make_person(family_name="Chea", given_name="Dara", phone="012345678")
    person_import = check([DARA], actor=actor)
    Person.objects.all().delete()
    apply(person_import, actor=actor)
    assert Person.objects.get().given_name == "Dara"


def test_list_for_a_cohort_enrols_as_far_as_places_go(actor):
    here = make_person(family_name="Chea", given_name="Dara", phone="012345678")
    cohort = make_cohort(capacity=2)
    make_enrolment(cohort=cohort, person=here)
    person_import = apply(check([SOPHEA, DARA, BOPHA], actor=actor, cohort=cohort), actor=actor)
    assert list(
        cohort.enrolments.order_by("pk").values_list("person__given_name", "state", "way")
    ) == [
        ("Dara", "enrolled", "self"),
        ("Sophea", "enrolled", "import"),
        ("Bopha", "waiting", "import"),
    ]
    outcome = outcome_of(person_import=person_import)
    assert (outcome.made, outcome.used, outcome.enrolled) == (2, 1, {"enrolled": 2, "waiting": 1})
    undo(person_import, actor=actor)
    assert [enrolment.person for enrolment in cohort.enrolments.all()] == [here]
    assert (Person.objects.count(), Message.objects.count()) == (1, 0)


def test_who_cannot_be_enrolled_is_brought_in_with_the_reason(actor):
    cohort = make_cohort(course=make_course())
    person_import = check([SOPHEA], actor=actor, cohort=cohort)
    cohort.state = "closed"
    cohort.save()
    outcome = outcome_of(person_import=apply(person_import, actor=actor))
    assert (outcome.made, outcome.refused) == (
        1,
        {"Registration for this cohort is not open. Please choose another cohort.": 1},
    )


# -- Taking back --------------------------------------------------------------------------


def _account(row, actor):
    row.person.user = make_user(role=Role.TRAINEE)
    row.person.save()


def _attendance(row, actor):
    enrolment = row.person.enrolments.get()
    make_session(cohort=enrolment.cohort).attendances.create(
        enrolment=enrolment, status="present", minutes=60
    )


def _moved_on(row, actor):
    move_enrolment(enrolment=row.person.enrolments.get(), to="withdrawn", actor=actor)


def _other_enrolment(row, actor):
    make_enrolment(person=row.person)


def _merged(row, actor):
    row.person.merged_into = make_person()
    row.person.save()


def _merged_with_another(row, actor):
    dropped = make_person()
    dropped.merged_into = row.person
    dropped.save()


def _anonymised(row, actor):
    row.changes = {}
    row.save()


def _other_list(row, actor):
    again = check([["Sok", "Sophea", "", "", "098765432"]], actor=actor)
    apply(again, actor=actor)


@pytest.mark.parametrize(
    ("since", "reasons"),
    [
        (_account, ["account"]),
        (_attendance, ["records.attendance"]),
        (_moved_on, ["enrolment-changed"]),
        (_other_enrolment, ["records.enrolment"]),
        (_merged, ["merged"]),
        (_merged_with_another, ["merged"]),
        (_anonymised, ["anonymised"]),
        (_other_list, ["records.personimportrow"]),
    ],
)
def test_who_has_something_since_stays_with_the_reason(actor, since, reasons):
    person_import = apply(check([SOPHEA, BOPHA], actor=actor, cohort=make_cohort()), actor=actor)
    since(person_import.rows.get(number=2), actor)
    person_import = undo(person_import, actor=actor)
    sophea, bopha = person_import.rows.all()
    assert (sophea.changes["kept"], bopha.person, bopha.values) == (reasons, None, {})
    assert Person.all_objects.filter(given_name="Sophea").exists()
    assert not Person.all_objects.filter(given_name="Bopha").exists()
    outcome = outcome_of(person_import=person_import)
    assert (outcome.taken_back, outcome.stayed) == (1, 1)


def test_what_stayed_can_be_taken_back_later(actor):
    person_import = apply(check([SOPHEA], actor=actor), actor=actor)
    other = make_enrolment(person=Person.objects.get())
    person_import = undo(person_import, actor=actor)
    other.delete()
    undo(person_import, actor=actor)
    assert Person.objects.count() == 0


def test_what_somebody_changed_since_is_theirs(actor):
    dara = make_person(family_name="Chea", given_name="Dara", phone="012345678")
    row = ["Chea", "Dara", "M", "1985", "012 345 678", ""]
    person_import = apply(check([row], actor=actor), actor=actor)
    dara.refresh_from_db()
    dara.birth_year = 1986
    dara.save()
    undo(person_import, actor=actor)
    dara.refresh_from_db()
    assert (dara.birth_year, dara.gender) == (1986, "undisclosed")


def test_who_had_withdrawn_before_is_withdrawn_again(actor):
    dara = make_person(family_name="Chea", given_name="Dara", phone="012345678")
    cohort = make_cohort()
    enrolment = make_enrolment(cohort=cohort, person=dara, state="withdrawn")
    person_import = apply(check([DARA], actor=actor, cohort=cohort), actor=actor)
    assert Enrolment.objects.get().state == "enrolled"
    undo(person_import, actor=actor)
    enrolment.refresh_from_db()
    assert (enrolment.state, EnrolmentEvent.objects.count()) == ("withdrawn", 2)


# -- Steps and rights ---------------------------------------------------------------------


def test_steps_come_one_after_the_other(actor):
    person_import = check([SOPHEA], actor=actor)
    with pytest.raises(ImportMovedOn):
        imports.undo_import(person_import=person_import, actor=actor)
    person_import = apply(person_import, actor=actor)
    for step in (imports.confirm_import, imports.discard_import, imports.start_again):
        with pytest.raises(ImportMovedOn):
            step(person_import=person_import, actor=actor)


def test_lists_are_for_coordinators(actor):
    trainer = make_user(role=Role.TRAINER)
    with pytest.raises(PermissionDenied):
        make_import([SOPHEA], actor=trainer)
    person_import = check([SOPHEA], actor=actor)
    for step in (imports.confirm_import, imports.discard_import, imports.undo_import):
        with pytest.raises(PermissionDenied):
            step(person_import=person_import, actor=trainer)


def test_list_is_thrown_away_with_its_file(actor, django_capture_on_commit_callbacks):
    person_import = check([SOPHEA], actor=actor)
    name, storage = person_import.file.name, person_import.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        imports.discard_import(person_import=person_import, actor=actor)
    assert (PersonImport.objects.count(), storage.exists(name)) == (0, False)

"""Bringing in a checked list: people made or filled in, their posts, and their places in a cohort."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from lms.khmer import fold
from lms.records.enums import (
    Accession,
    Cadre,
    Gender,
    ImportState,
    RowDecision,
)
from lms.records.models import Affiliation, Person, PersonImport, PersonImportRow
from lms.records.services.enrolling_lists import enrol_list
from lms.records.services.import_organisations import make_organisations
from lms.records.services.imports import forget_file
from lms.records.services.people import number_people

# Rows a transaction.
BATCH = 500
# What a list may fill in where a person's record says nothing, and what "nothing" is.
FILLED = {
    "family_name": "",
    "given_name": "",
    "family_name_km": "",
    "given_name_km": "",
    "gender": Gender.UNDISCLOSED,
    "birth_year": None,
    "phone": "",
    "email": "",
    "telegram": "",
    "province": "",
    "data_consent_on": None,
}


def apply_list(*, person_import: PersonImport, actor) -> None:
    """Bring in the rows that are not left out, in batches; one that was interrupted goes on.

    A person who is there already gets only what their record does not say yet, and a post only
    where they have none today. What was done stands in the row's ``changes``.
    """
    if person_import.state != ImportState.APPLYING:
        return
    organisations = make_organisations(person_import=person_import)
    while _apply_batch(person_import, organisations, actor):
        pass


@transaction.atomic
def _apply_batch(person_import: PersonImport, organisations: dict[str, int], actor) -> bool:
    """Bring in the next rows; ``False`` when there are none, and the list is done."""
    locked = PersonImport.objects.select_for_update().get(pk=person_import.pk)
    if locked.state != ImportState.APPLYING:
        return False
    waiting = locked.rows.filter(person__isnull=True).exclude(decision=RowDecision.SKIP)
    rows = list(waiting.order_by("number")[:BATCH])
    if not rows:
        locked.state, locked.applied_at = ImportState.APPLIED, timezone.now()
        locked.save(update_fields=["state", "applied_at"])
        forget_file(locked)
        return False
    for row in rows:
        row.changes = {}
    _find_people(rows)
    _make_people(rows)
    _give_posts(rows, locked, organisations)
    if locked.cohort_id:
        _enrol(rows, locked, actor)
    PersonImportRow.objects.bulk_update(rows, ["person", "changes"], batch_size=100)
    locked.done += len(rows)
    locked.save(update_fields=["done"])
    return True


def _find_people(rows: Iterable[PersonImportRow]) -> None:
    """Give the rows that are somebody their person, and fill in what was not known."""
    used = {row: row.duplicates[0]["person"] for row in rows if row.decision == RowDecision.USE}
    people = {
        person.pk: person
        for person in Person.objects.select_for_update(of=("self",)).filter(pk__in=used.values())
    }
    changed = {}
    for row, pk in used.items():
        person = people.get(pk)
        if person is None:
            continue  # deleted or merged since the list was checked: the row makes a person
        row.person, row.changes["used"] = person, True
        for name, value in _fields(row).items():
            if name in FILLED and getattr(person, name) == FILLED[name]:
                setattr(person, name, value)
                row.changes.setdefault("filled", {})[name] = str(value)
                changed[pk] = person
    if changed:
        Person.objects.bulk_create(
            changed.values(),
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=[*FILLED, "search_text"],
        )


def _make_people(rows: Iterable[PersonImportRow]) -> None:
    new = [row for row in rows if row.person is None]
    people = [Person(**_fields(row), accession=Accession.IMPORT) for row in new]
    number_people(Person.objects.bulk_create(people))
    for row, person in zip(new, people, strict=True):
        row.person, row.changes["made"] = person, True


def _fields(row: PersonImportRow) -> dict:
    """What the row says of the person, as the model keeps it."""
    fields = {
        name: value for name, value in row.values.items() if name in FILLED or name == "language"
    }
    if "birth_year" in fields:
        fields["birth_year"] = int(fields["birth_year"])
    if "data_consent_on" in fields:
        fields["data_consent_on"] = date.fromisoformat(fields["data_consent_on"])
    return fields


def _give_posts(
    rows: Iterable[PersonImportRow], person_import: PersonImport, organisations: dict[str, int]
) -> None:
    busy = set(
        Affiliation.objects.current()
        .filter(person__in=[row.person_id for row in rows if "used" in row.changes])
        .values_list("person", flat=True)
    )
    posts = {}
    for row in rows:
        name = row.values.get("organisation")
        organisation = organisations.get(fold(name)) if name else person_import.organisation_id
        if not organisation or row.person_id in busy:
            continue
        busy.add(row.person_id)
        posts[row] = Affiliation(
            person=row.person,
            organisation_id=organisation,
            position=row.values.get("position", ""),
            cadre=row.values.get("cadre", Cadre.OTHER),
            is_volunteer="is_volunteer" in row.values,
            started_on=_started_on(row),
        )
    Affiliation.objects.bulk_create(posts.values())
    for row, post in posts.items():
        row.changes["post"] = post.pk


def _started_on(row: PersonImportRow) -> date:
    today = timezone.localdate()
    said = row.values.get("started_on")
    return min(date.fromisoformat(said), today) if said else today


def _enrol(rows: Iterable[PersonImportRow], person_import: PersonImport, actor) -> None:
    """Put each into the cohort, and keep what became of it; one refused stops nobody else."""
    people = [row.person for row in rows]
    listed = enrol_list(cohort=person_import.cohort, people=people, actor=actor)
    seen = set()
    for row in rows:
        outcome = listed[row.person_id]
        if outcome.enrolment is None:
            row.changes["not_enrolled"] = outcome.refusal
            continue
        state = outcome.enrolment.state
        if outcome.was_there or row.person_id in seen:
            row.changes["enrolment"] = {"state": state, "before": True}
            continue
        seen.add(row.person_id)
        row.changes["enrolment"] = {"pk": outcome.enrolment.pk, "state": state}
        if outcome.came_back:
            row.changes["enrolment"]["came_back"] = True

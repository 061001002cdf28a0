"""Taking back a list that was brought in, but nothing that anybody relies on by now."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count, Model
from django.utils import timezone

from lms.records.enums import ImportState
from lms.records.models import (
    Affiliation,
    Enrolment,
    EnrolmentEvent,
    Message,
    NotDuplicate,
    Person,
    PersonImport,
    PersonImportRow,
)
from lms.records.services.enrolment import give_free_places, withdraw
from lms.records.services.import_applying import FILLED
from lms.records.services.import_organisations import unmake_organisations

BATCH = 200
# Why a row stays, beside the labels of models whose rows hang on it.
ACCOUNT, MERGED, MOVED_ON = "account", "merged", "enrolment-changed"
ANONYMISED = "anonymised"


def undo_list(*, person_import: PersonImport, actor) -> None:
    """Take back every row on which nothing hangs since; may be interrupted and run again.

    People made by the list are deleted with their post and their enrolment; people who were there
    before lose what was filled in, unless somebody changed it. The others stay, and their rows say
    why in ``changes["kept"]``: model labels such as ``records.attendance``, or ``account``,
    ``merged``, ``enrolment-changed``, ``anonymised`` (nobody knows any more what the list did).
    """
    last = 0
    while last is not None:
        last = _undo_batch(person_import, after=last, actor=actor)


@transaction.atomic
def _undo_batch(person_import: PersonImport, *, after: int, actor) -> int | None:
    """Undo the rows that come next; the number of the last one, or ``None`` when all is done."""
    locked = PersonImport.objects.select_for_update(of=("self",)).get(pk=person_import.pk)
    if locked.state != ImportState.UNDOING:
        return None
    rows = list(
        locked.rows.filter(person__isnull=False, number__gt=after).order_by("number")[:BATCH]
    )
    if not rows:
        _finish(locked)
        return None
    people = Person.all_objects.select_for_update().in_bulk([row.person_id for row in rows])
    for row in rows:
        row.person = people[row.person_id]
    reasons = _reasons_to_stay(rows)
    for row in rows:
        row.changes.pop("kept", None)
        if reasons[row.pk]:
            row.changes["kept"] = sorted(reasons[row.pk])
    PersonImportRow.objects.bulk_update(
        [row for row in rows if reasons[row.pk]], ["changes"], batch_size=100
    )
    _take_back([row for row in rows if not reasons[row.pk]], actor)
    locked.done += len(rows)
    locked.save(update_fields=["done"])
    return rows[-1].number


def _finish(person_import: PersonImport) -> None:
    if person_import.cohort_id:
        give_free_places(cohort=person_import.cohort)
    unmake_organisations(person_import=person_import)
    # Of people who are no longer in the records, the list keeps nothing either.
    person_import.rows.filter(person__isnull=True).update(values={}, duplicates=[])
    person_import.state, person_import.undone_at = ImportState.UNDONE, timezone.now()
    person_import.save(update_fields=["state", "undone_at"])


def _reasons_to_stay(rows: list[PersonImportRow]) -> dict[int, set[str]]:
    """For each row's key, what hangs on the person or the enrolment that it made."""
    reasons = defaultdict(set)
    enrolments = {pk: row for row in rows if (pk := _enrolment_made(row))}
    posts = [row.changes["post"] for row in rows if "post" in row.changes]
    made = {row.person_id: row for row in rows if "made" in row.changes}
    ours = {
        Enrolment: enrolments,
        Affiliation: posts,
        PersonImportRow: [row.pk for row in rows],
        Message: _messages_of(enrolments).values_list("pk", flat=True),
    }
    for person, label in _hanging_on(Person, made, ours, passed_over=(NotDuplicate, Person)):
        reasons[made[person].pk].add(label)
    for enrolment, label in _hanging_on(Enrolment, enrolments, {}, passed_over=(EnrolmentEvent,)):
        reasons[enrolments[enrolment].pk].add(label)
    merged = set(
        Person.all_objects.filter(merged_into__in=[row.person_id for row in rows]).values_list(
            "merged_into", flat=True
        )
    )
    for row in rows:
        if row.person.merged_into_id or row.person_id in merged:
            reasons[row.pk].add(MERGED)
        if "made" in row.changes and row.person.user_id:
            reasons[row.pk].add(ACCOUNT)
        if not row.changes.keys() & {"made", "used"}:
            reasons[row.pk].add(ANONYMISED)
    for pk, state, events in (
        Enrolment.objects.filter(pk__in=enrolments)
        .annotate(written=Count("events"))
        .values_list("pk", "state", "written")
    ):
        row = enrolments[pk]
        fresh = "came_back" in row.changes["enrolment"] or events == 1
        if state != row.changes["enrolment"]["state"] or not fresh:
            reasons[row.pk].add(MOVED_ON)
    return reasons


def _hanging_on(
    model: type[Model], keys: Iterable[int], ours: dict, *, passed_over: tuple
) -> Iterable[tuple[int, str]]:
    """Which of ``keys`` other rows point at, with the label of their model; one query a relation."""
    for relation in model._meta.related_objects:
        other, name = relation.related_model, relation.field.name
        if other in passed_over:
            continue
        found = other._base_manager.filter(**{f"{name}__in": list(keys)})
        for key in found.exclude(pk__in=list(ours.get(other, ()))).values_list(name, flat=True):
            yield key, other._meta.label_lower


def _enrolment_made(row: PersonImportRow) -> int | None:
    return row.changes.get("enrolment", {}).get("pk")


def _messages_of(enrolments: dict[int, PersonImportRow]):
    """What the people were told, or are to be told, about these enrolments."""
    return Message.objects.filter(
        person__in=[row.person_id for row in enrolments.values()],
        cohort__in=Enrolment.objects.filter(pk__in=enrolments).values("cohort"),
        session__isnull=True,
    )


def _take_back(rows: list[PersonImportRow], actor) -> None:
    enrolments = {pk: row for row in rows if (pk := _enrolment_made(row))}
    came_back = {
        pk: row for pk, row in enrolments.items() if "came_back" in row.changes["enrolment"]
    }
    new = {pk: row for pk, row in enrolments.items() if pk not in came_back}
    _messages_of(new).delete()
    EnrolmentEvent.objects.filter(enrolment__in=new).delete()
    Enrolment.objects.filter(pk__in=new).delete()
    for enrolment in Enrolment.objects.filter(pk__in=came_back).select_related("cohort"):
        withdraw(enrolment=enrolment, actor=actor)
    posts = {row.changes["post"]: row for row in rows if "post" in row.changes}
    # A post that somebody has ended or worked over by now is theirs.
    Affiliation.objects.filter(pk__in=posts, ended_on__isnull=True, is_focal_point=False).delete()
    used = [row for row in rows if "used" in row.changes]
    _empty_again(used)
    for row in used:
        row.person = None
    PersonImportRow.objects.bulk_update(used, ["person"], batch_size=100)
    Person.all_objects.filter(
        pk__in=[row.person_id for row in rows if "made" in row.changes]
    ).delete()


def _empty_again(rows: list[PersonImportRow]) -> None:
    """Take out what the list filled in, where it still says the same."""
    people = {row.person_id: row.person for row in rows if "filled" in row.changes}
    for row in rows:
        person = people.get(row.person_id)
        for name, value in row.changes.get("filled", {}).items():
            if str(getattr(person, name)) == value:
                setattr(person, name, FILLED[name])
    if people:
        Person.all_objects.bulk_create(
            [person for person in people.values() if _has_a_name(person)],
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=[*FILLED, "search_text"],
        )


def _has_a_name(person: Person) -> bool:
    return bool(person.full_name or person.full_name_km)

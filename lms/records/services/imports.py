"""Bringing in a list of people, step by step; the slow steps run in the background.

``start_import`` keeps the file, ``match_columns`` has it checked (``import_checking``),
``decide_rows`` and ``decide_organisations`` change what the check proposed, ``confirm_import`` has
it brought in (``import_applying``) and ``undo_import`` takes it back (``import_undoing``).
"""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django_q.tasks import async_task

from lms.records.enums import ImportState, RowDecision
from lms.records.exceptions import ImportMovedOn
from lms.records.models import Cohort, Organisation, PersonImport, PersonImportRow
from lms.records.permissions import may_coordinate

CHECK = "lms.records.tasks_imports.check_list"
APPLY = "lms.records.tasks_imports.apply_list"
UNDO = "lms.records.tasks_imports.undo_list"
# What runs in the background in each state; safe to be started again.
RUNNING = {ImportState.CHECKING: CHECK, ImportState.APPLYING: APPLY, ImportState.UNDOING: UNDO}
BEFORE_IT_IS_BROUGHT_IN = (
    ImportState.UPLOADED,
    ImportState.CHECKING,
    ImportState.CHECKED,
    ImportState.FAILED,
)


@transaction.atomic
def start_import(
    *,
    data: bytes,
    file_name: str,
    actor,
    cohort: Cohort | None = None,
    organisation: Organisation | None = None,
    sheet: str = "",
    header_row: int = 0,
    columns: dict[str, int] | None = None,
) -> PersonImport:
    """Keep a list that was looked through (``lists.opening``), with what is guessed of it."""
    _check_right(actor)
    return PersonImport.objects.create(
        file=ContentFile(data, name=file_name),
        file_name=file_name[:255],
        cohort=cohort,
        organisation=organisation,
        sheet=sheet,
        header_row=header_row,
        columns=columns or {},
        created_by=actor,
    )


@transaction.atomic
def look_elsewhere(
    *, person_import: PersonImport, sheet: str, header_row: int, columns: dict[str, int], actor
) -> PersonImport:
    """Keep another sheet or row of headings, with the columns that are guessed there.

    :raises ImportMovedOn: once it is brought in.
    """
    person_import = _lock(person_import, actor, *BEFORE_IT_IS_BROUGHT_IN)
    person_import.sheet, person_import.header_row = sheet, header_row
    person_import.columns = columns
    person_import.state = ImportState.UPLOADED
    person_import.save()
    return person_import


@transaction.atomic
def match_columns(
    *, person_import: PersonImport, sheet: str, header_row: int, columns: dict[str, int], actor
) -> PersonImport:
    """Say what is in the columns (``ListField`` to column, from 0) and have every row checked.

    :raises ImportMovedOn: once it is brought in.
    """
    person_import = _lock(person_import, actor, *BEFORE_IT_IS_BROUGHT_IN)
    person_import.sheet, person_import.header_row = sheet, header_row
    person_import.columns = {str(name): column for name, column in columns.items()}
    person_import.problem = ""
    return _go_on(person_import, ImportState.CHECKING, actor)


@transaction.atomic
def decide_rows(
    *, person_import: PersonImport, decisions: dict[int, tuple[str, int | None]], actor
) -> None:
    """Decide on rows by their primary key: a ``RowDecision``, and for ``USE`` whose they are.

    Only somebody whom the check proposed can be used; rows with errors stay out. Others are
    passed over.

    :raises ImportMovedOn: unless the list is checked and waits.
    """
    person_import = _lock(person_import, actor, ImportState.CHECKED)
    changed = []
    for row in person_import.rows.filter(pk__in=decisions):
        decision, person = decisions[row.pk]
        proposed = [likeness["person"] for likeness in row.duplicates]
        if (row.errors and decision != RowDecision.SKIP) or (
            decision == RowDecision.USE and person not in proposed
        ):
            continue
        if decision == RowDecision.USE:
            row.duplicates.sort(key=lambda likeness: likeness["person"] != person)
        row.decision = decision
        changed.append(row)
    PersonImportRow.objects.bulk_update(changed, ["decision", "duplicates"], batch_size=100)


@transaction.atomic
def decide_organisations(
    *, person_import: PersonImport, fates: dict[str, int | bool | None], actor
) -> None:
    """For each folded unknown name: ``True`` to make it, a primary key, or ``None`` for nothing.

    :raises ImportMovedOn: unless the list is checked and waits.
    """
    person_import = _lock(person_import, actor, ImportState.CHECKED)
    for key, fate in fates.items():
        if key in person_import.organisations:
            make = fate is True
            person_import.organisations[key] |= {"make": make, "pk": None if make else fate}
    person_import.save(update_fields=["organisations"])


@transaction.atomic
def confirm_import(*, person_import: PersonImport, actor) -> PersonImport:
    """Have the list brought in. :raises ImportMovedOn: unless it is checked and waits."""
    person_import = _lock(person_import, actor, ImportState.CHECKED)
    person_import.total = person_import.rows.exclude(decision=RowDecision.SKIP).count()
    return _go_on(person_import, ImportState.APPLYING, actor)


@transaction.atomic
def undo_import(*, person_import: PersonImport, actor) -> PersonImport:
    """Have all of it taken back that nothing hangs on by now; also what stayed the last time.

    :raises ImportMovedOn: unless it is brought in.
    """
    person_import = _lock(person_import, actor, ImportState.APPLIED, ImportState.UNDONE)
    person_import.total = person_import.rows.filter(person__isnull=False).count()
    return _go_on(person_import, ImportState.UNDOING, actor)


@transaction.atomic
def start_again(*, person_import: PersonImport, actor) -> PersonImport:
    """Start the step anew that should run in the background, for when a worker died in it."""
    person_import = _lock(person_import, actor, *RUNNING)
    _queue(person_import, actor)
    return person_import


@transaction.atomic
def discard_import(*, person_import: PersonImport, actor) -> None:
    """Throw a list away that was not brought in, and its file with it."""
    person_import = _lock(person_import, actor, *BEFORE_IT_IS_BROUGHT_IN)
    forget_file(person_import)
    person_import.delete()


def forget_file(person_import: PersonImport) -> None:
    """Delete the file once nobody needs it: it holds more about people than we keep."""
    if person_import.file:
        name, storage = person_import.file.name, person_import.file.storage
        transaction.on_commit(partial(storage.delete, name))


def _check_right(actor) -> None:
    if not may_coordinate(actor):
        raise PermissionDenied


def _lock(person_import: PersonImport, actor, *states: str) -> PersonImport:
    _check_right(actor)
    locked = PersonImport.objects.select_for_update().get(pk=person_import.pk)
    if locked.state not in states:
        raise ImportMovedOn
    return locked


def _go_on(person_import: PersonImport, state: str, actor) -> PersonImport:
    person_import.state, person_import.done = state, 0
    person_import.save()
    _queue(person_import, actor)
    return person_import


def _queue(person_import: PersonImport, actor) -> None:
    task = RUNNING[person_import.state]
    transaction.on_commit(partial(async_task, task, person_import.pk, actor.pk))

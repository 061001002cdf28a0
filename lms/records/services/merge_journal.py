"""What a merge does to rows, written down so that it can be taken back in reverse order.

A step is one of::

    ["move", label, column, [pks], from, to]   a foreign key was pointed from one row to another
    ["change", label, pk, {column: [before, after]}]
    ["remove", label, {column: value}]         the whole row as it was
    ["make", label, pk]

Taking back leaves alone what somebody changed since: a column goes back only while it still holds
what the merge wrote.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.apps import apps
from django.db import models

Step = list


class Journal:
    """Writes rows and remembers how they were. ``steps`` is what a ``PersonMerge`` keeps.

    ``actor`` and ``reason`` go into the histories that rules write; ``certificates`` are the keys
    of those whose completion became part of another, ``freed`` those of cohorts with a place less
    taken.
    """

    def __init__(self, *, actor=None, reason: str = ""):
        self.actor, self.reason = actor, reason
        self.steps: list[Step] = []
        self.certificates: list[int] = []
        self.freed: set[int] = set()

    def move(self, model: type[models.Model], column: str, pks: list, *, source, target) -> None:
        """Point the foreign key ``column`` of the rows ``pks`` from ``source`` to ``target``."""
        if pks:
            model._base_manager.filter(pk__in=pks).update(**{column: target.pk})
            self._note("move", model, column, list(pks), source.pk, target.pk)

    def change(self, row: models.Model, **values) -> None:
        """Write ``values`` (by column) where they differ from what stands there."""
        before = {name: getattr(row, name) for name in values}
        changed = {name: value for name, value in values.items() if value != before[name]}
        if not changed:
            return
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
        for name, value in changed.items():
            setattr(row, name, value)
        kept = {
            name: [_plain(row, name, before[name]), _plain(row, name, value)]
            for name, value in changed.items()
        }
        self._note("change", type(row), row.pk, kept)

    def remove(self, row: models.Model) -> None:
        """Take the row away; nothing may point to it any more."""
        columns = {
            field.attname: _plain(row, field.attname, getattr(row, field.attname))
            for field in row._meta.concrete_fields
        }
        self._note("remove", type(row), columns)
        type(row)._base_manager.filter(pk=row.pk).delete()

    def make(self, row: models.Model) -> None:
        """Save a new row."""
        row.save(force_insert=True)
        self._note("make", type(row), row.pk)

    def _note(self, kind: str, model: type[models.Model], *rest) -> None:
        self.steps.append([kind, model._meta.label, *rest])


def take_back(steps: list[Step]) -> None:
    """Undo the steps of a journal, the last first."""
    for kind, label, *rest in reversed(steps):
        TAKE_BACK[kind](apps.get_model(label), *rest)


def _move_back(model, column, pks, source, target):
    model._base_manager.filter(pk__in=pks, **{column: target}).update(**{column: source})


def _change_back(model, pk, columns):
    row = model._base_manager.filter(pk=pk).first()
    if row is None:
        return
    unchanged = {
        name: _read(model, name, before)
        for name, (before, after) in columns.items()
        if _plain(row, name, getattr(row, name)) == after
    }
    if unchanged:
        model._base_manager.filter(pk=pk).update(**unchanged)


def _put_back(model, columns):
    row = model(**{name: _read(model, name, value) for name, value in columns.items()})
    # Past ``save()``, which would write columns that keep the time of the last change.
    model._base_manager.bulk_create([row])
    automatic = [field for field in model._meta.concrete_fields if getattr(field, "auto_now", 0)]
    if automatic:
        values = {field.attname: _read(model, field.attname, columns[field.attname])
                  for field in automatic}  # fmt: skip
        model._base_manager.filter(pk=row.pk).update(**values)


def _unmake(model, pk):
    model._base_manager.filter(pk=pk).delete()


TAKE_BACK = {
    "move": _move_back,
    "change": _change_back,
    "remove": _put_back,
    "make": _unmake,
}


def _plain(row: models.Model, name: str, value):
    """The value as JSON may hold it, to the microsecond; files by their name, phones as text."""
    field = _field(type(row), name)
    if not isinstance(field, models.JSONField):
        value = field.get_prep_value(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def _read(model: type[models.Model], name: str, value):
    field = _field(model, name)
    if isinstance(field, models.JSONField):
        return value
    if field.is_relation:
        field = field.target_field
    return field.to_python(value)


def _field(model: type[models.Model], name: str) -> models.Field:
    return next(field for field in model._meta.concrete_fields if field.attname == name)

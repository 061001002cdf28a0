"""How what belongs to one record of a person goes over to the other, kind by kind.

Rows that point to the one are pointed to the other. Where that would break a unique constraint,
both have the same thing, and a rule for its kind makes one of the two. A kind without a rule stops
the merge, so that nothing is lost by accident. Apps above this one bring rules for their own kinds
with :func:`combines` and reasons against a merge with :func:`refuses`.
"""

from collections.abc import Callable, Iterable, Iterator

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lms.records.exceptions import MergeRefused
from lms.records.models import Mentorship, Person
from lms.records.services.merge_journal import Journal

# What says something about the records themselves, not about the person: a row of an imported list
# made this record, and undoing the import must not touch the other one.
STAYS = {"records.PersonMerge", "records.NotDuplicate", "records.PersonImportRow"}

Combine = Callable[[Journal, models.Model, models.Model], None]
Prepare = Callable[[Journal, list[models.Model], models.Model], list[models.Model]]
Check = Callable[[Person, Person], Iterable[str]]

COMBINE: dict[str, Combine] = {}
PREPARE: dict[str, Prepare] = {}
CHECKS: list[Check] = []


def combines(label: str):
    """Register ``rule(journal, row, other)``: both are the same thing, only ``other`` remains.

    ``label`` is the model's, such as ``"records.Attendance"``.
    """

    def register(rule: Combine) -> Combine:
        COMBINE[label] = rule
        return rule

    return register


def prepares(label: str):
    """Register ``rule(journal, rows, target)``, called before ``rows`` are pointed to ``target``.

    It returns the rows that are still to be pointed there.
    """

    def register(rule: Prepare) -> Prepare:
        PREPARE[label] = rule
        return rule

    return register


def refuses(check: Check) -> Check:
    """Register ``check(kept, dropped)``, which names what speaks against a merge."""
    CHECKS.append(check)
    return check


def relations(model: type[models.Model]) -> Iterator[tuple[type[models.Model], models.ForeignKey]]:
    """Every foreign key of any app that points to ``model``, those without a way back too."""
    for relation in model._meta.get_fields(include_hidden=True):
        points_here = relation.auto_created and not relation.concrete
        if not points_here or relation.many_to_many:
            continue
        if relation.related_model._meta.label not in STAYS:
            yield relation.related_model, relation.field


def repoint(journal: Journal, source: models.Model, target: models.Model) -> None:
    """Give ``target`` everything that points to ``source``."""
    for model, field in relations(type(source)):
        column, label = field.attname, model._meta.label
        rows = list(model._base_manager.filter(**{column: source.pk}).order_by("pk"))
        if rows and label in PREPARE:
            rows = PREPARE[label](journal, rows, target)
        pairs = collisions(model, field, rows, target)
        paired = {row.pk for row, _other in pairs}
        moving = [row.pk for row in rows if row.pk not in paired]
        journal.move(model, column, moving, source=source, target=target)
        for row, other in pairs:
            rule_for(model)(journal, row, other)


def rule_for(model: type[models.Model]) -> Combine:
    if model._meta.auto_created:
        return absorb
    if model._meta.label not in COMBINE:
        raise MergeRefused(in_the_way(model))
    return COMBINE[model._meta.label]


def in_the_way(model: type[models.Model]) -> str:
    return _("Both records have this, and there can be only one: %(kind)s.") % {
        "kind": capfirst(model._meta.verbose_name)
    }


def absorb(journal: Journal, row: models.Model, other: models.Model, **values) -> None:
    """Make ``row`` part of ``other``: what points to it goes over, then ``values`` are written."""
    repoint(journal, row, other)
    journal.remove(row)
    journal.change(other, **values)


def collisions(
    model: type[models.Model], field: models.ForeignKey, rows: list, target: models.Model
) -> list[tuple[models.Model, models.Model]]:
    """Pairs of a row and the row of ``target`` that is unique in the same way."""
    found = {}
    for columns, condition in uniques(model, field):
        theirs = model._base_manager.filter(**{field.attname: target.pk})
        ours = model._base_manager.filter(pk__in=[row.pk for row in rows])
        if condition is not None:
            theirs, ours = theirs.filter(condition), ours.filter(condition)
        others = {tuple(getattr(row, name) for name in columns): row for row in theirs}
        subject = set(ours.values_list("pk", flat=True)) if others else set()
        for row in rows:
            other = others.get(tuple(getattr(row, name) for name in columns))
            if other is not None and row.pk in subject and row.pk != other.pk:
                found.setdefault(row.pk, (row, other))
    return list(found.values())


def uniques(model: type[models.Model], field: models.ForeignKey):
    """Each unique constraint with ``field`` in it: its other columns, and its condition."""
    options = model._meta
    if field.unique:
        yield (), None
    sets = [(names, None) for names in options.unique_together]
    sets += [
        (constraint.fields, constraint.condition)
        for constraint in options.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    for names, condition in sets:
        if field.name in names:
            others = (options.get_field(name).attname for name in names if name != field.name)
            yield tuple(others), condition


def reasons_against(kept: Person, dropped: Person) -> list[str]:
    """What can be seen beforehand to speak against making the two records one."""
    reasons = [str(reason) for check in CHECKS for reason in check(kept, dropped)]
    for model, field in relations(Person):
        if model._meta.label in COMBINE or model._meta.auto_created:
            continue
        rows = list(model._base_manager.filter(**{field.attname: dropped.pk}))
        if rows and collisions(model, field, rows, kept):
            reasons.append(in_the_way(model))
    return reasons


@refuses
def mentors_of_each_other(kept: Person, dropped: Person) -> Iterator[str]:
    both = [kept.pk, dropped.pk]
    if Mentorship.objects.filter(mentor__in=both, learner__in=both).exists():
        yield _("One of them is the mentor of the other, so they are two people.")

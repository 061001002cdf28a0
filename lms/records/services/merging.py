"""Making two records of one person one, and taking that back."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from certificates.models import Certificate
from lms.records.enums import Gender
from lms.records.exceptions import MergeRefused, UndoRefused
from lms.records.models import Cohort, Enrolment, Person, PersonMerge
from lms.records.permissions import may_coordinate
from lms.records.services import merge_kinds, merge_mentoring  # noqa: F401 - they bring their rules along
from lms.records.services.enrolment import give_free_places
from lms.records.services.merge_journal import Journal, take_back
from lms.records.services.merge_rules import CHECKS, relations, repoint
from lms.records.services.people import person_certificates

KEPT, DROPPED = "kept", "dropped"
EMPTY = (None, "", Gender.UNDISCLOSED)
# The links between records, and the account, which is chosen apart.
NOT_CHOSEN = {"id", "user"}


def chosen_fields() -> list[models.Field]:
    """What a record says of a person that only one of two can go on to say."""
    return [
        field
        for field in Person._meta.concrete_fields
        if field.editable and field.name not in NOT_CHOSEN
    ]


def default_choice(field: models.Field, kept: Person, dropped: Person) -> str:
    """Which value stays unless somebody chooses: what is filled in, of two the newer record's."""
    ours, theirs = getattr(kept, field.name), getattr(dropped, field.name)
    if ours == theirs or theirs in EMPTY:
        return KEPT
    if ours in EMPTY:
        return DROPPED
    return DROPPED if dropped.created_at > kept.created_at else KEPT


def what_moves(dropped: Person) -> dict[str, int]:
    """How many rows of each kind belong to the record, by the name of the kind.

    What hangs on its enrolments (attendance, completions) is counted too.
    """
    counts = {}
    through = [(model, f"{field.name}__person") for model, field in relations(Enrolment)]
    direct = [(model, field.name) for model, field in relations(Person)]
    for model, path in (*direct, *through):
        number = model._base_manager.filter(**{path: dropped.pk}).count()
        if number:
            name = capfirst(str(model._meta.verbose_name_plural))
            if model._meta.auto_created:
                name = _("Cohorts they train")
            counts[name] = counts.get(name, 0) + number
    return counts


def cohorts_of_both(kept: Person, dropped: Person) -> models.QuerySet[Cohort]:
    """Cohorts in which each of the two records has an enrolment."""
    return Cohort.objects.filter(
        pk__in=Enrolment.objects.filter(person=kept).values("cohort")
    ).filter(pk__in=Enrolment.objects.filter(person=dropped).values("cohort"))


@transaction.atomic
def merge_people(
    *, kept: Person, dropped: Person, actor, choices: dict | None = None, account: str | None = None
) -> PersonMerge:
    """Make ``dropped`` part of ``kept`` and return what is needed to take it back.

    ``choices`` maps fields to ``"kept"`` or ``"dropped"``; those left out follow
    :func:`default_choice`. ``account`` says the same of the account where both have one: the other
    is deactivated. Everything that belongs to the one goes to the other; where both have the same
    thing, a rule of ``merge_rules`` makes one of them. A place that becomes free is given away.

    :raises MergeRefused: when one is part of another record already, or something speaks against.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    kept, dropped = _lock(kept, dropped)
    for check in CHECKS:
        for reason in check(kept, dropped):
            raise MergeRefused(reason)
    counts = what_moves(dropped)
    journal = Journal(
        actor=actor,
        reason=_("Two records of one person were merged: %(dropped)s into %(kept)s.")
        % {"dropped": dropped.number, "kept": kept.number},
    )
    _choose_account(journal, kept, dropped, account)
    try:
        with transaction.atomic():
            repoint(journal, dropped, kept)
    except IntegrityError as error:
        raise MergeRefused(
            _("Something that belongs to both records cannot be made one. Nothing was changed.")
        ) from error
    _choose_fields(journal, kept, dropped, choices or {})
    _hand_over_certificates(journal, kept)
    journal.change(dropped, merged_into_id=kept.pk)
    merge = PersonMerge.objects.create(
        kept=kept,
        dropped=dropped,
        merged_by=actor,
        moved={"steps": journal.steps, "certificates": journal.certificates, "counts": counts},
    )
    for cohort in Cohort.objects.filter(pk__in=journal.freed).order_by("pk"):
        give_free_places(cohort=cohort)
    return merge


def _lock(kept: Person, dropped: Person) -> tuple[Person, Person]:
    if kept.pk == dropped.pk:
        raise MergeRefused(_("These are the same record."))
    # In the order of their keys, so that two merges of the same two wait for each other.
    rows = Person.all_objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, dropped.pk])
    locked = {person.pk: person for person in rows.order_by("pk")}
    if len(locked) < 2 or any(person.merged_into_id for person in locked.values()):
        raise MergeRefused(_("One of these records is part of another one already."))
    return locked[kept.pk], locked[dropped.pk]


def _choose_account(journal: Journal, kept: Person, dropped: Person, account: str | None) -> None:
    if dropped.user_id is None:
        return
    given_up = None
    chosen = dropped.user
    if kept.user_id is not None:
        if account not in (KEPT, DROPPED):
            raise MergeRefused(_("Both have an account. Choose the one that stays."))
        chosen, given_up = kept.user, dropped.user
        if account == DROPPED:
            chosen, given_up = given_up, chosen
        if given_up == journal.actor:
            raise MergeRefused(_("Your own account would be switched off. Keep that one."))
        if given_up.is_superuser and not journal.actor.is_superuser:
            raise MergeRefused(
                _("Only an administrator may switch off an administrator’s account.")
            )
    journal.change(dropped, user_id=None)
    journal.change(kept, user_id=chosen.pk)
    if given_up is not None:
        journal.change(given_up, is_active=False)
        for certificate in Certificate.objects.filter(owner=given_up):
            journal.change(certificate, owner_id=chosen.pk)


def _choose_fields(journal: Journal, kept: Person, dropped: Person, choices: dict) -> None:
    values = {
        field.attname: getattr(dropped, field.attname)
        for field in chosen_fields()
        if choices.get(field.name, default_choice(field, kept, dropped)) == DROPPED
    }
    journal.change(kept, **values)
    before = kept.search_text
    after = Person._meta.get_field("search_text").pre_save(kept, add=False)
    kept.search_text = before
    journal.change(kept, search_text=after)


def _hand_over_certificates(journal: Journal, kept: Person) -> None:
    """What either record earned belongs to the account that stays."""
    if kept.user_id is None:
        return
    earned = Certificate.objects.filter(
        Q(pk__in=person_certificates(kept)) | Q(pk__in=journal.certificates)
    )
    for certificate in earned.exclude(owner=kept.user_id):
        journal.change(certificate, owner_id=kept.user_id)


@transaction.atomic
def undo_merge(*, merge: PersonMerge, actor) -> PersonMerge:
    """Take a merge back: every row as it was, but for what was changed since.

    What came to the kept record after the merge stays with it. Merges are taken back one by one,
    the latest first.

    :raises UndoRefused: when it is taken back already, or a later merge builds on it.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    merge = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    both = [merge.kept_id, merge.dropped_id]
    people = list(
        Person.all_objects.select_for_update(of=("self",)).filter(pk__in=both).order_by("pk")
    )
    if merge.undone_at:
        raise UndoRefused(_("This merge was taken back already."))
    if merge.moved.get("sealed"):
        raise UndoRefused(_("The person was made anonymous since, so there is no way back."))
    later = PersonMerge.objects.filter(
        Q(kept=merge.kept_id) | Q(dropped=merge.kept_id), pk__gt=merge.pk, undone_at=None
    )
    if later.exists():
        raise UndoRefused(_("There is a later merge of this person. Take that one back first."))
    try:
        with transaction.atomic():
            take_back(merge.moved["steps"])
    except IntegrityError as error:
        raise UndoRefused(
            _("Something has changed so much since then that this cannot be taken back.")
        ) from error
    for person in people:
        person.refresh_from_db()
        person.save(update_fields=["search_text"])
    merge.undone_at, merge.undone_by = timezone.now(), actor
    merge.save(update_fields=["undone_at", "undone_by"])
    return merge

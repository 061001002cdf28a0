"""Who is who: making a person, their posts and their account."""

from datetime import date

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from certificates.models import Certificate
from certificates.services import assign_owner
from lms.records.enums import Cadre
from lms.records.exceptions import AlreadyLinked
from lms.records.models import Affiliation, Completion, Organisation, Person
from lms.records.models.people import person_of

__all__ = [
    "affiliate_person",
    "create_person",
    "introduce_oneself",
    "link_account",
    "number_person",
    "person_of",
]


@transaction.atomic
def create_person(**fields) -> Person:
    """Make a person and give them a number; ``fields`` are those of the model."""
    person = Person(**fields)
    person.save()
    return number_person(person=person)


def number_person(*, person: Person) -> Person:
    """Give a saved person their lasting number, such as P00042, unless they have one.

    It is made from the primary key, so the database itself keeps two from being equal, and
    nobody waits for anyone. Numbers may have gaps.
    """
    if not person.number:
        person.number = _number(person)
        person.save(update_fields=["number", "search_text"])
    return person


def number_people(people: list[Person]) -> None:
    """Give many saved people without a number theirs, in one query."""
    for person in people:
        person.number = _number(person)
    Person.objects.bulk_create(
        people,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["number", "search_text"],
    )


def _number(person: Person) -> str:
    return f"P{person.pk:05}"


def affiliate_person(
    *,
    person: Person,
    organisation: Organisation,
    started_on: date | None = None,
    ended_on: date | None = None,
    position: str = "",
    cadre: str = Cadre.OTHER,
    is_volunteer: bool = False,
    is_focal_point: bool = False,
) -> Affiliation:
    """Record a post at an organisation, from ``started_on`` (today by default)."""
    return Affiliation.objects.create(
        person=person,
        organisation=organisation,
        started_on=started_on or timezone.localdate(),
        ended_on=ended_on,
        position=position,
        cadre=cadre,
        is_volunteer=is_volunteer,
        is_focal_point=is_focal_point,
    )


@transaction.atomic
def link_account(*, person: Person, user) -> Person:
    """Let ``user`` sign in as ``person``.

    :raises AlreadyLinked: when either of the two already belongs to someone else.
    """
    # The account's row is the lock: two tabs that do this at once find each other's result.
    get_user_model().objects.select_for_update().get(pk=user.pk)
    taken = Person.objects.filter(user=user).exclude(pk=person.pk).exists()
    if taken or person.user_id not in (None, user.pk):
        raise AlreadyLinked
    person.user = user
    person.save(update_fields=["user"])
    earned = Certificate.objects.filter(pk__in=person_certificates(person))
    assign_owner(certificates=earned, owner=user)
    return person


def person_certificates(person: Person) -> list[int]:
    """Keys of the certificates that the person's completions earned, with or without account.

    Those too whose completion became part of another when two records were merged.
    """
    earned = Completion.objects.filter(enrolment__person=person, certificate__isnull=False)
    merged = person.merges.filter(undone_at=None).values_list("moved__certificates", flat=True)
    return [*earned.values_list("certificate", flat=True), *(pk for pks in merged for pk in pks)]


@transaction.atomic
def introduce_oneself(
    *,
    user,
    organisation: Organisation | None,
    position: str = "",
    cadre: str = Cadre.OTHER,
    **fields,
) -> Person:
    """Make the person behind a new account, as they describe themselves, with today's post.

    Telling about oneself includes agreeing to the keeping of these data, today.

    :raises AlreadyLinked: when the account already has a person.
    """
    person = create_person(
        data_consent_on=timezone.localdate(),
        phone=user.phone or "",
        email=user.email or "",
        language=user.language,
        **fields,
    )
    link_account(person=person, user=user)
    if organisation:
        affiliate_person(person=person, organisation=organisation, position=position, cadre=cadre)
    return person

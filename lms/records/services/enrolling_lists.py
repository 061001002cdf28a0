"""Putting a whole list of people into a cohort at once, with the rules of one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lms.records.enums import EnrolmentState, EnrolmentWay
from lms.records.exceptions import MoveNotAllowed, RecordsError
from lms.records.models import Cohort, Enrolment, EnrolmentEvent, Person
from lms.records.permissions import may_coordinate
from lms.records.services.enrolment import GONE, check_time, give_free_places, state_on_entry
from lms.records.services.enrolment_news import tell_of_list
from lms.records.services.freezing import freeze_people
from lms.records.services.places import Places, count_places, lock_cohort
from lms.records.services.prerequisites import missing_by_person, what_is_missing
from lms.records.transitions import Party, find_move

FROZEN = (
    "organisation", "position", "cadre", "is_volunteer", "gender", "age_band", "province",
)  # fmt: skip
CHANGED = (*FROZEN, "way", "override_reason", "nominated_by", "state", "state_since")


@dataclass(frozen=True)
class Listed:
    """What became of one person: an enrolment, or the reason why not.

    ``was_there``: they were in the cohort already. ``came_back``: they had gone and are here again.
    """

    enrolment: Enrolment | None = None
    refusal: str = ""
    was_there: bool = False
    came_back: bool = False


@transaction.atomic
def enrol_list(*, cohort: Cohort, people: Iterable[Person], actor) -> dict[int, Listed]:
    """Enrol ``people`` in the order of the list by the way ``IMPORT``; what became of each, by id.

    What :func:`~lms.records.services.enrolment.enrol` would do of each in turn, with a number of
    queries that does not grow with the list. One who is refused stops nobody else.

    :raises PermissionDenied: unless ``actor`` is a coordinator.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    people = list({person.pk: person for person in people}.values())
    cohort = lock_cohort(cohort)
    there = {row.person_id: row for row in cohort.enrolments.filter(person__in=people)}
    outcomes = {
        pk: Listed(enrolment=row, was_there=True)
        for pk, row in there.items()
        if row.state not in GONE
    }
    newcomers = [person for person in people if person.pk not in outcomes]
    try:
        check_time(cohort, way=EnrolmentWay.IMPORT, coordinating=True)
    except RecordsError as refusal:
        return outcomes | {person.pk: Listed(refusal=str(refusal)) for person in newcomers}
    missing = missing_by_person(course=cohort.course, people=newcomers)
    refused = {
        person.pk: Listed(refusal=str(what_is_missing(missing[person.pk], is_staff=True)))
        for person in newcomers
        if missing[person.pk]
    }
    entering = [
        _entering(cohort, person, there.get(person.pk))
        for person in newcomers
        if person.pk not in refused
    ]
    if entering:
        give_free_places(cohort=cohort)
        freeze_people(entering)
        _enter(entering, cohort=cohort, places=count_places(cohort), actor=actor)
    entered = {
        enrolment.person_id: Listed(enrolment=enrolment, came_back=enrolment.person_id in there)
        for enrolment in entering
    }
    return outcomes | refused | entered


def _entering(cohort: Cohort, person: Person, gone: Enrolment | None) -> Enrolment:
    enrolment = gone or Enrolment(state="")
    enrolment.cohort, enrolment.person = cohort, person
    enrolment.way, enrolment.override_reason = EnrolmentWay.IMPORT, ""
    enrolment.nominated_by = None
    return enrolment


def _enter(entering: list[Enrolment], *, cohort: Cohort, places: Places, actor) -> None:
    """Give the places one by one, then write enrolments, events and news at once."""
    events = []
    for enrolment in entering:
        state, cause = state_on_entry(enrolment, cohort=cohort, places=places, coordinating=True)
        move = find_move(enrolment.state, state)
        if move is None or Party.COORDINATOR not in move.parties:
            raise MoveNotAllowed
        if state == EnrolmentState.ENROLLED:
            places.take(enrolment.organisation_id)
        event = EnrolmentEvent(
            from_state=enrolment.state,
            to_state=state,
            cause=cause,
            way=enrolment.way,
            actor=actor,
            at=timezone.now(),
        )
        enrolment.state, enrolment.state_since = state, event.at
        events.append(event)
    returning = [enrolment for enrolment in entering if enrolment.pk is not None]
    Enrolment.objects.bulk_create([enrolment for enrolment in entering if enrolment.pk is None])
    Enrolment.objects.bulk_update(returning, CHANGED)
    for enrolment, event in zip(entering, events, strict=True):
        event.enrolment = enrolment
    EnrolmentEvent.objects.bulk_create(events)
    tell_of_list(events, cohort=cohort)

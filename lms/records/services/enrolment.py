"""Getting into a cohort, out of it, and everything that changes an enrolment's state."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lms.records.enums import EnrolmentPolicy, EnrolmentState, EnrolmentWay, WaitingCause
from lms.records.exceptions import (
    CohortFull,
    CohortNotBegun,
    CohortOver,
    EnrolmentDeclined,
    MoveNotAllowed,
    NominationOnly,
    QuotaFull,
    RegistrationClosed,
)
from lms.records.models import Cohort, Enrolment, EnrolmentEvent, Person
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate, nominate_person, parties_of, teach_cohort
from lms.records.services.enrolment_news import tell_of_move
from lms.records.services.freezing import freeze_person, nominating_organisation
from lms.records.services.places import (
    Places,
    count_places,
    is_undecided,
    lock_cohort,
    waiting_list,
)
from lms.records.services.prerequisites import check_prerequisites
from lms.records.transitions import Party, find_move

BEFORE_THE_END = {EnrolmentState.APPLIED, EnrolmentState.WAITING, EnrolmentState.ENROLLED}
IN_LINE = (EnrolmentState.APPLIED, EnrolmentState.WAITING)
GONE = (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED)


@transaction.atomic
def enrol(
    *,
    cohort: Cohort,
    person: Person,
    actor,
    way: EnrolmentWay | None = None,
    override_reason: str = "",
) -> Enrolment:
    """Enrol ``person`` through the door ``way``, and freeze who they are today.

    The state tells what came of it: ``enrolled``, ``waiting`` when the places of the cohort or of
    the organisation are taken or others wait already, or ``applied`` where somebody has to decide.
    Who is in the cohort already gets their enrolment back, unchanged; who withdrew may come again.

    * ``SELF`` (default for oneself): within the registration; not by policy ``NOMINATION``.
    * ``STAFF`` (default for others) and ``IMPORT``: a coordinator, at any time before the end; that
      is the approval.
    * ``NOMINATION``: a focal point their own staff, within the registration, or a coordinator; a
      nomination is decided on like an application.
    * ``WALK_IN``: the cohort's trainer or a coordinator, from the day the cohort begins. Who waited
      or applied gets their place now. A coordinator may go beyond the number of places.

    Without the courses to complete first, ``override_reason`` of a coordinator, or of the trainer at
    the door, is needed and kept.

    :raises PermissionDenied: when ``way`` is not open to ``actor``.
    :raises RegistrationClosed, CohortNotBegun, NominationOnly, EnrolmentDeclined,
        PrerequisiteMissing: see their messages.
    :raises CohortFull, QuotaFull: only for a walk-in whom a trainer takes in.
    """
    if way is None:
        way = EnrolmentWay.SELF if person == person_of(actor) else EnrolmentWay.STAFF
    _check_way(way, cohort=cohort, person=person, actor=actor)
    coordinating = may_coordinate(actor)
    cohort = lock_cohort(cohort)
    enrolment = Enrolment.objects.filter(cohort=cohort, person=person).first()
    at_the_door = way == EnrolmentWay.WALK_IN
    if enrolment and enrolment.state not in GONE:
        if at_the_door and enrolment.state in IN_LINE:
            return _let_in(enrolment, cohort=cohort, actor=actor)
        return enrolment
    if enrolment and enrolment.state == EnrolmentState.DECLINED and not coordinating:
        raise EnrolmentDeclined
    check_time(cohort, way=way, coordinating=coordinating)
    kept_reason = check_prerequisites(
        course=cohort.course,
        person=person,
        is_staff=way != EnrolmentWay.SELF and (coordinating or at_the_door),
        override_reason=override_reason,
    )

    _give_free_places(cohort)
    enrolment = enrolment or Enrolment(cohort=cohort, person=person, state="")
    enrolment.cohort, enrolment.way, enrolment.override_reason = cohort, way, kept_reason
    is_nomination = way == EnrolmentWay.NOMINATION
    enrolment.nominated_by = actor if is_nomination else None
    freeze_person(
        enrolment,
        organisation=nominating_organisation(actor, person) if is_nomination else None,
    )
    state, cause = state_on_entry(
        enrolment,
        cohort=cohort,
        places=count_places(cohort),
        coordinating=coordinating,
    )
    return _move(enrolment, to=state, actor=actor, reason=kept_reason, cause=cause, way=way)


@transaction.atomic
def move_enrolment(*, enrolment: Enrolment, to: str, actor, reason: str = "") -> Enrolment:
    """Move ``enrolment`` to the state ``to`` and write one event.

    ``actor`` is an account, or ``None`` for the system. A place that becomes free goes to the
    first on the waiting list for whom there is one.

    :raises PermissionDenied: when the table of moves does not name a part that ``actor`` plays.
    :raises MoveNotAllowed: when no move leads from the present state to ``to``.
    :raises CohortFull, QuotaFull, CohortOver: when there is no place, or the cohort is closed.
    """
    cohort = lock_cohort(enrolment.cohort)
    enrolment.refresh_from_db(fields=["state", "state_since"])
    if to in BEFORE_THE_END and cohort.state not in Cohort.TAKES_PEOPLE:
        raise CohortOver
    if to == EnrolmentState.ENROLLED and enrolment.state not in Enrolment.HOLDS_A_PLACE:
        _check_place(enrolment, count_places(cohort, leaving_out=enrolment))
    before = enrolment.state
    _move(enrolment, to=to, actor=actor, reason=reason)
    if before != EnrolmentState.WAITING and to not in Enrolment.HOLDS_A_PLACE:
        _give_free_places(cohort)
    return enrolment


def withdraw(*, enrolment: Enrolment, actor, reason: str = "") -> Enrolment:
    """Leave the cohort; the place goes to the first on the waiting list for whom there is one."""
    return move_enrolment(
        enrolment=enrolment, to=EnrolmentState.WITHDRAWN, actor=actor, reason=reason
    )


@transaction.atomic
def give_free_places(*, cohort: Cohort) -> list[Enrolment]:
    """Move up from the waiting list whoever there is room for, who came first first.

    To be called after anything that makes room: more places, a bigger quota, two records merged.
    """
    return _give_free_places(lock_cohort(cohort))


def _check_way(way: str, *, cohort: Cohort, person: Person, actor) -> None:
    """Whether ``actor`` stands at the door ``way`` for this person."""
    if may_coordinate(actor):
        return
    match way:
        case EnrolmentWay.SELF:
            allowed = person == person_of(actor)
        case EnrolmentWay.NOMINATION:
            allowed = nominate_person.allows(actor, person)
        case EnrolmentWay.WALK_IN:
            allowed = teach_cohort.allows(actor, cohort)
        case _:
            allowed = False
    if not allowed:
        raise PermissionDenied


def check_time(cohort: Cohort, *, way: str, coordinating: bool) -> None:
    """Whether anybody gets in by the door ``way`` today.

    :raises RegistrationClosed, CohortNotBegun, NominationOnly:
    """
    if cohort.state not in Cohort.TAKES_PEOPLE:
        raise RegistrationClosed
    if way == EnrolmentWay.WALK_IN:
        if timezone.localdate() < cohort.starts_on:
            raise CohortNotBegun
        return
    if coordinating:
        return
    if not cohort.registration_is_open():
        raise RegistrationClosed
    if way == EnrolmentWay.SELF and cohort.enrolment_policy == EnrolmentPolicy.NOMINATION:
        raise NominationOnly


def state_on_entry(
    enrolment: Enrolment, *, cohort: Cohort, places: Places, coordinating: bool
) -> tuple[EnrolmentState, str]:
    """The first state, and what put the person on the waiting list."""
    if enrolment.way == EnrolmentWay.WALK_IN:
        if not coordinating:
            _check_place(enrolment, places)
        return EnrolmentState.ENROLLED, ""
    is_decided = coordinating and enrolment.way != EnrolmentWay.NOMINATION
    if cohort.enrolment_policy == EnrolmentPolicy.OPEN or is_decided:
        # Those who wait have had their turn: what is free now is free for none of them.
        cause = places.cause_to_wait(enrolment.organisation_id)
        return (EnrolmentState.WAITING, cause) if cause else (EnrolmentState.ENROLLED, "")
    if places.has_room(enrolment.organisation_id):
        return EnrolmentState.APPLIED, ""
    return EnrolmentState.WAITING, WaitingCause.QUOTA


def _check_place(enrolment: Enrolment, places: Places) -> None:
    if places.is_full:
        raise CohortFull
    if not places.has_place(enrolment.organisation_id):
        raise QuotaFull


def _let_in(enrolment: Enrolment, *, cohort: Cohort, actor) -> Enrolment:
    """Give a place at the door to who waited for one."""
    check_time(cohort, way=EnrolmentWay.WALK_IN, coordinating=False)
    if not may_coordinate(actor):
        _check_place(enrolment, count_places(cohort, leaving_out=enrolment))
    return _move(enrolment, to=EnrolmentState.ENROLLED, actor=actor, way=EnrolmentWay.WALK_IN)


def _give_free_places(cohort: Cohort) -> list[Enrolment]:
    # Nor when an ended cohort is opened again for late corrections.
    if cohort.state not in Cohort.TAKES_PEOPLE or cohort.ends_on < timezone.localdate():
        return []
    waiting = list(waiting_list(cohort))
    if not waiting:
        return []
    places, moved = count_places(cohort), []
    for enrolment in waiting:
        enrolment.cohort = cohort
        organisation = enrolment.organisation_id
        if not places.has_room(organisation):
            continue
        if is_undecided(enrolment, cohort):
            moved.append(_move(enrolment, to=EnrolmentState.APPLIED, actor=None))
            places.claim(organisation)
        elif not places.is_full:
            moved.append(_move(enrolment, to=EnrolmentState.ENROLLED, actor=None))
            places.take(organisation)
    return moved


def _move(
    enrolment: Enrolment, *, to: str, actor, reason: str = "", cause: str = "", way: str = ""
) -> Enrolment:
    source = enrolment.state
    move = find_move(source, to)
    if move is None:
        raise MoveNotAllowed
    parties = parties_of(actor, enrolment)
    if way == EnrolmentWay.WALK_IN and Party.TRAINER in parties:
        parties |= {Party.DOOR}
    if not move.parties & parties:
        raise PermissionDenied
    enrolment.state = to
    enrolment.state_since = timezone.now()
    enrolment.save()
    event = EnrolmentEvent.objects.create(
        enrolment=enrolment,
        from_state=source,
        to_state=to,
        reason=reason,
        cause=cause,
        way=way,
        actor=actor,
        at=enrolment.state_since,
    )
    tell_of_move(event)
    return enrolment

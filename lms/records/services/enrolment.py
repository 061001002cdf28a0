"""Getting into a cohort, out of it, and everything that changes an enrolment's state."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import CoursePage
from lms.records.enums import EnrolmentPolicy, EnrolmentState
from lms.records.exceptions import (
    CohortFull,
    CohortOver,
    EnrolmentDeclined,
    MoveNotAllowed,
    PrerequisiteMissing,
    RegistrationClosed,
)
from lms.records.models import Cohort, Completion, Enrolment, EnrolmentEvent, Person
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate, parties_of
from lms.records.transitions import find_move

BEFORE_THE_END = {EnrolmentState.APPLIED, EnrolmentState.WAITING, EnrolmentState.ENROLLED}


def missing_prerequisites(*, course: CoursePage, person: Person) -> list[CoursePage]:
    """The courses to complete before ``course`` that ``person`` has not completed yet."""
    needed = [
        row.course for row in course.prerequisites.select_related("course").order_by("sort_order")
    ]
    if not needed:
        return []
    done = set(
        Completion.objects.filter(
            enrolment__person=person, course_key__in=[page.translation_key for page in needed]
        ).values_list("course_key", flat=True)
    )
    return [page for page in needed if page.translation_key not in done]


@transaction.atomic
def enrol(*, cohort: Cohort, person: Person, actor) -> Enrolment:
    """Enrol ``person``, and freeze who they are today.

    The state tells what came of it: ``enrolled``, ``waiting`` when the places are taken or others
    wait already, or ``applied`` where the cohort takes people after approval. A person enrols
    themselves; a coordinator enrols anyone, also outside the registration window or before the
    courses to complete first, and that is the approval. Who is in the cohort already gets their
    enrolment back, unchanged; who withdrew may come again.

    :raises RegistrationClosed, EnrolmentDeclined, PrerequisiteMissing: see their messages.
    """
    coordinating = may_coordinate(actor)
    if not coordinating and person != person_of(actor):
        raise PermissionDenied
    cohort = _lock(cohort)
    enrolment = Enrolment.objects.filter(cohort=cohort, person=person).first()
    if enrolment and enrolment.state not in (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED):
        return enrolment
    if enrolment and enrolment.state == EnrolmentState.DECLINED and not coordinating:
        raise EnrolmentDeclined
    if cohort.state not in Cohort.TAKES_PEOPLE or not (
        coordinating or cohort.registration_is_open()
    ):
        raise RegistrationClosed
    missing = [] if coordinating else missing_prerequisites(course=cohort.course, person=person)
    if missing:
        titles = ", ".join(page.title for page in missing)
        raise PrerequisiteMissing(
            _(
                "Complete this first: %(courses)s. If you know its content already, ask your "
                "trainer or a coordinator to enrol you."
            )
            % {"courses": titles}
        )

    _give_free_places(cohort)
    if cohort.enrolment_policy == EnrolmentPolicy.APPROVAL and not coordinating:
        state = EnrolmentState.APPLIED
    elif _is_full(cohort) or cohort.enrolments.waiting().exists():
        state = EnrolmentState.WAITING
    else:
        state = EnrolmentState.ENROLLED
    enrolment = enrolment or Enrolment(cohort=cohort, person=person, state="")
    _freeze(enrolment)
    return _move(enrolment, to=state, actor=actor)


@transaction.atomic
def move_enrolment(*, enrolment: Enrolment, to: str, actor, reason: str = "") -> Enrolment:
    """Move ``enrolment`` to the state ``to`` and write one event.

    ``actor`` is an account, or ``None`` for the system. A place that becomes free goes to the
    first on the waiting list.

    :raises PermissionDenied: when the table of moves does not name a part that ``actor`` plays.
    :raises MoveNotAllowed: when no move leads from the present state to ``to``.
    :raises CohortFull, CohortOver: when there is no place, or the cohort is closed.
    """
    cohort = _lock(enrolment.cohort)
    enrolment.refresh_from_db(fields=["state", "state_since"])
    if to in BEFORE_THE_END and cohort.state not in Cohort.TAKES_PEOPLE:
        raise CohortOver
    held_a_place = enrolment.state in Enrolment.HOLDS_A_PLACE
    if to == EnrolmentState.ENROLLED and not held_a_place and _is_full(cohort):
        raise CohortFull
    _move(enrolment, to=to, actor=actor, reason=reason)
    if held_a_place and to not in Enrolment.HOLDS_A_PLACE:
        _give_free_places(cohort)
    return enrolment


def withdraw(*, enrolment: Enrolment, actor, reason: str = "") -> Enrolment:
    """Leave the cohort; the place goes to the first on the waiting list."""
    return move_enrolment(
        enrolment=enrolment, to=EnrolmentState.WITHDRAWN, actor=actor, reason=reason
    )


@transaction.atomic
def give_free_places(*, cohort: Cohort) -> list[Enrolment]:
    """Move as many up from the waiting list as there are free places, who came first first."""
    return _give_free_places(_lock(cohort))


def _lock(cohort: Cohort) -> Cohort:
    # Every count of places starts with this row, so that two can never take the last one.
    return Cohort.objects.select_for_update(of=("self",)).select_related("course").get(pk=cohort.pk)


def _is_full(cohort: Cohort) -> bool:
    if cohort.capacity is None:
        return False
    return cohort.enrolments.holding_a_place().count() >= cohort.capacity


def _give_free_places(cohort: Cohort) -> list[Enrolment]:
    if cohort.state not in Cohort.TAKES_PEOPLE:
        return []
    waiting = cohort.enrolments.waiting().select_related("cohort")
    if cohort.capacity is not None:
        free = cohort.capacity - cohort.enrolments.holding_a_place().count()
        waiting = waiting[: max(free, 0)]
    return [_move(enrolment, to=EnrolmentState.ENROLLED, actor=None) for enrolment in waiting]


def _freeze(enrolment: Enrolment) -> None:
    """Write down who the person is on the day they enrol, or when a past cohort began."""
    person, today = enrolment.person, timezone.localdate()
    day = min(today, enrolment.cohort.starts_on)
    # Who gave their organisation only today, while the cohort was already running, has a post too.
    post = person.affiliation_on(day) or person.affiliation_on(today)
    enrolment.organisation = post.organisation if post else None
    enrolment.position = post.position if post else ""
    if post:
        enrolment.cadre = post.cadre
    enrolment.gender = person.gender
    enrolment.age_band = person.age_band_on(day)
    enrolment.province = person.province


def _move(enrolment: Enrolment, *, to: str, actor, reason: str = "") -> Enrolment:
    source = enrolment.state
    move = find_move(source, to)
    if move is None:
        raise MoveNotAllowed
    if not move.parties & parties_of(actor, enrolment):
        raise PermissionDenied
    enrolment.state = to
    enrolment.state_since = timezone.now()
    enrolment.save()
    EnrolmentEvent.objects.create(
        enrolment=enrolment,
        from_state=source,
        to_state=to,
        reason=reason,
        actor=actor,
        at=enrolment.state_since,
    )
    return enrolment

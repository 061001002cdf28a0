"""Enrolling, the waiting list and every move of an enrolment."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from courses.models import CoursePrerequisite
from lms.records.enums import Cadre, CohortState, EnrolmentPolicy, EnrolmentState
from lms.records.exceptions import (
    CohortFull,
    CohortOver,
    EnrolmentDeclined,
    MoveNotAllowed,
    PrerequisiteMissing,
    RegistrationClosed,
)
from lms.records.models import Cohort, Completion, Enrolment, EnrolmentEvent
from lms.records.services.enrolment import enrol, give_free_places, move_enrolment, withdraw
from lms.records.transitions import MOVES, Party
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.records import (
    make_affiliation,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_trainee,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(roles):
    return make_user(role=Role.COORDINATOR)


def enrol_oneself(cohort, person=None):
    person = person or make_trainee()
    return enrol(cohort=cohort, person=person, actor=person.user)


def states(cohort):
    return list(cohort.enrolments.order_by("pk").values_list("state", flat=True))


def test_enrol_freezes_who_the_person_is():
    organisation = make_organisation()
    person = make_trainee(gender="woman", birth_year=timezone.localdate().year - 30, province="17")
    make_affiliation(
        person=person, organisation=organisation, position="Nurse", cadre=Cadre.SOCIAL_WORKER
    )
    enrolment = enrol_oneself(make_cohort(), person)
    assert (
        enrolment.state,
        enrolment.organisation,
        enrolment.position,
        enrolment.cadre,
        enrolment.gender,
        enrolment.age_band,
        enrolment.province,
    ) == ("enrolled", organisation, "Nurse", "social-worker", "woman", "25-34", "17")


def test_enrol_in_a_past_cohort_freezes_the_organisation_of_that_time(coordinator):
    then, now = make_organisation(), make_organisation()
    person = make_person(birth_year=2000)
    make_affiliation(
        person=person, organisation=then, started_on=date(2020, 1, 1), ended_on=date(2024, 1, 1)
    )
    make_affiliation(person=person, organisation=now, started_on=date(2024, 1, 2))
    cohort = make_cohort(starts_on=date(2022, 3, 1), ends_on=date(2022, 3, 4), state="running")
    enrolment = enrol(cohort=cohort, person=person, actor=coordinator)
    assert (enrolment.organisation, enrolment.age_band) == (then, "18-24")


def test_enrol_writes_one_event():
    enrolment = enrol_oneself(make_cohort())
    event = EnrolmentEvent.objects.get()
    assert (event.enrolment, event.from_state, event.to_state, event.actor) == (
        enrolment,
        "",
        "enrolled",
        enrolment.person.user,
    )


def test_enrol_twice_returns_the_first_enrolment():
    cohort, person = make_cohort(), make_trainee()
    assert enrol_oneself(cohort, person) == enrol_oneself(cohort, person)
    assert EnrolmentEvent.objects.count() == 1


def test_enrol_after_approval_only_applies(coordinator):
    cohort = make_cohort(enrolment_policy=EnrolmentPolicy.APPROVAL, capacity=1)
    assert enrol_oneself(cohort).state == "applied"
    assert enrol(cohort=cohort, person=make_person(), actor=coordinator).state == "enrolled"
    assert enrol_oneself(cohort).state == "applied"


def test_enrol_in_a_full_cohort_waits():
    cohort = make_cohort(capacity=1)
    enrol_oneself(cohort)
    assert enrol_oneself(cohort).state == "waiting"


def test_a_newcomer_does_not_overtake_those_who_wait():
    cohort = make_cohort(capacity=1)
    for _ in range(3):
        enrol_oneself(cohort)
    Cohort.objects.filter(pk=cohort.pk).update(capacity=2)
    enrol_oneself(cohort)
    assert states(cohort) == ["enrolled", "enrolled", "waiting", "waiting"]


@pytest.mark.parametrize(
    "fields",
    [
        {"registration_opens_on": timezone.localdate() + timedelta(days=1)},
        {"registration_closes_on": timezone.localdate() - timedelta(days=1)},
        {"state": CohortState.CLOSED},
        {"state": CohortState.CANCELLED},
    ],
)
def test_enrol_outside_registration_is_refused(fields):
    cohort = make_cohort(**fields)
    with pytest.raises(RegistrationClosed):
        enrol_oneself(cohort)
    assert not Cohort.objects.open_for_enrolment().filter(pk=cohort.pk).exists()
    assert not cohort.registration_is_open()


def test_a_coordinator_enrols_outside_registration_but_not_after_the_end(coordinator):
    late = make_cohort(registration_closes_on=timezone.localdate() - timedelta(days=1))
    assert enrol(cohort=late, person=make_person(), actor=coordinator).state == "enrolled"
    with pytest.raises(RegistrationClosed):
        enrol(cohort=make_cohort(state="closed"), person=make_person(), actor=coordinator)


def test_nobody_enrols_someone_else(coordinator):
    cohort = make_cohort()
    for actor in (make_trainee().user, make_user(role=Role.TRAINER), AnonymousUser()):
        with pytest.raises(PermissionDenied):
            enrol(cohort=cohort, person=make_person(), actor=actor)


def test_enrol_names_the_missing_prerequisite():
    first = make_course(title="Foundations")
    course = make_course()
    CoursePrerequisite.objects.create(page=course, course=first)
    cohort, person = make_cohort(course=course), make_trainee()
    with pytest.raises(PrerequisiteMissing, match="Foundations"):
        enrol_oneself(cohort, person)
    done = make_enrolment(cohort=make_cohort(course=first), person=person, state="completed")
    Completion.objects.create(
        enrolment=done,
        course_key=first.translation_key,
        completed_on=timezone.localdate(),
        rule={},
        figures={},
    )
    assert enrol_oneself(cohort, person).state == "enrolled"


def test_withdraw_gives_the_place_to_the_first_in_line():
    cohort = make_cohort(capacity=1)
    first, second, third = (enrol_oneself(cohort) for _ in range(3))
    withdraw(enrolment=first, actor=first.person.user, reason="ill")
    assert states(cohort) == ["withdrawn", "enrolled", "waiting"]
    events = list(EnrolmentEvent.objects.order_by("pk")[3:].values_list("to_state", "actor"))
    assert events == [("withdrawn", first.person.user.pk), ("enrolled", None)]
    assert (second.events.count(), third.events.count()) == (2, 1)


def test_coming_back_after_withdrawing_goes_to_the_end_of_the_line():
    cohort = make_cohort(capacity=1)
    first, second, third = (enrol_oneself(cohort) for _ in range(3))
    withdraw(enrolment=second, actor=second.person.user)
    assert enrol_oneself(cohort, second.person) == second
    withdraw(enrolment=first, actor=first.person.user)
    third.refresh_from_db()
    assert third.state == "enrolled"


def test_a_declined_person_is_told_and_a_coordinator_may_take_them_in(coordinator):
    cohort = make_cohort(enrolment_policy=EnrolmentPolicy.APPROVAL)
    enrolment = enrol_oneself(cohort)
    move_enrolment(enrolment=enrolment, to="declined", actor=coordinator)
    with pytest.raises(EnrolmentDeclined):
        enrol_oneself(cohort, enrolment.person)
    assert enrol(cohort=cohort, person=enrolment.person, actor=coordinator).state == "enrolled"


def test_accepting_beyond_the_last_place_is_refused(coordinator):
    cohort = make_cohort(capacity=1, enrolment_policy=EnrolmentPolicy.APPROVAL)
    first, second = enrol_oneself(cohort), enrol_oneself(cohort)
    move_enrolment(enrolment=first, to="enrolled", actor=coordinator)
    with pytest.raises(CohortFull):
        move_enrolment(enrolment=second, to="enrolled", actor=coordinator)
    assert states(cohort) == ["enrolled", "applied"]


def test_a_stale_page_cannot_repeat_a_move(coordinator):
    stale = make_enrolment()
    fresh = Enrolment.objects.get(pk=stale.pk)
    withdraw(enrolment=fresh, actor=coordinator)
    with pytest.raises(MoveNotAllowed):
        withdraw(enrolment=stale, actor=coordinator)
    assert EnrolmentEvent.objects.count() == 1


def test_a_closed_cohort_takes_nobody_in(coordinator):
    enrolment = make_enrolment(cohort=make_cohort(state="closed"), state="waiting")
    with pytest.raises(CohortOver):
        move_enrolment(enrolment=enrolment, to="enrolled", actor=coordinator)
    assert give_free_places(cohort=enrolment.cohort) == []


def test_give_free_places_fills_up_to_the_capacity():
    cohort = make_cohort(capacity=1)
    for _ in range(4):
        enrol_oneself(cohort)
    cohort.capacity = 3
    cohort.save()
    assert len(give_free_places(cohort=cohort)) == 2
    assert states(cohort) == ["enrolled", "enrolled", "enrolled", "waiting"]


@pytest.mark.parametrize(
    "move", [m for m in MOVES if m.source], ids=lambda m: f"{m.source}-{m.target}"
)
def test_every_move_is_for_those_it_names(move, coordinator):
    trainer = make_person(role=Role.TRAINER)
    cohort = make_cohort(trainers=[trainer])
    person = make_trainee()
    organisation = make_organisation()
    make_affiliation(person=person, organisation=organisation)
    focal_point = make_trainee(role=Role.FOCAL_POINT)
    make_affiliation(person=focal_point, organisation=organisation, is_focal_point=True)
    actors = {
        Party.PERSON: person.user,
        Party.FOCAL_POINT: focal_point.user,
        Party.TRAINER: trainer.user,
        Party.COORDINATOR: coordinator,
        Party.SYSTEM: None,
    }
    enrolment = make_enrolment(
        cohort=cohort, person=person, organisation=organisation, state=move.source
    )
    for party, actor in actors.items():
        Enrolment.objects.filter(pk=enrolment.pk).update(state=move.source)
        if party in move.parties:
            moved = move_enrolment(enrolment=enrolment, to=move.target, actor=actor)
            assert moved.state == move.target
        else:
            with pytest.raises(PermissionDenied):
                move_enrolment(enrolment=enrolment, to=move.target, actor=actor)
    stranger = make_person(role=Role.TRAINER)
    Enrolment.objects.filter(pk=enrolment.pk).update(state=move.source)
    with pytest.raises(PermissionDenied):
        move_enrolment(enrolment=enrolment, to=move.target, actor=stranger.user)


def test_what_the_table_does_not_name_is_refused(coordinator):
    enrolment = make_enrolment(state="completed")
    for state in ("enrolled", "applied", "withdrawn", "", "nonsense"):
        with pytest.raises(MoveNotAllowed):
            move_enrolment(enrolment=enrolment, to=state, actor=coordinator)
    assert {move.target for move in MOVES} == set(EnrolmentState)

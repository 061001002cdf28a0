"""The doors into a cohort: oneself, the team, a nomination, a list, the door of the room."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from courses.models import CoursePrerequisite
from lms.records.enums import EnrolmentWay
from lms.records.exceptions import (
    CohortFull,
    CohortNotBegun,
    EnrolmentDeclined,
    NominationOnly,
    PrerequisiteMissing,
    QuotaFull,
    RegistrationClosed,
)
from lms.records.services.enrolment import enrol, move_enrolment
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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

YESTERDAY = timezone.localdate() - timedelta(days=1)
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def coordinator(roles):
    return make_user(role=Role.COORDINATOR)


@pytest.fixture
def trainer(roles):
    return make_trainee(role=Role.TRAINER)


@pytest.fixture
def organisation():
    return make_organisation()


@pytest.fixture
def focal_point(roles, organisation):
    person = make_trainee(role=Role.FOCAL_POINT)
    make_affiliation(person=person, organisation=organisation, is_focal_point=True)
    return person.user


def nominate(cohort, person, actor):
    return enrol(cohort=cohort, person=person, actor=actor, way=EnrolmentWay.NOMINATION)


def walk_in(cohort, person, actor, **fields):
    return enrol(cohort=cohort, person=person, actor=actor, way=EnrolmentWay.WALK_IN, **fields)


def test_the_way_is_kept_on_the_enrolment_and_its_event(coordinator):
    cohort, person = make_cohort(), make_trainee()
    ways = [
        enrol(cohort=cohort, person=person, actor=person.user),
        enrol(cohort=cohort, person=make_person(), actor=coordinator),
        enrol(cohort=cohort, person=make_person(), actor=coordinator, way=EnrolmentWay.IMPORT),
        walk_in(cohort, make_person(), coordinator),
        nominate(cohort, make_person(), coordinator),
    ]
    assert [enrolment.way for enrolment in ways] == [
        "self", "staff", "import", "walk-in", "nomination",
    ]  # fmt: skip
    assert [enrolment.events.get().way for enrolment in ways] == [e.way for e in ways]


@pytest.mark.parametrize(
    ("policy", "state"), [("open", "enrolled"), ("approval", "applied"), ("nomination", "applied")]
)
def test_a_focal_point_nominates_their_own_staff(focal_point, organisation, policy, state):
    cohort = make_cohort(enrolment_policy=policy)
    person = make_person(organisation=make_organisation())
    make_affiliation(
        person=person, organisation=organisation, position="Counsellor", is_volunteer=True
    )
    enrolment = nominate(cohort, person, focal_point)
    assert (
        enrolment.state,
        enrolment.nominated_by,
        enrolment.organisation,
        enrolment.position,
        enrolment.is_volunteer,
    ) == (state, focal_point, organisation, "Counsellor", True)


def test_a_focal_point_nominates_nobody_else(focal_point, organisation, trainer):
    gone = make_person()
    make_affiliation(person=gone, organisation=organisation, ended_on=YESTERDAY)
    for person, actor in (
        (make_person(organisation=make_organisation()), focal_point),
        (gone, focal_point),
        (make_person(organisation=organisation), trainer.user),
        (make_person(organisation=organisation), make_trainee().user),
    ):
        with pytest.raises(PermissionDenied):
            nominate(make_cohort(trainers=[trainer]), person, actor)


@pytest.mark.parametrize("way", [EnrolmentWay.STAFF, EnrolmentWay.IMPORT, EnrolmentWay.WALK_IN])
def test_other_doors_stay_shut_for_a_focal_point(focal_point, organisation, way):
    with pytest.raises(PermissionDenied):
        enrol(
            cohort=make_cohort(),
            person=make_person(organisation=organisation),
            actor=focal_point,
            way=way,
        )


def test_a_nomination_keeps_to_the_registration(focal_point, organisation, coordinator):
    cohort = make_cohort(registration_closes_on=YESTERDAY, enrolment_policy="nomination")
    person = make_person(organisation=organisation)
    with pytest.raises(RegistrationClosed):
        nominate(cohort, person, focal_point)
    assert nominate(cohort, person, coordinator).state == "applied"


def test_where_organisations_nominate_nobody_enrols_alone(coordinator):
    cohort, person = make_cohort(enrolment_policy="nomination"), make_trainee()
    with pytest.raises(NominationOnly):
        enrol(cohort=cohort, person=person, actor=person.user)
    assert enrol(cohort=cohort, person=person, actor=coordinator).state == "enrolled"


def test_a_focal_point_takes_a_nomination_back_but_decides_nothing(focal_point, organisation):
    cohort = make_cohort(enrolment_policy="nomination")
    enrolment = nominate(cohort, make_person(organisation=organisation), focal_point)
    with pytest.raises(PermissionDenied):
        move_enrolment(enrolment=enrolment, to="enrolled", actor=focal_point)
    assert move_enrolment(enrolment=enrolment, to="withdrawn", actor=focal_point).state == (
        "withdrawn"
    )


def test_the_trainer_takes_in_at_the_door_after_registration(trainer):
    cohort = make_cohort(
        trainers=[trainer], registration_closes_on=YESTERDAY, enrolment_policy="approval"
    )
    enrolment = walk_in(cohort, make_person(), trainer.user)
    assert (enrolment.state, enrolment.way) == ("enrolled", "walk-in")


def test_the_door_opens_on_the_day_the_cohort_begins_and_for_its_own_trainer(trainer, coordinator):
    early = make_cohort(trainers=[trainer], starts_on=TOMORROW, ends_on=TOMORROW)
    for actor in (trainer.user, coordinator):
        with pytest.raises(CohortNotBegun):
            walk_in(early, make_person(), actor)
    with pytest.raises(RegistrationClosed):
        walk_in(make_cohort(trainers=[trainer], state="closed"), make_person(), trainer.user)
    with pytest.raises(PermissionDenied):
        walk_in(make_cohort(), make_person(), trainer.user)


def test_a_full_room_is_the_coordinators_to_open(trainer, coordinator):
    organisation = make_organisation()
    full = make_cohort(trainers=[trainer], capacity=1)
    make_enrolment(cohort=full)
    quota = make_cohort(trainers=[trainer], organisation_quota=1)
    make_enrolment(cohort=quota, organisation=organisation)
    person = make_person(organisation=organisation)
    with pytest.raises(CohortFull):
        walk_in(full, person, trainer.user)
    with pytest.raises(QuotaFull):
        walk_in(quota, person, trainer.user)
    assert walk_in(full, person, coordinator).state == "enrolled"


@pytest.mark.parametrize("state", ["applied", "waiting", "withdrawn"])
def test_who_waited_gets_a_place_at_the_door(trainer, state):
    cohort = make_cohort(trainers=[trainer])
    enrolment = make_enrolment(cohort=cohort, state=state)
    walked_in = walk_in(cohort, enrolment.person, trainer.user)
    event = walked_in.events.get()
    assert (walked_in, walked_in.state, event.way) == (enrolment, "enrolled", "walk-in")


def test_who_was_declined_does_not_get_in_at_the_door(trainer):
    enrolment = make_enrolment(cohort=make_cohort(trainers=[trainer]), state="declined")
    with pytest.raises(EnrolmentDeclined):
        walk_in(enrolment.cohort, enrolment.person, trainer.user)


def test_the_trainer_moves_nobody_without_the_door(trainer):
    enrolment = make_enrolment(cohort=make_cohort(trainers=[trainer]), state="waiting")
    with pytest.raises(PermissionDenied):
        move_enrolment(enrolment=enrolment, to="enrolled", actor=trainer.user)


def test_without_the_course_before_a_reason_is_needed_and_kept(
    coordinator, trainer, focal_point, organisation
):
    course = make_course()
    CoursePrerequisite.objects.create(page=course, course=make_course(title="Foundations"))
    cohort = make_cohort(course=course, trainers=[trainer])
    for actor, way in (
        (coordinator, EnrolmentWay.STAFF),
        (coordinator, EnrolmentWay.IMPORT),
        (trainer.user, EnrolmentWay.WALK_IN),
    ):
        person = make_person()
        with pytest.raises(PrerequisiteMissing, match=r"Foundations.*write down why"):
            enrol(cohort=cohort, person=person, actor=actor, way=way, override_reason="  ")
        enrolment = enrol(
            cohort=cohort, person=person, actor=actor, way=way, override_reason="Taught it"
        )
        assert enrolment.override_reason == enrolment.events.get().reason == "Taught it"
    oneself, staff = make_trainee(), make_person(organisation=organisation)
    for person, actor, way in (
        (oneself, oneself.user, EnrolmentWay.SELF),
        (staff, focal_point, EnrolmentWay.NOMINATION),
    ):
        with pytest.raises(PrerequisiteMissing, match="Complete this first"):
            enrol(cohort=cohort, person=person, actor=actor, way=way, override_reason="I may")


def test_a_reason_nobody_needed_is_not_kept(coordinator):
    enrolment = enrol(
        cohort=make_cohort(), person=make_person(), actor=coordinator, override_reason="Why not"
    )
    assert (enrolment.override_reason, enrolment.events.get().reason) == ("", "")

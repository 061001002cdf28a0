"""Sessions, the register and the minutes it adds up to."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.records.exceptions import (
    CohortOver,
    InvalidMark,
    RegisterNotOpen,
    SessionCancelled,
    SessionTookPlace,
)
from lms.records.models import Attendance, Session
from lms.records.services.attendance_figures import attendance_summary
from lms.records.services.register import Mark, record_attendance
from lms.records.services.sessions import SessionPlan, cancel_session, schedule_sessions
from lms.roles import Role
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_person,
    make_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(roles):
    return make_person(role=Role.TRAINER)


@pytest.fixture
def cohort(trainer):
    return make_cohort(trainers=[trainer], venue="Hall")


def written(session):
    return list(session.attendances.order_by("enrolment_id").values_list("status", "minutes"))


def test_record_attendance_counts_minutes(cohort, trainer):
    session = make_session(cohort=cohort, planned_minutes=90)
    people = [make_enrolment(cohort=cohort) for _ in range(5)]
    statuses = [("present", 5), ("late", 60), ("left-early", 30), ("excused", 90), ("absent", None)]
    marks = [
        Mark(enrolment.pk, status, minutes)
        for enrolment, (status, minutes) in zip(people, statuses, strict=True)
    ]
    assert record_attendance(session=session, marks=marks, actor=trainer.user) == 5
    assert written(session) == [
        ("present", 90),
        ("late", 60),
        ("left-early", 30),
        ("excused", 0),
        ("absent", 0),
    ]


def test_record_attendance_twice_changes_nothing_and_keeps_when(cohort, trainer):
    session, enrolment = make_session(cohort=cohort), make_enrolment(cohort=cohort)
    marks = [Mark(enrolment.pk, "present")]
    record_attendance(session=session, marks=marks, actor=trainer.user)
    first = Attendance.objects.get()
    assert record_attendance(session=session, marks=marks, actor=trainer.user) == 0
    assert Attendance.objects.get().recorded_at == first.recorded_at
    changed = [Mark(enrolment.pk, "late", 20)]
    assert record_attendance(session=session, marks=changed, actor=trainer.user) == 1
    assert written(session) == [("late", 20)]


def test_record_attendance_of_forty_takes_few_queries(
    cohort, trainer, django_assert_max_num_queries
):
    session = make_session(cohort=cohort)
    marks = [Mark(make_enrolment(cohort=cohort).pk, "present") for _ in range(40)]
    with django_assert_max_num_queries(10):
        record_attendance(session=session, marks=marks, actor=trainer.user)
    assert session.attendances.count() == 40


@pytest.mark.parametrize("minutes", [None, 0, -5, 121])
def test_minutes_must_fit_the_session_and_nothing_is_written(cohort, trainer, minutes):
    session = make_session(cohort=cohort, planned_minutes=120)
    marks = [
        Mark(make_enrolment(cohort=cohort).pk, "present"),
        Mark(make_enrolment(cohort=cohort).pk, "late", minutes),
    ]
    with pytest.raises(InvalidMark):
        record_attendance(session=session, marks=marks, actor=trainer.user)
    assert written(session) == []


def test_only_those_with_a_place_are_marked(cohort, trainer):
    session = make_session(cohort=cohort)
    for enrolment in (make_enrolment(), make_enrolment(cohort=cohort, state="withdrawn")):
        with pytest.raises(InvalidMark):
            record_attendance(
                session=session, marks=[Mark(enrolment.pk, "present")], actor=trainer.user
            )


def test_the_register_opens_on_the_day(cohort, trainer):
    tomorrow = make_session(cohort=cohort, starts_at=timezone.now() + timedelta(days=1))
    with pytest.raises(RegisterNotOpen):
        record_attendance(session=tomorrow, marks=[], actor=trainer.user)


def test_a_closed_cohort_takes_no_new_plans(cohort, trainer):
    session = make_session(cohort=cohort)
    cohort.state = "closed"
    cohort.save()
    for refused in (
        lambda: cancel_session(session=session, actor=trainer.user),
        lambda: schedule_sessions(cohort=cohort, plans=[], actor=trainer.user),
    ):
        with pytest.raises(CohortOver):
            refused()


def test_only_the_cohorts_trainers_and_coordinators_write(cohort, trainer):
    session = make_session(cohort=cohort)
    for person in (make_person(role=Role.TRAINER), make_person(role=Role.TRAINEE)):
        for refused in (
            lambda user: record_attendance(session=session, marks=[], actor=user),
            lambda user: cancel_session(session=session, actor=user),
            lambda user: schedule_sessions(cohort=cohort, plans=[], actor=user),
        ):
            with pytest.raises(PermissionDenied):
                refused(person.user)
    coordinator = make_person(role=Role.COORDINATOR)
    assert record_attendance(session=session, marks=[], actor=coordinator.user) == 0


def test_schedule_sessions_in_bulk_at_the_cohorts_venue(cohort, trainer):
    now = timezone.now()
    plans = [
        SessionPlan(topic="Morning", starts_at=now, planned_minutes=180),
        SessionPlan(topic="Field", starts_at=now, planned_minutes=60, venue="Village"),
    ]
    schedule_sessions(cohort=cohort, plans=plans, actor=trainer.user)
    assert list(
        Session.objects.order_by("pk").values_list("topic", "planned_minutes", "venue")
    ) == [
        ("Morning", 180, "Hall"),
        ("Field", 60, "Village"),
    ]


def test_a_cancelled_session_counts_for_nobody(cohort, trainer):
    enrolment = make_enrolment(cohort=cohort)
    held, cancelled = make_session(cohort=cohort), make_session(cohort=cohort)
    record_attendance(session=held, marks=[Mark(enrolment.pk, "present")], actor=trainer.user)
    cancel_session(session=cancelled, actor=trainer.user)
    with pytest.raises(SessionCancelled):
        record_attendance(session=cancelled, marks=[], actor=trainer.user)
    with pytest.raises(SessionTookPlace):
        cancel_session(session=held, actor=trainer.user)
    assert attendance_summary(cohort)[enrolment.pk].percent == Decimal("100.00")

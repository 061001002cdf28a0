"""What the registers add up to, and who is at risk."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from lms.records.services.at_risk import people_at_risk
from lms.records.services.attendance_figures import attendance_summary, read_attendance
from lms.records.services.register import Mark, record_attendance
from lms.roles import Role
from tests.factories.learning import attend, finish_lesson, make_taught_course, take_test
from tests.factories.records import make_cohort, make_enrolment, make_person, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(roles):
    return make_person(role=Role.TRAINER)


@pytest.fixture
def cohort(trainer):
    return make_cohort(trainers=[trainer], venue="Hall")


def test_attendance_summary_rounds_down_and_sees_the_risk(cohort, trainer):
    cohort.course.attendance_percent = 80
    good, weak, gone = (make_enrolment(cohort=cohort) for _ in range(3))
    first = make_session(cohort=cohort, planned_minutes=90)
    make_session(cohort=cohort, planned_minutes=180, starts_at=timezone.now() + timedelta(days=1))
    marks = [
        Mark(good.pk, "present"),
        Mark(weak.pk, "late", 71),
        Mark(gone.pk, "excused"),
    ]
    record_attendance(session=first, marks=marks, actor=trainer.user)
    summary = attendance_summary(cohort)
    figures = {
        pk: (f.minutes, f.planned_minutes, f.percent, f.percent_so_far, f.at_risk)
        for pk, f in summary.items()
    }
    assert figures == {
        good.pk: (90, 270, Decimal("33.33"), Decimal("100.00"), False),
        weak.pk: (71, 270, Decimal("26.29"), Decimal("78.88"), True),
        gone.pk: (0, 270, Decimal("0.00"), Decimal("0.00"), True),
    }


def test_attendance_summary_without_sessions_is_zero_and_no_risk(cohort):
    enrolment = make_enrolment(cohort=cohort)
    make_enrolment(cohort=cohort, state="waiting")
    (figures,) = attendance_summary(cohort).values()
    assert (figures.percent, figures.percent_so_far, figures.at_risk) == (0, 0, False)
    assert list(attendance_summary(cohort)) == [enrolment.pk]


@pytest.mark.parametrize("rows", [1, 30])
def test_attendance_summary_takes_three_queries(cohort, trainer, rows, django_assert_num_queries):
    for _ in range(rows):
        enrolment = make_enrolment(cohort=cohort)
        session = make_session(cohort=cohort)
        record_attendance(
            session=session, marks=[Mark(enrolment.pk, "present")], actor=trainer.user
        )
    with django_assert_num_queries(3):
        attendance_summary(cohort)


# -- What may still be missed -------------------------------------------------------------


def in_days(days):
    return timezone.now() + timedelta(days=days)


def test_what_may_still_be_missed_is_what_the_rule_leaves(cohort):
    """Ten hours, 80% needed: two hours may be missed in all."""
    held = make_session(cohort=cohort, planned_minutes=300, starts_at=in_days(-1))
    make_session(cohort=cohort, planned_minutes=300, starts_at=in_days(1))
    cases = {300: (120, False), 210: (30, False), 180: (0, False), 179: (-1, True)}
    enrolments = {minutes: make_enrolment(cohort=cohort) for minutes in cases}
    for minutes, enrolment in enrolments.items():
        attend(enrolment=enrolment, minutes=minutes, session=held)
    figures = attendance_summary(cohort)
    assert {
        minutes: (figures[e.pk].can_miss, figures[e.pk].is_out_of_reach)
        for minutes, e in enrolments.items()
    } == cases


def test_who_is_not_marked_yet_has_lost_nothing_today_but_a_past_session(cohort):
    came, unmarked = make_enrolment(cohort=cohort), make_enrolment(cohort=cohort)
    now = timezone.localtime().replace(hour=12)
    today = make_session(cohort=cohort, planned_minutes=100, starts_at=now)
    make_session(cohort=cohort, planned_minutes=400, starts_at=in_days(2))
    attend(enrolment=came, minutes=100, session=today)
    assert attendance_summary(cohort)[unmarked.pk].can_miss == 100
    today.starts_at = now - timedelta(days=1)
    today.save()
    assert attendance_summary(cohort)[unmarked.pk].can_miss == 0


def test_sessions_and_cohort_are_added_up(cohort):
    first, second = (make_session(cohort=cohort, planned_minutes=120) for _ in range(2))
    one, other, _third = (make_enrolment(cohort=cohort) for _ in range(3))
    attend(enrolment=one, minutes=120, session=first)
    attend(enrolment=other, minutes=0, session=first)
    attendance = read_attendance(cohort.enrolments.select_related("cohort__course"))
    session = attendance.sessions[first.pk]
    assert (session.people, session.marked, session.came) == (3, 2, 1)
    assert (session.percent, session.hours) == (Decimal("33.33"), Decimal("2.0"))
    assert attendance.sessions[second.pk].marked == 0
    assert (attendance.percent_so_far, attendance.hours) == (Decimal("33.33"), Decimal("2.0"))


# -- At risk ------------------------------------------------------------------------------


@pytest.fixture
def taught(trainer):
    """Ten days, today the sixth; four lessons, a post-test, one session of yesterday held."""
    cohort = make_cohort(
        course=make_taught_course(lessons=4),
        trainers=[trainer],
        starts_on=timezone.localdate() - timedelta(days=5),
        ends_on=timezone.localdate() + timedelta(days=4),
    )
    cohort.session = make_session(cohort=cohort, planned_minutes=100, starts_at=in_days(-1))
    make_session(cohort=cohort, planned_minutes=100, starts_at=in_days(1))
    return cohort


def enrolled(cohort, *, minutes=100, lessons=4, right=None):
    enrolment = make_enrolment(cohort=cohort)
    attend(enrolment=enrolment, minutes=minutes)
    for lesson in cohort.course.all_lessons[:lessons]:
        finish_lesson(person=enrolment.person, lesson=lesson)
    if right is not None:
        take_test(person=enrolment.person, assessment=cohort.course.post_test, right=right)
    return enrolment


@pytest.mark.parametrize(
    ("did", "reasons"),
    [
        ({}, []),
        ({"lessons": 1}, []),  # two are due, half of that is enough
        ({"lessons": 0}, ["Lessons done: 0 of 4."]),
        (
            {"minutes": 70},
            ["Attendance so far 70%; 80% are needed. Can still miss: 10 minutes."],
        ),
        ({"minutes": 0}, ["Cannot reach 80% of the training time any more."]),
        ({"right": 2}, ["Post-test 50%; 75% are needed."]),
        ({"right": 3}, []),
    ],
)
def test_people_are_at_risk_where_they_fall_behind(taught, did, reasons):
    enrolled(taught, **did)
    assert [person.reasons for person in people_at_risk(taught)] == ([reasons] if reasons else [])


def test_on_the_last_day_what_is_missing_counts(taught):
    enrolled(taught, lessons=3)
    (person,) = people_at_risk(taught, on=taught.ends_on)
    assert person.reasons == ["Lessons done: 3 of 4.", "Post-test not taken."]


def test_nobody_is_at_risk_before_the_beginning_or_after_the_closing(taught):
    enrolled(taught, minutes=0)
    assert people_at_risk(taught, on=taught.starts_on - timedelta(days=1)) == []
    taught.state = "closed"
    assert people_at_risk(taught) == []


@pytest.mark.parametrize("people", [1, 20])
def test_people_at_risk_takes_nine_queries(taught, people, django_assert_max_num_queries):
    for _ in range(people):
        attend(enrolment=make_enrolment(cohort=taught), minutes=0)
    with django_assert_max_num_queries(9):
        assert len(people_at_risk(taught)) == people

"""What two phones mark in one register, and what is corrected later."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.records.exceptions import (
    CohortOver,
    InvalidMark,
    ReasonMissing,
    RegisterNotOpen,
    SessionCancelled,
)
from lms.records.services.register import Mark, is_correction, merge_marks, record_attendance
from lms.roles import Role
from tests.factories.records import make_cohort, make_enrolment, make_person, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def trainer():
    return make_person(role=Role.TRAINER)


@pytest.fixture
def session(trainer):
    return make_session(cohort=make_cohort(trainers=[trainer]), planned_minutes=120)


@pytest.fixture
def someone(session):
    return make_enrolment(cohort=session.cohort)


def standing(session):
    return list(
        session.attendances.order_by("enrolment_id").values_list("status", "minutes", "source")
    )


def changes(session):
    return list(
        session.changes.values_list(
            "from_status", "from_minutes", "to_status", "to_minutes", "reason"
        )
    )


def merge(session, actor, *marks, reason=""):
    return merge_marks(session=session, marks=list(marks), actor=actor.user, reason=reason)


def test_a_mark_nobody_has_seen_is_not_written_over(session, someone, trainer):
    other = make_person(role=Role.COORDINATOR)
    merge(session, other, Mark(someone.pk, "late", 100, known=(None,)))
    second = make_enrolment(cohort=session.cohort)
    merged = merge(
        session,
        trainer,
        Mark(someone.pk, "present", known=(None,)),
        Mark(second.pk, "absent", known=(None,)),
    )
    (conflict,) = merged.conflicts
    assert (conflict.enrolment_id, conflict.wanted) == (someone.pk, ("present", 120))
    assert (conflict.standing.status, conflict.standing.recorded_by) == ("late", other.user)
    assert (merged.changed, merged.refused) == (1, [])
    assert standing(session) == [("late", 100, "register"), ("absent", 0, "register")]
    assert merged.standing == {someone.pk: ("late", 100), second.pk: ("absent", 0)}


def test_what_was_seen_is_written_over_and_kept(session, someone, trainer):
    merge(session, trainer, Mark(someone.pk, "late", 100, known=(None,)))
    merged = merge(session, trainer, Mark(someone.pk, "present", known=(("late", 100),)))
    assert (merged.changed, merged.conflicts) == (1, [])
    assert standing(session) == [("present", 120, "register")]
    assert changes(session) == [("late", 100, "present", 120, "")]


def test_the_same_mark_again_changes_nothing_whatever_was_seen(session, someone, trainer):
    for known in (None, (None,), (("absent", 0),)):
        merge(session, trainer, Mark(someone.pk, "late", 60, known=known))
    assert standing(session) == [("late", 60, "register")]
    assert changes(session) == []


def test_what_a_phone_sent_without_hearing_back_is_its_own(session, someone, trainer):
    merge(session, trainer, Mark(someone.pk, "absent", known=(None,)))  # the answer was lost
    merged = merge(session, trainer, Mark(someone.pk, "late", 30, known=(None, ("absent", 0))))
    assert (merged.changed, merged.conflicts) == (1, [])
    assert standing(session) == [("late", 30, "register")]


def test_one_mark_that_does_not_fit_holds_up_nobody(session, someone, trainer):
    second, gone = make_enrolment(cohort=session.cohort), make_enrolment()
    marks = [
        Mark(someone.pk, "late", 121, known=(None,)),
        Mark(gone.pk, "present", known=(None,)),
        Mark(second.pk, "present", known=(None,)),
    ]
    merged = merge(session, trainer, *marks)
    assert [refusal.enrolment_id for refusal in merged.refused] == [someone.pk, gone.pk]
    assert standing(session) == [("present", 120, "register")]
    with pytest.raises(InvalidMark):
        record_attendance(session=session, marks=marks[1:], actor=trainer.user)
    with pytest.raises(InvalidMark):
        record_attendance(session=session, marks=[Mark(someone.pk, "asleep")], actor=trainer.user)


def begin_days_ago(session, days):
    session.starts_at = timezone.now() - timedelta(days=days)
    session.save()


@pytest.mark.parametrize(("days", "is_needed"), [(0, False), (3, False), (4, True)])
def test_writing_over_an_old_mark_takes_a_reason(session, someone, trainer, days, is_needed):
    merge(session, trainer, Mark(someone.pk, "absent"))
    begin_days_ago(session, days)
    second = make_enrolment(cohort=session.cohort)
    assert is_correction(session) == is_needed
    marks = Mark(someone.pk, "late", 90, known=(("absent", 0),)), Mark(second.pk, "present")
    merged = merge(session, trainer, *marks)
    assert [type(refusal.problem) for refusal in merged.refused] == [ReasonMissing] * is_needed
    # Filling in late what was empty is no correction.
    assert session.attendances.get(enrolment=second).status == "present"
    merge(session, trainer, *marks, reason="She came at ten")
    assert session.attendances.get(enrolment=someone).minutes == 90
    assert changes(session) == [("absent", 0, "late", 90, "She came at ten" if is_needed else "")]


def test_a_closed_cohort_is_corrected_with_a_reason_only(session, someone, trainer):
    session.cohort.state = "closed"
    session.cohort.save()
    someone.state = "not-completed"
    someone.save()
    with pytest.raises(ReasonMissing):
        record_attendance(session=session, marks=[Mark(someone.pk, "present")], actor=trainer.user)
    merge(session, trainer, Mark(someone.pk, "present"), reason="The sheet was found")
    assert standing(session) == [("present", 120, "correction")]
    assert changes(session) == [("", None, "present", 120, "The sheet was found")]


def test_a_register_that_takes_no_marks(session, someone, trainer):
    for state, fields, refusal in [
        ("cancelled", {}, CohortOver),
        ("running", {"cancelled_at": timezone.now()}, SessionCancelled),
        ("running", {"starts_at": timezone.now() + timedelta(days=1)}, RegisterNotOpen),
    ]:
        other = make_session(cohort=session.cohort, **fields)
        session.cohort.state = state
        session.cohort.save()
        with pytest.raises(refusal):
            merge(other, trainer)
    with pytest.raises(PermissionDenied):
        merge(session, make_person(role=Role.TRAINER))


@pytest.mark.parametrize("rows", [1, 40])
def test_merging_takes_few_queries(session, trainer, rows, django_assert_max_num_queries):
    people = [make_enrolment(cohort=session.cohort) for _ in range(rows)]
    merge(session, trainer, *(Mark(person.pk, "absent") for person in people))
    marks = [Mark(person.pk, "present", known=(("absent", 0),)) for person in people]
    with django_assert_max_num_queries(10):
        assert merge(session, trainer, *marks).changed == rows
    assert session.changes.count() == rows

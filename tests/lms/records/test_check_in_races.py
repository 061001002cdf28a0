"""Check-in and closing with many at once, on a database with real locks."""

import pytest
from django.utils import timezone

from certificates.models import Certificate
from home.roles import setup_groups
from lms.records.models import Attendance, CohortClosing, Completion, EnrolmentEvent
from lms.records.services.check_in import check_in
from lms.records.services.closing import ClosingUnderWay, ask_for_closing, run_closing
from lms.records.services.register import Mark, record_attendance
from lms.roles import Role
from tests.everywhere import restore_migrated
from tests.factories.courses import make_course
from tests.factories.learning import attend, make_ended_cohort
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_person,
    make_session,
    make_trainee,
)
from tests.lms.records.test_races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def site(transactional_db):
    """A test with real transactions empties the database behind it."""
    restore_migrated()
    setup_groups()


def test_double_check_in_counts_once_twenty_times_in_a_row():
    trainer = make_person(role=Role.TRAINER)
    cohort, person = make_cohort(trainers=[trainer]), make_trainee()
    enrolment = make_enrolment(cohort=cohort, person=person)
    for _ in range(20):
        session = make_session(cohort=cohort, starts_at=timezone.now())

        def act(number, session=session):
            if number == 0:
                marks = [Mark(enrolment.pk, "excused")]
                return record_attendance(session=session, marks=marks, actor=trainer.user)
            return check_in(session=session, person=person, at=timezone.now(), actor=person.user).pk

        at_once(act, range(6))
        # Whoever came first, the trainer's word is the last.
        mark = Attendance.objects.get(session=session)
        assert (mark.status, mark.minutes) == ("excused", 0)


def test_a_cohort_is_closed_once_by_two_workers_and_asked_for_once():
    trainer = make_person(role=Role.TRAINER)
    cohort = make_ended_cohort(course=make_course(), trainers=[trainer])
    for _ in range(6):
        attend(enrolment=make_enrolment(cohort=cohort), minutes=100)

    def ask(_):
        try:
            return ask_for_closing(cohort=cohort, actor=trainer.user).pk
        except ClosingUnderWay:
            return None

    CohortClosing.objects.create(cohort=cohort)
    assert set(at_once(ask, range(5))) == {None}
    closing = CohortClosing.objects.get()
    closing.asked_by = trainer.user
    closing.save()
    at_once(lambda _: run_closing(closing_pk=closing.pk).state, range(3))
    closing.refresh_from_db()
    assert (closing.state, closing.done) == ("done", 6)
    assert Completion.objects.count() == Certificate.objects.count() == 6
    assert EnrolmentEvent.objects.filter(to_state="completed").count() == 6

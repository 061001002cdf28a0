"""Two phones on one register, on a database with real locks."""

from uuid import uuid4

import pytest

from lms.records.models import Enrolment, Person
from lms.records.services.register import Mark, merge_marks
from lms.records.services.walk_ins import NewPerson, take_in_newcomer
from tests.factories.accounts import make_user
from tests.factories.records import make_cohort, make_enrolment, make_session
from tests.lms.records.test_races import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("root_page"),
]


def test_two_phones_never_lose_a_mark():
    """Twenty registers: each person marked by both phones differently, by one, or alike."""
    users = [make_user(is_superuser=True) for _phone in range(2)]
    cohort = make_cohort()
    disputed, alike, firsts, seconds = (make_enrolment(cohort=cohort).pk for _ in range(4))
    for _round in range(20):
        session = make_session(cohort=cohort)
        statuses = [
            {disputed: "late", alike: "absent", firsts: "excused"},
            {disputed: "left-early", alike: "absent", seconds: "present"},
        ]

        def send(phone, session=session, statuses=statuses):
            marks = [Mark(pk, status, 60, known=(None,)) for pk, status in statuses[phone].items()]
            merged = merge_marks(session=session, marks=marks, actor=users[phone])
            return [(conflict.enrolment_id, conflict.wanted[0]) for conflict in merged.conflicts]

        first, second = at_once(send, [0, 1])
        stands = dict(session.attendances.values_list("enrolment", "status"))
        lost = {"late", "left-early"} - {stands.pop(disputed)}
        assert stands == {alike: "absent", firsts: "excused", seconds: "present"}
        assert first + second == [(disputed, lost.pop())]
        assert session.changes.count() == 0


def test_a_walk_in_sent_by_page_and_worker_at_once_is_one_person():
    user, session = make_user(is_superuser=True), make_session()
    for round_ in range(5):
        key, newcomer = uuid4(), NewPerson(family_name="Sok", given_name=f"{round_}", gender="man")
        enrolments = at_once(
            lambda _, key=key, newcomer=newcomer: (
                take_in_newcomer(session=session, newcomer=newcomer, key=key, actor=user).pk
            ),
            range(2),
        )
        assert len(set(enrolments)) == 1
    assert Enrolment.objects.count() == Person.objects.filter(accession="walk-in").count() == 5
    assert session.attendances.count() == 5

"""Many at once for the places of a cohort, of an organisation, and those that become free."""

import pytest

from lms.records.exceptions import CohortFull
from lms.records.models import Enrolment, EnrolmentEvent, Message
from lms.records.services.enrolling_lists import enrol_list
from lms.records.services.enrolment import enrol, give_free_places, move_enrolment, withdraw
from lms.records.services.messages import tell_cohort
from tests.factories.accounts import make_user
from tests.factories.records import make_cohort, make_enrolment, make_organisation, make_trainee
from tests.lms.records.test_races import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("root_page"),
]

THREADS = 24


def count(cohort, state):
    return cohort.enrolments.filter(state=state).count()


def test_many_for_the_last_place_of_their_organisation():
    ours, theirs = make_organisation(), make_organisation()
    cohort = make_cohort(organisation_quota=3, capacity=5)
    people = [make_trainee(organisation=(ours, theirs)[n % 2]) for n in range(THREADS)]
    at_once(lambda person: enrol(cohort=cohort, person=person, actor=person.user).pk, people)
    held = Enrolment.objects.holding_a_place()
    by_organisation = sorted(held.filter(organisation=o).count() for o in (ours, theirs))
    assert by_organisation == [2, 3]
    assert count(cohort, "waiting") == THREADS - 5
    assert EnrolmentEvent.objects.count() == THREADS


def test_applications_at_once_claim_no_more_than_the_quota():
    ours = make_organisation()
    cohort = make_cohort(organisation_quota=3, enrolment_policy="approval")
    people = [make_trainee(organisation=ours) for _ in range(THREADS)]
    at_once(lambda person: enrol(cohort=cohort, person=person, actor=person.user).pk, people)
    assert (count(cohort, "applied"), count(cohort, "waiting")) == (3, THREADS - 3)


def test_places_given_up_at_once_each_go_to_one_who_waits():
    cohort = make_cohort(capacity=THREADS)
    leaving = [make_enrolment(cohort=cohort, person=make_trainee()) for _ in range(THREADS)]
    waiting = [
        make_enrolment(cohort=cohort, state="waiting", person=make_trainee(email=f"{n}@x.example"))
        for n in range(THREADS)
    ]
    at_once(lambda e: withdraw(enrolment=e, actor=e.person.user).pk, leaving)
    assert {e.state for e in Enrolment.objects.filter(pk__in=[e.pk for e in waiting])} == {
        "enrolled"
    }
    assert EnrolmentEvent.objects.count() == 2 * THREADS
    told = Message.objects.filter(kind="enrolled").values_list("person", flat=True)
    assert sorted(told) == sorted(e.person_id for e in waiting)


def test_more_places_and_someone_leaving_give_no_place_twice():
    cohort = make_cohort(capacity=4)
    leaving = [make_enrolment(cohort=cohort, person=make_trainee()) for _ in range(4)]
    for _ in range(THREADS):
        make_enrolment(cohort=cohort, state="waiting")
    cohort.capacity = 8
    cohort.save()
    at_once(
        lambda e: (
            withdraw(enrolment=e, actor=e.person.user) if e else give_free_places(cohort=cohort)
        ),
        [*leaving, None, None, None, None],
    )
    assert (count(cohort, "enrolled"), count(cohort, "waiting")) == (8, THREADS - 8)


def test_two_coordinators_accept_into_the_last_place():
    cohort = make_cohort(capacity=2, enrolment_policy="approval")
    coordinator = make_user(is_superuser=True)
    applied = [make_enrolment(cohort=cohort, state="applied") for _ in range(THREADS)]

    def accept(enrolment):
        try:
            return move_enrolment(enrolment=enrolment, to="enrolled", actor=coordinator).state
        except CohortFull:
            return "full"

    assert sorted(at_once(accept, applied)) == ["enrolled"] * 2 + ["full"] * (THREADS - 2)


def test_a_cohort_told_from_many_workers_hears_it_once():
    cohort = make_cohort()
    for _ in range(10):
        make_enrolment(cohort=cohort)
    at_once(lambda _: tell_cohort(cohort=cohort, kind="reminder", key="r"), range(8))
    assert Message.objects.exclude(state="dropped").count() == 10
    assert Message.objects.count() == 10


def test_lists_at_once_give_no_place_twice():
    ours = make_organisation()
    cohort = make_cohort(capacity=20, organisation_quota=9)
    shared = [make_trainee(organisation=ours) for _ in range(10)]
    lists = [[*shared, *(make_trainee() for _ in range(5))] for _ in range(4)]
    alone = [make_trainee(email="") for _ in range(8)]
    actor = make_user(is_superuser=True)

    def enter(people):
        if isinstance(people, list):
            return enrol_list(cohort=cohort, people=people, actor=actor)
        return enrol(cohort=cohort, person=people, actor=people.user)

    at_once(enter, [*lists, *alone])
    assert Enrolment.objects.count() == EnrolmentEvent.objects.count() == 10 + 20 + 8
    assert count(cohort, "enrolled") == 20
    assert cohort.enrolments.holding_a_place().filter(organisation=ours).count() <= 9

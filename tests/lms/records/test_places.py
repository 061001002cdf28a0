"""Places of a cohort and of an organisation in it, and who moves up when one becomes free."""

import pytest

from lms.records.exceptions import CohortFull, QuotaFull
from lms.records.models import CohortQuota
from lms.records.services.enrolment import enrol, give_free_places, move_enrolment, withdraw
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.records import make_cohort, make_organisation, make_trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def coordinator(roles):
    return make_user(role=Role.COORDINATOR)


@pytest.fixture
def ours():
    return make_organisation()


@pytest.fixture
def theirs():
    return make_organisation()


def join(cohort, organisation=None):
    person = make_trainee(organisation=organisation)
    return enrol(cohort=cohort, person=person, actor=person.user)


def states(*enrolments):
    for enrolment in enrolments:
        enrolment.refresh_from_db()
    return [enrolment.state for enrolment in enrolments]


def leave(enrolment):
    withdraw(enrolment=enrolment, actor=enrolment.person.user)


def test_more_than_the_quota_wait_and_the_cause_is_kept(ours, theirs):
    cohort = make_cohort(organisation_quota=1, capacity=3)
    CohortQuota.objects.create(cohort=cohort, organisation=theirs, places=2)
    mine = [join(cohort, ours), join(cohort, ours)]
    others = [join(cohort, theirs), join(cohort, theirs), join(cohort, theirs)]
    alone = join(cohort)
    assert states(*mine) == ["enrolled", "waiting"]
    assert states(*others, alone) == ["enrolled", "enrolled", "waiting", "waiting"]
    causes = [e.events.get().cause for e in (*mine, others[2], alone)]
    assert causes == ["", "quota", "quota", "full"]


def test_the_first_who_fits_moves_up(ours, theirs):
    cohort = make_cohort(organisation_quota=1, capacity=2)
    first, second = join(cohort, ours), join(cohort, theirs)
    blocked, fits = join(cohort, ours), join(cohort)
    leave(second)
    assert states(blocked, fits) == ["waiting", "enrolled"]
    leave(first)
    assert states(blocked) == ["enrolled"]


def test_those_without_a_place_for_their_organisation_keep_nobody_waiting(ours, theirs):
    cohort = make_cohort(organisation_quota=1, capacity=3)
    join(cohort, ours)
    blocked, newcomer = join(cohort, ours), join(cohort, theirs)
    assert states(blocked, newcomer) == ["waiting", "enrolled"]


def test_a_bigger_quota_moves_the_list_up(ours):
    cohort = make_cohort(organisation_quota=1)
    waiting = [join(cohort, ours) for _ in range(3)][1:]
    cohort.organisation_quota = 2
    cohort.save()
    assert give_free_places(cohort=cohort) == waiting[:1]
    CohortQuota.objects.create(cohort=cohort, organisation=ours, places=3)
    assert give_free_places(cohort=cohort) == waiting[1:]


def test_applications_count_for_the_quota_and_a_declined_one_lets_the_next_apply(ours, coordinator):
    cohort = make_cohort(organisation_quota=2, enrolment_policy="approval")
    first, second, third = (join(cohort, ours) for _ in range(3))
    assert states(first, second, third) == ["applied", "applied", "waiting"]
    move_enrolment(enrolment=first, to="enrolled", actor=coordinator)
    assert states(third) == ["waiting"]
    move_enrolment(enrolment=second, to="declined", actor=coordinator, reason="Later")
    # Nobody has decided on the third yet, so there is no place without a decision.
    assert states(third) == ["applied"]
    assert list(third.events.values_list("from_state", "to_state", "actor"))[1:] == [
        ("waiting", "applied", None)
    ]


def test_whom_a_coordinator_put_on_the_list_gets_the_free_place(coordinator):
    cohort = make_cohort(capacity=1, enrolment_policy="approval")
    first, second = join(cohort), join(cohort)
    move_enrolment(enrolment=first, to="enrolled", actor=coordinator)
    move_enrolment(enrolment=second, to="waiting", actor=coordinator)
    leave(first)
    assert states(second) == ["enrolled"]


def test_accepting_beyond_the_quota_is_refused(ours, coordinator):
    cohort = make_cohort(organisation_quota=2, enrolment_policy="approval")
    first, second = join(cohort, ours), join(cohort, ours)
    cohort.organisation_quota = 1
    cohort.save()
    move_enrolment(enrolment=first, to="enrolled", actor=coordinator)
    with pytest.raises(QuotaFull):
        move_enrolment(enrolment=second, to="enrolled", actor=coordinator)
    assert issubclass(QuotaFull, CohortFull)


def test_places_are_counted_in_the_same_queries_however_many_wait(
    ours, django_assert_max_num_queries
):
    cohort = make_cohort(organisation_quota=1)
    for _ in range(8):
        join(cohort, ours)
    with django_assert_max_num_queries(6):
        assert give_free_places(cohort=cohort) == []

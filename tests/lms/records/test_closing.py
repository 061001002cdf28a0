"""Closing in the background: progress, workers that stop, and asking twice."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from lms.records.enums import ClosingState, CohortState, EnrolmentState
from lms.records.models import CohortClosing, Completion, EnrolmentEvent
from lms.records.services import closing as closing_service
from lms.records.services import completion as completion_service
from lms.records.services.closing import (
    LOST_AFTER,
    ClosingUnderWay,
    ask_for_closing,
    close_cohort,
    run_closing,
)
from lms.roles import Role
from tests.factories.courses import make_course
from tests.factories.learning import attend, make_ended_cohort
from tests.factories.records import make_enrolment, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def trainer():
    return make_person(role=Role.TRAINER)


@pytest.fixture
def cohort(trainer):
    """A course that asks for attendance alone, over since yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return make_ended_cohort(
        course=make_course(), trainers=[trainer], starts_on=yesterday, ends_on=yesterday
    )


def enrol(cohort, number, *, minutes=100):
    enrolments = [make_enrolment(cohort=cohort) for _ in range(number)]
    for enrolment in enrolments:
        attend(enrolment=enrolment, minutes=minutes)
    return enrolments


def outcome(cohort):
    """States, completions and when, certificates, and how many events were written."""
    return {
        "states": sorted(cohort.enrolments.values_list("state", flat=True)),
        "completed_on": sorted(Completion.objects.values_list("completed_on", flat=True)),
        "certificates": Certificate.objects.count(),
        "asked_for": Completion.objects.filter(certificate=None).count(),
        "events": EnrolmentEvent.objects.count(),
    }


def test_asking_queues_and_the_task_closes(
    cohort, trainer, django_capture_on_commit_callbacks, settings
):
    enrol(cohort, 3)
    with django_capture_on_commit_callbacks() as callbacks:
        closing = ask_for_closing(cohort=cohort, actor=trainer.user)
    assert (closing.state, closing.total, closing.done) == (ClosingState.WAITING, 3, 0)
    cohort.refresh_from_db()
    assert cohort.state == CohortState.PLANNED
    (queue,) = callbacks
    queue()
    closing.refresh_from_db()
    assert (closing.state, closing.done) == (ClosingState.DONE, 3)
    cohort.refresh_from_db()
    assert (cohort.state, cohort.closed_at) == (CohortState.CLOSED, closing.finished_at)


@pytest.mark.parametrize("stopped_at", [1, 2, 3])
@pytest.mark.parametrize("inside", [True, False])
def test_a_worker_stopped_at_any_point_leaves_nothing_undone_or_done_twice(
    cohort, trainer, stopped_at, inside, monkeypatch, django_capture_on_commit_callbacks
):
    """Stopped while one enrolment is being settled, or before the next; what it queued is lost."""
    enrol(cohort, 3)
    enrol(cohort, 2, minutes=10)
    closing = ask_for_closing(cohort=cohort, actor=trainer.user)
    calls = []

    def stop(*_args, **_facts):
        calls.append(1)
        if len(calls) == stopped_at:
            raise KeyboardInterrupt  # what no handler of the closing sees, like a kill

    settle = closing_service.settle

    def settle_then_stop(judgement, **facts):
        settle(judgement, **facts)
        stop()

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        if inside:
            patched.setattr(completion_service, "FOLLOWS", (*completion_service.FOLLOWS, stop))
        else:
            patched.setattr(closing_service, "settle", settle_then_stop)
        run_closing(closing_pk=closing.pk)
    closing.refresh_from_db()
    assert closing.state == ClosingState.RUNNING
    assert Completion.objects.count() == stopped_at - inside
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            run_closing(closing_pk=closing.pk)
    assert outcome(cohort) == {
        "states": ["completed"] * 3 + ["not-completed"] * 2,
        "completed_on": [cohort.ends_on] * 3,
        "certificates": 3,
        "asked_for": 0,
        "events": 5,
    }
    closing.refresh_from_db()
    assert (closing.state, closing.done, closing.total) == (ClosingState.DONE, 5, 5)


def test_what_goes_wrong_is_noted_and_what_was_done_stays(cohort, trainer, monkeypatch):
    enrol(cohort, 3)
    settle = closing_service.settle
    calls = []

    def fail_at_the_third(judgement, **facts):
        calls.append(judgement)
        if len(calls) == 3:
            raise RuntimeError("The disk is full.")
        return settle(judgement, **facts)

    monkeypatch.setattr(closing_service, "settle", fail_at_the_third)
    with pytest.raises(RuntimeError):
        close_cohort(cohort=cohort, actor=trainer.user)
    failed = CohortClosing.objects.get()
    assert (failed.state, failed.done) == (ClosingState.FAILED, 2)
    assert failed.problem == "RuntimeError: The disk is full."
    assert Completion.objects.count() == 2
    monkeypatch.setattr(closing_service, "settle", settle)
    close_cohort(cohort=cohort, actor=trainer.user)
    # Still the first closing of the cohort, so it is dated as such.
    assert set(Completion.objects.values_list("completed_on", flat=True)) == {cohort.ends_on}
    assert Completion.objects.count() == 3


def test_settling_one_enrolment_is_all_or_nothing(cohort, trainer, monkeypatch):
    enrol(cohort, 1)

    def refuse(completion, **facts):
        raise RuntimeError

    monkeypatch.setattr(completion_service, "FOLLOWS", (refuse,))
    with pytest.raises(RuntimeError):
        close_cohort(cohort=cohort, actor=trainer.user)
    assert (Completion.objects.count(), EnrolmentEvent.objects.count()) == (0, 0)
    assert cohort.enrolments.get().state == EnrolmentState.ENROLLED


def test_a_second_closing_at_the_same_time_is_refused(cohort, trainer):
    ask_for_closing(cohort=cohort, actor=trainer.user)
    with pytest.raises(ClosingUnderWay):
        ask_for_closing(cohort=cohort, actor=trainer.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        CohortClosing.objects.create(cohort=cohort)


def test_a_closing_that_got_lost_is_set_going_again(
    cohort, trainer, django_capture_on_commit_callbacks
):
    enrol(cohort, 1)
    lost = CohortClosing.objects.create(
        cohort=cohort,
        state=ClosingState.RUNNING,
        asked_by=trainer.user,
        asked_at=timezone.now() - LOST_AFTER - timedelta(minutes=1),
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert ask_for_closing(cohort=cohort, actor=trainer.user) == lost
    lost.refresh_from_db()
    assert (lost.state, lost.done) == (ClosingState.DONE, 1)


def test_who_lost_the_right_in_between_closes_nothing(cohort, trainer):
    enrol(cohort, 1)
    closing = ask_for_closing(cohort=cohort, actor=trainer.user)
    cohort.trainers.clear()
    with pytest.raises(PermissionDenied):
        run_closing(closing_pk=closing.pk)
    closing.refresh_from_db()
    assert (closing.state, Completion.objects.count()) == (ClosingState.FAILED, 0)
    cohort.refresh_from_db()
    assert cohort.state == CohortState.PLANNED


def test_forty_are_closed_with_a_bounded_number_of_queries_each(
    cohort, trainer, django_capture_on_commit_callbacks
):
    enrol(cohort, 40)
    closing = ask_for_closing(cohort=cohort, actor=trainer.user)
    for a_person in (26, 7):  # the first time, and judged again
        with CaptureQueriesContext(connection) as queries:
            run_closing(closing_pk=closing.pk)
        asked = [q for q in queries if "SAVEPOINT" not in q["sql"]]
        assert len(asked) <= 40 * a_person + 40, len(asked)
        closing.state = ClosingState.WAITING
        closing.save()
    assert Completion.objects.count() == 40


def test_the_page_shows_progress_and_reloads_until_it_is_done(cohort, trainer, client):
    enrol(cohort, 4)
    client.force_login(trainer.user)
    url = reverse("records:closing", args=[cohort.pk])
    assert client.get(url)["Location"] == reverse("records:close_cohort", args=[cohort.pk])
    closing = ask_for_closing(cohort=cohort, actor=trainer.user)
    CohortClosing.objects.update(state=ClosingState.RUNNING, done=3)
    page = client.get(url)
    assert (page["Refresh"], "Judged: 3 of 4 people" in page.text) == ("2", True)
    assert (
        "This cohort is being closed."
        in client.get(reverse("records:cohort", args=[cohort.pk])).text
    )
    CohortClosing.objects.update(state=ClosingState.FAILED, problem="RuntimeError: x")
    page = client.get(url)
    assert ("Refresh" in page, "Start again" in page.text) == (False, True)
    run_closing(closing_pk=closing.pk)
    page = client.get(url)
    assert ("Refresh" in page, page.context["completed"]) == (False, 4)


@pytest.mark.parametrize("people", [1, 30])
def test_the_page_asks_the_same_however_many_there_are(
    cohort, trainer, client, people, max_queries
):
    enrol(cohort, people)
    ask_for_closing(cohort=cohort, actor=trainer.user)
    client.force_login(trainer.user)
    url = reverse("records:closing", args=[cohort.pk])
    client.get(url)
    with max_queries(10):
        client.get(url)

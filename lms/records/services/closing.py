"""Closing a cohort in the background: everyone is judged, and gets what follows from it.

A closing is asked for, then run by a worker. Each enrolment is settled in a transaction of its own,
and settling one again changes nothing, so a worker may be stopped at any point and the closing run
once more, by the queue or by hand.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_q.tasks import async_task

from lms.records.enums import ClosingState, CohortState
from lms.records.exceptions import RecordsError
from lms.records.models import Cohort, CohortClosing
from lms.records.permissions import teach_cohort
from lms.records.services.assessments import hand_in_overdue_of
from lms.records.services.completion import course_titles, settle
from lms.records.services.judging import course_rule, judge

AT_ONCE = 25
UNDER_WAY = (ClosingState.WAITING, ClosingState.RUNNING)
# Longer than a queue waits before it starts a lost task again (``Q_CLUSTER["retry"]``).
LOST_AFTER = timedelta(minutes=15)


class CohortCancelled(RecordsError):
    message = _("This cohort was cancelled, so there is nothing to close.")


class CohortNotOver(RecordsError):
    message = _(
        "This cohort is not over yet. Close it on its last day or later; "
        "if it ended sooner, ask a coordinator to change its dates."
    )


class ClosingUnderWay(RecordsError):
    message = _("This cohort is being closed already. Wait until that is done.")


def closing_problem(cohort: Cohort) -> RecordsError | None:
    """Why ``cohort`` cannot be closed today, or ``None``."""
    if cohort.state == CohortState.CANCELLED:
        return CohortCancelled()
    # A closed register takes no more marks, so closing too early would fail everyone for good.
    if timezone.localdate() < cohort.ends_on:
        return CohortNotOver()
    return None


def is_lost(closing: CohortClosing) -> bool:
    """Whether ``closing`` should long be over, so that it may be set going once more."""
    return closing.state in UNDER_WAY and closing.asked_at < timezone.now() - LOST_AFTER


@transaction.atomic
def ask_for_closing(*, cohort: Cohort, actor) -> CohortClosing:
    """Have the cohort closed in the background, or judged again after late corrections.

    One that got lost on its way is set going once more and returned.

    :raises PermissionDenied: when ``actor`` neither trains the cohort nor coordinates.
    :raises CohortCancelled, CohortNotOver, ClosingUnderWay: see their messages.
    """
    closing = _ask(cohort, actor)
    transaction.on_commit(partial(async_task, "lms.records.tasks.close_cohort", closing.pk))
    return closing


def close_cohort(*, cohort: Cohort, actor) -> CohortClosing:
    """The same at once, in this process."""
    closing = _ask(cohort, actor)
    return run_closing(closing_pk=closing.pk)


def _ask(cohort: Cohort, actor) -> CohortClosing:
    if not teach_cohort.allows(actor, cohort):
        raise PermissionDenied
    if problem := closing_problem(cohort):
        raise problem
    under_way = cohort.closings.filter(state__in=UNDER_WAY).first()
    if under_way is not None:
        if is_lost(under_way):
            return under_way
        raise ClosingUnderWay
    try:
        with transaction.atomic():
            return CohortClosing.objects.create(
                cohort=cohort, asked_by=actor, total=cohort.enrolments.holding_a_place().count()
            )
    except IntegrityError as error:
        raise ClosingUnderWay from error


def run_closing(*, closing_pk: int) -> CohortClosing:
    """Settle everyone who holds a place, then close the cohort; may be run again at any time.

    The register takes no more marks from the beginning on. The first time completions are dated on
    the cohort's last day. Who completes when the cohort is judged again gets a completion of the
    day on which that was asked for, so that figures reported before stay as they were.

    It is done for whoever asked: :raises PermissionDenied: when they have lost the right since.
    Whatever goes wrong is noted on the closing, and what was settled before stays.
    """
    closing = _begin(closing_pk)
    if closing.state == ClosingState.DONE:
        return closing
    try:
        cohort = closing.cohort
        if closing.asked_by is None or not teach_cohort.allows(closing.asked_by, cohort):
            raise PermissionDenied
        _shut_register(cohort)
        hand_in_overdue_of(cohort)
        day = timezone.localdate(closing.asked_at) if cohort.closed_at else cohort.ends_on
        # Reasons are written down in one language, whatever the worker or the browser speaks.
        with translation.override(settings.LANGUAGE_CODE):
            for done in _settle_all(cohort, completed_on=day, actor=closing.asked_by):
                CohortClosing.objects.filter(pk=closing.pk).update(done=done)
    except Exception as error:
        CohortClosing.objects.filter(pk=closing.pk).update(
            state=ClosingState.FAILED, problem=f"{type(error).__name__}: {error}"[:255]
        )
        raise
    return _finish(closing)


@transaction.atomic
def _begin(closing_pk: int) -> CohortClosing:
    closing = CohortClosing.objects.select_for_update().get(pk=closing_pk)
    closing.cohort = (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("course__locale")
        .get(pk=closing.cohort_id)
    )
    if closing.state == ClosingState.DONE:
        return closing
    closing.state, closing.done, closing.problem = ClosingState.RUNNING, 0, ""
    closing.total = closing.cohort.enrolments.holding_a_place().count()
    closing.save(update_fields=["state", "done", "problem", "total"])
    return closing


def _shut_register(cohort: Cohort) -> None:
    if cohort.state != CohortState.CLOSED:
        cohort.state = CohortState.CLOSED
        cohort.save(update_fields=["state"])


def _settle_all(cohort: Cohort, *, completed_on: date, actor) -> Iterator[int]:
    """Settle one after the other; yields how many are done."""
    rule, titles = course_rule(cohort), course_titles(cohort)
    pks = list(cohort.enrolments.holding_a_place().order_by("pk").values_list("pk", flat=True))
    done = 0
    for start in range(0, len(pks), AT_ONCE):
        for judgement in judge(cohort, rule, among=pks[start : start + AT_ONCE]):
            settle(
                judgement,
                cohort=cohort,
                rule=rule,
                completed_on=completed_on,
                titles=titles,
                actor=actor,
            )
            done += 1
            yield done


@transaction.atomic
def _finish(closing: CohortClosing) -> CohortClosing:
    now = timezone.now()
    Cohort.objects.filter(pk=closing.cohort_id, closed_at__isnull=True).update(closed_at=now)
    closing.state, closing.finished_at = ClosingState.DONE, now
    closing.done = closing.total
    closing.save(update_fields=["state", "finished_at", "done"])
    closing.cohort.refresh_from_db(fields=["closed_at"])
    return closing

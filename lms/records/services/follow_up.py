"""Asking people months after a course what they have used: planned at completion, then recorded."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from lms.records.catalogue import months_later
from lms.records.enums_mentoring import FollowUpState
from lms.records.exceptions import RecordsError
from lms.records.models import Completion, FollowUp
from lms.records.permissions_mentoring import record_follow_up

TRIES = 5


class FollowUpSettled(RecordsError):
    message = _("This follow-up is written down already. What stands there is kept.")


def schedule_follow_ups(*, completion: Completion, course: CoursePage | None = None) -> None:
    """Plan the follow-ups of the course, months after ``completed_on``: one query where ``course`` is given.

    Safe to repeat: each is planned once, and what was recorded stays. Nothing for an event.
    """
    course = course or completion.enrolment.cohort.course
    months = course.follow_up_after()
    if not months:
        return
    FollowUp.objects.bulk_create(
        [
            FollowUp(
                completion=completion,
                months=number,
                due_on=months_later(completion.completed_on, number),
            )
            for number in sorted(set(months))
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def note_attempt(*, follow_up: FollowUp, actor, on: date | None = None) -> FollowUp:
    """Nobody answered. The fifth time in vain closes the follow-up as not reached.

    :raises PermissionDenied: unless ``actor`` mentors the person or coordinates.
    :raises FollowUpSettled:
    """
    follow_up = _lock(follow_up, actor)
    follow_up.attempts += 1
    follow_up.last_attempt_on = on or timezone.localdate()
    if follow_up.attempts >= TRIES:
        follow_up.state = FollowUpState.NOT_REACHED
    _save(follow_up, actor)
    return follow_up


@transaction.atomic
def record_answers(
    *,
    follow_up: FollowUp,
    actor,
    still_in_job: str,
    skills_by_self: int | None = None,
    skills_by_supervisor: int | None = None,
    what_changed: str = "",
    warned: bool = False,
    on: date | None = None,
) -> FollowUp:
    """Write down what the person said when they were reached (default: today).

    :raises PermissionDenied: unless ``actor`` mentors the person or coordinates.
    :raises FollowUpSettled: when somebody has written it down meanwhile.
    """
    follow_up = _lock(follow_up, actor)
    follow_up.state = FollowUpState.REACHED
    follow_up.reached_on = on or timezone.localdate()
    follow_up.still_in_job = still_in_job
    follow_up.skills_by_self = skills_by_self
    follow_up.skills_by_supervisor = skills_by_supervisor
    follow_up.what_changed = what_changed
    follow_up.warned = warned
    _save(follow_up, actor)
    return follow_up


def _lock(follow_up: FollowUp, actor) -> FollowUp:
    follow_up = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    if not record_follow_up.allows(actor, follow_up):
        raise PermissionDenied
    if follow_up.state == FollowUpState.REACHED:
        raise FollowUpSettled
    return follow_up


def _save(follow_up: FollowUp, actor) -> None:
    follow_up.recorded_by, follow_up.recorded_at = actor, timezone.now()
    follow_up.save()

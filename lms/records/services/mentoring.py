"""Mentorships, their visits and what was agreed at them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.enums import MentorshipState
from lms.records.enums_mentoring import Frequency
from lms.records.exceptions import RecordsError
from lms.records.models import (
    ActionItem,
    Enrolment,
    MentoringVisit,
    Mentorship,
    Person,
    SkillRating,
)
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate, mentor_of


class OwnMentor(RecordsError):
    message = _("Nobody can be their own mentor. Choose someone else.")


class AlreadyMentored(RecordsError):
    message = _("This mentor already follows this person.")


class MentorshipEnded(RecordsError):
    message = _("This mentorship has ended, so no visit can be added.")


@dataclass(frozen=True)
class Agreed:
    """An action agreed at a visit: ``by_learner`` tells who does it."""

    text: str
    by_learner: bool = True
    due_on: date | None = None


@dataclass(frozen=True)
class Rated:
    """How far the learner is with one objective (1-4, see ``SkillLevel``), or ``None``: not said."""

    objective_key: UUID
    text: str
    by_mentor: int | None = None
    by_learner: int | None = None


def start_mentorship(
    *,
    mentor: Person,
    learner: Person,
    actor,
    enrolment: Enrolment | None = None,
    follows: str = "",
    goals: str = "",
    frequency: str = Frequency.MONTHLY,
    warned: bool = False,
) -> Mentorship:
    """Let ``mentor`` follow ``learner``, perhaps after an ``enrolment`` of theirs.

    ``follows`` says in a few words what it follows where that is no course.

    ``warned``: see the model. :raises PermissionDenied: unless ``actor`` coordinates.
    :raises OwnMentor, AlreadyMentored:
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    if mentor == learner:
        raise OwnMentor
    try:
        with transaction.atomic():
            return Mentorship.objects.create(
                mentor=mentor,
                learner=learner,
                enrolment=enrolment,
                follows=follows,
                goals=goals,
                frequency=frequency,
                warned=warned,
            )
    except IntegrityError as error:
        raise AlreadyMentored from error


@transaction.atomic
def end_mentorship(*, mentorship: Mentorship, actor) -> Mentorship:
    """End a mentorship today; its notes stay. :raises PermissionDenied: unless a coordinator."""
    if not may_coordinate(actor):
        raise PermissionDenied
    mentorship = Mentorship.objects.select_for_update(of=("self",)).get(pk=mentorship.pk)
    if mentorship.is_active:
        mentorship.state = MentorshipState.ENDED
        mentorship.ended_on = timezone.localdate()
        mentorship.save(update_fields=["state", "ended_on"])
    return mentorship


@transaction.atomic
def record_visit(
    *,
    mentorship: Mentorship,
    actor,
    met_on: date,
    minutes: int,
    way: str,
    skill_practised: str = "",
    went_well: str = "",
    next_step: str = "",
    actions: Iterable[Agreed] = (),
    ratings: Iterable[Rated] = (),
    next_meeting_at: datetime | None = None,
    warned: bool = False,
) -> MentoringVisit:
    """Write down a meeting of ``minutes`` on ``met_on`` and what was agreed. The mentor only.

    ``next_meeting_at`` is when the two meet next; without it no meeting is planned.

    The same visit sent twice is kept once. ``warned``: see the model.

    :raises PermissionDenied, MentorshipEnded:
    """
    mentorship = Mentorship.objects.select_for_update(of=("self",)).get(pk=mentorship.pk)
    if not mentor_of.allows(actor, mentorship):
        raise PermissionDenied
    if not mentorship.is_active:
        raise MentorshipEnded
    notes = {
        "met_on": met_on,
        "minutes": minutes,
        "way": way,
        "skill_practised": skill_practised,
        "went_well": went_well,
        "next_step": next_step,
    }
    if sent_before := mentorship.visits.filter(**notes).first():
        return sent_before
    visit = MentoringVisit.objects.create(mentorship=mentorship, warned=warned, **notes)
    ActionItem.objects.bulk_create(
        ActionItem(
            visit=visit,
            text=action.text,
            owner_id=mentorship.learner_id if action.by_learner else mentorship.mentor_id,
            due_on=action.due_on,
        )
        for action in actions
    )
    SkillRating.objects.bulk_create(
        SkillRating(
            visit=visit,
            objective_key=rated.objective_key,
            text=rated.text[:255],
            by_mentor=rated.by_mentor,
            by_learner=rated.by_learner,
        )
        for rated in ratings
    )
    mentorship.next_meeting_at = next_meeting_at
    mentorship.save(update_fields=["next_meeting_at"])
    return visit


@transaction.atomic
def tick_action(*, action: ActionItem, actor, done: bool) -> ActionItem:
    """Mark an agreed action done today, or not done after all.

    :raises PermissionDenied: unless the action is the actor's own, or they are the mentor.
    """
    person = person_of(actor)
    own = person is not None and person.pk == action.owner_id
    if not own and not mentor_of.allows(actor, action.visit.mentorship):
        raise PermissionDenied
    if done != bool(action.done_on):
        action.done_on = timezone.localdate() if done else None
        action.save(update_fields=["done_on"])
    return action

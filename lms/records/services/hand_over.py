"""When mentor and learner part: asking for a change, what may be read, handing over."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.enums import MentorshipState
from lms.records.enums_mentoring import Sharing
from lms.records.exceptions import RecordsError
from lms.records.models import ActionItem, ChangeRequest, Mentorship, Person
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate
from lms.records.services.mentoring import MentorshipEnded, OwnMentor


class NoMentorship(RecordsError):
    message = _("This mentor follows nobody at the moment, so there is nothing to hand over.")


@transaction.atomic
def ask_for_change(
    *, mentorship: Mentorship, actor, text: str = "", warned: bool = False
) -> ChangeRequest:
    """Ask the coordinators for a change. ``text`` is read by them and by who asked, nobody else.

    Asked again before it is settled, the newer words replace the older.

    :raises PermissionDenied: unless ``actor`` is the learner or the mentor. :raises MentorshipEnded:
    """
    person = person_of(actor)
    if person is None or person.pk not in (mentorship.learner_id, mentorship.mentor_id):
        raise PermissionDenied
    mentorship = Mentorship.objects.select_for_update(of=("self",)).get(pk=mentorship.pk)
    if not mentorship.is_active:
        raise MentorshipEnded
    request, _made = ChangeRequest.objects.update_or_create(
        mentorship=mentorship,
        asked_by=person,
        settled_at=None,
        defaults={"text": text, "warned": warned, "asked_at": timezone.now()},
    )
    return request


@transaction.atomic
def settle_change(*, request: ChangeRequest, actor) -> ChangeRequest:
    """A coordinator has looked after it. :raises PermissionDenied: unless a coordinator."""
    if not may_coordinate(actor):
        raise PermissionDenied
    if request.settled_at is None:
        request.settled_at, request.settled_by = timezone.now(), actor
        request.save(update_fields=["settled_at", "settled_by"])
    return request


@transaction.atomic
def choose_sharing(*, mentorship: Mentorship, actor, sharing: str) -> Mentorship:
    """The learner says what a next mentor may read; they may change their mind at any time.

    :raises PermissionDenied: unless ``actor`` is the learner.
    """
    person = person_of(actor)
    if person is None or person.pk != mentorship.learner_id:
        raise PermissionDenied
    mentorship.sharing = Sharing(sharing)
    mentorship.save(update_fields=["sharing"])
    return mentorship


@transaction.atomic
def hand_over(*, mentor: Person, to: Person, actor) -> list[Mentorship]:
    """Move every mentorship of ``mentor`` to ``to``; those of before end today, their notes stay.

    The new mentor starts with what each learner shares: their goals, or nothing. Where ``to``
    follows the learner already, the old one just ends. What the mentor had agreed to do goes over
    to ``to``. Returns the mentorships that begin.

    :raises PermissionDenied: unless ``actor`` coordinates.
    :raises OwnMentor: when ``to`` is one of the learners. :raises NoMentorship:
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    if mentor == to:
        raise OwnMentor
    active = list(Mentorship.objects.select_for_update(of=("self",)).active().filter(mentor=mentor))
    if not active:
        raise NoMentorship
    if any(mentorship.learner_id == to.pk for mentorship in active):
        raise OwnMentor
    followed = set(Mentorship.objects.active().filter(mentor=to).values_list("learner", flat=True))
    now = timezone.now()
    ActionItem.objects.filter(
        visit__mentorship__in=active, owner=mentor, done_on__isnull=True
    ).update(owner=to)
    begun = [
        Mentorship.objects.create(
            mentor=to,
            learner_id=old.learner_id,
            enrolment_id=old.enrolment_id,
            follows=old.follows,
            frequency=old.frequency,
            sharing=old.sharing,
            goals="" if old.sharing == Sharing.NOTHING else old.goals,
            next_meeting_at=old.next_meeting_at,
            previous=old,
        )
        for old in active
        if old.learner_id not in followed
    ]
    Mentorship.objects.filter(pk__in=[old.pk for old in active]).update(
        state=MentorshipState.ENDED, ended_on=timezone.localdate(), next_meeting_at=None
    )
    ChangeRequest.objects.filter(mentorship__in=active, settled_at=None).update(
        settled_at=now, settled_by=actor
    )
    return begun

"""Groups of learners: made by coordinators, led and written down by their facilitator."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.enums_mentoring import Frequency
from lms.records.exceptions import RecordsError
from lms.records.models import GroupMeeting, GroupMember, Person, SupportGroup
from lms.records.permissions import may_coordinate
from lms.records.permissions_mentoring import facilitator_of


class NotInGroup(RecordsError):
    message = _("Somebody marked as present is not in this group. Look at the list again.")


class LeadsGroup(RecordsError):
    message = _("Who leads the group is with it anyway and cannot be a member as well.")


@transaction.atomic
def start_group(
    *,
    name: str,
    kind: str,
    facilitator: Person,
    actor,
    purpose: str = "",
    frequency: str = Frequency.MONTHLY,
    warned: bool = False,
) -> SupportGroup:
    """Begin a group, without members yet. :raises PermissionDenied: unless ``actor`` coordinates."""
    if not may_coordinate(actor):
        raise PermissionDenied
    return SupportGroup.objects.create(
        name=name,
        kind=kind,
        facilitator=facilitator,
        purpose=purpose,
        frequency=frequency,
        warned=warned,
    )


@transaction.atomic
def add_member(*, group: SupportGroup, person: Person, actor) -> GroupMember:
    """Take ``person`` in, once. :raises PermissionDenied: unless ``actor`` coordinates.

    :raises LeadsGroup: see its message.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    group = SupportGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if group.facilitator_id == person.pk:
        raise LeadsGroup
    member, _made = GroupMember.objects.get_or_create(group=group, person=person, left_on=None)
    return member


@transaction.atomic
def remove_member(*, group: SupportGroup, person: Person, actor) -> None:
    """Let ``person`` leave today; the meetings they came to still count for them.

    :raises PermissionDenied: unless ``actor`` coordinates.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    group.members.filter(person=person, left_on=None).update(left_on=timezone.localdate())


@transaction.atomic
def end_group(*, group: SupportGroup, actor) -> SupportGroup:
    """End a group today; its notes stay. :raises PermissionDenied: unless ``actor`` coordinates."""
    if not may_coordinate(actor):
        raise PermissionDenied
    if group.is_active:
        group.ended_on, group.next_meeting_at = timezone.localdate(), None
        group.save(update_fields=["ended_on", "next_meeting_at"])
    return group


@transaction.atomic
def record_group_meeting(
    *,
    group: SupportGroup,
    actor,
    met_on: date,
    minutes: int,
    way: str,
    topic: str,
    present: Iterable[int],
    went_well: str = "",
    next_step: str = "",
    next_meeting_at: datetime | None = None,
    warned: bool = False,
) -> GroupMeeting:
    """Write down a meeting and who was ``present`` (primary keys of people). The facilitator only.

    The same meeting sent twice is kept once. ``next_meeting_at``: when the group meets next.

    :raises PermissionDenied: also when the group has ended. :raises NotInGroup: see its message.
    """
    group = SupportGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if not facilitator_of.allows(actor, group):
        raise PermissionDenied
    present = set(present)
    if present - set(group.members.filter(left_on=None).values_list("person", flat=True)):
        raise NotInGroup
    notes = {
        "met_on": met_on,
        "minutes": minutes,
        "way": way,
        "topic": topic,
        "went_well": went_well,
        "next_step": next_step,
    }
    meeting = group.meetings.filter(**notes).first()
    if meeting is None:
        meeting = GroupMeeting.objects.create(group=group, warned=warned, **notes)
        meeting.present.set(present)
        group.next_meeting_at = next_meeting_at
        group.save(update_fields=["next_meeting_at"])
    return meeting

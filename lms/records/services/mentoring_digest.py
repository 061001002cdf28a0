"""Reminding mentors and learners of their meetings: one mail a day at most, with dates only.

Before a meeting that is planned for tomorrow, and the day after one that nobody wrote down. What is
said at meetings is in no mail, nor with whom: only when.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone, translation
from django.utils.formats import date_format

from lms.records.enums import MessageKind
from lms.records.models import (
    GroupMeeting,
    GroupMember,
    MentoringVisit,
    Mentorship,
    Person,
    RemindersOff,
    SupportGroup,
)
from lms.records.services.messages import tell

BEFORE = timedelta(days=1)
AFTER = timedelta(days=1)


@dataclass
class Digest:
    coming: list[datetime] = field(default_factory=list)
    missed: list[datetime] = field(default_factory=list)


def send_digests(*, on: date | None = None) -> int:
    """Tell everyone about their meetings around the date ``on`` (default today); how many are told.

    May run twice a day: each person is told once. Left out is who switched reminders off, and who
    has no address for mail.
    """
    on = on or timezone.localdate()
    digests = _digests(on)
    people = (
        Person.objects.filter(pk__in=digests)
        .exclude(pk__in=RemindersOff.objects.values("person"))
        .select_related("user")
    )
    told = [_tell(person, digests[person.pk], on) for person in people]
    return sum(message is not None for message in told)


@transaction.atomic
def choose_reminders(*, person: Person, wants: bool) -> None:
    """Switch the reminders of ``person`` on or off; they are on at first."""
    if wants:
        RemindersOff.objects.filter(person=person).delete()
    else:
        RemindersOff.objects.get_or_create(person=person)


def _digests(on: date) -> dict[int, Digest]:
    digests: dict[int, Digest] = defaultdict(Digest)
    visits = MentoringVisit.objects.filter(
        mentorship=OuterRef("pk"), met_on__gte=_day_of("next_meeting_at")
    )
    for mentorship in _around(Mentorship.objects.active(), on, visits):
        for person in (mentorship.mentor_id, mentorship.learner_id):
            _add(digests[person], mentorship, on)
    meetings = GroupMeeting.objects.filter(
        group=OuterRef("pk"), met_on__gte=_day_of("next_meeting_at")
    )
    groups = list(_around(SupportGroup.objects.filter(ended_on=None), on, meetings))
    members: dict[int, list[int]] = defaultdict(list)
    inside = GroupMember.objects.filter(group__in=groups, left_on=None)
    for group, person in inside.values_list("group", "person"):
        members[group].append(person)
    for group in groups:
        for person in (group.facilitator_id, *members[group.pk]):
            _add(digests[person], group, on)
    return {pk: digest for pk, digest in digests.items() if digest.coming or digest.missed}


def _day_of(name: str):
    return OuterRef(f"{name}__date")


def _around(objects, on: date, held):
    """Those planned for tomorrow, and those planned for yesterday that nobody wrote down."""
    return objects.filter(next_meeting_at__date__in=(on + BEFORE, on - AFTER)).annotate(
        day=F("next_meeting_at__date"), was_held=Exists(held)
    )


def _add(digest: Digest, planned, on: date) -> None:
    if planned.day > on:
        digest.coming.append(planned.next_meeting_at)
    elif not planned.was_held:
        digest.missed.append(planned.next_meeting_at)


def _tell(person: Person, digest: Digest, on: date):
    with translation.override(person.language):
        data = {
            "coming": [_in_words(moment) for moment in sorted(digest.coming)],
            "missed": [_in_words(moment) for moment in sorted(digest.missed)],
        }
    return tell(
        person=person,
        kind=MessageKind.MENTORING,
        key=f"mentoring:{on:%Y%m%d}:{person.pk}",
        data=data,
        only_by_mail=True,
    )


def _in_words(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")

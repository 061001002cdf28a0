"""The life of a cohort: begun on its day, called off, run again with other dates."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lms.records.enums import CohortState, EnrolmentState, MessageKind
from lms.records.exceptions import CodeTaken, CohortNotClosed, CohortOver
from lms.records.models import Cohort, CohortQuota, Session
from lms.records.permissions import may_coordinate
from lms.records.services.enrolment import give_free_places
from lms.records.services.messages import tell_cohort

# Who still counts on the cohort, with or without a place.
COUNT_ON_IT = (EnrolmentState.APPLIED, EnrolmentState.WAITING, EnrolmentState.ENROLLED)
COPIED = (
    "course_id",
    "venue",
    "province",
    "language",
    "mode",
    "funder",
    "project_code",
    "capacity",
    "organisation_quota",
    "enrolment_policy",
)


def begin_cohorts(*, on: date | None = None) -> int:
    """Let the planned cohorts run whose first day has come; returns how many. May run twice."""
    on = on or timezone.localdate()
    return Cohort.objects.filter(state=CohortState.PLANNED, starts_on__lte=on).update(
        state=CohortState.RUNNING
    )


@transaction.atomic
def cancel_cohort(*, cohort: Cohort, actor, note: str = "") -> int:
    """Call a cohort off, and tell everyone who counts on it; returns how many are told.

    Sessions without a register are struck off, so that they leave calendars and lists. ``note`` is
    for everyone to read.

    :raises PermissionDenied: when ``actor`` does not coordinate.
    :raises CohortOver: when it is closed or cancelled already.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    cohort = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    if cohort.state not in Cohort.TAKES_PEOPLE:
        raise CohortOver
    cohort.state = CohortState.CANCELLED
    cohort.save(update_fields=["state"])
    now = timezone.now()
    for session in cohort.sessions.filter(cancelled_at=None, attendances=None):
        session.cancelled_at, session.revision = now, session.revision + 1
        session.save(update_fields=["cancelled_at", "revision"])
    return tell_cohort(
        cohort=cohort,
        kind=MessageKind.COHORT_CANCELLED,
        key=f"cohort-cancelled:{cohort.pk}",
        data={"note": note} if note else None,
        states=COUNT_ON_IT,
    )


@transaction.atomic
def reopen_cohort(*, cohort: Cohort, actor) -> Cohort:
    """Open a closed cohort again, so that its registers can be put right before it is closed anew.

    :raises PermissionDenied: when ``actor`` does not coordinate.
    :raises CohortNotClosed: when there is nothing to open.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    if not Cohort.objects.filter(pk=cohort.pk, state=CohortState.CLOSED).update(
        state=CohortState.RUNNING
    ):
        raise CohortNotClosed
    cohort.state = CohortState.RUNNING
    return cohort


@dataclass(frozen=True)
class WhenAndWhere:
    """What people are told of when it changes: the cohort's, and of each session by its id."""

    cohort: tuple
    sessions: dict[int, tuple]

    @classmethod
    def of(cls, cohort: Cohort) -> "WhenAndWhere":
        """As it stands in the database."""
        fields = Cohort.objects.values_list("starts_on", "ends_on", "venue").get(pk=cohort.pk)
        rows = Session.objects.held_or_planned().filter(cohort=cohort)
        # To the minute, as forms have it.
        sessions = {
            pk: (starts_at.replace(second=0, microsecond=0), minutes, venue)
            for pk, starts_at, minutes, venue in rows.values_list(
                "pk", "starts_at", "planned_minutes", "venue"
            )
        }
        return cls(fields, sessions)


@transaction.atomic
def follow_change(*, cohort: Cohort, before: WhenAndWhere) -> None:
    """Follow a cohort that was saved: the waiting list moves up, and people are told of changes.

    New dates or another place of the cohort are told to all who count on it; else each changed
    session to come is told to those who have a place. Nothing is told of a cohort that is over.
    """
    give_free_places(cohort=cohort)
    now = WhenAndWhere.of(cohort)
    changed = [pk for pk, at in now.sessions.items() if before.sessions.get(pk, at) != at]
    Session.objects.filter(pk__in=changed).update(revision=F("revision") + 1)
    if cohort.ends_on < timezone.localdate() or cohort.state not in Cohort.TAKES_PEOPLE:
        return
    moment = f"{timezone.now():%Y%m%d%H%M%S}"
    if now.cohort != before.cohort:
        tell_cohort(
            cohort=cohort,
            kind=MessageKind.COHORT_CHANGED,
            key=f"cohort-changed:{cohort.pk}:{moment}",
            states=COUNT_ON_IT,
        )
        return
    for session in Session.objects.filter(pk__in=changed, starts_at__gte=timezone.now()):
        tell_cohort(
            cohort=cohort,
            session=session,
            kind=MessageKind.SESSION_CHANGED,
            key=f"session-changed:{session.pk}:{session.revision}",
        )


@transaction.atomic
def copy_cohort(*, cohort: Cohort, code: str, starts_on: date, actor) -> Cohort:
    """Plan ``cohort`` once more from ``starts_on``: same course, places, trainers and sessions.

    All dates move by the same number of days; nobody is enrolled. Cancelled sessions stay behind.

    :raises PermissionDenied: when ``actor`` does not coordinate.
    :raises CodeTaken: when another cohort has this code.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    if Cohort.objects.filter(code=code).exists():
        raise CodeTaken
    later = starts_on - cohort.starts_on
    copy = Cohort.objects.create(
        code=code,
        starts_on=starts_on,
        ends_on=cohort.ends_on + later,
        registration_opens_on=_moved(cohort.registration_opens_on, later),
        registration_closes_on=_moved(cohort.registration_closes_on, later),
        **{name: getattr(cohort, name) for name in COPIED},
    )
    copy.trainers.set(cohort.trainers.all())
    CohortQuota.objects.bulk_create(
        CohortQuota(cohort=copy, organisation_id=organisation, places=places)
        for organisation, places in cohort.quotas.values_list("organisation", "places")
    )
    Session.objects.bulk_create(
        Session(
            cohort=copy,
            topic=session.topic,
            module_key=session.module_key,
            starts_at=session.starts_at + later,
            planned_minutes=session.planned_minutes,
            venue=session.venue,
            trainer_id=session.trainer_id,
        )
        for session in Session.objects.held_or_planned().filter(cohort=cohort)
    )
    return copy


def _moved(day: date | None, later: timedelta) -> date | None:
    return day and day + later

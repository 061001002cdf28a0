"""Sessions and the register. What it adds up to is in ``attendance_figures``.

Attendance counts in minutes of training time. Present is the whole session; late and left early
carry their minutes; absent and excused are both 0 minutes, because the rule of a course asks how
much of the training a person took part in. Excused only says that the reason was known.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.records.enums import AttendanceStatus
from lms.records.exceptions import (
    CohortOver,
    InvalidMark,
    RegisterNotOpen,
    SessionCancelled,
    SessionTookPlace,
)
from lms.records.models import Attendance, Cohort, Session
from lms.records.permissions import teach_cohort

PART_OF_THE_TIME = frozenset({AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY})


@dataclass(frozen=True)
class SessionPlan:
    """A session to come: ``planned_minutes`` of training time from ``starts_at``."""

    topic: str
    starts_at: datetime
    planned_minutes: int
    venue: str = ""
    module_key: UUID | None = None


@dataclass(frozen=True)
class Mark:
    """What the register says of one enrolment; ``minutes`` only for late and left early."""

    enrolment_id: int
    status: str
    minutes: int | None = None


@transaction.atomic
def schedule_sessions(*, cohort: Cohort, plans: list[SessionPlan], actor) -> list[Session]:
    """Add sessions to a cohort that is not over yet.

    :raises PermissionDenied, CohortOver:
    """
    if not teach_cohort.allows(actor, cohort):
        raise PermissionDenied
    if cohort.state not in Cohort.TAKES_PEOPLE:
        raise CohortOver
    return Session.objects.bulk_create(
        Session(
            cohort=cohort,
            topic=plan.topic,
            starts_at=plan.starts_at,
            planned_minutes=plan.planned_minutes,
            venue=plan.venue or cohort.venue,
            module_key=plan.module_key,
        )
        for plan in plans
    )


@transaction.atomic
def cancel_session(*, session: Session, actor) -> Session:
    """Strike a session off; it counts for nobody's attendance.

    :raises PermissionDenied, CohortOver:
    :raises SessionTookPlace: when the register has marks.
    """
    session = _lock(session, actor)
    if session.attendances.exists():
        raise SessionTookPlace
    if session.cancelled_at is None:
        session.cancelled_at = timezone.now()
        session.save(update_fields=["cancelled_at"])
    return session


@transaction.atomic
def record_attendance(*, session: Session, marks: list[Mark], actor) -> int:
    """Write the register of ``session``; returns how many marks are new or changed.

    Only those marked are touched, and who and when are kept where nothing changed, so sending the
    same register twice does nothing.

    :raises PermissionDenied, CohortOver, SessionCancelled, RegisterNotOpen: see their messages.
    :raises InvalidMark: for someone who has no place, or minutes that do not fit the session.
    """
    session = _lock(session, actor)
    if session.cancelled_at:
        raise SessionCancelled
    if not session.register_is_open:
        raise RegisterNotOpen
    with_a_place = set(session.cohort.enrolments.holding_a_place().values_list("pk", flat=True))
    written = {
        pk: (status, minutes)
        for pk, status, minutes in session.attendances.values_list(
            "enrolment_id", "status", "minutes"
        )
    }
    now = timezone.now()
    changed = []
    for mark in marks:
        if mark.enrolment_id not in with_a_place:
            raise InvalidMark(_("Someone in this register has no place in the cohort any more."))
        minutes = _minutes(mark, session)
        if written.get(mark.enrolment_id) != (mark.status, minutes):
            changed.append(
                Attendance(
                    session=session,
                    enrolment_id=mark.enrolment_id,
                    status=mark.status,
                    minutes=minutes,
                    recorded_by=actor,
                    recorded_at=now,
                )
            )
    Attendance.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["status", "minutes", "recorded_by", "recorded_at"],
    )
    return len(changed)


def _lock(session: Session, actor) -> Session:
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    )
    if not teach_cohort.allows(actor, session.cohort):
        raise PermissionDenied
    if session.cohort.state not in Cohort.TAKES_PEOPLE:
        raise CohortOver
    return session


def _minutes(mark: Mark, session: Session) -> int:
    if mark.status == AttendanceStatus.PRESENT:
        return session.planned_minutes
    if mark.status not in PART_OF_THE_TIME:
        return 0
    if mark.minutes is None or not 0 < mark.minutes <= session.planned_minutes:
        raise InvalidMark(
            _("Write how many minutes the person was there: from 1 to %(planned)s.")
            % {"planned": session.planned_minutes}
        )
    return mark.minutes

"""The register of a session: marked by several phones at once, corrected later with a reason.

Every mark says what its writer saw before. What nobody has seen is never written over: it comes
back as a conflict, with both values, for a person to decide. Whatever is written over on purpose
is kept as an ``AttendanceChange``.

The register takes marks from the day of the session on. Writing over a mark more than
``CORRECTED_AFTER`` later, or writing anything in a closed cohort, is a correction and needs a
reason.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.records.enums import AttendanceSource, AttendanceStatus, CohortState
from lms.records.exceptions import (
    CohortOver,
    InvalidMark,
    ReasonMissing,
    RegisterNotOpen,
    SessionCancelled,
)
from lms.records.models import Attendance, AttendanceChange, Cohort, Session
from lms.records.permissions import teach_cohort

PART_OF_THE_TIME = frozenset({AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY})
CORRECTED_AFTER = timedelta(days=3)

# Status and minutes present.
Value = tuple[str, int]


@dataclass(frozen=True)
class Mark:
    """What the register is to say of one enrolment; ``minutes`` only for late and left early.

    ``known`` are the values it may write over: what the phone showed (``None`` for no mark), and
    what it has sent before without hearing back. Without ``known`` it writes over anything.
    """

    enrolment_id: int
    status: str
    minutes: int | None = None
    known: tuple[Value | None, ...] | None = None


@dataclass(frozen=True)
class Conflict:
    """``standing`` was marked elsewhere in the meantime and differs from ``wanted``."""

    enrolment_id: int
    wanted: Value
    standing: Attendance


@dataclass(frozen=True)
class Refusal:
    enrolment_id: int
    problem: InvalidMark


@dataclass
class Merged:
    """What became of the marks: ``changed`` counts the new and different ones."""

    changed: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    standing: dict[int, Value] = field(default_factory=dict)


def is_correction(session: Session) -> bool:
    """Whether writing over a mark of this session needs a reason today."""
    day = timezone.localdate(session.starts_at)
    return (
        session.cohort.state == CohortState.CLOSED or timezone.localdate() > day + CORRECTED_AFTER
    )


@transaction.atomic
def record_attendance(*, session: Session, marks: list[Mark], actor, reason: str = "") -> int:
    """Write all of ``marks`` or nothing; returns how many are new or changed.

    Only those marked are touched, and who and when are kept where nothing changed, so sending the
    same register twice does nothing.

    :raises PermissionDenied, CohortOver, SessionCancelled, RegisterNotOpen: see their messages.
    :raises InvalidMark: for someone who has no place, or minutes that do not fit the session;
        ``ReasonMissing`` for a correction without a reason.
    """
    merged = merge_marks(session=session, marks=marks, actor=actor, reason=reason)
    for refusal in merged.refused:
        raise refusal.problem
    return merged.changed


@transaction.atomic
def merge_marks(*, session: Session, marks: list[Mark], actor, reason: str = "") -> Merged:
    """Write those of ``marks`` that fit; the others come back, each with why.

    Sending the same again changes nothing, however often.

    :raises PermissionDenied, CohortOver, SessionCancelled, RegisterNotOpen: see their messages.
    """
    session = _lock(session, actor)
    with_a_place = set(session.cohort.enrolments.holding_a_place().values_list("pk", flat=True))
    written = {
        row.enrolment_id: row
        for row in session.attendances.select_related("recorded_by").order_by()
    }
    merged = Merged(
        standing={pk: (row.status, row.minutes) for pk, row in written.items()},
    )
    is_closed = session.cohort.state == CohortState.CLOSED
    corrected = is_correction(session)
    source = AttendanceSource.CORRECTION if corrected else AttendanceSource.REGISTER
    changes = []
    for mark in marks:
        pk = mark.enrolment_id
        before = merged.standing.get(pk)
        try:
            if pk not in with_a_place:
                raise InvalidMark(
                    _("Someone in this register has no place in the cohort any more.")
                )
            value = (mark.status, _minutes(mark, session))
            if value == before:
                continue
            if before and mark.known is not None and before not in mark.known:
                merged.conflicts.append(Conflict(pk, value, written[pk]))
                continue
            if not reason and (is_closed or (corrected and before)):
                raise ReasonMissing
        except InvalidMark as problem:
            merged.refused.append(Refusal(pk, problem))
            continue
        merged.standing[pk] = value
        changes.append((pk, before, value))
    _write(session, changes, actor=actor, reason=reason, source=source, log_all=is_closed)
    merged.changed = len(changes)
    return merged


def _write(session: Session, changes, *, actor, reason: str, source: str, log_all: bool) -> None:
    """Write each (enrolment, value before, value); what stood before is kept."""
    if not changes:
        return
    now = timezone.now()
    Attendance.objects.bulk_create(
        [
            Attendance(
                session=session,
                enrolment_id=pk,
                status=status,
                minutes=minutes,
                source=source,
                recorded_by=actor,
                recorded_at=now,
            )
            for pk, _before, (status, minutes) in changes
        ],
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["status", "minutes", "source", "recorded_by", "recorded_at"],
    )
    AttendanceChange.objects.bulk_create(
        AttendanceChange(
            session=session,
            enrolment_id=pk,
            from_status=before[0] if before else "",
            from_minutes=before[1] if before else None,
            to_status=value[0],
            to_minutes=value[1],
            source=source,
            reason=reason,
            actor=actor,
            at=now,
        )
        for pk, before, value in changes
        if before or log_all
    )


def _lock(session: Session, actor) -> Session:
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    )
    if not teach_cohort.allows(actor, session.cohort):
        raise PermissionDenied
    if session.cohort.state not in (*Cohort.TAKES_PEOPLE, CohortState.CLOSED):
        raise CohortOver
    if session.cancelled_at:
        raise SessionCancelled
    if not session.register_is_open:
        raise RegisterNotOpen
    return session


def _minutes(mark: Mark, session: Session) -> int:
    if mark.status not in AttendanceStatus.values:
        raise InvalidMark(_("Choose present, late, left early, excused or absent."))
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

"""What the registers add up to: for each person, each session and the cohort.

Minutes are training time. Percentages are 0-100 with two places, rounded down, so that nobody
passes a limit by rounding.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal

from django.db.models import Exists, OuterRef
from django.utils import timezone

from lms.records.models import Attendance, Cohort, Enrolment, Session

CENT = Decimal("0.01")
TENTH = Decimal("0.1")


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(part * 100) / whole).quantize(CENT, ROUND_DOWN) if whole else Decimal("0.00")


def in_hours(minutes: int) -> Decimal:
    """Hours to a tenth, rounded down."""
    return (Decimal(minutes) / 60).quantize(TENTH, ROUND_DOWN)


@dataclass(frozen=True)
class AttendanceFigures:
    """The attendance of one enrolment.

    ``percent`` is of all sessions of the cohort, held and to come; ``percent_so_far`` of those
    whose register is filled in. ``at_risk`` when the latter is below what the course asks for.
    ``lost_minutes`` cannot be made good any more: a session of today in which the person is not
    marked yet is not lost.
    """

    minutes: int
    planned_minutes: int
    minutes_so_far: int
    needed_percent: int
    lost_minutes: int = 0

    @property
    def percent(self) -> Decimal:
        return _percent(self.minutes, self.planned_minutes)

    @property
    def percent_so_far(self) -> Decimal:
        return _percent(self.minutes, self.minutes_so_far)

    @property
    def at_risk(self) -> bool:
        return bool(self.minutes_so_far) and self.percent_so_far < self.needed_percent

    @property
    def hours(self) -> Decimal:
        return in_hours(self.minutes)

    @property
    def planned_hours(self) -> Decimal:
        return in_hours(self.planned_minutes)

    @property
    def minutes_to_come(self) -> int:
        return self.planned_minutes - self.minutes_so_far

    @property
    def can_miss(self) -> int:
        """Minutes that may still be missed; negative when the rule cannot be met any more."""
        needed = -(-self.planned_minutes * self.needed_percent // 100)
        return self.planned_minutes - needed - self.lost_minutes

    @property
    def is_out_of_reach(self) -> bool:
        return self.can_miss < 0


@dataclass(frozen=True)
class SessionFigures:
    """One session: ``came`` of ``people`` were there for some of it, ``marked`` stand in the register."""

    people: int
    marked: int
    came: int
    minutes: int
    planned_minutes: int

    @property
    def percent(self) -> Decimal:
        return _percent(self.minutes, self.planned_minutes * self.people)

    @property
    def hours(self) -> Decimal:
        """Hours of all people together."""
        return in_hours(self.minutes)


@dataclass(frozen=True)
class CohortAttendance:
    """``people`` by enrolment id, ``sessions`` by session id (those that were not cancelled)."""

    people: dict[int, AttendanceFigures] = field(default_factory=dict)
    sessions: dict[int, SessionFigures] = field(default_factory=dict)

    @property
    def percent_so_far(self) -> Decimal:
        """The attendance of all people together in what was held so far."""
        figures = self.people.values()
        return _percent(sum(f.minutes for f in figures), sum(f.minutes_so_far for f in figures))

    @property
    def hours(self) -> Decimal:
        """Hours of training that all people together took part in."""
        return in_hours(sum(figures.minutes for figures in self.people.values()))

    @property
    def has_begun(self) -> bool:
        return any(figures.minutes_so_far for figures in self.people.values())


def read_attendance(enrolments: Iterable[Enrolment]) -> CohortAttendance:
    """Figures of ``enrolments``, whose cohort and course are at hand; two queries whatever the size.

    They may be of several cohorts: each is measured by the sessions and the rule of its own.
    """
    enrolments = list(enrolments)
    sessions = defaultdict(list)
    registers = Attendance.objects.filter(session=OuterRef("pk"))
    for session in (
        Session.objects.held_or_planned()
        .filter(cohort__in={enrolment.cohort_id for enrolment in enrolments})
        .annotate(has_register=Exists(registers))
        .order_by()
    ):
        sessions[session.cohort_id].append(session)
    marks = defaultdict(dict)
    for enrolment, session, minutes in (
        Attendance.objects.filter(
            enrolment__in=[enrolment.pk for enrolment in enrolments],
            session__cancelled_at__isnull=True,
        )
        .order_by()
        .values_list("enrolment", "session", "minutes")
    ):
        marks[enrolment][session] = minutes
    return CohortAttendance(
        people={
            enrolment.pk: _of_person(
                sessions[enrolment.cohort_id],
                marks[enrolment.pk],
                enrolment.cohort.course.attendance_percent,
            )
            for enrolment in enrolments
        },
        sessions={
            session.pk: _of_session(
                session, [marks[e.pk] for e in enrolments if e.cohort_id == cohort]
            )
            for cohort, held in sessions.items()
            for session in held
        },
    )


def _of_person(sessions: list[Session], marks: dict[int, int], needed: int) -> AttendanceFigures:
    today = timezone.localdate()
    lost = 0
    for session in sessions:
        if session.pk in marks:
            lost += session.planned_minutes - marks[session.pk]
        elif session.has_register and timezone.localdate(session.starts_at) < today:
            lost += session.planned_minutes
    return AttendanceFigures(
        minutes=sum(marks.values()),
        planned_minutes=sum(session.planned_minutes for session in sessions),
        minutes_so_far=sum(s.planned_minutes for s in sessions if s.has_register),
        needed_percent=needed,
        lost_minutes=lost,
    )


def _of_session(session: Session, people: list[dict[int, int]]) -> SessionFigures:
    minutes = [marks[session.pk] for marks in people if session.pk in marks]
    return SessionFigures(
        people=len(people),
        marked=len(minutes),
        came=sum(1 for number in minutes if number),
        minutes=sum(minutes),
        planned_minutes=session.planned_minutes,
    )


def attendance_summary(cohort: Cohort) -> dict[int, AttendanceFigures]:
    """Figures by enrolment id for all who hold a place; three queries whatever the size."""
    return read_attendance(cohort.enrolments.holding_a_place()).people

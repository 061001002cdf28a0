"""What the registers of a cohort add up to.

Attendance counts in minutes of training time. Present is the whole session; late and left early
carry their minutes; absent and excused are both 0 minutes, because the rule of a course asks how
much of the training a person took part in. Excused only says that the reason was known.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db.models import Exists, OuterRef, Sum

from lms.records.models import Attendance, Cohort, Session

CENT = Decimal("0.01")


@dataclass(frozen=True)
class AttendanceFigures:
    """Minutes and percent (0-100, two places, rounded down) of one enrolment.

    ``percent`` is of all sessions of the cohort, held and to come; ``percent_so_far`` of those
    whose register is filled in. ``at_risk`` when the latter is below what the course asks for.
    """

    minutes: int
    planned_minutes: int
    minutes_so_far: int
    needed_percent: int

    @property
    def percent(self) -> Decimal:
        return _percent(self.minutes, self.planned_minutes)

    @property
    def percent_so_far(self) -> Decimal:
        return _percent(self.minutes, self.minutes_so_far)

    @property
    def at_risk(self) -> bool:
        return bool(self.minutes_so_far) and self.percent_so_far < self.needed_percent


def _percent(part: int, whole: int) -> Decimal:
    # Rounded down, so that nobody passes a limit by rounding.
    return (Decimal(part * 100) / whole).quantize(CENT, ROUND_DOWN) if whole else Decimal("0.00")


def attendance_summary(cohort: Cohort) -> dict[int, AttendanceFigures]:
    """Figures by enrolment id for all who hold a place; three queries whatever the size."""
    registers = Attendance.objects.filter(session=OuterRef("pk"))
    sessions = (
        Session.objects.held_or_planned()
        .filter(cohort=cohort)
        .annotate(has_register=Exists(registers))
        .values_list("planned_minutes", "has_register")
    )
    planned = so_far = 0
    for minutes, has_register in sessions.order_by():
        planned += minutes
        so_far += minutes * has_register
    attended = dict(
        Attendance.objects.filter(session__cohort=cohort, session__cancelled_at__isnull=True)
        .order_by()
        .values_list("enrolment")
        .annotate(Sum("minutes"))
    )
    return {
        pk: AttendanceFigures(
            minutes=attended.get(pk, 0),
            planned_minutes=planned,
            minutes_so_far=so_far,
            needed_percent=cohort.course.attendance_percent,
        )
        for pk in cohort.enrolments.holding_a_place().values_list("pk", flat=True)
    }

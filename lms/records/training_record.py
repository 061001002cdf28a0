"""What became of enrolments, in figures, for lists of them: a few queries whatever their number."""

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from lms.records.course_pages import attach_course_pages
from lms.records.models import Attendance, Enrolment, Session


def training_record(enrolments: QuerySet[Enrolment]) -> list[Enrolment]:
    """The enrolments, the newest cohort first, each with ``cohort.course_page`` and ``percent``.

    ``percent`` (0-100) is of the planned minutes of the sessions that have begun; once completed,
    the figure that was judged; ``None`` where nothing has begun.
    """
    begun = Session.objects.held_or_planned().filter(starts_at__lte=timezone.now())
    planned = (
        begun.filter(cohort=OuterRef("cohort"))
        .order_by()
        .values("cohort")
        .values(total=Sum("planned_minutes"))
    )
    attended = (
        Attendance.objects.filter(enrolment=OuterRef("pk"), session__in=begun)
        .order_by()
        .values("enrolment")
        .values(total=Sum("minutes"))
    )
    rows = list(
        enrolments.select_related("cohort__course", "organisation", "completion__certificate")
        .annotate(planned=Subquery(planned), attended=Subquery(attended))
        .order_by(F("cohort__starts_on").desc(), "-pk")
    )
    attach_course_pages(row.cohort for row in rows)
    for row in rows:
        completion = getattr(row, "completion", None)
        row.percent = _percent(row, completion)
        row.certificate = completion and completion.certificate
    return rows


def _percent(row: Enrolment, completion) -> float | None:
    judged = completion and completion.figures.get("attendance_percent")
    if judged is not None:
        return float(judged)
    return 100 * (row.attended or 0) / row.planned if row.planned else None

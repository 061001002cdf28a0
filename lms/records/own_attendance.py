"""A trainee's own attendance, for their list of courses."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from lms.records.check_in import OPENS_BEFORE, Window, window_of
from lms.records.models import Attendance, Cohort, Enrolment, Session
from lms.records.permissions import attend_session
from lms.records.services.attendance_figures import read_attendance


def sessions_to_check_in(user) -> list[Session]:
    """The sessions whose check-in is open, in which this user is not marked yet; one query."""
    now = timezone.now()
    sessions = (
        attend_session.objects_for(user)
        .held_or_planned()
        .filter(
            starts_at__range=(now - timedelta(days=1), now + OPENS_BEFORE),
            cohort__state__in=Cohort.TAKES_PEOPLE,
        )
        .exclude(pk__in=Attendance.objects.filter(enrolment__person__user=user).values("session"))
        .select_related("cohort")
    )
    return [session for session in sessions if window_of(session, now) == Window.OPEN]


def attach_attendance(enrolments: Iterable[Enrolment], user) -> None:
    """Set ``figures`` and ``check_in_open`` on each of a person's enrolments; three queries."""
    enrolments = list(enrolments)
    holding = [e for e in enrolments if e.state in Enrolment.HOLDS_A_PLACE]
    figures = read_attendance(holding).people
    to_check_in = {session.cohort_id: session for session in sessions_to_check_in(user)}
    for enrolment in enrolments:
        enrolment.figures = figures.get(enrolment.pk)
        enrolment.check_in_open = (
            to_check_in.get(enrolment.cohort_id) if enrolment.figures else None
        )

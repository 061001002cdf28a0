"""Sessions as calendar programs read them (RFC 5545).

Times are in UTC, which every program understands. A session keeps its UID for good; SEQUENCE counts
its changes, so that a program takes the newest. A cancelled session stays, marked as cancelled:
left out, it would stay in the calendar of who downloaded it.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from lms.records.course_pages import attach_course_pages
from lms.records.enums import CohortState
from lms.records.models import Cohort, Enrolment, Person, Session

LOOK_BACK = timedelta(days=365)
REFRESH = timedelta(hours=4)


def sessions_of(person: Person) -> list[Session]:
    """What ``person`` takes part in or trains, of the last year and to come; each ``is_trained``.

    A session without a trainer of its own belongs to all trainers of its cohort. One query.
    """
    places = Enrolment.objects.holding_a_place().filter(person=person)
    cohorts = Cohort.trainers.through.objects.filter(person=person)
    trained = Q(trainer=person) | Q(trainer=None, cohort__in=cohorts.values("cohort"))
    return list(
        Session.objects.filter(
            trained | Q(cohort__in=places.values("cohort")),
            starts_at__gte=timezone.now() - LOOK_BACK,
        )
        .annotate(is_trained=Case(When(trained, then=True), default=False))
        .select_related("cohort__course")
    )


def feed_of(person: Person) -> bytes:
    """The calendar of ``person``, in their language: three queries, whatever its length."""
    with translation.override(person.language):
        calendar = write_calendar(sessions_of(person))
        calendar.add("X-WR-CALNAME", _("My training"))
        calendar.add("REFRESH-INTERVAL", REFRESH, {"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", REFRESH)
    return calendar.to_ical()


def one_session(session: Session, *, is_trained: bool) -> bytes:
    """A file with a single session, in the language being read."""
    session.is_trained = is_trained
    return write_calendar([session]).to_ical()


def write_calendar(sessions: Iterable[Session]) -> Calendar:
    """``sessions`` know their cohort and its course, and whether they are ``is_trained``."""
    sessions = list(sessions)
    calendar = Calendar()
    calendar.add("PRODID", f"-//{settings.SITE_NAME}//lms//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if sessions:
        attach_course_pages(session.cohort for session in sessions)
    for session in sessions:
        calendar.add_component(_event(session))
    return calendar


def _event(session: Session) -> Event:
    cohort = session.cohort
    is_cancelled = session.cancelled_at is not None or cohort.state == CohortState.CANCELLED
    starts_at = session.starts_at.astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("UID", f"session-{session.pk}@{urlsplit(settings.SITE_URL).hostname}")
    # A day's answers are the same to the byte, so that a program that asks again is told so.
    event.add("DTSTAMP", timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0))
    event.add("SEQUENCE", session.revision + is_cancelled)
    event.add("STATUS", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("DTSTART", starts_at)
    event.add("DTEND", starts_at + timedelta(minutes=session.planned_minutes))
    event.add("SUMMARY", _summary(session, is_cancelled=is_cancelled))
    event.add("DESCRIPTION", _description(session))
    if place := _place(session):
        event.add("LOCATION", place)
    name, args = (
        ("records:cohort", [cohort.pk]) if session.is_trained else ("records:my_courses", [])
    )
    event.add("URL", settings.SITE_URL + reverse(name, args=args))
    return event


def _summary(session: Session, *, is_cancelled: bool) -> str:
    title = f"{session.topic} – {session.cohort.course_page.title}"
    if is_cancelled:
        # Programs on phones show the title and leave out that it was cancelled.
        return _("Cancelled: %(session)s") % {"session": title}
    return title


def _description(session: Session) -> str:
    lines = [_("Cohort: %(code)s") % {"code": session.cohort.code}]
    if session.is_trained:
        lines.append(_("You train this session."))
    return "\n".join(lines)


def _place(session: Session) -> str:
    cohort = session.cohort
    parts = [session.venue or cohort.venue, cohort.get_province_display()]
    return ", ".join(str(part) for part in parts if part)

"""What the records ask a person to do next."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.next_steps import NextStep
from lms.records.course_pages import attach_course_pages
from lms.records.enums import EnrolmentState
from lms.records.learning_steps import learning_steps
from lms.records.message_steps import message_steps
from lms.records.models import Attendance, Cohort, Enrolment, Session
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate, may_train, teach_cohort
from lms.records.staff_steps import staff_steps
from lms.records.work_steps import work_steps

AT_MOST = 3
LOOK_BACK = timedelta(days=14)


def next_steps(user) -> list[NextStep]:
    """Registers to fill in, applications to decide on, sessions to come; a handful."""
    if person_of(user) is None and not may_coordinate(user):
        return [
            NextStep(
                title=_("Tell us who you are"),
                url=reverse("records:about_you"),
                note=_("Then you can enrol in a course."),
            )
        ]
    return [
        *_registers(user),
        *_applications(user),
        *staff_steps(user),
        *message_steps(user),
        *_sessions_to_come(user),
        *learning_steps(user),
        *work_steps(user),
    ]


def _registers(user) -> list[NextStep]:
    """Sessions of the last days, held, whose register nobody has filled in."""
    if not may_train(user) and not may_coordinate(user):
        return []
    now = timezone.now()
    sessions = (
        Session.objects.held_or_planned()
        .filter(
            ~Exists(Attendance.objects.filter(session=OuterRef("pk"))),
            starts_at__range=(now - LOOK_BACK, now),
            cohort__in=teach_cohort.objects_for(user).filter(state__in=Cohort.TAKES_PEOPLE),
        )
        .select_related("cohort")[:AT_MOST]
    )
    return [
        NextStep(
            title=_("Fill in the register: %(session)s") % {"session": session.topic},
            url=reverse("records:register", args=[session.pk]),
            note=f"{session.cohort.code}, {_when(session)}",
            urgent=True,
        )
        for session in sessions
    ]


def _applications(user) -> list[NextStep]:
    if not may_coordinate(user):
        return []
    cohorts = (
        Cohort.objects.filter(
            state__in=Cohort.TAKES_PEOPLE, enrolments__state=EnrolmentState.APPLIED
        )
        .annotate(applied=Count("enrolments"))
        .select_related("course")
        .order_by("starts_on", "pk")[:AT_MOST]
    )
    return [
        NextStep(
            title=_("Decide on applications: %(cohort)s") % {"cohort": cohort.code},
            url=reverse("records:cohort", args=[cohort.pk]),
            note=_("Waiting for an answer: %(count)s") % {"count": cohort.applied},
        )
        for cohort in cohorts
    ]


def _sessions_to_come(user) -> list[NextStep]:
    """The sessions of the next week that this user is enrolled for."""
    now = timezone.now()
    sessions = list(
        Session.objects.held_or_planned()
        .filter(
            starts_at__range=(now, now + timedelta(days=7)),
            cohort__in=Enrolment.objects.filter(
                person__user=user, state=EnrolmentState.ENROLLED
            ).values("cohort"),
        )
        .select_related("cohort__course")[:AT_MOST]
    )
    if sessions:
        attach_course_pages(session.cohort for session in sessions)
    return [
        NextStep(
            title=_("Come to the session: %(session)s") % {"session": session.topic},
            url=reverse("records:my_courses"),
            note=", ".join(
                filter(None, [session.cohort.course_page.title, _when(session), session.venue])
            ),
        )
        for session in sessions
    ]


def _when(session: Session) -> str:
    return date_format(timezone.localtime(session.starts_at), "DATETIME_FORMAT")

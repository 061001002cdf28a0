"""Sessions of a cohort: planned one by one or in bulk, changed and cancelled with notice.

Those who hold a place are told of a change of time or place, and of a cancelled session, once each.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.records.enums import MessageKind
from lms.records.exceptions import (
    CohortOver,
    SessionCancelled,
    SessionHasMarks,
    SessionTookPlace,
)
from lms.records.models import Cohort, Person, Session
from lms.records.permissions import teach_cohort
from lms.records.services.messages import tell_cohort

# A change of these is news to those who come.
TOLD = ("starts_at", "planned_minutes", "venue")


@dataclass(frozen=True)
class SessionPlan:
    """What a session is to be: ``planned_minutes`` of training time from ``starts_at``.

    Without a venue it meets at the cohort's.
    """

    topic: str
    starts_at: datetime
    planned_minutes: int
    venue: str = ""
    module_key: UUID | None = None
    trainer: Person | None = None

    @property
    def ends_at(self) -> datetime:
        """The earliest end: breaks come on top."""
        return self.starts_at + timedelta(minutes=self.planned_minutes)


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
            trainer=plan.trainer,
        )
        for plan in plans
    )


@transaction.atomic
def change_session(*, session: Session, plan: SessionPlan, actor) -> Session:
    """Make ``session`` what ``plan`` says, and tell those who hold a place of a new time or place.

    ``revision`` counts those changes. Topic, module, trainer and venue can always be put right;
    what the marks of a register are measured by stays once there are any. A session that is over
    already is put right without telling anyone.

    :raises PermissionDenied, CohortOver, SessionCancelled:
    :raises SessionHasMarks: for another time or length than the register was filled in for.
    """
    session = lock_session(session, actor)
    if session.cancelled_at:
        raise SessionCancelled
    before = {name: getattr(session, name) for name in TOLD}
    session.topic, session.module_key, session.trainer = plan.topic, plan.module_key, plan.trainer
    session.starts_at, session.planned_minutes = plan.starts_at, plan.planned_minutes
    session.venue = plan.venue or session.cohort.venue
    news = {name for name in TOLD if getattr(session, name) != before[name]}
    if news - {"venue"} and session.attendances.exists():
        raise SessionHasMarks
    if news:
        session.revision += 1
    session.save()
    if news and max(session.starts_at, before["starts_at"]) > timezone.now():
        tell_cohort(
            cohort=session.cohort,
            kind=MessageKind.SESSION_CHANGED,
            session=session,
            key=f"session-{session.pk}-changed-{session.revision}",
        )
    return session


@transaction.atomic
def cancel_session(*, session: Session, actor, reason: str = "") -> Session:
    """Strike a session off; it counts for nobody's attendance, and who holds a place is told.

    :raises PermissionDenied, CohortOver:
    :raises SessionTookPlace: when the register has marks.
    """
    session = lock_session(session, actor)
    if session.attendances.exists():
        raise SessionTookPlace
    if session.cancelled_at is None:
        session.cancelled_at, session.cancel_reason = timezone.now(), reason
        session.revision += 1
        session.save(update_fields=["cancelled_at", "cancel_reason", "revision"])
        if session.starts_at > timezone.now():
            tell_cohort(
                cohort=session.cohort,
                kind=MessageKind.SESSION_CANCELLED,
                session=session,
                key=f"session-{session.pk}-cancelled",
            )
    return session


def lock_session(session: Session, actor) -> Session:
    """The row of a session, locked, of a cohort that ``actor`` runs and that is not over.

    :raises PermissionDenied, CohortOver:
    """
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    )
    if not teach_cohort.allows(actor, session.cohort):
        raise PermissionDenied
    if session.cohort.state not in Cohort.TAKES_PEOPLE:
        raise CohortOver
    return session


def planning_doubts(
    *, cohort: Cohort, plans: list[SessionPlan], besides: Session | None = None
) -> list[list[str]]:
    """For each plan, in words, what may be a slip: a date outside the cohort, two at one time.

    Nothing of it is refused. Compared with each other, with the cohort's sessions and with those
    the same trainer gives elsewhere, without ``besides``; two queries at most.
    """
    taken = _sessions_around(cohort, plans, besides)
    doubts: list[list[str]] = []
    for number, plan in enumerate(plans):
        found = []
        day = timezone.localdate(plan.starts_at)
        if not cohort.starts_on <= day <= cohort.ends_on:
            found.append(
                _("%(day)s is outside the cohort, which runs from %(first)s to %(last)s.")
                % {
                    "day": date_format(day),
                    "first": date_format(cohort.starts_on),
                    "last": date_format(cohort.ends_on),
                }
            )
        others = [*taken, *((other, cohort.pk) for other in plans[:number])]
        for other, cohort_id in others:
            apart = other.ends_at <= plan.starts_at or plan.ends_at <= other.starts_at
            elsewhere = cohort_id != cohort.pk
            if apart or (elsewhere and plan.trainer != other.trainer):
                continue
            words = (
                _("%(trainer)s gives “%(topic)s” at the same time.")
                if elsewhere
                else _("It is at the same time as “%(topic)s”.")
            )
            found.append(words % {"topic": other.topic, "trainer": plan.trainer})
        doubts.append(found)
    return doubts


def _sessions_around(
    cohort: Cohort, plans: list[SessionPlan], besides: Session | None
) -> list[tuple[SessionPlan, int]]:
    """What is planned already in the time of ``plans``, each with its cohort's key."""
    if not plans:
        return []
    first = min(plan.starts_at for plan in plans) - timedelta(days=1)
    last = max(plan.ends_at for plan in plans)
    sessions = Session.objects.held_or_planned().filter(starts_at__range=(first, last))
    if besides:
        sessions = sessions.exclude(pk=besides.pk)
    trainers = {plan.trainer for plan in plans if plan.trainer}
    own = sessions.filter(cohort=cohort)
    theirs = sessions.filter(trainer__in=trainers).exclude(cohort=cohort) if trainers else []
    return [
        (
            SessionPlan(
                topic=session.topic,
                starts_at=session.starts_at,
                planned_minutes=session.planned_minutes,
                trainer=session.trainer,
            ),
            session.cohort_id,
        )
        for session in [
            *own.select_related("trainer"),
            *(theirs and theirs.select_related("trainer")),
        ]
    ]

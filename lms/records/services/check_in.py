"""Checking oneself in, and the head count that the trainer sets against it."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.check_in import Window, minutes_late, window_of
from lms.records.enums import AttendanceSource, AttendanceStatus
from lms.records.exceptions import CohortOver, RecordsError, SessionCancelled
from lms.records.models import Attendance, Cohort, Person, Session
from lms.records.models.people import person_of
from lms.records.permissions import teach_cohort

# How long the moment of scanning is believed, for who has to sign in first.
PROOF_LASTS = timedelta(minutes=10)


class NoPlace(RecordsError):
    message = _(
        "You are not on the list of this training. Please see the trainer, who can add you."
    )


class CheckInNotOpen(RecordsError):
    message = _("Check-in opens shortly before the session begins.")


class CheckInOver(RecordsError):
    message = _("Check-in for this session is over. Please see the trainer.")


class CodeNotValid(RecordsError):
    message = _("This code has expired. Use the one that is on the screen now.")


REFUSALS = {Window.NOT_YET: CheckInNotOpen, Window.OVER: CheckInOver}


@transaction.atomic
def check_in(*, session: Session, person: Person, at: datetime, actor) -> Attendance:
    """Mark ``person``, who had the right code at the moment ``at``, as present or late.

    The view has checked the code. A mark that stands already, the trainer's or one's own, is
    returned as it is, so checking in twice counts once.

    :raises PermissionDenied: when ``actor`` is not the account of ``person``.
    :raises NoPlace, SessionCancelled, CohortOver, CheckInNotOpen, CheckInOver: see their messages.
    :raises CodeNotValid: when ``at`` lies too far back.
    """
    if person_of(actor) != person:
        raise PermissionDenied
    # The register locks the same row, so a trainer's mark is never written over.
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    )
    enrolment = session.cohort.enrolments.holding_a_place().filter(person=person).first()
    if enrolment is None:
        raise NoPlace
    mark = session.attendances.filter(enrolment=enrolment).first()
    if mark is not None:
        return mark
    if session.cancelled_at:
        raise SessionCancelled
    if session.cohort.state not in Cohort.TAKES_PEOPLE:
        raise CohortOver
    if timezone.now() - at > PROOF_LASTS:
        raise CodeNotValid
    if refusal := REFUSALS.get(window_of(session, at)):
        raise refusal
    late = minutes_late(session, at)
    return Attendance.objects.create(
        session=session,
        enrolment=enrolment,
        status=AttendanceStatus.LATE if late else AttendanceStatus.PRESENT,
        minutes=session.planned_minutes - late,
        source=AttendanceSource.CHECK_IN,
        recorded_by=actor,
    )


@transaction.atomic
def confirm_head_count(*, session: Session, people: int, actor) -> Session:
    """Keep how many people the trainer counted in the room; counted again, the last count stands.

    :raises PermissionDenied, SessionCancelled, CheckInNotOpen: see their messages.
    """
    session = (
        Session.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=session.pk)
    )
    if not teach_cohort.allows(actor, session.cohort):
        raise PermissionDenied
    if session.cancelled_at:
        raise SessionCancelled
    if window_of(session) == Window.NOT_YET:
        raise CheckInNotOpen
    session.head_count, session.head_count_by = people, actor
    session.head_count_at = timezone.now()
    session.save(update_fields=["head_count", "head_count_by", "head_count_at"])
    return session

"""Reminding people that their course begins."""

from datetime import date, timedelta

from django.db.models import Min, Q
from django.utils import timezone

from lms.records.enums import EnrolmentState, MessageKind
from lms.records.models import Cohort, Session
from lms.records.services.messages import tell_cohort

DAYS_BEFORE = 2


def remind_cohorts(*, on: date | None = None) -> int:
    """Remind who has a place in a cohort whose first session is within two days of ``on``.

    Returns how many are reminded. Asked again, it reminds only those who came since; a first
    session that was moved to another day is a new reason to remind.
    """
    on = on or timezone.localdate()
    days = (on + timedelta(days=1), on + timedelta(days=DAYS_BEFORE))
    cohorts = Cohort.objects.filter(state__in=Cohort.TAKES_PEOPLE).annotate(
        first_at=Min("sessions__starts_at", filter=Q(sessions__cancelled_at=None))
    )
    return sum(
        _remind(cohort)
        for cohort in cohorts.filter(
            Q(first_at__date__range=days) | Q(first_at=None, starts_on__range=days)
        )
    )


def _remind(cohort: Cohort) -> int:
    first = None
    if cohort.first_at:
        sessions = Session.objects.held_or_planned().filter(cohort=cohort)
        first = sessions.order_by("starts_at", "pk").first()
    day = timezone.localtime(first.starts_at).date() if first else cohort.starts_on
    return tell_cohort(
        cohort=cohort,
        kind=MessageKind.REMINDER,
        session=first,
        key=f"reminder:{cohort.pk}:{day:%Y%m%d}",
        states=(EnrolmentState.ENROLLED,),
    )

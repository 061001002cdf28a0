"""Have the background worker look after grants every morning."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_q.models import Schedule

LOOK_AFTER_GRANTS = "look_after_grants"
MORNING = time(6, 30)


def setup_grant_care() -> None:
    """Close rounds, lapse promises, open reports and remind, each day at half past six in Phnom Penh."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    Schedule.objects.get_or_create(
        name=LOOK_AFTER_GRANTS,
        defaults={
            "func": "seedgrants.tasks.look_after_grants",
            "schedule_type": Schedule.DAILY,
            "next_run": timezone.make_aware(datetime.combine(tomorrow, MORNING)),
        },
    )

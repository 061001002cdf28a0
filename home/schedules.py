"""What the background worker does by the clock for people in training."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_q.models import Schedule

SEND_MESSAGES = "send_messages"
START_THE_DAY = "start_the_day"
# Before people leave for work, and after the night's backup.
MORNING = time(6, 30)
NO_RESULTS = "{'q_options': {'save': False}}"


def setup_sending() -> None:
    """Every quarter of an hour, send the mails that a mail server did not take at first."""
    Schedule.objects.get_or_create(
        name=SEND_MESSAGES,
        defaults={
            "func": "lms.records.tasks.send_messages",
            "kwargs": NO_RESULTS,
            "schedule_type": Schedule.MINUTES,
            "minutes": 15,
        },
    )


def setup_daily_work() -> None:
    """Every morning, let cohorts begin and remind people of those that begin in two days."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    Schedule.objects.get_or_create(
        name=START_THE_DAY,
        defaults={
            "func": "lms.records.tasks.start_the_day",
            "kwargs": NO_RESULTS,
            "schedule_type": Schedule.DAILY,
            "next_run": timezone.make_aware(datetime.combine(tomorrow, MORNING)),
        },
    )

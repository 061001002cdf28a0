"""The secret address of a person's calendar: made, made anew, taken away."""

from django.db import transaction

from lms.records.models import CalendarFeed, Person
from lms.records.models.calendars import generate_token


@transaction.atomic
def renew_feed(*, person: Person) -> CalendarFeed:
    """Give ``person`` a new address; one they had before leads nowhere from now on."""
    feed, _made = CalendarFeed.objects.update_or_create(
        person=person, defaults={"token": generate_token()}
    )
    return feed


def remove_feed(*, person: Person) -> None:
    """Take the address away; calendar programs that ask there find nothing."""
    CalendarFeed.objects.filter(person=person).delete()

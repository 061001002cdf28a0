"""Who has a calendar, shares a cohort, and prints its poster."""

from lms.records.services.calendars import renew_feed
from tests.factories.records import make_cohort, make_enrolment, make_session
from tests.permissions.world import EVERYONE, SIGNED_IN, Row

COORDINATORS = frozenset({"coordinator", "superuser"})
TRAINERS = COORDINATORS | {"trainer"}


def build_events(world):
    """The trainee's calendar, and a session of the trainer's to which nobody else came."""
    world.feed = renew_feed(person=world.people["trainee"])
    world.taught = make_cohort(trainers=[world.people["trainer"]])
    make_enrolment(cohort=world.taught, person=world.people["trainee"])
    world.planned = make_session(cohort=world.taught)


EVENTS_ROWS = [
    Row("records:calendar_feed", get=EVERYONE, kwargs=lambda world: {"token": world.feed.token}),
    Row("records:calendar", get=SIGNED_IN, post=SIGNED_IN),
    Row(
        "records:session_ics",
        get=TRAINERS | {"trainee"},
        kwargs=lambda world: {"pk": world.planned.pk},
    ),
    Row("records:go", get=EVERYONE, kwargs=lambda world: {"code": world.taught.code}),
    Row("records:poster", get=TRAINERS, kwargs=lambda world: {"pk": world.taught.pk}),
]

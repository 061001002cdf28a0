"""What a person may expect before they press the button."""

from django.utils import timezone

from lms.records.enums import WaitingCause
from lms.records.models import Cohort, Person
from lms.records.services.places import count_places


def cause_to_wait(*, cohort: Cohort, person: Person) -> WaitingCause | None:
    """Why ``person`` would come on the waiting list today, or ``None``; three queries.

    Without the lock, so that somebody else may still be faster.
    """
    post = person.affiliation_on(min(timezone.localdate(), cohort.starts_on))
    return count_places(cohort).cause_to_wait(post.organisation_id if post else None)

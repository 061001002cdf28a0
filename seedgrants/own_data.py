"""What the grants keep about a person, for the person's own copy; see ``records.own_data``."""

from lms.records.models import Person
from lms.records.own_data import section
from seedgrants.models import Application


@section("grant_proposals")
def proposals(person: Person):
    return (
        Application.objects.filter(applicant=person)
        .order_by("pk")
        .values("number", "round__title", "title", "state", "currency", "requested", "submitted_at")
    )

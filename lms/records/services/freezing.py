"""Writing down who a person is on the day they enrol."""

from django.utils import timezone

from lms.records.models import Affiliation, Enrolment, Organisation, Person
from lms.records.permissions import organisations_watched


def freeze_person(enrolment: Enrolment, *, organisation: Organisation | None = None) -> None:
    """Set what stays true of this enrolment: as of today, or of the day a past cohort began.

    ``organisation`` is the one that nominates; of several posts, the one there is taken.
    """
    person, today = enrolment.person, timezone.localdate()
    day = min(today, enrolment.cohort.starts_on)
    # Who gave their organisation only today, while the cohort was already running, has a post too.
    post = (
        person.affiliations.current(today).filter(organisation=organisation).first()
        if organisation
        else person.affiliation_on(day) or person.affiliation_on(today)
    )
    enrolment.organisation = organisation or (post.organisation if post else None)
    enrolment.position = post.position if post else ""
    if post:
        enrolment.cadre = post.cadre
    enrolment.is_volunteer = bool(post and post.is_volunteer)
    enrolment.gender = person.gender
    enrolment.age_band = person.age_band_on(day)
    enrolment.province = person.province


def nominating_organisation(user, person: Person) -> Organisation | None:
    """The organisation of ``person`` that ``user`` is focal point of today, or ``None``."""
    organisations = organisations_watched(user)
    if organisations is None:
        return None
    post = (
        Affiliation.objects.current()
        .filter(person=person, organisation__in=organisations)
        .select_related("organisation")
        .first()
    )
    return post.organisation if post else None

"""Writing down who a person is on the day they enrol."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from lms.records.models import Affiliation, Enrolment, Organisation, Person
from lms.records.permissions import organisations_watched


def freeze_person(enrolment: Enrolment, *, organisation: Organisation | None = None) -> None:
    """Set what stays true of this enrolment: as of today, or of the day a past cohort began.

    ``organisation`` is the one that nominates; of several posts, the one there is taken.
    """
    person, today = enrolment.person, timezone.localdate()
    if organisation:
        post = person.affiliations.current(today).filter(organisation=organisation).first()
    else:
        # Who gave their organisation only today, while the cohort was already running, has a post.
        post = person.affiliation_on(day_of(enrolment)) or person.affiliation_on(today)
    _freeze(enrolment, post, organisation=organisation)


def freeze_people(enrolments: Iterable[Enrolment]) -> None:
    """The same for many whom nobody nominates; one query."""
    enrolments, today = list(enrolments), timezone.localdate()
    posts = defaultdict(list)
    of_these = Affiliation.objects.filter(person__in=[e.person_id for e in enrolments])
    for post in of_these.select_related("organisation"):  # the one begun last comes first
        posts[post.person_id].append(post)
    for enrolment in enrolments:
        theirs = posts[enrolment.person_id]
        held = (
            next((post for post in theirs if post.holds_on(day)), None)
            for day in (day_of(enrolment), today)
        )
        _freeze(enrolment, next(filter(None, held), None))


def day_of(enrolment: Enrolment) -> date:
    """The day as of which an enrolment that is made today is frozen."""
    return min(timezone.localdate(), enrolment.cohort.starts_on)


def _freeze(
    enrolment: Enrolment, post: Affiliation | None, *, organisation: Organisation | None = None
) -> None:
    person = enrolment.person
    enrolment.organisation = organisation or (post.organisation if post else None)
    enrolment.position = post.position if post else ""
    if post:
        enrolment.cadre = post.cadre
    enrolment.is_volunteer = bool(post and post.is_volunteer)
    enrolment.gender = person.gender
    enrolment.age_band = person.age_band_on(day_of(enrolment))
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

"""An organisation puts up its staff for a cohort."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lms.records.enums import EnrolmentPolicy, EnrolmentState, EnrolmentWay
from lms.records.exceptions import RecordsError
from lms.records.models import Cohort, CohortQuota, Enrolment, Organisation, Person
from lms.records.services.enrolment import enrol

ASKED = (EnrolmentState.APPLIED, *Enrolment.HOLDS_A_PLACE)


@dataclass(frozen=True)
class Nomination:
    """What came of one: an enrolment in some state, or the reason why not."""

    person: Person
    enrolment: Enrolment | None = None
    refusal: str = ""


@dataclass(frozen=True)
class Room:
    """Places of a cohort for one organisation; ``None`` is no limit."""

    places_left: int | None
    quota: int | None
    asked: int

    @property
    def quota_left(self) -> int | None:
        return None if self.quota is None else max(self.quota - self.asked, 0)


def open_for_nominations() -> QuerySet[Cohort]:
    """Cohorts that decide on who comes and whose registration is open today."""
    return Cohort.objects.open_for_enrolment().filter(
        enrolment_policy__in=[EnrolmentPolicy.APPROVAL, EnrolmentPolicy.NOMINATION]
    )


def rooms_for(*, organisation: Organisation, cohorts: Iterable[Cohort]) -> dict[int, Room]:
    """What is left for an organisation, by cohort id; cohorts need ``with_places()``.

    Two queries. Who has applied counts towards the quota like who has a place.
    """
    cohorts = list(cohorts)
    quotas = dict(
        CohortQuota.objects.filter(cohort__in=cohorts, organisation=organisation).values_list(
            "cohort", "places"
        )
    )
    asked = Counter(
        Enrolment.objects.filter(
            cohort__in=cohorts, organisation=organisation, state__in=ASKED
        ).values_list("cohort", flat=True)
    )
    return {
        cohort.pk: Room(
            places_left=cohort.places_left,
            quota=quotas.get(cohort.pk, cohort.organisation_quota),
            asked=asked[cohort.pk],
        )
        for cohort in cohorts
    }


def nominate(*, cohort: Cohort, people: Iterable[Person], actor) -> list[Nomination]:
    """Put up several people; each stands for itself, so one refusal holds up no other.

    :raises PermissionDenied: at the first who is not of the own staff.
    """
    return [_nominate(cohort, person, actor) for person in people]


def _nominate(cohort: Cohort, person: Person, actor) -> Nomination:
    try:
        enrolment = enrol(cohort=cohort, person=person, actor=actor, way=EnrolmentWay.NOMINATION)
    except RecordsError as refusal:
        return Nomination(person, refusal=str(refusal))
    return Nomination(person, enrolment)

"""The places of a cohort: how many are free, and for whom.

Every count begins with the lock of the cohort's row, so that two can never take the last place of
the cohort or of an organisation. A quota is counted over those who hold a place and those who have
applied, because an application is a claim to a place.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from lms.records.enums import EnrolmentPolicy, EnrolmentState, EnrolmentWay, WaitingCause
from lms.records.models import Cohort, Enrolment, EnrolmentEvent

# Doors behind which nobody of the team stood.
UNDECIDED = (EnrolmentWay.SELF, EnrolmentWay.NOMINATION)


def lock_cohort(cohort: Cohort) -> Cohort:
    return Cohort.objects.select_for_update(of=("self",)).select_related("course").get(pk=cohort.pk)


@dataclass
class Places:
    """The places of one locked cohort; ``take`` and ``claim`` keep the count up to date.

    ``held`` and ``claimed`` count people by organisation id (``None``: no organisation).
    """

    capacity: int | None
    default_quota: int | None
    quotas: dict[int, int]
    held: Counter
    claimed: Counter

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.held.total() >= self.capacity

    def quota_of(self, organisation_id: int | None) -> int | None:
        """Places of an organisation, or ``None`` without a limit. Who has none has no quota."""
        if organisation_id is None:
            return None
        return self.quotas.get(organisation_id, self.default_quota)

    def has_room(self, organisation_id: int | None) -> bool:
        """Whether one more person of the organisation may ask for a place."""
        quota = self.quota_of(organisation_id)
        asked = self.held[organisation_id] + self.claimed[organisation_id]
        return quota is None or asked < quota

    def has_place(self, organisation_id: int | None) -> bool:
        """Whether someone who has asked already may get a place of the organisation."""
        quota = self.quota_of(organisation_id)
        return quota is None or self.held[organisation_id] < quota

    def cause_to_wait(self, organisation_id: int | None) -> WaitingCause | None:
        """What keeps a newcomer from a place, or ``None``."""
        if not self.has_room(organisation_id):
            return WaitingCause.QUOTA
        return WaitingCause.FULL if self.is_full else None

    def take(self, organisation_id: int | None) -> None:
        self.held[organisation_id] += 1

    def claim(self, organisation_id: int | None) -> None:
        self.claimed[organisation_id] += 1


def count_places(cohort: Cohort, *, leaving_out: Enrolment | None = None) -> Places:
    """The places of a locked cohort; two queries. ``leaving_out`` is counted with nobody."""
    rows = cohort.enrolments.filter(state__in=[EnrolmentState.APPLIED, *Enrolment.HOLDS_A_PLACE])
    if leaving_out is not None and leaving_out.pk:
        rows = rows.exclude(pk=leaving_out.pk)
    held, claimed = Counter(), Counter()
    counts = rows.order_by().values_list("organisation", "state").annotate(Count("pk"))
    for organisation, state, number in counts:
        (claimed if state == EnrolmentState.APPLIED else held)[organisation] += number
    return Places(
        capacity=cohort.capacity,
        default_quota=cohort.organisation_quota,
        quotas=dict(cohort.quotas.values_list("organisation", "places")),
        held=held,
        claimed=claimed,
    )


def waiting_list(cohort: Cohort) -> QuerySet[Enrolment]:
    """Who waits, in order, each with ``came_from``: the state before the waiting list."""
    events = EnrolmentEvent.objects.filter(enrolment=OuterRef("pk")).order_by("-at", "-pk")
    return (
        cohort.enrolments.waiting()
        .select_related("person")
        .annotate(came_from=Subquery(events.values("from_state")[:1]))
    )


def is_undecided(enrolment: Enrolment, cohort: Cohort) -> bool:
    """Whether someone on the ``waiting_list`` of a cohort with approval has not been looked at."""
    return (
        cohort.enrolment_policy != EnrolmentPolicy.OPEN
        and enrolment.way in UNDECIDED
        and enrolment.came_from in ("", EnrolmentState.WITHDRAWN)
    )

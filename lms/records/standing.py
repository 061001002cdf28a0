"""How people stand in their cohorts: their place in the line, and why."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from lms.records.enums import EnrolmentState
from lms.records.models import Enrolment, EnrolmentEvent

# The states in which a person is told why.
EXPLAINED = (EnrolmentState.WAITING, EnrolmentState.DECLINED)


def with_place_in_line(enrolments):
    """Annotate ``place_in_line``: 1 for the first of those who wait in the same cohort."""
    before = (
        Enrolment.objects.filter(cohort=OuterRef("cohort"), state=EnrolmentState.WAITING)
        .filter(
            Q(state_since__lt=OuterRef("state_since"))
            | Q(state_since=OuterRef("state_since"), pk__lte=OuterRef("pk"))
        )
        .order_by()
        .values("cohort")
        .annotate(number=Count("pk"))
    )
    return enrolments.annotate(place_in_line=Coalesce(Subquery(before.values("number")), 0))


def attach_reasons(enrolments: list[Enrolment]) -> None:
    """Set ``why``: the event that put each one on the waiting list, or declined them; one query.

    ``None`` in every other state.
    """
    explained = {e.pk: e for e in enrolments if e.state in EXPLAINED}
    for enrolment in enrolments:
        enrolment.why = None
    if not explained:
        return
    for event in EnrolmentEvent.objects.filter(enrolment__in=explained).order_by("at", "pk"):
        enrolment = explained[event.enrolment_id]
        enrolment.why = event if event.to_state == enrolment.state else None

"""The people of a cohort as its page shows them: found by name, a page at a time."""

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from lms.records.enums import EnrolmentState, MessageState
from lms.records.models import Cohort, Enrolment, Message, Organisation, Person
from lms.records.standing import attach_reasons
from lms.records.transitions import Party, moves_for

A_PAGE = 50
QUEUED = (EnrolmentState.APPLIED, EnrolmentState.WAITING)
GONE = (EnrolmentState.DECLINED, EnrolmentState.WITHDRAWN)
BY_NAME = ("person__family_name", "person__given_name", "person__family_name_km", "pk")
# A decision with a reason, on a page of its own.
WITH_A_REASON = (EnrolmentState.DECLINED, EnrolmentState.WITHDRAWN)


def active_people(cohort: Cohort) -> list[Enrolment]:
    """Who holds a place, by name."""
    people = cohort.enrolments.holding_a_place().select_related("person", "organisation")
    return list(people.order_by(*BY_NAME))


def page_of(people: list[Enrolment], *, query: str, page: str | None) -> Page:
    """Those of ``people`` whose name, number, phone or organisation holds ``query``, paged."""
    if query:
        found = Enrolment.objects.filter(
            Q(person__in=Person.objects.search(query).values("pk"))
            | Q(organisation__in=Organisation.objects.search(query).values("pk")),
            pk__in=[enrolment.pk for enrolment in people],
        )
        wanted = set(found.values_list("pk", flat=True))
        people = [enrolment for enrolment in people if enrolment.pk in wanted]
    return Paginator(people, A_PAGE).get_page(page)


def queue(cohort: Cohort) -> list[Enrolment]:
    """Applications first, then the waiting list in its order, each with ``place_in_line``."""
    rows = cohort.enrolments.filter(state__in=QUEUED).select_related("person", "organisation")
    people = list(rows.order_by("state", "state_since", "pk"))
    waiting = [enrolment for enrolment in people if enrolment.state == EnrolmentState.WAITING]
    for number, enrolment in enumerate(waiting, start=1):
        enrolment.place_in_line = number
    attach_reasons(people)
    return people


def gone_people(cohort: Cohort) -> list[Enrolment]:
    rows = cohort.enrolments.filter(state__in=GONE).select_related("person", "organisation")
    people = list(rows.order_by(*BY_NAME))
    attach_reasons(people)
    return people


def attach_moves(enrolments, party: Party) -> None:
    """Set ``moves``: the buttons beside a person; who waits for a decision is declined elsewhere."""
    for enrolment in enrolments:
        moves = moves_for(enrolment.state, frozenset({party}))
        if enrolment.state in QUEUED:
            moves = [move for move in moves if move.target not in WITH_A_REASON]
        enrolment.moves = moves


def count_messages(cohort: Cohort) -> dict[str, int]:
    """How many messages ``failed``, and how many people wait for a call (``to_call``)."""
    rows = Message.objects.filter(cohort=cohort).order_by()
    return rows.aggregate(
        failed=Count("pk", filter=Q(state=MessageState.FAILED)),
        to_call=Count("person", filter=Q(state=MessageState.TO_CALL), distinct=True),
    )

"""What came of a list that was brought in, in figures."""

from collections import Counter
from dataclasses import dataclass, field

from lms.records.enums import MessageState, RowDecision
from lms.records.models import Message, PersonImport


@dataclass
class Outcome:
    """Rows by what became of them; ``enrolled`` by state, ``refused`` by the reason given."""

    made: int = 0
    used: int = 0
    left_out: int = 0
    taken_back: int = 0
    stayed: int = 0
    enrolled: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    told: int = 0


def outcome_of(*, person_import: PersonImport) -> Outcome:
    """Count the rows of a list; two queries, however many there are.

    ``told`` are those who got a message about the cohort already, which an undo cannot take back.
    """
    outcome, enrolled, refused = Outcome(), Counter(), Counter()
    rows = person_import.rows.order_by().values_list("decision", "person", "changes")
    for decision, person, changes in rows.iterator(chunk_size=2000):
        if decision == RowDecision.SKIP:
            outcome.left_out += 1
            continue
        if person is None:
            outcome.taken_back += 1
            continue
        outcome.used += "used" in changes
        outcome.made += "used" not in changes
        outcome.stayed += "kept" in changes
        if enrolment := changes.get("enrolment"):
            enrolled[enrolment["state"]] += 1
        if reason := changes.get("not_enrolled"):
            refused[reason] += 1
    outcome.enrolled, outcome.refused = dict(enrolled), dict(refused)
    if person_import.cohort_id:
        outcome.told = (
            Message.objects.filter(
                cohort=person_import.cohort_id,
                person__in=person_import.rows.filter(person__isnull=False).values("person"),
                created_at__gte=person_import.created_at,
                state__in=(MessageState.SENT, MessageState.CALLED),
            )
            .values("person")
            .distinct()
            .count()
        )
    return outcome

"""Deciding on many applications at once."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied

from lms.records.enums import EnrolmentState
from lms.records.exceptions import RecordsError
from lms.records.models import Cohort, Enrolment
from lms.records.permissions import may_coordinate
from lms.records.services.enrolment import move_enrolment

TO_DECIDE = (EnrolmentState.APPLIED, EnrolmentState.WAITING)


@dataclass
class Decided:
    """Whom the decision reached, and whom not, each with the reason."""

    moved: list[Enrolment] = field(default_factory=list)
    refused: list[tuple[Enrolment, RecordsError]] = field(default_factory=list)


def decide(*, cohort: Cohort, pks: list[int], to: str, actor, reason: str = "") -> Decided:
    """Move those of ``pks`` who applied or wait to ``to``, who came first first.

    Each is a decision of its own: where places run out, those before have theirs. ``reason`` is for
    the person to read. Who is in the state ``to`` already stays as they are.

    :raises PermissionDenied: when ``actor`` does not coordinate.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    decided = Decided()
    enrolments = cohort.enrolments.filter(pk__in=pks, state__in=TO_DECIDE).exclude(state=to)
    for enrolment in enrolments.select_related("cohort", "person").order_by("state_since", "pk"):
        try:
            move_enrolment(enrolment=enrolment, to=to, actor=actor, reason=reason)
        except RecordsError as refusal:
            decided.refused.append((enrolment, refusal))
        else:
            decided.moved.append(enrolment)
    return decided

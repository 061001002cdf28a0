"""Open answers of a test, read and marked by a trainer."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.grading import answered_open_questions, grade
from lms.records.exceptions import RecordsError
from lms.records.models import AssessmentAttempt
from lms.records.permissions import mark_attempt as may_mark_attempt

HALF = Decimal("0.5")


class NothingToMark(RecordsError):
    message = gettext_lazy("This test has no open answers to mark, or is not handed in yet.")


class MarkMissing(RecordsError):
    message = gettext_lazy("Give points to every open answer. 0 is a mark, too.")


class PointsNotAllowed(RecordsError):
    """Points that the question does not have."""


@dataclass(frozen=True)
class OpenMark:
    """What one open answer earned: 0 to the question's points, in halves; and what to say of it."""

    points: Decimal
    feedback: str = ""


@transaction.atomic
def mark_attempt(
    *, attempt: AssessmentAttempt, marks: dict[str, OpenMark], actor
) -> AssessmentAttempt:
    """Mark every answered open question of ``attempt`` (by question key) and work out the score.

    May be repeated: the later marks count. Marks of other questions are ignored.

    :raises PermissionDenied: for the person's own work, and for whoever does not train them.
    :raises NothingToMark, MarkMissing, PointsNotAllowed: see their messages.
    """
    attempt = AssessmentAttempt.objects.select_for_update().get(pk=attempt.pk)
    if not may_mark_attempt.allows(actor, attempt):
        raise PermissionDenied
    questions = answered_open_questions(attempt.questions, attempt.answers)
    if attempt.is_open or not questions:
        raise NothingToMark
    kept = {}
    for question in questions:
        mark = marks.get(question["key"])
        if mark is None:
            raise MarkMissing
        points = mark.points
        if not (points.is_finite() and 0 <= points <= question["points"] and not points % HALF):
            raise PointsNotAllowed(
                _("Give 0 to %(points)s points, in halves.") % {"points": question["points"]}
            )
        kept[question["key"]] = {"points": f"{mark.points:.2f}", "feedback": mark.feedback}
    score = grade(attempt.questions, attempt.answers, kept)
    attempt.marks = kept
    attempt.score, attempt.max_score = score.points, score.max_points
    attempt.percent = score.percent
    attempt.needs_marking = False
    attempt.marked_at, attempt.marked_by = timezone.now(), actor
    attempt.save(
        update_fields=[
            "marks",
            "score",
            "max_score",
            "percent",
            "needs_marking",
            "marked_at",
            "marked_by",
        ]
    )
    return attempt

"""A submission's frozen rubric with the points and words it was given."""

from dataclasses import dataclass
from decimal import Decimal

from lms.records.models import Submission


@dataclass(frozen=True)
class MarkedCriterion:
    """``given`` is empty where no points were given."""

    title: str
    description: str
    points: int
    given: Decimal | None
    feedback: str


@dataclass(frozen=True)
class MarkedRubric:
    criteria: list[MarkedCriterion]

    @property
    def points(self) -> int:
        return sum(criterion.points for criterion in self.criteria)

    @property
    def given(self) -> Decimal | None:
        """All points, or ``None`` where a criterion has none."""
        given = [criterion.given for criterion in self.criteria]
        return None if None in given or not given else sum(given)


def marked_rubric(submission: Submission) -> MarkedRubric:
    return MarkedRubric(
        [_criterion(criterion, submission.marks) for criterion in submission.rubric]
    )


def _criterion(criterion: dict, marks: dict) -> MarkedCriterion:
    mark = marks.get(criterion["key"], {})
    points = mark.get("points")
    return MarkedCriterion(
        title=criterion["title"],
        description=criterion["description"],
        points=criterion["points"],
        given=Decimal(points) if points else None,
        feedback=mark.get("feedback", ""),
    )

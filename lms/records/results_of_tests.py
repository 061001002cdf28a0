"""How the tests of one person went, course by course, without a question or an answer of them."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from lms.records.marking_queue import course_titles
from lms.records.models import AssessmentAttempt
from lms.records.services.assessments import hand_in_overdue


@dataclass
class ResultOfTest:
    """One test: ``best`` is 0-100, empty while no attempt is marked.

    ``passed`` is ``None`` where nobody can fail, or while no attempt is marked.
    """

    title: str
    language: str
    attempts: int = 0
    best: Decimal | None = None
    passed: bool | None = None

    def count(self, attempt: AssessmentAttempt) -> None:
        self.attempts += 1
        if attempt.percent is not None:
            self.best = max(self.best or Decimal(0), attempt.percent)
        if attempt.passed is not None:
            self.passed = bool(self.passed or attempt.passed)


@dataclass
class CourseResults:
    """The tests of a course; ``to_pass`` of them have a pass mark."""

    title: str = ""
    tests: dict[UUID, ResultOfTest] = field(default_factory=dict)

    @property
    def to_pass(self) -> int:
        return sum(test.passed is not None for test in self.tests.values())

    @property
    def passed(self) -> int:
        return sum(test.passed is True for test in self.tests.values())


def results_by_course(attempts: QuerySet[AssessmentAttempt]) -> list[CourseResults]:
    """What came of ``attempts``, all of one person: the course taken last first, tests as taken.

    What is open although its time is over is handed in. Two queries, one where there is no attempt.
    """
    taken = attempts.order_by("started_at", "pk")
    rows = list(taken.without_questions())
    if any(row.is_overdue for row in rows):
        hand_in_overdue(attempts)
        rows = list(taken.without_questions())
    courses: dict[UUID, CourseResults] = {}
    for row in rows:
        if row.is_open:
            continue
        # Taken out and put in again, so that the course taken last ends last.
        course = courses.pop(row.course_key, None) or CourseResults()
        courses[row.course_key] = course
        fresh = ResultOfTest(title=row.title, language=row.language)
        course.tests.setdefault(row.assessment_key, fresh).count(row)
    titles = course_titles(courses) if courses else {}
    for key, course in courses.items():
        course.title = titles.get(key, "")
    return list(reversed(courses.values()))

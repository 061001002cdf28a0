"""What people learned between pre-test and post-test. Nothing is written here.

Gains are percentage points: the percentage of the post-test less that of the pre-test. Of several
tries the first pre-test counts, and the best post-test that is marked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from courses.grading import HUNDREDTH, grade_by_objective
from courses.models import AssessmentKind, ModuleObjective
from lms.records.models import AssessmentAttempt


@dataclass(frozen=True)
class Change:
    """Percentages (0-100) before and after; ``None`` where the test was not taken or marked."""

    before: Decimal | None
    after: Decimal | None

    @property
    def gain(self) -> Decimal | None:
        """Percentage points, below 0 where less was right than before."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True)
class ObjectiveChange(Change):
    """The change in the questions of one objective; ``text`` and ``key`` are empty for those of none."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class CourseGain:
    """``people`` by primary key; ``overall`` and ``objectives`` are means of the ``both`` who took both."""

    people: dict[int, Change]
    both: int
    overall: Change
    objectives: list[ObjectiveChange] = field(default_factory=list)

    @property
    def by_key(self) -> dict[str, ObjectiveChange]:
        """The objectives by key, without the questions of none."""
        return {change.key: change for change in self.objectives if change.key}


def gain_since_pre_test(attempt: AssessmentAttempt) -> Decimal | None:
    """How many points of a hundred a post-test is above the pre-test of its course; may be below 0.

    ``None`` for another kind of test, before it is handed in and marked, or when no pre-test was.
    """
    before = _pre_test_of(attempt)
    return before and attempt.percent - before.percent


def gain_per_objective(attempt: AssessmentAttempt) -> list[ObjectiveChange]:
    """The same for each objective that both tests ask about; empty where there is no gain to tell."""
    before = _pre_test_of(attempt)
    if before is None:
        return []
    earlier, later = _objectives_of(before), _objectives_of(attempt)
    return _in_words({key: Change(earlier[key], later[key]) for key in later if key in earlier})


def learning_gain(*, people: Iterable[int], course_key: UUID) -> CourseGain:
    """The change of ``people`` (primary keys) in one course; two queries whatever their number.

    Means are of those who took both tests, so that before and after speak of the same people.
    """
    people = list(people)
    before, after = _attempts_that_count(people, course_key)
    changes = {
        person: Change(
            before[person].percent if person in before else None,
            after[person].percent if person in after else None,
        )
        for person in people
    }
    both = [person for person, change in changes.items() if change.gain is not None]
    per_objective: dict[str | None, list[Change]] = {}
    for person in both:
        earlier, later = _objectives_of(before[person]), _objectives_of(after[person])
        for key in earlier.keys() & later.keys():
            per_objective.setdefault(key, []).append(Change(earlier[key], later[key]))
    return CourseGain(
        people=changes,
        both=len(both),
        overall=_mean([changes[person] for person in both]),
        objectives=_in_words({key: _mean(each) for key, each in per_objective.items()}),
    )


def _pre_test_of(attempt: AssessmentAttempt) -> AssessmentAttempt | None:
    if attempt.kind != AssessmentKind.POST_TEST or attempt.percent is None:
        return None
    if not attempt.max_score:
        return None
    return (
        _comparable()
        .filter(
            person=attempt.person_id,
            course_key=attempt.course_key,
            kind=AssessmentKind.PRE_TEST,
        )
        .order_by("submitted_at", "pk")
        .first()
    )


def _comparable() -> QuerySet[AssessmentAttempt]:
    """Attempts with a result. One of rating scales alone has no points, so it compares with none."""
    return AssessmentAttempt.objects.submitted().filter(percent__isnull=False, max_score__gt=0)


def _attempts_that_count(people: list[int], course_key: UUID) -> tuple[dict, dict]:
    """First pre-test and best post-test by person, read in one query."""
    attempts = (
        _comparable()
        .filter(
            person__in=people,
            course_key=course_key,
            kind__in=(AssessmentKind.PRE_TEST, AssessmentKind.POST_TEST),
        )
        .order_by("submitted_at", "pk")
    )
    before, after = {}, {}
    for attempt in attempts:
        if attempt.kind == AssessmentKind.PRE_TEST:
            before.setdefault(attempt.person_id, attempt)
        elif attempt.person_id not in after or attempt.percent > after[attempt.person_id].percent:
            after[attempt.person_id] = attempt
    return before, after


def _objectives_of(attempt: AssessmentAttempt) -> dict[str | None, Decimal]:
    scores = grade_by_objective(attempt.questions, attempt.answers, attempt.marks)
    return {key: score.percent for key, score in scores.items()}


def _mean(changes: list[Change]) -> Change:
    if not changes:
        return Change(None, None)

    def mean(values) -> Decimal:
        return (sum(values) / len(changes)).quantize(HUNDREDTH, ROUND_HALF_UP)

    return Change(mean([c.before for c in changes]), mean([c.after for c in changes]))


def _in_words(changes: dict[str | None, Change]) -> list[ObjectiveChange]:
    """With the objectives' texts in the reader's language, in the order of the course."""
    texts = objective_texts(key for key in changes if key)
    keys = [key for key in texts if key in changes]
    keys += [key for key in changes if key not in texts]
    return [
        ObjectiveChange(changes[key].before, changes[key].after, texts.get(key, ""), key or "")
        for key in keys
    ]


def objective_texts(keys: Iterable[str]) -> dict[str, str]:
    """Texts of objectives by key, in page order; in the default language where not translated."""
    language = get_language() or settings.LANGUAGE_CODE
    found: dict[str, str] = {}
    objectives = (
        ModuleObjective.objects.filter(
            Q(locale__language_code=language) | Q(locale__language_code=settings.LANGUAGE_CODE),
            translation_key__in=list(keys),
        )
        .order_by("page__path", "sort_order")
        .values_list("translation_key", "locale__language_code", "text")
    )
    for key, code, text in objectives:
        if str(key) not in found or code == language:
            found[str(key)] = text
    return found

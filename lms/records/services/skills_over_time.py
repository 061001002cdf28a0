"""How skills grow: tests before and after, and what mentor and learner said in between.

Percentages are 0-100, levels 1-4 (see ``SkillLevel``). Nothing is written here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from lms.records.models import Cohort, Enrolment, Mentorship, SkillRating
from lms.records.services.learning_gain import learning_gain, objective_texts

FEWEST = 5
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Rated:
    on: date
    by_mentor: int | None
    by_learner: int | None


@dataclass
class SkillLine:
    """One objective of one learner: results of the tests, then the ratings in time order."""

    text: str
    before: Decimal | None = None
    after: Decimal | None = None
    ratings: list[Rated] = field(default_factory=list)


@dataclass(frozen=True)
class CohortSkill:
    """One objective in a cohort: means of the latest ratings; ``people`` rated by a mentor.

    Levels are ``None`` where fewer than :data:`FEWEST` people were rated, percentages where fewer
    took both tests.
    """

    text: str
    people: int | None
    by_mentor: Decimal | None
    by_learner: Decimal | None
    before: Decimal | None
    after: Decimal | None


def skills_of_learner(
    mentorships: Iterable[Mentorship], *, course_key: UUID | None = None, person: int | None = None
) -> list[SkillLine]:
    """The lines of ``mentorships``, all of one learner, in the order of the course.

    With ``course_key`` and ``person`` the results of the tests stand beside them. Three queries,
    or five with tests.
    """
    ratings = (
        SkillRating.objects.filter(visit__mentorship__in=list(mentorships))
        .select_related("visit")
        .order_by("visit__met_on", "pk")
    )
    lines: dict[str, SkillLine] = {}
    for rating in ratings:
        line = lines.setdefault(str(rating.objective_key), SkillLine(rating.text))
        line.ratings.append(Rated(rating.visit.met_on, rating.by_mentor, rating.by_learner))
    if course_key and person:
        for change in learning_gain(people=[person], course_key=course_key).by_key.values():
            line = lines.setdefault(change.key, SkillLine(change.text))
            line.before, line.after = change.before, change.after
    return _in_order(lines)


def _in_order(lines: dict[str, SkillLine]) -> list[SkillLine]:
    texts = objective_texts(lines)
    for key, text in texts.items():
        lines[key].text = text
    return [lines[key] for key in [*texts, *(key for key in lines if key not in texts)]]


def skills_of_cohort(cohort: Cohort) -> list[CohortSkill]:
    """Each objective that was tested or rated, in the order of the course: five queries.

    The latest word on each person counts. Figures of fewer than five people are left out.
    """
    people = list(
        Enrolment.objects.holding_a_place().filter(cohort=cohort).values_list("person", flat=True)
    )
    latest: dict[str, dict[int, SkillRating]] = defaultdict(dict)
    texts = {}
    ratings = (
        SkillRating.objects.filter(
            visit__mentorship__learner__in=people, visit__mentorship__enrolment__cohort=cohort
        )
        .select_related("visit__mentorship")
        .order_by("visit__met_on", "pk")
    )
    for rating in ratings:
        key = str(rating.objective_key)
        latest[key][rating.visit.mentorship.learner_id] = rating
        texts[key] = rating.text
    gain = learning_gain(people=people, course_key=cohort.course.translation_key)
    changes = gain.by_key if gain.both >= FEWEST else {}
    texts |= {key: change.text for key, change in changes.items()}
    in_words = objective_texts(texts)
    return [
        _of_cohort(in_words.get(key) or texts[key], latest[key].values(), changes.get(key))
        for key in [*in_words, *(key for key in texts if key not in in_words)]
    ]


def _of_cohort(text, ratings, change) -> CohortSkill:
    mentor = [rating.by_mentor for rating in ratings if rating.by_mentor]
    learner = [rating.by_learner for rating in ratings if rating.by_learner]
    return CohortSkill(
        text=text,
        people=len(mentor) if len(mentor) >= FEWEST else None,
        by_mentor=_mean(mentor),
        by_learner=_mean(learner),
        before=change and change.before,
        after=change and change.after,
    )


def _mean(levels: list[int]) -> Decimal | None:
    if len(levels) < FEWEST:
        return None
    return (Decimal(sum(levels)) / len(levels)).quantize(TENTH, ROUND_HALF_UP)

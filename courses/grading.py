"""Marking answers to frozen questions (see :mod:`courses.freezing`). Nothing is stored here.

Answers are ``{question key: [texts]}``; an empty list or no entry is no answer. The texts are

* single, multiple, true-false, rating: the keys of the choices made,
* matching, ordering: ``"row:option"`` for each row that was given an option,
* short, number, open: one text, as it was typed.

Marks are what a trainer gave to open answers: ``{question key: {"points": "2.50", "feedback"}}``.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError

from courses.models import QuestionKind
from lms.fields import DecimalField
from lms.khmer import fold

HUNDREDTH = Decimal("0.01")
# As long as any number that a person types; longer ones are no numbers.
read_number = DecimalField(max_digits=20, decimal_places=8).clean


@dataclass(frozen=True)
class Score:
    """Points of points, and the same as 0-100 with two decimals."""

    points: Decimal
    max_points: Decimal
    percent: Decimal


def chosen_options(chosen: list[str]) -> dict[str, str]:
    """Which option each row was given."""
    return dict(text.split(":", 1) for text in chosen if ":" in text)


def share_right(question: dict, chosen: list[str]) -> Decimal:
    """How much of ``question`` is answered rightly, 0-1; 0 for what the computer does not mark.

    Choices are all or nothing: exactly the right ones and no other, so ticking everything earns
    nothing. So is an order. Of matching pairs every right one counts.
    """
    match question["kind"]:
        case QuestionKind.RATING | QuestionKind.OPEN_TEXT:
            return Decimal(0)
        case QuestionKind.MATCHING | QuestionKind.ORDERING:
            options = chosen_options(chosen)
            rows = question["rows"]
            right = sum(options.get(row["key"]) == row["right"] for row in rows)
            if question["kind"] == QuestionKind.ORDERING:
                return Decimal(right == len(rows) > 0)
            return Decimal(right) / len(rows) if rows else Decimal(0)
        case QuestionKind.SHORT_ANSWER | QuestionKind.NUMBER:
            return Decimal(accepted_answer(question, chosen) is not None)
    right = {choice["key"] for choice in question["choices"] if choice["is_correct"]}
    return Decimal(bool(right) and set(chosen) == right)


def accepted_answer(question: dict, chosen: list[str]) -> dict | None:
    """The accepted text or the right number that a typed answer agrees with, if any.

    Texts are compared in their search form: without regard to case, spaces, accents, digits and
    the ways of typing Khmer. Numbers may be off by the tolerance.
    """
    typed = chosen[0] if chosen else ""
    if question["kind"] == QuestionKind.SHORT_ANSWER:
        wanted = _bare(typed)
        return next(
            (each for each in question["accepted"] if wanted and _bare(each["text"]) == wanted),
            None,
        )
    try:
        number = read_number(typed)
    except ValidationError:
        return None
    return next(
        (
            each
            for each in question["numbers"]
            if abs(number - Decimal(each["value"])) <= Decimal(each["tolerance"])
        ),
        None,
    )


def _bare(text: str) -> str:
    return fold(text).replace(" ", "")


def is_right(question: dict, chosen: list[str]) -> bool:
    """Whether the whole question is answered rightly; see :func:`share_right`."""
    return share_right(question, chosen) == 1


def answered_open_questions(questions: list[dict], answers: dict[str, list[str]]) -> list[dict]:
    """The open questions that somebody wrote an answer to: a trainer has to read them."""
    return [
        question
        for question in questions
        if question["kind"] == QuestionKind.OPEN_TEXT and answers.get(question["key"])
    ]


def points_earned(question: dict, answers: dict, marks: dict | None = None) -> Decimal:
    """What one answer earns, to a hundredth of a point; no answer earns none."""
    key = question["key"]
    if question["kind"] == QuestionKind.OPEN_TEXT:
        return Decimal((marks or {}).get(key, {}).get("points", 0))
    points = question["points"] * share_right(question, answers.get(key, []))
    return points.quantize(HUNDREDTH, ROUND_HALF_UP)


def grade(
    questions: list[dict], answers: dict[str, list[str]], marks: dict[str, dict] | None = None
) -> Score:
    """Mark ``answers`` against frozen ``questions``; open answers earn what ``marks`` gives them.

    Answers to unknown questions are ignored. No questions make 0 of 0, 0 percent.
    """
    max_points = Decimal(sum(question["points"] for question in questions))
    points = sum((points_earned(each, answers, marks) for each in questions), Decimal(0))
    percent = points * 100 / max_points if max_points else Decimal(0)
    return Score(points, max_points, percent.quantize(HUNDREDTH, ROUND_HALF_UP))


def grade_by_objective(
    questions: list[dict], answers: dict, marks: dict | None = None
) -> dict[str | None, Score]:
    """The score of the questions of each objective, by ``objective_key``; rating scales left out."""
    groups: dict[str | None, list[dict]] = {}
    for question in questions:
        if question["points"]:
            groups.setdefault(question["objective_key"], []).append(question)
    return {key: grade(group, answers, marks) for key, group in groups.items()}

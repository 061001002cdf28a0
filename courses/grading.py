"""Freezing the questions of an assessment and marking answers to them. Nothing is stored here."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from courses.models import AssessmentPage

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Score:
    """Points of points, and the same as 0-100 with two decimals."""

    points: Decimal
    max_points: Decimal
    percent: Decimal


def snapshot_questions(assessment: AssessmentPage) -> list[dict]:
    """Return the questions as they are now, as plain data in page order (one query).

    Each is ``{"key", "kind", "text", "points", "objective_key", "choices": [{"key", "text",
    "is_correct", "feedback"}]}``. Keys are texts, the same in every language of the assessment;
    ``objective_key`` is None where a question belongs to no objective.
    """
    return [
        {
            "key": str(question.translation_key),
            "kind": question.kind,
            "text": question.text,
            "points": question.points,
            "objective_key": str(question.objective_key) if question.objective_key else None,
            "choices": [
                {
                    "key": choice.id,
                    "text": choice.value["text"],
                    "is_correct": choice.value["is_correct"],
                    "feedback": choice.value["feedback"],
                }
                for choice in question.choices
            ],
        }
        for question in assessment.questions.all()
    ]


def is_right(question: dict, chosen: list[str]) -> bool:
    """Whether exactly the right choices were made: all of them and no other.

    So a question with several right answers gives its points whole or not at all: ticking
    everything earns nothing.
    """
    right = {choice["key"] for choice in question["choices"] if choice["is_correct"]}
    return bool(right) and set(chosen) == right


def grade(questions: list[dict], answers: dict[str, list[str]]) -> Score:
    """Mark ``answers`` (question key to chosen choice keys) against frozen ``questions``.

    A question earns all its points or none (see :func:`is_right`). A question without an answer
    earns none; answers to unknown questions are ignored. No questions make 0 of 0, 0 percent.
    """
    max_points = Decimal(sum(question["points"] for question in questions))
    points = Decimal(sum(q["points"] for q in questions if is_right(q, answers.get(q["key"], []))))
    percent = points * 100 / max_points if max_points else Decimal(0)
    return Score(points, max_points, percent.quantize(HUNDREDTH, ROUND_HALF_UP))

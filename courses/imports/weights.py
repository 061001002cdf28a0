"""Moodle gives parts of the points; here an answer earns all of them or none."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.imports.questions import ImportedQuestion
from courses.models.questions import QuestionKind

WHOLE = Decimal(100)
# Weights are written with few decimals: three times 33.33333 is as good as 100.
CLOSE = Decimal("0.5")


@dataclass(frozen=True)
class Weighed:
    """An answer (words or numbers), its share of the points (-100 to 100) and its feedback."""

    answer: object
    share: Decimal
    feedback: str


def weigh_choices(question: ImportedQuestion, choices: list[Weighed], *, several: bool) -> None:
    """Turn weighed choices into right and wrong ones, and say what cannot be expressed.

    ``several``: Moodle lets people tick more than one.
    """
    if several:
        right = [choice.share > 0 for choice in choices]
        shares = [choice.share for choice in choices if choice.share > 0]
        uneven = shares and (max(shares) - min(shares) > CLOSE or abs(sum(shares) - WHOLE) > CLOSE)
        if uneven:
            question.warnings.append(
                _("The answers have different weights. Here all right ones must be ticked.")
            )
    else:
        right = [choice.share >= WHOLE - CLOSE for choice in choices]
        partly = [c.answer for c in choices if 0 < c.share < WHOLE - CLOSE]
        for words in partly:
            question.warnings.append(
                _("“%(text)s” earned a part of the points. Here it counts as wrong.")
                % {"text": str(words)[:80]}
            )
        if sum(right) > 1:
            question.warnings.append(
                _("Each of several answers was right by itself. Here all of them must be ticked.")
            )
    question.kind = QuestionKind.MULTIPLE if several or sum(right) > 1 else QuestionKind.SINGLE
    question.answers = [
        (
            "choice",
            {"text": choice.answer, "is_correct": is_right, "feedback": choice.feedback},
        )
        for choice, is_right in zip(choices, right, strict=True)
    ]


def weigh_whole(question: ImportedQuestion, answers: list[Weighed]) -> list[Weighed]:
    """Return the answers that earn all points; the others are left out with a warning."""
    whole = [answer for answer in answers if answer.share >= WHOLE - CLOSE]
    left_out = len(answers) - len(whole)
    if left_out:
        question.warnings.append(
            _("Answers that earn a part of the points or none are left out: %(count)s.")
            % {"count": left_out}
        )
    return whole

"""Questions as they come from a file: plain data, checked by the rules of our own editor."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from courses.blocks import AnswerBlocks
from courses.models.questions import QuestionKind, problem_with_answers

MOST_QUESTIONS = 1000
LONGEST_TEXT = 5000
SHOWN = 160


@dataclass
class ImportedQuestion:
    """A question of a file, or what stands in its place when it cannot be taken.

    ``line`` counts from 1 in the file. ``answers`` are pairs of block name and value, as in
    ``Question.choices``. A question with a ``problem`` is not taken; ``warnings`` say what is lost
    or read differently in one that is.
    """

    line: int
    kind: str = QuestionKind.SINGLE
    text: str = ""
    answers: list[tuple[str, object]] = field(default_factory=list)
    points: int = 1
    category: str = ""
    warnings: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def kind_label(self) -> str:
        return QuestionKind(self.kind).label

    @property
    def beginning(self) -> str:
        words = " ".join(self.text.split())
        return words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"

    def lines_of_answers(self) -> list[tuple[bool, str]]:
        """The answers to read: whether each is right, and its words."""
        return [(_is_right(name, value), _words(name, value)) for name, value in self.answers]


def refuse(line: int, text: str, reason: str, category: str = "") -> ImportedQuestion:
    return ImportedQuestion(line=line, text=text, problem=reason, category=category)


def checked(questions: Iterable[ImportedQuestion]) -> list[ImportedQuestion]:
    """Return ``questions``, each with a ``problem`` where our editor would refuse it too."""
    blocks = AnswerBlocks().child_blocks
    result = []
    for question in questions:
        if not question.problem:
            question.problem = _problem(question, blocks)
        result.append(question)
    return result


def _problem(question: ImportedQuestion, blocks) -> str:
    if not question.text.strip():
        return _("has no text.")
    if len(question.text) > LONGEST_TEXT:
        return _("is longer than %(limit)s characters.") % {"limit": LONGEST_TEXT}
    if problem := problem_with_answers(question.kind, question.answers):
        return problem
    for number, (name, value) in enumerate(question.answers, start=1):
        try:
            blocks[name].clean(blocks[name].normalize(value))
        except ValidationError as error:
            return _("answer %(number)s: %(reason)s") % {
                "number": number,
                "reason": " ".join(_messages(error)),
            }
    return ""


def _messages(error: ValidationError) -> list[str]:
    inner = getattr(error, "block_errors", None)
    if inner:
        return [message for part in inner.values() for message in part.messages]
    return error.messages


def _is_right(name: str, value) -> bool:
    return value["is_correct"] if name == "choice" else True


def _words(name: str, value) -> str:
    if name == "item":
        return value
    if name == "pair":
        return f"{value['text']} → {value['match']}"
    if name == "number":
        number = f"{value['value']:f}"
        return f"{number} ± {value['tolerance']:f}" if value["tolerance"] else number
    return value["text"]

"""Writing questions as GIFT, to be taken to Moodle or brought back here.

What GIFT has no words for is written as a comment that says so. Points stand in a tag of a
comment, which Moodle reads as a tag and :mod:`courses.imports.gift` as points.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from courses.imports.questions import ImportedQuestion
from courses.models.questions import QuestionKind

_SIGNS = re.compile(r"([~=#{}:\\])")


def write_gift(questions: Iterable[ImportedQuestion], *, title: str, language: str) -> str:
    """Return the questions as the text of a GIFT file.

    ``category`` of each becomes its category; ``language`` is the one they are written in.
    """
    with translation.override(language):
        true_or_false = {("True", "False"), (_("True"), _("False"))}
    parts, category = [_comment(title)], ""
    for question in questions:
        if question.category != category:
            category = question.category
            name = "/" + _one_line(category).replace("/", "//") if category else ""
            parts.append(f"$CATEGORY: $course$/top{name}")
        parts.append(_question(question, true_or_false))
    return "\n\n".join(parts) + "\n"


def _question(question: ImportedQuestion, true_or_false: set[tuple[str, str]]) -> str:
    remarks = [f"// [tag:points={question.points}]"] if question.points != 1 else []
    problem = _cannot_be_written(question)
    if problem:
        return _comment(f"{problem}\n{question.text}\n" + _listed(question))
    if question.kind == QuestionKind.TRUE_FALSE:
        labels = tuple(value["text"] for _name, value in question.answers)
        if labels in true_or_false:
            answers = _true_or_false(question)
        else:
            remarks.append(_comment(_("True or false in words of its own, written as a choice.")))
            answers = _choices(question)
    else:
        answers = _WRITERS[question.kind](question)
    text = f"[plain]{_escape(question.text)} {{{answers}}}"
    return "\n".join([*remarks, text])


def _cannot_be_written(question: ImportedQuestion) -> str:
    if question.kind == QuestionKind.RATING:
        return _("Left out: GIFT has no rating scale.")
    if question.kind == QuestionKind.MATCHING and any(
        "->" in value["text"] for _name, value in question.answers
    ):
        return _("Left out: GIFT cannot have “->” inside a pair.")
    return ""


def _choices(question: ImportedQuestion) -> str:
    return _rows(
        ("=" if value["is_correct"] else "~")
        + _weight_before_percent(value["text"], value["is_correct"])
        + _with_feedback(value)
        for _name, value in question.answers
    )


def _several(question: ImportedQuestion) -> str:
    right = sum(bool(value["is_correct"]) for _name, value in question.answers)
    share = _share(right)
    return _rows(
        f"~%{share if value['is_correct'] else '-100'}%" + _with_feedback(value)
        for _name, value in question.answers
    )


def _share(right: int) -> str:
    """100 divided, in the five decimals that Moodle writes."""
    share = (Decimal(100) / max(right, 1)).quantize(Decimal("0.00001"), ROUND_HALF_UP)
    return f"{share.normalize():f}"


def _true_or_false(question: ImportedQuestion) -> str:
    (_one, true), (_other, false) = question.answers
    right, wrong = (true, false) if true["is_correct"] else (false, true)
    sign = "TRUE" if true["is_correct"] else "FALSE"
    if wrong["feedback"] or right["feedback"]:
        return f"{sign}#{_escape(wrong['feedback'])}#{_escape(right['feedback'])}"
    return sign


def _pairs(question: ImportedQuestion) -> str:
    return _rows(
        f"={_answer(value['text'])} -> {_answer(value['match'])}"
        for _name, value in question.answers
    )


def _short(question: ImportedQuestion) -> str:
    return _rows(
        "=" + _weight_before_percent(value["text"], True) + _with_feedback(value)
        for _name, value in question.answers
    )


def _number(question: ImportedQuestion) -> str:
    return "#" + _rows(
        f"={value['value']:f}:{value['tolerance']:f}{_feedback(value)}"
        for _name, value in question.answers
    )


def _steps(question: ImportedQuestion) -> str:
    steps = "\n".join(f"  {_answer(_one_line(step))}" for _name, step in question.answers)
    return f">{len(question.answers)} ALL VERTICAL ALL_OR_NOTHING SHOW none\n{steps}\n"


def _nothing(_question: ImportedQuestion) -> str:
    return ""


_WRITERS = {
    QuestionKind.SINGLE: _choices,
    QuestionKind.MULTIPLE: _several,
    QuestionKind.MATCHING: _pairs,
    QuestionKind.ORDERING: _steps,
    QuestionKind.SHORT_ANSWER: _short,
    QuestionKind.NUMBER: _number,
    QuestionKind.OPEN_TEXT: _nothing,
}


def _rows(rows: Iterable[str]) -> str:
    return "".join(f"\n  {row}" for row in rows) + "\n"


def _escape(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text.strip()).replace("\r\n", "\n").replace("\n", "\\n")


def _answer(text: str) -> str:
    # Words in brackets at the beginning could be read as the name of a format.
    return ("[plain]" if text.lstrip().startswith("[") else "") + _escape(text)


def _weight_before_percent(text: str, right: bool) -> str:
    """A text that begins with a per cent sign would be read as a weight."""
    if text.lstrip().startswith("%"):
        return "%100%" if right else "%0%"
    return ""


def _with_feedback(value: dict) -> str:
    return _answer(value["text"]) + _feedback(value)


def _feedback(value: dict) -> str:
    return f"#{_answer(value['feedback'])}" if value["feedback"] else ""


def _listed(question: ImportedQuestion) -> str:
    return "\n".join(f"- {words}" for _right, words in question.lines_of_answers())


def _comment(text: str) -> str:
    return "\n".join(f"// {line}".rstrip() for line in text.splitlines() if line.strip())


def _one_line(text: str) -> str:
    return " ".join(text.split())

"""Reading questions from Moodle's own XML, as “Question bank > Export” writes it."""

from decimal import Decimal
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from courses.imports.exceptions import UnreadableFileError
from courses.imports.gift import last_category
from courses.imports.gift_answers import (
    add_accepted,
    add_number,
    add_pair,
    add_true_or_false,
    number_of,
)
from courses.imports.hardened_xml import LINE, read_xml
from courses.imports.questions import MOST_QUESTIONS, ImportedQuestion, checked, refuse
from courses.imports.texts import one_line, pictures_of, plain_text
from courses.imports.weights import Weighed, weigh_choices, weigh_whole
from courses.models.questions import QuestionKind


class _NotTakenError(Exception):
    """Why a question cannot be read."""


def looks_like_xml(data: bytes) -> bool:
    beginning = data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")
    return beginning.startswith((b"<?xml", b"<quiz"))


def read_moodle_xml(data: bytes) -> list[ImportedQuestion]:
    """Return the questions in the order of the file, each fault in place of its question."""
    root = read_xml(data)
    if root.tag != "quiz":
        raise UnreadableFileError(
            _("This XML is not a Moodle question file: it begins with <%(tag)s>, not <quiz>.")
            % {"tag": root.tag[:40]}
        )
    questions: list[ImportedQuestion] = []
    category = ""
    for element in root.iter("question"):
        if element.get("type") == "category":
            category = last_category(_text(element.find("category")))
            continue
        line = int(element.get(LINE))
        if len(questions) == MOST_QUESTIONS:
            reason = _("is not read: a file may have %(most)s questions.") % {
                "most": MOST_QUESTIONS
            }
            questions.append(refuse(line, _name(element), reason))
            break
        try:
            questions.append(_question(element, line, category))
        except _NotTakenError as error:
            questions.append(refuse(line, _name(element), str(error), category))
    return checked(questions)


def _question(element: Element, line: int, category: str) -> ImportedQuestion:
    kind = element.get("type", "")
    if kind not in _READERS:
        raise _NotTakenError(
            _("is of Moodle's type “%(type)s”, which has no counterpart here.")
            % {"type": kind[:40] or "?"}
        )
    question = ImportedQuestion(
        line=line, text=_formatted(element.find("questiontext")), category=category
    )
    question.points = _points(element, question)
    _READERS[kind](element, question)
    _say_what_is_left(element, question)
    return question


def _points(element: Element, question: ImportedQuestion) -> int:
    try:
        grade = number_of(_text(element.find("defaultgrade")) or "1")
    except ValueError:
        grade = Decimal(1)
    points = min(max(round(grade), 1), 100)
    if grade != points:
        question.warnings.append(
            _("Its mark of %(mark)s becomes %(points)s.")
            % {"mark": f"{grade.normalize():f}", "points": points}
        )
    return points


def _say_what_is_left(element: Element, question: ImportedQuestion) -> None:
    names = [file.get("name", "?")[:80] for file in element.iter("file")]
    for part in ("questiontext", "answer", "subquestion"):
        for found in element.iter(part):
            names += pictures_of(_text(found))
    for name in dict.fromkeys(names):
        question.warnings.append(_("The picture or file “%(name)s” is not taken.") % {"name": name})
    if _text(element.find("generalfeedback")).strip():
        question.warnings.append(_("The general feedback is left out."))


def _choices(element: Element, question: ImportedQuestion) -> None:
    several = _text(element.find("single")).strip().lower() in ("false", "0")
    weigh_choices(question, _weighed(element), several=several)


def _true_or_false(element: Element, question: ImportedQuestion) -> None:
    answers = {answer.answer.lower(): answer for answer in _weighed(element)}
    if set(answers) != {"true", "false"}:
        raise _NotTakenError(_("is true or false, but its answers are not “true” and “false”."))
    right, wrong = sorted(answers.values(), key=lambda answer: -answer.share)
    add_true_or_false(
        question,
        answer=right.answer.lower() == "true",
        wrong_feedback=wrong.feedback,
        right_feedback=right.feedback,
    )


def _matching(element: Element, question: ImportedQuestion) -> None:
    question.kind = QuestionKind.MATCHING
    for pair in element.iter("subquestion"):
        match = _text(pair.find("answer"))
        add_pair(question, one_line(_formatted(pair)), one_line(plain_text(match)))


def _short_answers(element: Element, question: ImportedQuestion) -> None:
    if _text(element.find("usecase")).strip() == "1":
        question.warnings.append(_("Small and capital letters count as the same here."))
    add_accepted(question, _weighed(element))


def _numbers(element: Element, question: ImportedQuestion) -> None:
    question.kind = QuestionKind.NUMBER
    if element.find("units") is not None:
        question.warnings.append(_("Its units are left out: ask for one of them in the question."))
    found = []
    for answer in element.findall("answer"):
        words = _text(answer).strip()
        if words == "*":
            continue
        try:
            value = number_of(words)
            tolerance = abs(number_of(_text(answer.find("tolerance")) or "0"))
        except ValueError:
            raise _NotTakenError(
                _("has “%(words)s” where a number belongs.") % {"words": words[:40]}
            ) from None
        found.append(Weighed((value, tolerance), _fraction(answer), _feedback(answer)))
    for answer in weigh_whole(question, found):
        add_number(question, *answer.answer, answer.feedback)


def _ordering(element: Element, question: ImportedQuestion) -> None:
    question.kind = QuestionKind.ORDERING
    steps = sorted(element.findall("answer"), key=_fraction)
    question.answers = [("item", one_line(_formatted(step))) for step in steps]


def _essay(_element: Element, question: ImportedQuestion) -> None:
    question.kind = QuestionKind.OPEN_TEXT


_READERS = {
    "multichoice": _choices,
    "truefalse": _true_or_false,
    "matching": _matching,
    "shortanswer": _short_answers,
    "numerical": _numbers,
    "ordering": _ordering,
    "essay": _essay,
}


def _weighed(element: Element) -> list[Weighed]:
    return [
        Weighed(one_line(_formatted(answer)), _fraction(answer), _feedback(answer))
        for answer in element.findall("answer")
    ]


def _fraction(answer: Element) -> Decimal:
    try:
        return number_of(answer.get("fraction", "0"))
    except ValueError:
        raise _NotTakenError(_("has a weight that cannot be read.")) from None


def _feedback(answer: Element) -> str:
    feedback = answer.find("feedback")
    return one_line(_formatted(feedback)) if feedback is not None else ""


def _formatted(element: Element | None) -> str:
    """The words of an element in Moodle's text format."""
    words = _text(element)
    if element is not None and element.get("format") in ("plain_text", "markdown"):
        return words.strip()
    return plain_text(words)


def _text(element: Element | None) -> str:
    """What stands in ``<text>``, or in the element itself where there is none."""
    if element is None:
        return ""
    inner = element.find("text")
    return (element if inner is None else inner).text or ""


def _name(element: Element) -> str:
    words = plain_text(_text(element.find("questiontext"))) or _text(element.find("name"))
    return one_line(words)[:200]

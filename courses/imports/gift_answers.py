"""What stands between the braces of a GIFT question."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from courses.imports.questions import ImportedQuestion
from courses.imports.weights import Weighed, weigh_choices, weigh_whole
from courses.models.questions import QuestionKind
from lms.khmer import fold_digits

_ANSWER = re.compile(r"([=~])([^=~]*)")
_WEIGHT = re.compile(r"^\s*%(-?\d{1,3}(?:[.,]\d*)?)%")
_TRUE_OR_FALSE = re.compile(r"^\s*(T|TRUE|F|FALSE)\s*(?:#(.*))?$", re.IGNORECASE | re.DOTALL)
_ORDERING = re.compile(
    r"""^>\s*\d+ [ \t]*(?:\b(?:ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG)\b)?
        [ \t]*(?:\b(?:HORIZONTAL|HORI|H|1|VERTICAL|VERT|V|0)\b)?
        [ \t]*(?:\b(?:ALL_OR_NOTHING|ABSOLUTE_POSITION|ABSOLUTE|ABS|RELATIVE\w*|REL|LONGEST\w*)\b)?
        [ \t]*(?:\b(?:SHOW|TRUE|YES|1|HIDE|FALSE|NO|0)\b)?
        [ \t]*(?:\b(?:none|abc|ABCD|123|iii|IIII)\b)?[ \t]*\n""",
    re.VERBOSE,
)
FARTHEST = Decimal(10) ** 15


class GiftError(Exception):
    """What is wrong (``reason``) and where in the text of the question (``position``)."""

    def __init__(self, reason: str, position: int):
        self.reason, self.position = reason, position
        super().__init__(reason)


class AnswerReader:
    """Reads ``source``, which begins at ``offset`` of its question, into ``question``."""

    def __init__(
        self, question: ImportedQuestion, source: str, offset: int, clean: Callable[[str], str]
    ):
        self.question, self.offset, self.clean = question, offset, clean
        self.source, _mark, general = source.partition("####")
        if general.strip():
            question.warnings.append(_("The general feedback is left out."))

    def read(self) -> None:
        """Find out the kind in Moodle's order and read the answers of that kind."""
        source = self.source.strip()
        if not source:
            self.question.kind = QuestionKind.OPEN_TEXT
        elif source[0] == ">":
            self._ordering(source)
        elif source[0] == "#":
            self._number()
        elif "~" in source:
            self._choices()
        elif source[0] == "=" and "->" in source:
            self._pairs()
        elif found := _TRUE_OR_FALSE.match(source):
            self._true_or_false(found)
        elif source[0] == "=":
            self._short_answers()
        else:
            raise self._error(_("has answers that begin with neither = nor ~."))

    def _error(self, reason: str, position: int = 0) -> GiftError:
        skipped = len(self.source) - len(self.source.lstrip()) if position == 0 else 0
        return GiftError(reason, self.offset + position + skipped)

    def _parts(self, source: str, start: int = 0, *, weights: bool = True):
        """Yield sign, weight (None without one), words, feedback and position of each answer."""
        first = _ANSWER.search(source, start)
        loose = source[start : first.start() if first else None]
        if loose.strip():
            raise self._error(_("has answers that begin with neither = nor ~."), start)
        for found in _ANSWER.finditer(source, start):
            words, _hash, feedback = found[2].partition("#")
            weight = _WEIGHT.match(words) if weights else None
            if weight:
                words = words[weight.end() :]
                share = Decimal(weight[1].replace(",", ".").rstrip("."))
                if abs(share) > 100:
                    raise self._error(
                        _("has a weight that is not from -100 to 100."), found.start()
                    )
            elif weights and words.lstrip().startswith("%"):
                raise self._error(
                    _("has a weight that cannot be read. Write it as %50%."), found.start()
                )
            else:
                share = None
            yield found[1], share, words, self.clean(feedback), found.start()

    def _choices(self) -> None:
        weighed = []
        for sign, share, words, feedback, position in self._parts(self.source):
            text = self.clean(words)
            if not text:
                raise self._error(_("has an empty choice."), position)
            default = Decimal(100) if sign == "=" else Decimal(0)
            weighed.append(Weighed(text, default if share is None else share, feedback))
        # As in Moodle: without any = people may tick more than one.
        weigh_choices(self.question, weighed, several="=" not in self.source)

    def _pairs(self) -> None:
        self.question.kind = QuestionKind.MATCHING
        for _sign, _share, words, _feedback, position in self._parts(self.source, weights=False):
            left, arrow, right = words.partition("->")
            if not arrow:
                raise self._error(_("has a pair without “->”."), position)
            add_pair(self.question, self.clean(left), self.clean(right))

    def _true_or_false(self, found: re.Match) -> None:
        wrong, _hash, right = (found[2] or "").partition("#")
        add_true_or_false(
            self.question,
            answer=found[1].upper().startswith("T"),
            wrong_feedback=self.clean(wrong),
            right_feedback=self.clean(right),
        )

    def _short_answers(self) -> None:
        self.question.kind = QuestionKind.SHORT_ANSWER
        weighed = []
        for _sign, share, words, feedback, position in self._parts(self.source):
            text = self.clean(words)
            if not text:
                raise self._error(_("has an empty answer."), position)
            weighed.append(Weighed(text, Decimal(100) if share is None else share, feedback))
        add_accepted(self.question, weighed)

    def _number(self) -> None:
        self.question.kind = QuestionKind.NUMBER
        start = self.source.index("#") + 1
        found = []
        if self.source[start:].lstrip().startswith("="):
            for _sign, share, words, feedback, position in self._parts(self.source, start):
                number = self._range(words, position)
                found.append(Weighed(number, Decimal(100) if share is None else share, feedback))
        else:
            words, _hash, feedback = self.source[start:].partition("#")
            found.append(Weighed(self._range(words, start), Decimal(100), self.clean(feedback)))
        for answer in weigh_whole(self.question, found):
            value, tolerance = answer.answer
            add_number(self.question, value, tolerance, answer.feedback)

    def _range(self, words: str, position: int) -> tuple[Decimal, Decimal]:
        """``3``, ``3:0.5`` or ``2..4`` as the number and how far off an answer may be."""
        words = fold_digits(self.clean(words))
        try:
            if ".." in words:
                least, most = sorted(map(number_of, words.split("..", 1)))
                return (least + most) / 2, (most - least) / 2
            value, _colon, tolerance = words.partition(":")
            return number_of(value), abs(number_of(tolerance or "0"))
        except ValueError:
            raise self._error(
                _("has “%(words)s” where a number belongs.") % {"words": words[:40]}, position
            ) from None

    def _ordering(self, source: str) -> None:
        head = _ORDERING.match(source)
        if not head:
            raise self._error(_("puts things in order, but the line after > cannot be read."))
        self.question.kind = QuestionKind.ORDERING
        steps = (self.clean(line) for line in source[head.end() :].split("\n"))
        self.question.answers = [("item", step) for step in steps if step]


def number_of(text: str) -> Decimal:
    """Return a number that our editor can keep; raise ValueError for anything else."""
    try:
        number = Decimal(fold_digits(text).strip().replace(",", "."))
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite() or abs(number) > FARTHEST or number.as_tuple().exponent < -15:
        raise ValueError(text)
    return number


def add_number(question: ImportedQuestion, value: Decimal, tolerance: Decimal, feedback: str):
    answer = {"value": value, "tolerance": tolerance, "feedback": feedback}
    question.answers.append(("number", answer))


def add_pair(question: ImportedQuestion, text: str, match: str) -> None:
    if text and match:
        question.answers.append(("pair", {"text": text, "match": match}))
    elif match:
        question.warnings.append(
            _("“%(match)s” belongs with nothing and is left out.") % {"match": match[:80]}
        )
    else:
        question.warnings.append(
            _("“%(text)s” has nothing that belongs with it and is left out.") % {"text": text[:80]}
        )


def add_true_or_false(
    question: ImportedQuestion, *, answer: bool, wrong_feedback: str, right_feedback: str
) -> None:
    question.kind = QuestionKind.TRUE_FALSE
    for value, text in ((True, _("True")), (False, _("False"))):
        is_right = value == answer
        question.answers.append(
            (
                "choice",
                {
                    "text": text,
                    "is_correct": is_right,
                    "feedback": right_feedback if is_right else wrong_feedback,
                },
            )
        )


def add_accepted(question: ImportedQuestion, answers: list[Weighed]) -> None:
    question.kind = QuestionKind.SHORT_ANSWER
    for answer in weigh_whole(question, answers):
        if "*" in answer.answer:
            question.warnings.append(
                _("In “%(text)s” the star stands for itself here, not for any letters.")
                % {"text": answer.answer[:80]}
            )
        question.answers.append(("accepted", {"text": answer.answer, "feedback": answer.feedback}))

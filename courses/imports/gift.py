"""Reading questions in GIFT, Moodle's format for plain text.

As in Moodle, an empty line ends a question, so a fault stays inside its own question. The rules
are those of https://docs.moodle.org/en/GIFT_format; ordering is written as by Moodle's own
ordering type. What comes out is checked by :func:`courses.imports.questions.checked`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from courses.imports.gift_answers import AnswerReader, GiftError
from courses.imports.questions import MOST_QUESTIONS, ImportedQuestion, checked, refuse
from courses.imports.texts import one_line, plain_text

# Escaped signs stand as noncharacters, which no text has, while a question is taken apart.
_ESCAPED = {sign: chr(0xFDD0 + number) for number, sign in enumerate("~=#{}:\\n")}
_PLAIN = str.maketrans({mark: "\n" if sign == "n" else sign for sign, mark in _ESCAPED.items()})
_ESCAPE = re.compile(r"\\([~=#{}:\\n])")
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TITLE = re.compile(r"^\s*::(.*?)::", re.DOTALL)
_POINTS = re.compile(r"\[tag:points=(\d{1,3})\]")
BLANK = "_____"


@dataclass(frozen=True)
class _Block:
    """The lines of one question, without comments; ``line`` is that of the first."""

    line: int
    text: str
    category: str
    points: int

    def line_at(self, position: int) -> int:
        return self.line + self.text.count("\n", 0, position)


def read_gift(text: str) -> list[ImportedQuestion]:
    """Return the questions of a GIFT file in its order, each fault in place of its question."""
    questions: list[ImportedQuestion] = []
    for block in _blocks(_NONCHARACTERS.sub("", text)):
        if len(questions) == MOST_QUESTIONS:
            reason = _("is not read: a file may have %(most)s questions.") % {
                "most": MOST_QUESTIONS
            }
            questions.append(refuse(block.line, _shown(block.text), reason))
            break
        try:
            questions.append(_question(block))
        except GiftError as error:
            line = block.line_at(error.position)
            questions.append(refuse(line, _shown(block.text), error.reason, block.category))
    return checked(questions)


def _blocks(text: str) -> Iterator[_Block]:
    category, points, start, lines = "", 1, 0, []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.lstrip().startswith("//"):
            found = _POINTS.search(line)
            points = int(found[1]) if found and not lines else points
            lines += [""] if lines else []
        elif not lines and line.lstrip().upper().startswith("$CATEGORY:"):
            category = last_category(line.split(":", 1)[1])
        elif line.strip():
            start = start if lines else number
            lines.append(line)
        elif lines:
            yield _Block(start, "\n".join(lines), category, points)
            points, lines = 1, []


def last_category(path: str) -> str:
    """Return the name at the end of a Moodle category path; "" for the top itself."""
    names = [name.replace("//", "/").strip() for name in re.split(r"(?<!/)/(?!/)", path.strip())]
    kept = [name for name in names if name and name != "top" and not name.startswith("$")]
    return kept[-1][:255] if kept else ""


def _question(block: _Block) -> ImportedQuestion:
    # An escape is one sign shorter than it was, which moves no line.
    source = _ESCAPE.sub(lambda match: _ESCAPED[match[1]], block.text)
    block = replace(block, text=source)
    title = _TITLE.match(source)
    start = title.end() if title else 0
    marker = _FORMAT.match(source[start:])
    text_format = marker[1].lower() if marker else "moodle"
    start += marker.end() if marker else 0

    opening = source.find("{", start)
    if opening < 0:
        stray = source.find("}", start)
        if stray >= 0:
            raise GiftError(
                _("has “}” without “{”. Write \\} where the sign itself is meant."), stray
            )
        raise GiftError(_("has no answers: they stand between { and }."), start)
    closing = source.find("}", opening)
    if closing < 0:
        raise GiftError(_("has no “}” at the end of its answers."), opening)
    for sign in "{}":
        another = source.find(sign, closing + 1)
        if another >= 0:
            raise GiftError(
                _("has “%(sign)s” after its answers. An empty line must stand between questions.")
                % {"sign": sign},
                another,
            )
    inside = source.find("{", opening + 1, closing)
    if inside >= 0:
        raise GiftError(_("has “{” inside its answers. Write \\{ where the sign is meant."), inside)

    def clean(part: str, part_format: str = text_format) -> str:
        return as_words(part.translate(_PLAIN), part_format)

    before, after = source[start:opening], source[closing + 1 :]
    text = clean(before)
    if after.strip():
        text = f"{text} {BLANK} {clean(after)}"
    question = ImportedQuestion(
        line=block.line, text=text, category=block.category, points=block.points
    )
    if not text.strip() and title:
        question.text = clean(title[1])
    AnswerReader(question, source[opening + 1 : closing], opening + 1, clean).read()
    return question


def as_words(part: str, text_format: str) -> str:
    """The words of a text in one of GIFT's formats; its own marker goes before."""
    marker = _FORMAT.match(part)
    if marker:
        part, text_format = part[marker.end() :], marker[1].lower()
    if text_format in ("html", "moodle") and ("<" in part or text_format == "html"):
        return plain_text(part)
    return "\n".join(line.strip() for line in part.strip().split("\n"))


def _shown(source: str) -> str:
    return one_line(_TITLE.sub("", source))[:200]

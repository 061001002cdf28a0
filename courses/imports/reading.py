"""Reading a file of questions, whichever of the two formats it is in."""

from django.utils import translation
from django.utils.translation import gettext as _

from courses.imports.exceptions import UnreadableFileError
from courses.imports.gift import read_gift
from courses.imports.moodle_xml import looks_like_xml, read_moodle_xml
from courses.imports.questions import ImportedQuestion
from courses.imports.texts import decode
from courses.models.questions import QuestionKind


def read_questions(data: bytes, *, language: str) -> list[ImportedQuestion]:
    """Return the questions of a GIFT or Moodle XML file.

    “True” and “False” are written in ``language``, that of the page they are for. Raises
    :class:`UnreadableFileError` when there is no question, good or bad.
    """
    if data[:4] == b"PK\x03\x04":
        raise UnreadableFileError(
            _("This is a Word, ZIP or other packed file. Questions come as GIFT or Moodle XML.")
        )
    questions = read_moodle_xml(data) if looks_like_xml(data) else read_gift(decode(data))
    if not questions:
        raise UnreadableFileError(_("There is no question in it."))
    with translation.override(language):
        true, false = _("True"), _("False")
    for question in questions:
        if question.kind == QuestionKind.TRUE_FALSE:
            question.answers = [
                (name, value | {"text": text})
                for (name, value), text in zip(question.answers, (true, false), strict=False)
            ]
    return questions

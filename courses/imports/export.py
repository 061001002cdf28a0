"""Our questions as the plain data that files are written from."""

from decimal import Decimal

from courses.imports.questions import ImportedQuestion
from courses.models import AssessmentPage
from courses.models.assessment_forms import Choices, objectives_by_key


def questions_of(assessment: AssessmentPage, objectives: Choices) -> list[ImportedQuestion]:
    """The questions of ``assessment`` in page order; their objective's words are the category."""
    words = {key: text for key, (_module, text) in objectives_by_key(objectives).items()}
    return [
        ImportedQuestion(
            line=number,
            kind=question.kind,
            text=question.text,
            points=question.points,
            category=words.get(str(question.objective_key), ""),
            answers=[(block.block_type, _plain(block.value)) for block in question.choices],
        )
        for number, question in enumerate(assessment.questions.all(), start=1)
    ]


def _plain(value):
    if isinstance(value, str):
        return value
    return {
        name: part if isinstance(part, bool | Decimal) else part or ""
        for name, part in value.items()
    }

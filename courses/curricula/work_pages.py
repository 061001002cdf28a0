"""Making the pages of an assignment and of an evaluation below a course."""

from wagtail.models import Page

from courses.curricula.reading import Text
from courses.curricula.work_files import AssignmentFile, EvaluationFile
from courses.models import (
    AssignmentCriterion,
    AssignmentPage,
    EvaluationPage,
    EvaluationQuestion,
)


def load_assignment(load, course: Page, file: AssignmentFile) -> None:
    """``load`` is the loader's."""
    load.page(
        course,
        AssignmentPage(
            title=file.title.en,
            slug=file.slug,
            instructions=_paragraphs(file.instructions),
            minutes=file.minutes,
            takes_text=file.takes_text,
            takes_file=file.takes_file,
            criteria=[
                AssignmentCriterion(
                    sort_order=order,
                    title=criterion.title.en,
                    description=criterion.description.en,
                    points=criterion.points,
                )
                for order, criterion in enumerate(file.criteria)
            ],
        ),
        {
            "title": file.title,
            "instructions": file.instructions,
            "criteria": [
                text
                for criterion in file.criteria
                for text in (criterion.title, criterion.description)
            ],
        },
        slug=file.slug,
    )


def load_evaluation(load, course: Page, file: EvaluationFile) -> None:
    load.page(
        course,
        EvaluationPage(
            title=file.title.en,
            slug=file.slug,
            introduction=_paragraphs(file.introduction),
            questions=[
                EvaluationQuestion(sort_order=order, kind=kind, text=text.en)
                for order, (kind, text) in enumerate(file.questions)
            ],
        ),
        {
            "title": file.title,
            "introduction": file.introduction,
            "questions": [text for _kind, text in file.questions],
        },
        slug=file.slug,
    )


def _paragraphs(texts: list[Text]) -> str:
    return "".join(f"<p>{text.en}</p>" for text in texts)

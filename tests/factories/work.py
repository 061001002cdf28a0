"""Assignments, work handed in, and evaluations for tests."""

from io import BytesIO
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile

from courses.models import (
    AssignmentCriterion,
    AssignmentPage,
    EvaluationPage,
    EvaluationQuestion,
    course_of,
)
from lms.records.services.assignments import hand_in
from lms.records.services.evaluations import give_evaluation
from tests.factories.courses import make_course

_serial = count(1)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def make_assignment(*, parent=None, criteria=2, **fields):
    """An assignment with ``criteria`` lines in its rubric, worth 5 points each."""
    n = next(_serial)
    page = AssignmentPage(
        **{
            "title": f"Assignment {n}",
            "slug": f"assignment-{n}",
            "instructions": "<p>Draft a logframe.</p>",
        }
        | fields
    )
    page.criteria = [
        AssignmentCriterion(title=f"Criterion {number}", points=5, sort_order=number)
        for number in range(1, criteria + 1)
    ]
    return (parent or make_course()).add_child(instance=page)


def make_submission(*, person, assignment=None, **work):
    assignment = assignment or make_assignment()
    return hand_in(
        person=person,
        assignment=assignment,
        course_key=course_of(assignment).translation_key,
        **{"text": "My logframe"} | work,
    )


def make_evaluation(*, parent=None, scale=1, open_questions=1, **fields):
    """An evaluation with so many questions of each kind, the scales first."""
    n = next(_serial)
    page = EvaluationPage(**{"title": f"Evaluation {n}", "slug": f"evaluation-{n}"} | fields)
    kinds = ["scale"] * scale + ["open"] * open_questions
    page.questions = [
        EvaluationQuestion(kind=kind, text=f"Question {number}", sort_order=number)
        for number, kind in enumerate(kinds, start=1)
    ]
    return (parent or make_course()).add_child(instance=page)


def answer(*, enrolment, evaluation, scale=4, text=""):
    """Give every scale of the evaluation ``scale`` and every open question ``text``."""
    give_evaluation(
        enrolment=enrolment,
        evaluation=evaluation,
        answers={
            str(question.translation_key): scale if question.kind == "scale" else text
            for question in evaluation.questions.all()
        },
    )


def package(parts: dict[str, bytes | str]) -> bytes:
    """A zip archive, such as an office document is."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


def docx(**more) -> bytes:
    return package(
        {"[Content_Types].xml": f'<Types><Override ContentType="{DOCX}"/></Types>'}
        | {"word/document.xml": "<w:document/>"}
        | more
    )

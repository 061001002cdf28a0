"""Reading the data files of an assignment and of the evaluation that all courses share."""

from dataclasses import dataclass
from pathlib import Path

from courses.curricula.reading import LINE, CurriculumFileError, Source, Text
from courses.models import EvaluationQuestionKind


@dataclass
class CriterionFile:
    title: Text
    description: Text
    points: int


@dataclass
class AssignmentFile:
    """``instructions`` are paragraphs."""

    slug: str
    title: Text
    instructions: list[Text]
    minutes: int
    takes_text: bool
    takes_file: bool
    criteria: list[CriterionFile]


@dataclass
class EvaluationFile:
    """``introduction`` are paragraphs; ``questions`` are pairs of kind and text."""

    slug: str
    title: Text
    introduction: list[Text]
    questions: list[tuple[str, Text]]


def read_assignment(path: Path) -> AssignmentFile | None:
    """The assignment in the file, or ``None`` where there is no file."""
    if not path.exists():
        return None
    source = Source.read(path)
    assignment = AssignmentFile(
        slug=source.slug("slug", limit=LINE),
        title=source.text("title"),
        instructions=_texts(source, "instructions"),
        minutes=source.number("minutes"),
        takes_text=source.yes_or_no("takes_text", default=True),
        takes_file=source.yes_or_no("takes_file", default=True),
        criteria=[_criterion(Source(path, item)) for item in source.items("criteria")],
    )
    if not assignment.takes_text and not assignment.takes_file:
        raise source.error("neither takes_text nor takes_file is true")
    return assignment


def _criterion(source: Source) -> CriterionFile:
    return CriterionFile(
        title=source.text("title"),
        description=source.text("description", limit=None),
        points=source.number("points", least=1),
    )


def read_evaluation(path: Path) -> EvaluationFile | None:
    """The evaluation in the file, or ``None`` where there is no file."""
    if not path.exists():
        return None
    source = Source.read(path)
    return EvaluationFile(
        slug=source.slug("slug", limit=LINE),
        title=source.text("title"),
        introduction=_texts(source, "introduction"),
        questions=[
            (Source(path, item).one_of("kind", EvaluationQuestionKind), text)
            for item, text in zip(
                source.items("questions"), _texts(source, "questions", limit=LINE), strict=True
            )
        ],
    )


def _texts(source: Source, key: str, *, limit: int | None = None) -> list[Text]:
    """A list of texts, each with ``en`` and perhaps ``km``."""
    texts = []
    for number, item in enumerate(source.items(key), start=1):
        part = Source(source.path, item)
        try:
            english = part.words("en", limit=limit)
            khmer = part.words("km", limit=limit, required=False)
        except CurriculumFileError as error:
            raise source.error(f"{key} {number}: {error.reason}") from error
        texts.append(Text(english, khmer))
    return texts

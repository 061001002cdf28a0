"""Reading and checking the data files of a curriculum.

Everything a file says is checked before a page is made; the first fault stops the reading with a
:class:`CurriculumFileError` that names the file and the reason.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from courses.curricula.markdown import MarkdownError, lesson_blocks
from courses.curricula.reading import LINE, CurriculumFileError, Source, Text, read_text
from courses.curricula.work_files import AssignmentFile, read_assignment
from courses.models import AssessmentKind, Delivery, Level, QuestionKind
from courses.models.questions import problem_with_choices

FOLDER = Path(__file__).resolve().parent
_NUMBERED = re.compile(r"^\d{2}-(?P<slug>[a-z0-9-]+)$")
_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)


@dataclass
class LessonFile:
    slug: str
    title: Text
    objective: Text
    minutes: int
    required: bool
    blocks: list[dict]


@dataclass
class ModuleFile:
    slug: str
    code: str
    title: Text
    summary: Text
    minutes: int
    objectives: list[Text]
    lessons: list[LessonFile] = field(default_factory=list)


@dataclass
class ChoiceFile:
    text: str
    is_correct: bool
    feedback: str


@dataclass
class QuestionFile:
    """``objective`` is a module's code and the number of its objective, such as ``D1.2``."""

    objective: tuple[str, int]
    kind: str
    points: int
    text: str
    choices: list[ChoiceFile]


@dataclass
class AssessmentFile:
    slug: str
    kind: str
    title: Text
    instructions: Text
    pass_percent: int | None
    questions: list[QuestionFile]


@dataclass
class CourseFile:
    slug: str
    code: str
    title: Text
    summary: Text
    audience: Text
    introduction: str
    level: int
    delivery: str
    prerequisites: list[str]
    objectives: list[Text]
    attendance_percent: int
    required_lessons: bool
    follow_up_months: list[int]
    modules: list[ModuleFile]
    assessments: list[AssessmentFile]
    assignment: AssignmentFile | None

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules)


@dataclass
class CurriculumFile:
    slug: str
    code: str
    title: Text
    summary: Text
    audience: Text
    introduction: str
    courses: list[CourseFile]


def read_curricula(folder: Path = FOLDER) -> list[CurriculumFile]:
    """Read every curriculum below ``folder``. Raises :class:`CurriculumFileError`."""
    curricula = [_curriculum(path.parent) for path in sorted(folder.glob("*/curriculum.yaml"))]
    courses = [course for curriculum in curricula for course in curriculum.courses]
    codes = [course.code for course in courses]
    for course in courses:
        if codes.count(course.code) > 1:
            raise CurriculumFileError(folder, f"two courses have the code {course.code}")
        unknown = set(course.prerequisites) - set(codes)
        if unknown:
            raise CurriculumFileError(
                folder, f"{course.code} asks for courses that do not exist: {sorted(unknown)}"
            )
    return curricula


def _numbered_folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and _NUMBERED.match(path.name))


def _curriculum(folder: Path) -> CurriculumFile:
    source = Source.read(folder / "curriculum.yaml")
    return CurriculumFile(
        slug=folder.name,
        code=source.slug("code", limit=50),
        title=source.text("title"),
        summary=source.text("summary"),
        audience=source.text("audience"),
        introduction=source.markdown("introduction"),
        courses=[_course(path) for path in _numbered_folders(folder)],
    )


def _course(folder: Path) -> CourseFile:
    source = Source.read(folder / "course.yaml")
    completion = Source(source.path, source.data.get("completion"))
    months = source.items("follow_up_months")
    if not all(type(month) is int and month > 0 for month in months):
        raise source.error("follow_up_months are not whole numbers")
    modules = [_module(path) for path in _numbered_folders(folder)]
    objectives = {
        (module.code, number)
        for module in modules
        for number in range(1, len(module.objectives) + 1)
    }
    return CourseFile(
        slug=source.slug("slug", limit=LINE),
        code=source.slug("code", limit=20),
        title=source.text("title"),
        summary=source.text("summary"),
        audience=source.text("audience"),
        introduction=source.markdown("introduction"),
        level=source.one_of("level", Level),
        delivery=source.one_of("delivery", Delivery),
        prerequisites=[str(code) for code in source.items("prerequisites")],
        objectives=source.objectives(),
        attendance_percent=completion.number("attendance_percent", most=100),
        required_lessons=completion.yes_or_no("required_lessons", default=True),
        follow_up_months=months,
        modules=modules,
        assessments=[
            _assessment(
                folder / f"{kind}.yaml", kind, objectives, completion.data.get("post_test_percent")
            )
            for kind in (AssessmentKind.PRE_TEST.value, AssessmentKind.POST_TEST.value)
        ],
        assignment=read_assignment(folder / "assignment.yaml"),
    )


def _module(folder: Path) -> ModuleFile:
    source = Source.read(folder / "module.yaml")
    module = ModuleFile(
        slug=_NUMBERED.match(folder.name)["slug"],
        code=source.slug("code", limit=20),
        title=source.text("title"),
        summary=source.text("summary"),
        minutes=source.number("minutes", least=1),
        objectives=source.objectives(),
        lessons=[_lesson(path) for path in sorted(folder.glob("*.md"))],
    )
    total = sum(lesson.minutes for lesson in module.lessons)
    if total != module.minutes:
        raise source.error(f"the lessons take {total} minutes, the module {module.minutes}")
    return module


def _lesson(path: Path) -> LessonFile:
    name = _NUMBERED.match(path.stem)
    parts = _FRONT_MATTER.match(read_text(path))
    if not name:
        raise CurriculumFileError(path, "the file name is not two digits, “-” and a slug")
    if not parts:
        raise CurriculumFileError(path, "does not begin with “key: value” lines between “---”")
    source = Source.from_yaml(path, parts["head"])
    try:
        blocks = lesson_blocks(parts["body"])
    except MarkdownError as error:
        raise source.error(str(error)) from error
    return LessonFile(
        slug=name["slug"],
        title=source.text("title"),
        objective=source.text("objective"),
        minutes=source.number("minutes", least=1),
        required=source.yes_or_no("required", default=True),
        blocks=blocks,
    )


def _assessment(path: Path, kind: str, objectives: set, pass_percent) -> AssessmentFile:
    source = Source.read(path)
    is_post_test = kind == AssessmentKind.POST_TEST
    if is_post_test and source.data.get("pass_percent") != pass_percent:
        raise source.error("pass_percent differs from post_test_percent in course.yaml")
    return AssessmentFile(
        slug=kind,
        kind=kind,
        title=source.text("title"),
        instructions=source.text("instructions", limit=None),
        pass_percent=source.number("pass_percent", most=100) if is_post_test else None,
        questions=[
            _question(path, number, item, objectives)
            for number, item in enumerate(source.items("questions"), start=1)
        ],
    )


def _question(path: Path, number: int, item, objectives: set) -> QuestionFile:
    try:
        source = Source(path, item)
        module, _dot, place = str(source.data.get("objective")).partition(".")
        if not place.isdigit() or (module, int(place)) not in objectives:
            raise source.error(f"objective {source.data.get('objective')} is unknown")
        choices = [_choice(path, choice) for choice in source.items("choices")]
        right = sum(choice.is_correct for choice in choices)
        kind = source.one_of("kind", QuestionKind)
        problem = problem_with_choices(kind, right, len(choices) - right)
        if problem:
            raise source.error(problem)
        return QuestionFile(
            objective=(module, int(place)),
            kind=kind,
            points=source.number("points", least=1),
            text=source.words("text"),
            choices=choices,
        )
    except CurriculumFileError as error:
        raise CurriculumFileError(path, f"question {number}: {error.reason}") from error


def _choice(path: Path, item) -> ChoiceFile:
    source = Source(path, item)
    return ChoiceFile(
        text=source.words("text", limit=500),
        is_correct=source.yes_or_no("correct", default=False),
        feedback=source.words("feedback", limit=500, required=False),
    )

"""Reading data files: a small curriculum of the tests' own, and the real ones."""

import pytest

from courses.curricula import CurriculumFileError
from courses.curricula.files import read_curricula
from tests.courses.curricula.example import write_curriculum


@pytest.fixture
def folder(tmp_path):
    return write_curriculum(tmp_path)


def test_read_curricula_reads_the_whole_tree(folder):
    (curriculum,) = read_curricula(folder)
    course, further = curriculum.courses
    (module,) = course.modules
    assert (curriculum.code, course.code, module.code) == ("tiny", "T1", "M1")
    assert further.prerequisites == ["T1"]
    assert course.minutes == 120
    assert [lesson.slug for lesson in module.lessons] == ["first", "second"]
    assert module.objectives[0].km == "គូសផែនទី"
    assert [test.kind for test in course.assessments] == ["pre-test", "post-test"]
    assert course.assessments[0].pass_percent is None
    assert course.assessments[1].questions[0].objective == ("M1", 1)


@pytest.mark.parametrize(
    ("file", "before", "after", "reason"),
    [
        ("curriculum.yaml", "title: Tiny", "title:", "title is missing"),
        ("curriculum.yaml", "title: Tiny", "title: [", "is not valid YAML"),
        ("01-one/course.yaml", "code: T1", "code: ខ្មែរ", "code has other signs"),
        ("01-one/course.yaml", "level: 1", "level: 9", "level is none of 1, 2"),
        ("01-one/course.yaml", "attendance_percent: 80", "attendance_percent: 800", "0 to 100"),
        ("01-one/course.yaml", "summary: Short", f"summary: {'x' * 300}", "longer than 255"),
        ("02-two/course.yaml", "[T1]", "[T9]", "courses that do not exist"),
        ("02-two/course.yaml", "code: T2", "code: T1", "two courses have the code T1"),
        ("01-one/01-module/module.yaml", "minutes: 120", "minutes: 90", "lessons take 120 minutes"),
        ("01-one/01-module/01-first.md", "minutes: 60", "minutes: long", "not a whole number"),
        ("01-one/01-module/01-first.md", "::: key-point", "::: joke", "unknown container “joke”"),
        ("01-one/01-module/01-first.md", "kind: pairs", "kind: fun", "unknown kind “fun”"),
        ("01-one/01-module/01-first.md", '"Welcome."', "# Welcome", "headings are written ##"),
        ("01-one/01-module/01-first.md", '"Welcome."', "`code`", "cannot be used here"),
        ("01-one/post-test.yaml", "objective: M1.1", "objective: M1.7", "question 1: objective"),
        ("01-one/post-test.yaml", "correct: true", "correct: false", "question 1: has no right"),
        ("01-one/post-test.yaml", "pass_percent: 60", "pass_percent: 50", "differs from"),
    ],
)
def test_a_fault_names_the_file_and_the_reason(folder, file, before, after, reason):
    path = folder / "tiny" / file
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(CurriculumFileError) as error:
        read_curricula(folder)
    assert reason in str(error.value)
    if "course" not in reason:
        assert str(path) in str(error.value)


def test_a_missing_file_is_named(folder):
    (folder / "tiny/01-one/pre-test.yaml").unlink()
    with pytest.raises(CurriculumFileError, match=r"pre-test\.yaml: does not exist"):
        read_curricula(folder)


def test_the_starter_curricula_are_complete():
    """The promise of the site's front page: three curricula that one can teach from."""
    curricula = read_curricula()
    courses = [course for curriculum in curricula for course in curriculum.courses]
    modules = [module for course in courses for module in course.modules]
    assert [curriculum.code for curriculum in curricula] == [
        "doorsteps",
        "jeut-nung-dai",
        "victim-identification",
    ]
    assert (len(courses), len(modules)) == (16, 29)
    for module in modules:
        assert len(module.lessons) >= 2, module.code
    for course in courses:
        assert course.title.km, course.code
        assert 3 <= len(course.objectives) <= 5, course.code
        for assessment in course.assessments:
            assert len(assessment.questions) >= 6, (course.code, assessment.kind)
    for module in modules:
        for lesson in module.lessons:
            kinds = {block["type"] for block in lesson.blocks}
            assert {"activity", "key_point", "reflection"} <= kinds, lesson.slug
            assert lesson.title.km, lesson.slug

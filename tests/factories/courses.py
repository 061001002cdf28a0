"""Course pages for tests, below a catalogue below the site's root page."""

import json
from itertools import count
from uuid import uuid4

from wagtail.models import Locale, Page

from courses.models import (
    AssessmentPage,
    CataloguePage,
    CoursePage,
    CurriculumPage,
    LessonPage,
    ModulePage,
    Question,
)

_serial = count(1)


def make_catalogue(**fields):
    existing = CataloguePage.objects.filter(locale__language_code="en").first()
    if existing:
        return existing
    root = (
        Page.objects.get(depth=2)
        if Page.objects.filter(depth=2).exists()
        else Page.get_first_root_node()
    )
    return root.add_child(
        instance=CataloguePage(**{"title": "Courses", "slug": "courses"} | fields)
    )


def make_khmer_tree():
    """The Khmer locale with the pages above a course translated; returns the locale."""
    khmer, _created = Locale.objects.get_or_create(language_code="km")
    catalogue = make_catalogue()
    for page in [catalogue.get_parent().specific, catalogue]:
        page.copy_for_translation(khmer).save_revision().publish()
    return khmer


def make_curriculum(*, parent=None, **fields):
    n = next(_serial)
    defaults = {
        "title": f"Curriculum {n}",
        "slug": f"curriculum-{n}",
        "code": f"cur{n}",
        "summary": "A family of courses.",
    }
    return (parent or make_catalogue()).add_child(instance=CurriculumPage(**defaults | fields))


def make_course(*, parent=None, **fields):
    n = next(_serial)
    defaults = {
        "title": f"Course {n}",
        "slug": f"course-{n}",
        "code": f"C{n}",
        "summary": "What it is about.",
        "minutes": 360,
    }
    return (parent or make_curriculum()).add_child(instance=CoursePage(**defaults | fields))


def make_module(*, parent=None, **fields):
    n = next(_serial)
    defaults = {"title": f"Module {n}", "slug": f"module-{n}", "code": f"M{n}", "minutes": 180}
    return (parent or make_course()).add_child(instance=ModulePage(**defaults | fields))


def make_lesson(*, parent=None, blocks=None, **fields):
    """A lesson; ``blocks`` are pairs of block type and raw value."""
    n = next(_serial)
    defaults = {"title": f"Lesson {n}", "slug": f"lesson-{n}", "minutes": 60}
    if blocks:
        defaults["body"] = json.dumps(
            [{"type": kind, "value": value, "id": str(uuid4())} for kind, value in blocks]
        )
    return (parent or make_module()).add_child(instance=LessonPage(**defaults | fields))


def make_question(*choices, **fields):
    """An unsaved question; each choice is a text, right if it begins with “right”."""
    return Question(
        **{"text": "What do you do first?"} | fields,
        choices=[
            (
                "choice",
                {
                    "text": choice,
                    "is_correct": choice.startswith("right"),
                    "feedback": f"why {choice}",
                },
            )
            for choice in choices or ["right", "wrong"]
        ],
    )


def make_question_of(kind, answers=(), **fields):
    """An unsaved question of ``kind``; ``answers`` are pairs of block name and value."""
    return Question(**{"text": f"A {kind} question", "kind": kind} | fields, choices=list(answers))


def make_questions_of_every_kind():
    """Unsaved questions, one a kind, of ten points together."""
    pairs = [("Goal", "in ten years"), ("Result", "afterwards"), ("Activity", "each week")]
    true, false = {"is_correct": True, "feedback": ""}, {"is_correct": False, "feedback": ""}
    return [
        make_question("right", "wrong"),
        make_question("right a", "right b", "wrong", kind="multiple"),
        make_question_of(
            "true-false",
            [("choice", {"text": "True"} | true), ("choice", {"text": "False"} | false)],
        ),
        make_question_of(
            "matching", [("pair", {"text": a, "match": b}) for a, b in pairs], points=3
        ),
        make_question_of("ordering", [("item", "one"), ("item", "two"), ("item", "three")]),
        make_question_of(
            "short", [("accepted", {"text": "Phnom Penh", "feedback": "The capital"})]
        ),
        make_question_of(
            "number",
            [("number", {"value": "1200", "tolerance": "5", "feedback": "Twelve hundred"})],
        ),
        make_question_of("rating", points=1),
        make_question_of("open", points=1),
    ]


def make_assessment(*, parent=None, questions=2, **fields):
    """An assessment with ``questions`` (a number, or unsaved questions); the first choice is right."""
    n = next(_serial)
    defaults = {"title": f"Assessment {n}", "slug": f"assessment-{n}"}
    page = AssessmentPage(**defaults | fields)
    if isinstance(questions, int):
        questions = [make_question(text=f"Question {i}") for i in range(1, questions + 1)]
    for order, question in enumerate(questions):
        question.sort_order = order
    page.questions = questions
    return (parent or make_course()).add_child(instance=page)

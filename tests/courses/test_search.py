"""Finding courses by words in any language, and what must never be found."""

import json
from urllib.parse import quote

import pytest
from wagtail.models import PageViewRestriction

from courses.models import CourseObjective, CoursePage, LessonPage
from courses.search import words_of
from home.setup import fill_search_texts
from tests.courses.test_catalogue import in_khmer, shown, titles
from tests.factories.courses import (
    make_course,
    make_curriculum,
    make_khmer_tree,
    make_lesson,
    make_module,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def curriculum():
    return make_curriculum(title="Heart and hands", slug="heart")


def found(words, **kwargs):
    return titles(f"q={quote(words)}", **kwargs)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  Listen   WELL ", ["listen", "well"]),
        ("ស្តាប់\u200bល្អ", ["ស្តាប់ល្អ"]),
        ("\0", []),
        ("a" * 500, ["a" * 100]),
        (
            "one two three four five six seven eight nine",
            ["one", "two", "three", "four", "five", "six", "seven", "eight"],
        ),
    ],
)
def test_words_of_what_was_typed(typed, words):
    assert words_of(typed) == words


def test_every_word_must_occur_and_titles_come_first(curriculum):
    lesson = make_course(parent=curriculum, title="A")
    make_lesson(parent=make_module(parent=lesson), title="How to listen well")
    make_course(parent=curriculum, title="B", summary="People listen to you")
    make_course(parent=curriculum, title="Listen")
    objective = make_course(parent=curriculum, title="D")
    objective.objectives.add(CourseObjective(text="listen to a child", locale=objective.locale))
    objective.save()
    assert found("listen") == ["Listen", "B", "D", "A"]
    assert found("LISTEN child") == ["D"]
    assert found("listen nowhere") == []
    assert found("heart") == ["A", "B", "Listen", "D"]
    html = shown("q=listen").text
    assert html.count("in the lesson:") == 1
    assert "How to listen well" in html


def test_khmer_is_found_inside_unspaced_text_in_any_spelling(curriculum):
    khmer = make_khmer_tree()
    course = make_course(parent=curriculum, title="Counselling")
    in_khmer(curriculum, khmer, "បេះដូង")
    translated = in_khmer(course, khmer, "ការប្រឹក្សា")
    translated.summary = "រៀនស្តាប់ស្ត្រីនិងកុមារដោយយកចិត្តទុកដាក់"
    translated.save_revision().publish()
    for words in ("ស្តាប់", "ស្ដាប់", "ស្រ្តី", "ស្ត្រី", "កុមារ\u200bដោយ", "ប្រឹក្សា"):
        assert found(words, language="km") == ["ការប្រឹក្សា"]
        assert found(words) == ["Counselling"]  # any language's words count
    assert found("counsel", language="km") == ["ការប្រឹក្សា"]


def test_a_lesson_is_named_in_the_language_of_the_reader(curriculum):
    khmer = make_khmer_tree()
    course = make_course(parent=curriculum, title="Counselling")
    module = make_module(parent=course)
    lesson = make_lesson(parent=module, title="Breathing")
    for page, title in ((curriculum, "ក"), (course, "ខ"), (module, "គ"), (lesson, "ដកដង្ហើម")):
        in_khmer(page, khmer, title)
    entry = shown("q=breathing", language="km").catalogue.results[0]
    assert (entry.page.title, entry.lesson) == ("ខ", ("ដកដង្ហើម", "km"))


def test_facilitators_notes_and_hidden_pages_are_never_found(curriculum):
    course = make_course(parent=curriculum, title="Counselling")
    module = make_module(parent=course)
    activity = {
        "title": "Listening", "kind": "group-work", "minutes": 5, "group_size": "", "materials": "",
        "table": {"columns": [], "rows": [], "caption": ""}, "steps": "<p>Visible</p>",
        "facilitator_notes": "<p>Secretword</p>",
        "facilitator_table": {"columns": [], "rows": [], "caption": ""},
    }  # fmt: skip
    lesson = make_lesson(parent=module, blocks=[("activity", activity)])
    assert "secretword" not in LessonPage.objects.get(pk=lesson.pk).search_text
    assert found("secretword") == []
    assert found("visible") == ["Counselling"]
    restriction = PageViewRestriction.objects.create(page=lesson, restriction_type="login")
    assert found("visible") == []
    restriction.delete()
    module.unpublish()
    assert found("visible") == []


def test_text_of_a_draft_is_not_found_before_it_is_published(curriculum):
    course = make_course(parent=curriculum, title="Counselling")
    lesson = make_lesson(parent=make_module(parent=course))
    lesson.body = json.dumps([{"type": "rich_text", "value": "<p>Newword</p>", "id": "1"}])
    revision = lesson.save_revision()
    assert found("newword") == []
    revision.publish()
    assert found("newword") == ["Counselling"]


def test_pages_from_before_the_search_column_are_made_findable(curriculum):
    course = make_course(parent=curriculum, title="Counselling", summary="Words ១២")
    lesson = make_lesson(parent=make_module(parent=course), title="Breathing")
    before = CoursePage.objects.get(pk=course.pk).search_text
    CoursePage.objects.update(search_text="")
    LessonPage.objects.update(search_text="")
    assert found("breathing") == []
    fill_search_texts()
    assert CoursePage.objects.get(pk=course.pk).search_text == before
    assert LessonPage.objects.get(pk=lesson.pk).search_text == "breathing"
    assert found("breathing") == ["Counselling"]

"""Writing questions in the admin: objectives by their words, and what is refused where."""

from uuid import uuid4

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.operations import translate_object

from courses.models import AssessmentPage, ModuleObjective, Question
from tests.factories.accounts import make_user
from tests.factories.courses import (
    make_assessment,
    make_course,
    make_khmer_tree,
    make_module,
    make_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make_user(is_superuser=True))
    return client


@pytest.fixture
def course():
    return make_course()


def add_objective(course, text, **fields):
    module = make_module(parent=course, **fields)
    objective = ModuleObjective(page=module, text=text)
    objective.save()
    return objective


def question(answers=(("choice", "a", True), ("choice", "b", False)), **fields):
    values = [
        (name, {"text": text} | ({"is_correct": "on"} if right else {}))
        for name, text, right in answers
    ]
    data = {"text": "What first?", "kind": "single", "points": "1"}
    return data | {"choices": streamfield(values), "objective_key": ""} | fields


def sent(*questions, **fields):
    return nested_form_data(
        {
            "title": "Test",
            "slug": "a-test",
            "kind": "quiz",
            "pass_percent": "",
            "right_answers": "at-the-end",
            "instructions": rich_text(""),
            "questions": inline_formset(questions),
            "action-publish": "1",
        }
        | fields
    )


def add(client, course, *questions, **fields):
    url = reverse("wagtailadmin_pages:add", args=["courses", "assessmentpage", course.pk])
    return client.post(url, sent(*questions, **fields))


def errors(response):
    """Errors of the page's fields and, by number, of its questions."""
    form = response.context["form"]
    mine = {name: [str(e) for e in found] for name, found in form.errors.items()}
    questions = {
        number: dict(each.errors)
        for number, each in enumerate(form.formsets["questions"].forms)
        if each.errors
    }
    return mine, questions


def test_new_test_offers_the_objectives_of_its_own_course(editor, course):
    objective = add_objective(course, "draw a problem tree", title="Trees")
    add_objective(make_course(), "bake bread")
    url = reverse("wagtailadmin_pages:add", args=["courses", "assessmentpage", course.pk])
    text = editor.get(url).text
    assert '<optgroup label="Trees">' in text
    assert "draw a problem tree" in text
    assert "bake bread" not in text
    response = add(
        editor, course, question(objective_key=str(objective.translation_key)), question()
    )
    assert response.status_code == 302
    keys = [q.objective_key for q in Question.objects.order_by("sort_order")]
    assert keys == [objective.translation_key, None]


def test_objective_of_another_course_is_refused(editor, course):
    foreign = add_objective(make_course(), "bake bread")
    for key in (str(foreign.translation_key), "not a key"):
        mine, questions = errors(add(editor, course, question(objective_key=key)))
        assert set(questions[0]) == {"objective_key"}
        assert mine == {}


def test_objective_that_is_gone_may_stay(editor, course):
    key = uuid4()
    page = make_assessment(parent=course, questions=[make_question(objective_key=key)])
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = editor.get(url)
    assert "An objective that is not in this course any more" in response.text
    form = response.context["form"].formsets["questions"].forms[0]
    assert form["objective_key"].value() in (key, str(key))
    data = sent(question(objective_key=str(key), id=str(page.questions.get().pk)))
    data |= {"questions-INITIAL_FORMS": "1"}
    assert editor.post(url, data).status_code == 302
    assert Question.objects.get(page=page).objective_key == key


def test_objectives_are_read_in_the_language_of_the_page(
    editor, django_capture_on_commit_callbacks
):
    make_khmer_tree()
    course = make_course()
    objective = add_objective(course, "draw a tree")
    page = make_assessment(
        parent=course, questions=[make_question(objective_key=objective.translation_key)]
    )
    khmer = Locale.objects.get(language_code="km")
    with django_capture_on_commit_callbacks(execute=True):
        for each in [course.get_parent(), course, objective.page, page]:
            translate_object(each.specific, [khmer])
    translated = page.get_translation(khmer)
    assert translated.questions.get().objective_key == objective.translation_key
    there = ModuleObjective.objects.get(locale=khmer)
    assert there.translation_key == objective.translation_key
    url = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    assert editor.get(url).status_code == 200


def test_fault_stands_at_its_question_and_nothing_typed_is_lost(editor, course):
    wrong = (("choice", "typed one", False), ("choice", "typed two", False))
    response = add(editor, course, question(), question(wrong, text="Second of all"))
    mine, questions = errors(response)
    message = "Question 2 has no right answer. Tick “right” at one of its choices."
    assert mine["__all__"] == [message]
    assert set(questions) == {1}
    assert message in str(questions[1]["choices"].as_data()[0].non_block_errors)
    for typed in ("Second of all", "typed one", "typed two"):
        assert typed in response.text
    assert AssessmentPage.objects.count() == 0


def test_answers_of_another_kind_are_named(editor, course):
    pairs = streamfield([("pair", {"text": "a", "match": "b"})])
    response = add(editor, course, question(choices=pairs))
    assert "Question 1 has answers of another kind. Use only “Choice”." in response.text


@pytest.mark.parametrize(
    ("kind", "points", "kept"), [("open", "0", None), ("open", "2", 2), ("rating", "1", 0)]
)
def test_only_a_rating_has_no_points(editor, course, kind, points, kept):
    response = add(editor, course, question((), kind=kind, points=points))
    if kept is None:
        _mine, questions = errors(response)
        assert set(questions[0]) == {"points"}
    else:
        assert Question.objects.get().points == kept


def test_no_more_are_drawn_than_there_are(editor, course):
    mine, _questions = errors(add(editor, course, question(), question(), draw_count="3"))
    assert mine == {
        "draw_count": ["There are 2 questions to draw from. Draw fewer, or write more."]
    }
    assert add(editor, course, question(), question(), draw_count="2").status_code == 302


def test_questions_of_the_pool_count_among_those_to_draw_from(editor, course):
    draw = {"draw_count": "4", "draws_from_pool": "on"}
    mine, _questions = errors(add(editor, course, question(), **draw))
    assert mine["draws_from_pool"][0].startswith("This course has no question pool yet.")
    make_assessment(parent=course, kind="pool", questions=3)
    assert add(editor, course, question(), **draw).status_code == 302


def test_a_course_has_one_pool_that_is_not_taken_by_itself(editor, course):
    mine, _questions = errors(add(editor, course, question(), kind="pool", pass_percent="60"))
    assert set(mine) == {"pass_percent"}
    make_assessment(parent=course, kind="pool", title="All questions")
    mine, _questions = errors(add(editor, course, question(), kind="pool"))
    assert mine == {
        "kind": [
            "This course has a question pool already: “All questions”. Add the questions there."
        ]
    }


def test_nobody_fails_a_pre_test(editor, course):
    mine, _questions = errors(add(editor, course, question(), kind="pre-test", pass_percent="60"))
    assert mine == {"pass_percent": ["Nobody fails a pre-test: leave the pass mark empty."]}


def test_editor_says_which_answers_fit_which_kind(editor, course):
    url = reverse("wagtailadmin_pages:add", args=["courses", "assessmentpage", course.pk])
    assert "Matching pairs: “Pair”." in editor.get(url).text


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_editor_do_not_grow_with_questions(editor, course, max_queries, count):
    add_objective(course, "draw")
    page = make_assessment(parent=course, questions=count)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor.get(url)
    with max_queries(60):
        editor.get(url)

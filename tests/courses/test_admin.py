"""The editors' side: what the forms refuse, and wagtail-localize's editor on our pages."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import StringSegment, StringTranslation
from wagtail_localize.operations import translate_object

from courses.blocks import LessonBlocks
from courses.models import AssessmentPage, Question
from courses.roles import ROLE_PERMISSIONS, page_permissions
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import (
    make_assessment,
    make_course,
    make_khmer_tree,
    make_lesson,
    make_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def question_data(kind, *right):
    return {
        "text": "What do you do first?",
        "kind": kind,
        "points": "1",
        "choices": streamfield(
            [
                ("choice", {"text": f"Choice {n}", "is_correct": "on"} if yes else {"text": f"{n}"})
                for n, yes in enumerate(right)
            ]
        ),
    }


def save_assessment(client, *questions):
    parent = make_course()
    data = nested_form_data(
        {
            "title": "Post-test",
            "slug": "post-test",
            "kind": "post-test",
            "pass_percent": "60",
            "right_answers": "at-the-end",
            "instructions": rich_text("<p>Take your time.</p>"),
            "questions": inline_formset(questions),
            "action-publish": "1",
        }
    )
    url = reverse("wagtailadmin_pages:add", args=["courses", "assessmentpage", parent.pk])
    return client.post(url, data)


def test_assessment_with_sound_questions_is_saved(editor):
    response = save_assessment(
        editor,
        question_data("single", True, False, False),
        question_data("multiple", True, True, False),
        question_data("true-false", True, False),
    )
    assert response.status_code == 302
    assert Question.objects.count() == 3


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (("single", False, False), "Question 2 has no right answer."),
        (("single", True, True), "Question 2 has more than one right answer."),
        (("true-false", True, False, False), "Question 2 is true or false"),
    ],
)
def test_assessment_refuses_a_bad_question_and_says_which(editor, bad, reason):
    response = save_assessment(editor, question_data("single", True, False), question_data(*bad))
    assert response.status_code == 200
    assert reason in response.text
    assert AssessmentPage.objects.count() == 0


def test_case_study_must_be_confirmed_as_fictional():
    block = LessonBlocks().child_blocks["case_study"]
    value = block.to_python({"title": "x", "text": "<p>x</p>"})
    with pytest.raises(Exception, match="Validation error") as refused:
        block.clean(value)
    assert set(refused.value.block_errors) == {"is_fictional"}


def test_picture_needs_words_for_those_who_cannot_see_it():
    block = LessonBlocks().child_blocks["image"]
    with pytest.raises(Exception, match="Validation error") as refused:
        block.clean(block.to_python({"image": None}))
    assert "alt_text" in refused.value.block_errors


@pytest.mark.parametrize("make", [make_course, make_lesson, make_assessment])
def test_editor_opens_every_page(editor, make):
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[make().pk])).status_code == 200


def test_roles_name_real_permissions_and_trainers_do_not_publish():
    for names in ROLE_PERMISSIONS.values():
        assert all(make_user(is_superuser=True).has_perm(name) for name in names)
    assert page_permissions()[Role.TRAINER] == ["add_page", "change_page"]
    assert "publish_page" in page_permissions()[Role.COORDINATOR]


def test_rich_text_of_a_lesson_keeps_headings():
    features = LessonBlocks().child_blocks["rich_text"].features
    assert {"h2", "h3", "h4", "ul", "ol", "bold", "italic"} <= set(features)
    assert isinstance(LessonBlocks().child_blocks["rich_text"].to_python("<p>x</p>"), RichText)


def test_translation_editor_opens_and_republishes_questions(
    editor, django_capture_on_commit_callbacks
):
    make_khmer_tree()
    page = make_assessment(questions=[make_question("right one", "wrong"), make_question()])
    khmer = Locale.objects.get(language_code="km")
    with django_capture_on_commit_callbacks(execute=True):
        for parent in [page.get_parent().get_parent(), page.get_parent(), page]:
            translate_object(parent.specific, [khmer])
    translated = page.get_translation(khmer)
    url = reverse("wagtailadmin_pages:edit", args=[translated.pk])
    assert editor.get(url).status_code == 200

    source_keys = [q.translation_key for q in page.questions.all()]
    choice_ids = [block.id for block in page.questions.first().choices]
    segment = StringSegment.objects.get(string__data="right one")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=khmer,
        data="ត្រឹមត្រូវ",
        translation_type="manual",
    )
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            segment.source.translations.get().save_target()
    translated = AssessmentPage.objects.get(pk=translated.pk)
    assert [q.translation_key for q in translated.questions.all()] == source_keys
    choices = translated.questions.first().choices
    assert [block.id for block in choices] == choice_ids
    assert [block.value["text"] for block in choices] == ["ត្រឹមត្រូវ", "wrong"]


def test_assessment_can_be_copied_with_its_course(editor):
    course = make_course()
    make_assessment(parent=course)
    copy = course.copy(recursive=True, update_attrs={"slug": "copy", "code": "COPY"})
    assert AssessmentPage.objects.child_of(copy).get().questions.count() == 2

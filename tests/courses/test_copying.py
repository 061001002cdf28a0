"""Copying a course in the admin."""

import pytest
from django.urls import reverse

from courses.models import AssessmentPage, CoursePage, ModuleObjective, ModulePage, Question
from tests.courses.editing import make_site, sign_in_as
from tests.factories.courses import make_assessment, make_course, make_curriculum, make_module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def course():
    course = make_course(parent=make_curriculum(parent=make_site()))
    module = make_module(parent=course)
    for order, text in enumerate(["Draw a map", "Write a plan"]):
        module.objectives.add(ModuleObjective(text=text, sort_order=order, locale=course.locale))
    module.save_revision().publish()
    test = make_assessment(parent=course, kind="pre-test")
    for question, objective in zip(test.questions.all(), module.objectives.all(), strict=True):
        Question.objects.filter(pk=question.pk).update(objective_key=objective.translation_key)
    test = AssessmentPage.objects.get(pk=test.pk)
    test.save_revision().publish()
    course.objective_keys = {one.translation_key for one in module.objectives.all()}
    return course


def copy(client, page, **fields) -> CoursePage:
    sign_in_as(client, None)
    data = {
        "new_title": "Again",
        "new_slug": "again",
        "new_parent_page": page.get_parent().pk,
    } | fields
    response = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
    assert response.status_code == 302
    return type(page).objects.get(slug="again")


def asked(test) -> list:
    return [str(question.objective_key) for question in test.questions.all()]


@pytest.mark.parametrize("published", [{}, {"publish_copies": "on"}])
def test_questions_of_a_copied_course_ask_about_its_own_objectives(client, course, published):
    new = copy(client, course, copy_subpages="on", **published)
    module = ModulePage.objects.child_of(new).get()
    test = AssessmentPage.objects.child_of(new).get()
    own = {str(objective.translation_key): objective.text for objective in module.objectives.all()}
    assert not set(own) & {str(key) for key in course.objective_keys}
    old = AssessmentPage.objects.child_of(course).get()
    assert set(asked(old)) == {str(key) for key in course.objective_keys}
    for page in (test, test.get_latest_revision_as_object()):
        assert [own[key] for key in asked(page)] == ["Draw a map", "Write a plan"]
    module.get_latest_revision().publish()
    module.refresh_from_db()
    assert {str(one.translation_key) for one in module.objectives.all()} == set(own)


def test_an_objective_that_is_a_draft_only_is_followed_too(client, course):
    module = ModulePage.objects.child_of(course).get()
    drafted = ModuleObjective(text="Visit a home", sort_order=2, locale=course.locale)
    module.objectives.add(drafted)
    module.save_revision()
    test = AssessmentPage.objects.child_of(course).get()
    draft = test.get_latest_revision_as_object()
    question = draft.questions.all()[0]
    question.objective_key = drafted.translation_key
    draft.questions.add(question)
    draft.save_revision()
    new = copy(client, course, copy_subpages="on")
    copied = ModulePage.objects.child_of(new).get().get_latest_revision_as_object()
    test = AssessmentPage.objects.child_of(new).get().get_latest_revision_as_object()
    (followed,) = [one for one in copied.objectives.all() if one.text == "Visit a home"]
    assert str(followed.translation_key) in asked(test)


def test_a_test_copied_within_its_course_asks_about_the_same(client, course):
    test = AssessmentPage.objects.child_of(course).get()
    new = copy(client, test)
    assert set(asked(new)) == {str(key) for key in course.objective_keys}


def test_a_course_copied_without_its_pages_is_copied(client, course):
    assert not copy(client, course).get_children().exists()

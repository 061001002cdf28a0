"""Translations keep the order of the original."""

import pytest

from courses.models import LessonPage, ModulePage
from tests.factories.courses import make_course, make_khmer_tree, make_lesson, make_module

pytestmark = pytest.mark.django_db


@pytest.fixture
def khmer(db):
    return make_khmer_tree()


def titles_below(parent):
    return list(LessonPage.objects.child_of(parent).order_by("path").values_list("slug", flat=True))


def translated(page, khmer):
    return type(page).objects.get(translation_key=page.translation_key, locale=khmer)


@pytest.fixture
def module(khmer):
    """A module with the lessons a, b and c, and its translation."""
    module = make_module()
    for slug in "abc":
        make_lesson(parent=module, slug=slug).copy_for_translation(khmer, copy_parents=True)
    return ModulePage.objects.get(pk=module.pk)


@pytest.mark.parametrize(
    ("moved", "target", "pos", "order"),
    [
        ("c", "a", "left", ["c", "a", "b"]),
        ("a", "c", "right", ["b", "c", "a"]),
        ("b", "a", "left", ["b", "a", "c"]),
    ],
)
def test_a_new_order_is_the_same_in_every_language(khmer, module, moved, target, pos, order):
    pages = {page.slug: page for page in LessonPage.objects.child_of(module)}
    pages[moved].move(pages[target], pos=pos)
    assert titles_below(module) == order
    assert titles_below(translated(module, khmer)) == order


def test_a_lesson_goes_to_another_course_in_every_language(khmer, module):
    other = make_module(parent=make_course())
    make_lesson(parent=other, slug="z").copy_for_translation(khmer, copy_parents=True)
    LessonPage.objects.child_of(module).get(slug="b").move(other, pos="last-child")
    assert titles_below(translated(module, khmer)) == ["a", "c"]
    assert titles_below(translated(other, khmer)) == ["z", "b"]


def test_a_translation_stays_where_the_new_parent_has_none(khmer, module):
    LessonPage.objects.child_of(module).get(slug="b").move(make_module(), pos="last-child")
    assert titles_below(translated(module, khmer)) == ["a", "b", "c"]


def test_a_translation_stays_where_its_address_is_taken(khmer, module):
    other = make_module()
    other_khmer = other.copy_for_translation(khmer, copy_parents=True)
    make_lesson(parent=other_khmer, slug="b", locale=khmer)
    LessonPage.objects.child_of(module).get(slug="b").move(other, pos="last-child")
    assert titles_below(translated(module, khmer)) == ["a", "b", "c"]


def test_a_translation_alone_moves_only_itself(khmer, module):
    first, _second, third = LessonPage.objects.child_of(translated(module, khmer)).order_by("path")
    third.move(first, pos="left")
    assert titles_below(module) == ["a", "b", "c"]

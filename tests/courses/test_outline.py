import pytest
from django.utils import translation

from courses.models import CoursePrerequisite
from courses.outline import read_outline
from tests.factories.courses import (
    make_assessment,
    make_course,
    make_khmer_tree,
    make_lesson,
    make_module,
)

pytestmark = pytest.mark.django_db


def titles(pages):
    return [page.title for page in pages]


def test_outline_reads_a_whole_course_in_one_query(django_assert_num_queries):
    course = make_course(title="Course")
    pre = make_assessment(parent=course, title="Before", kind="pre-test")
    for name in ["One", "Two"]:
        module = make_module(parent=course, title=name)
        for n in range(3):
            make_lesson(parent=module, title=f"{name} {n}")
    post = make_assessment(parent=course, title="After", kind="post-test")
    with django_assert_num_queries(1):
        outline = read_outline(course)
    assert titles(module.page for module in outline.modules) == ["One", "Two"]
    assert titles(outline.modules[1].lessons) == ["Two 0", "Two 1", "Two 2"]
    assert (titles(outline.pre_tests), titles(outline.later_assessments)) == (
        [pre.title],
        [post.title],
    )
    assert outline.lessons[0].minutes == 60
    assert outline.trail == outline.ancestors
    assert titles(outline.ancestors)[0] == "Courses"


def test_outline_knows_where_a_lesson_stands():
    course = make_course()
    first, second = make_module(parent=course), make_module(parent=course)
    lessons = [make_lesson(parent=first), make_lesson(parent=second), make_lesson(parent=second)]
    outline = lessons[1].outline
    assert (outline.position, outline.previous.pk, outline.next.pk) == (
        2,
        lessons[0].pk,
        lessons[2].pk,
    )
    assert lessons[0].outline.previous is None
    assert lessons[2].outline.next is None
    assert titles(outline.trail)[-2:] == [course.title, second.title]
    assert outline.module.page.pk == second.pk


def test_outline_leaves_unpublished_modules_and_their_lessons_out():
    course = make_course()
    make_lesson(parent=make_module(parent=course, live=False))
    make_lesson(parent=make_module(parent=course), live=False)
    outline = read_outline(course)
    assert len(outline.modules) == 1
    assert outline.lessons == []


def test_outline_shows_prerequisites_in_the_language_of_the_page():
    khmer = make_khmer_tree()
    first, second = make_course(title="First"), make_course(title="Second")
    course = make_course(parent=second.get_parent().specific)
    for wanted in [first, second]:
        CoursePrerequisite.objects.create(page=course, course=wanted)
    translated = first.copy_for_translation(khmer, copy_parents=True)
    translated.title = "ទីមួយ"
    translated.save_revision().publish()
    khmer_course = course.copy_for_translation(khmer, copy_parents=True)
    khmer_course.save_revision().publish()
    assert titles(read_outline(course).prerequisites) == ["First", "Second"]
    assert sorted(titles(read_outline(khmer_course).prerequisites)) == ["Second", "ទីមួយ"]


def test_outline_of_an_unpublished_course_still_works_for_a_preview():
    course = make_course(live=False)
    assert read_outline(course).course.pk == course.pk


def test_outline_has_every_lesson_once_in_the_best_language():
    khmer = make_khmer_tree()
    course = make_course(title="Course")
    module = make_module(parent=course, title="Module")
    lessons = [make_lesson(parent=module, title=title) for title in ("One", "Two", "Three")]
    for page in (course.get_parent().specific, course, module, lessons[2], lessons[0]):
        copy = page.copy_for_translation(khmer)
        copy.title = f"{page.title} km"
        copy.save_revision().publish()
    expected = ["One km", "Two", "Three km"]
    with translation.override("km"):
        # From the translation, and from a lesson that has none.
        for page in (lessons[2].get_translation(khmer), lessons[1]):
            outline = read_outline(page)
            assert titles(outline.lessons) == expected
            assert titles(outline.trail)[-2:] == ["Course km", "Module km"]
            assert outline.position == (3 if page.locale_id == khmer.pk else 2)
        assert outline.next.title == "Three km"
    # Without any reader in Khmer a course is read as it stands.
    assert titles(read_outline(lessons[1]).lessons) == ["One", "Two", "Three"]

import pytest
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase

from courses.models import (
    AssessmentPage,
    AssignmentPage,
    CataloguePage,
    CoursePage,
    CoursePrerequisite,
    CurriculumPage,
    EvaluationPage,
    LessonPage,
    ModulePage,
    course_of,
)
from tests.courses.serving import serve
from tests.factories.courses import (
    make_assessment,
    make_catalogue,
    make_course,
    make_curriculum,
    make_lesson,
    make_module,
)


class PageTreeTests(WagtailPageTestCase):
    def test_tree_allows_one_order_only(self):
        self.assertAllowedSubpageTypes(CataloguePage, {CurriculumPage})
        self.assertAllowedSubpageTypes(CurriculumPage, {CoursePage})
        self.assertAllowedSubpageTypes(
            CoursePage, {ModulePage, AssessmentPage, AssignmentPage, EvaluationPage}
        )
        self.assertAllowedSubpageTypes(ModulePage, {LessonPage})
        self.assertAllowedSubpageTypes(LessonPage, set())
        self.assertAllowedSubpageTypes(AssessmentPage, set())

    def test_every_page_type_is_found_and_has_a_preview(self):
        course = make_course()
        module = make_module(parent=course)
        lesson = make_lesson(parent=module)
        for page in [
            make_catalogue(),
            course.get_parent().specific,
            course,
            module,
            lesson,
            make_assessment(parent=course),
        ]:
            self.assertEqual(serve(page).status_code, 200)
            self.assertEqual(page.make_preview_request().status_code, 200)


@pytest.fixture
def course(db):
    return make_course()


def test_course_lessons_come_in_page_order_in_one_query(course, django_assert_num_queries):
    first, second = make_module(parent=course), make_module(parent=course)
    late = make_lesson(parent=second)
    lessons = [make_lesson(parent=first), make_lesson(parent=first), late]
    make_lesson(parent=first, live=False)
    hidden = make_module(parent=course, live=False)
    make_lesson(parent=hidden)
    make_lesson()
    with django_assert_num_queries(1):
        assert [lesson.title for lesson in course.lessons()] == [each.title for each in lessons]


def test_course_modules_and_assessments_leave_drafts_out(course):
    module, test = make_module(parent=course), make_assessment(parent=course)
    make_module(parent=course, live=False)
    make_assessment(parent=course, live=False)
    assert list(course.modules()) == [module]
    assert list(course.assessments()) == [test]


def test_course_of_finds_the_course_from_every_level(course):
    module = make_module(parent=course)
    pages = [course, module, make_lesson(parent=module), make_assessment(parent=course)]
    assert [course_of(page) for page in pages] == [course] * 4


def test_follow_up_after_reads_the_months(course):
    assert course.follow_up_after() == [3, 6, 12]
    course.follow_up_months = ""
    assert course.follow_up_after() == []


def test_route_refuses_an_unknown_and_an_unpublished_page(client, course):
    lesson = make_lesson(parent=make_module(parent=course), live=False)
    assert client.get(lesson.url).status_code == 404
    assert client.get(f"{course.url}nothing/here/").status_code == 404
    assert client.get(f"{course.url}a/b/c/d/").status_code == 404


def test_route_does_not_find_a_page_under_another_parents_address(client, course):
    lesson = make_lesson(parent=make_module(parent=course))
    other = make_module(parent=course)
    assert client.get(f"{other.url}{lesson.slug}/").status_code == 404


def test_course_of_a_private_curriculum_is_private(client, course):
    course.get_parent().view_restrictions.create(restriction_type="login")
    response = client.get(course.url)
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_mirror_of_a_private_page_is_as_private_as_wagtail_makes_it(course):
    lesson = make_lesson(parent=make_module(parent=course))
    course.view_restrictions.create(restriction_type="login")
    mirror = course.create_alias(parent=make_curriculum(), recursive=True)
    inside = LessonPage.objects.descendant_of(mirror).get()
    for page in [course, lesson, mirror, inside]:
        by_wagtail = set(Page.get_view_restrictions(page))
        assert by_wagtail
        assert by_wagtail <= set(page.get_view_restrictions())


def test_prerequisite_reads_as_its_course(course):
    link = CoursePrerequisite.objects.create(page=course, course=make_course(title="First steps"))
    assert str(link) == "First steps"


def test_pages_keep_their_tree_sound(course):
    make_lesson(parent=make_module(parent=course))
    assert Page.find_problems() == ([], [], [], [], [])

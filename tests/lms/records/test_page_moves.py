"""Records go with a page that is moved to another course."""

import pytest
from django.urls import reverse

from courses.models import AssignmentPage, course_of
from lms.records.models import AssessmentAttempt, LessonNote, LessonProgress, Submission
from lms.records.services.judging import course_rule, judge
from lms.records.services.page_moves import follow_moved_page
from lms.records.services.progress import course_progress
from tests.factories.accounts import make_user
from tests.factories.courses import make_course, make_khmer_tree, make_lesson, make_module
from tests.factories.learning import finish_lesson, make_taught_course, take_test
from tests.factories.records import make_cohort, make_enrolment, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def move_one(client, page, parent):
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, parent.pk])
    assert client.get(url).status_code == 200
    return client.post(url)


def move_in_bulk(client, page, parent):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    assert client.get(f"{url}?id={page.pk}").status_code == 200
    return client.post(f"{url}?id={page.pk}", {"chooser": parent.pk})


MOVES = pytest.mark.parametrize("move", [move_one, move_in_bulk])


def make_assignment(course):
    return course.add_child(
        instance=AssignmentPage(title="Logframe", slug="logframe", instructions="<p>Write it</p>")
    )


def hand_in(person, assignment):
    return Submission.objects.create(
        person=person,
        course_key=course_of(assignment).translation_key,
        assignment_key=assignment.translation_key,
        title=assignment.title,
        number=1,
        text="Ours",
    )


@MOVES
def test_a_lesson_takes_its_marks_and_notes_to_another_course(admin, move):
    lesson, other = make_lesson(), make_course()
    old_key, person = course_of(lesson).translation_key, make_person()
    finish_lesson(person=person, lesson=lesson)
    LessonNote.objects.create(
        person=person, course_key=old_key, lesson_key=lesson.translation_key, title="x", text="Mine"
    )
    assert move(admin, lesson, make_module(parent=other)).status_code == 302
    progress = course_progress(person=person, course_key=other.translation_key)
    assert progress.done == {lesson.translation_key}
    assert not course_progress(person=person, course_key=old_key).opened
    assert LessonNote.objects.get().course_key == other.translation_key


@MOVES
def test_a_module_takes_its_lessons_along(admin, move):
    lesson, other, person = make_lesson(), make_course(), make_person()
    finish_lesson(person=person, lesson=lesson)
    move(admin, lesson.get_parent(), other)
    assert LessonProgress.objects.get().course_key == other.translation_key


@MOVES
def test_a_test_and_an_assignment_take_what_was_handed_in(admin, move):
    course, other, person = make_taught_course(), make_course(), make_person()
    attempt = take_test(person=person, assessment=course.post_test, right=3)
    work = hand_in(person, make_assignment(course))
    move(admin, course.post_test, other)
    move(admin, AssignmentPage.objects.get(), other)
    moved = AssessmentAttempt.objects.get()
    assert moved.course_key == other.translation_key
    assert (moved.percent, moved.questions) == (attempt.percent, attempt.questions)
    assert Submission.objects.get(pk=work.pk).course_key == other.translation_key


@MOVES
def test_a_moved_lesson_counts_in_the_new_course_and_no_more_in_the_old(admin, move):
    course = make_taught_course(lessons=1, post_test=False, attendance_percent=0)
    (lesson,) = course.all_lessons
    other = make_taught_course(lessons=1, post_test=False, attendance_percent=0)
    cohort = make_cohort(course=other)
    person = make_enrolment(cohort=cohort).person
    finish_lesson(person=person, lesson=lesson)
    finish_lesson(person=person, lesson=other.all_lessons[0])
    move(admin, lesson, other.all_lessons[0].get_parent())
    (judgement,) = judge(cohort, course_rule(cohort))
    assert (judgement.figures["lessons_done"], judgement.figures["lessons_required"]) == (2, 2)
    assert judgement.reasons == []


def test_moving_a_course_changes_no_record(admin):
    course, person = make_taught_course(), make_person()
    finish_lesson(person=person, lesson=course.all_lessons[0])
    move_one(admin, course, make_course().get_parent())
    course.refresh_from_db()
    assert LessonProgress.objects.get().course_key == course.translation_key
    assert follow_moved_page(page=course) == 0


def test_following_twice_changes_nothing_more():
    lesson, other, person = make_lesson(), make_course(), make_person()
    finish_lesson(person=person, lesson=lesson)
    lesson.move(make_module(parent=other), pos="last-child")
    lesson.refresh_from_db()
    assert follow_moved_page(page=lesson) == 0


def test_records_follow_the_original_not_a_translation():
    khmer = make_khmer_tree()
    lesson, person = make_lesson(), make_person()
    course_key = course_of(lesson).translation_key
    finish_lesson(person=person, lesson=lesson)
    translated = lesson.copy_for_translation(khmer, copy_parents=True)
    other = make_module()
    translated.move(other.copy_for_translation(khmer, copy_parents=True), pos="last-child")
    assert LessonProgress.objects.get().course_key == course_key


def test_records_follow_a_page_that_has_no_original():
    khmer = make_khmer_tree()
    lesson, person = make_lesson(), make_person()
    finish_lesson(person=person, lesson=lesson)
    translated = lesson.copy_for_translation(khmer, copy_parents=True)
    lesson.delete()
    other = make_module()
    translated.move(other.copy_for_translation(khmer, copy_parents=True), pos="last-child")
    assert LessonProgress.objects.get().course_key == course_of(other).translation_key


def test_a_page_outside_courses_moves_as_ever(admin):
    course = make_course()
    assert move_one(admin, course.get_parent(), course.get_parent().get_parent()).status_code == 302


def test_putting_lessons_in_order_keeps_all_records(admin):
    course, person = make_taught_course(lessons=3), make_person()
    for lesson in course.all_lessons:
        finish_lesson(person=person, lesson=lesson)
    last = course.all_lessons[2]
    for position in ("0", "1", "99", "x"):
        url = reverse("wagtailadmin_pages:set_page_position", args=[last.pk])
        assert admin.post(f"{url}?position={position}").status_code == 200
    progress = course_progress(person=person, course_key=course.translation_key)
    assert progress.done == {lesson.translation_key for lesson in course.all_lessons}

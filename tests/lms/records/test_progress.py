"""Lessons opened and done."""

import pytest

from lms.records.models import LessonProgress
from lms.records.services.progress import (
    CourseProgress,
    course_progress,
    keep_place,
    mark_lesson,
    open_lesson,
    required_lessons,
)
from tests.factories.courses import make_lesson, make_module
from tests.factories.learning import make_note, make_taught_course
from tests.factories.records import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_taught_course(lessons=3)


@pytest.fixture
def person():
    return make_person()


def test_nobody_has_no_progress_and_costs_no_query(course, django_assert_num_queries):
    with django_assert_num_queries(0):
        progress = course_progress(person=None, course_key=course.translation_key)
    assert progress == CourseProgress()


def test_open_lesson_keeps_the_reading_position(course, person, django_assert_num_queries):
    key = course.translation_key
    first, second, _third = course.all_lessons
    for lesson in (first, second, first):
        with django_assert_num_queries(1):
            open_lesson(person=person, lesson=lesson, course_key=key)
    assert course_progress(person=person, course_key=key) == CourseProgress(
        done=frozenset(),
        opened=frozenset({first.translation_key, second.translation_key}),
        resume=first.translation_key,
    )
    assert LessonProgress.objects.count() == 2


def test_open_lesson_follows_a_lesson_into_another_course(course, person):
    lesson, other = course.all_lessons[0], make_taught_course()
    open_lesson(person=person, lesson=lesson, course_key=course.translation_key)
    open_lesson(person=person, lesson=lesson, course_key=other.translation_key)
    assert course_progress(person=person, course_key=course.translation_key).opened == frozenset()
    assert (
        course_progress(person=person, course_key=other.translation_key).resume
        == lesson.translation_key
    )


def test_open_lesson_does_not_undo_done(course, person):
    lesson, key = course.all_lessons[0], course.translation_key
    mark_lesson(person=person, lesson=lesson, course_key=key, done=True)
    open_lesson(person=person, lesson=lesson, course_key=key)
    assert course_progress(person=person, course_key=key).done == {lesson.translation_key}


def test_mark_lesson_twice_keeps_the_first_time(course, person):
    lesson, key = course.all_lessons[0], course.translation_key
    mark_lesson(person=person, lesson=lesson, course_key=key, done=True)
    first = LessonProgress.objects.get().done_at
    mark_lesson(person=person, lesson=lesson, course_key=key, done=True)
    assert LessonProgress.objects.get().done_at == first


def test_mark_lesson_not_done_after_all(course, person):
    lesson, key = course.all_lessons[0], course.translation_key
    mark_lesson(person=person, lesson=lesson, course_key=key, done=True)
    mark_lesson(person=person, lesson=lesson, course_key=key, done=False)
    progress = course_progress(person=person, course_key=key)
    assert (progress.done, progress.opened) == (frozenset(), {lesson.translation_key})


def test_keep_place_is_remembered_beside_the_position(course, person, django_assert_num_queries):
    lesson, key = course.all_lessons[0], course.translation_key
    open_lesson(person=person, lesson=lesson, course_key=key)
    mark_lesson(person=person, lesson=lesson, course_key=key, done=True)
    for place in ("one", "two"):
        with django_assert_num_queries(1):
            keep_place(person=person, lesson=lesson, course_key=key, place=place)
    open_lesson(person=person, lesson=lesson, course_key=key)
    progress = course_progress(person=person, course_key=key)
    assert progress.places == {lesson.translation_key: "two"}
    assert progress.done == {lesson.translation_key}


def test_progress_knows_where_notes_are(course, person, django_assert_num_queries):
    first, second, _third = course.all_lessons
    for lesson in (first, second):
        open_lesson(person=person, lesson=lesson, course_key=course.translation_key)
    make_note(person=person, lesson=first)
    make_note(person=make_person(), lesson=second)
    with django_assert_num_queries(1):
        progress = course_progress(person=person, course_key=course.translation_key)
    assert progress.noted == {first.translation_key}


def test_progress_of_one_person_is_no_other_persons(course, person):
    lesson, key = course.all_lessons[0], course.translation_key
    mark_lesson(person=make_person(), lesson=lesson, course_key=key, done=True)
    assert course_progress(person=person, course_key=key) == CourseProgress()


def test_required_lessons_are_live_required_and_in_a_live_module(course):
    module = course.modules().get()
    make_lesson(parent=module, required=False)
    make_lesson(parent=module, live=False)
    make_lesson(parent=make_module(parent=course, live=False))
    assert required_lessons(course) == {
        lesson.translation_key: lesson.title for lesson in course.all_lessons
    }

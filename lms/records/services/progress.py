"""What a person has read: lessons opened and done, in any language of the course."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet, UUIDField
from django.utils import timezone

from courses.models import CoursePage, LessonPage
from lms.prepared import Given, Prepared
from lms.records.models import LessonNote, LessonProgress, Person


@dataclass(frozen=True)
class CourseProgress:
    """``done`` and ``opened`` hold lesson keys; ``resume`` is the lesson opened last, or ``None``.

    ``places`` has the id of the block read last, for the lessons where one is known; ``noted`` are
    the lessons with a note of the person's own.
    """

    done: frozenset[UUID] = frozenset()
    opened: frozenset[UUID] = frozenset()
    resume: UUID | None = None
    places: dict[UUID, str] = field(default_factory=dict)
    noted: frozenset[UUID] = frozenset()

    def with_opened(self, key: UUID) -> "CourseProgress":
        """The same once the lesson ``key`` is opened."""
        return replace(self, opened=self.opened | {key}, resume=key)


def progress_rows() -> QuerySet:
    person = Given("person", BigIntegerField())
    has_note = Exists(LessonNote.objects.filter(person=person, lesson_key=OuterRef("lesson_key")))
    return (
        LessonProgress.objects.filter(person=person, course_key=Given("course", UUIDField()))
        .order_by("opened_at", "pk")
        .values_list("lesson_key", "done_at", "place", has_note)
    )


PROGRESS = Prepared(progress_rows)


def course_progress(*, person: Person | None, course_key: UUID) -> CourseProgress:
    """Read a person's progress in a course: one query, none for nobody."""
    if person is None:
        return CourseProgress()
    rows = PROGRESS.rows(person=person.pk, course=course_key)
    return CourseProgress(
        done=frozenset(key for key, done_at, _, _ in rows if done_at),
        opened=frozenset(row[0] for row in rows),
        resume=rows[-1][0] if rows else None,
        places={key: place for key, _, place, _ in rows if place},
        noted=frozenset(key for key, _, _, noted in rows if noted),
    )


def open_lesson(*, person: Person, lesson: LessonPage, course_key: UUID) -> None:
    """Remember that ``lesson`` is where the person reads now: one query, and twice does no harm."""
    LessonProgress.objects.bulk_create(
        [
            LessonProgress(
                person=person,
                course_key=course_key,
                lesson_key=lesson.translation_key,
                title=lesson.title,
                opened_at=timezone.now(),
            )
        ],
        update_conflicts=True,
        unique_fields=["person", "lesson_key"],
        # A lesson that was moved is found in the course it is in now.
        update_fields=["opened_at", "course_key"],
    )


def keep_place(*, person: Person, lesson: LessonPage, course_key: UUID, place: str) -> None:
    """Remember the block of ``lesson`` that the person reads: one query, and twice does no harm.

    ``place`` is the id of the block, the same in every language of the lesson.
    """
    LessonProgress.objects.bulk_create(
        [
            LessonProgress(
                person=person,
                course_key=course_key,
                lesson_key=lesson.translation_key,
                title=lesson.title,
                place=place,
            )
        ],
        update_conflicts=True,
        unique_fields=["person", "lesson_key"],
        update_fields=["place"],
    )


def mark_lesson(*, person: Person, lesson: LessonPage, course_key: UUID, done: bool) -> None:
    """Mark ``lesson`` done, or not done after all. Marking twice keeps the first time."""
    progress, _ = LessonProgress.objects.get_or_create(
        person=person,
        lesson_key=lesson.translation_key,
        defaults={"course_key": course_key, "title": lesson.title},
    )
    if done != bool(progress.done_at):
        progress.done_at = timezone.now() if done else None
        progress.save(update_fields=["done_at"])


def required_lessons(course: CoursePage) -> dict[UUID, str]:
    """Key and title of the live lessons that completing ``course`` asks for; one query."""
    lessons = course.lessons().filter(required=True)
    return dict(lessons.values_list("translation_key", "title"))

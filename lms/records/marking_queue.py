"""What waits for a trainer to mark: work handed in, and tests with open answers, in one queue."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from courses.models import CoursePage
from lms.records.enums import SubmissionState
from lms.records.models import AssessmentAttempt, Enrolment, Person, Submission
from lms.records.permissions import mark_attempt, mark_submission


@dataclass
class Waiting:
    """One piece of work. ``kind`` is ``submission`` or ``attempt``; ``pk`` is of that table.

    ``cohorts`` maps the ids of the cohorts of its course that the person is in to their codes.
    """

    kind: str
    pk: int
    since: datetime
    title: str
    person_id: int
    course_key: UUID
    course: str = ""
    cohorts: dict[int, str] = field(default_factory=dict)
    person: Person | None = None


def waiting_submissions(user) -> QuerySet[Submission]:
    return mark_submission.objects_for(user).filter(state=SubmissionState.SUBMITTED)


def waiting_attempts(user) -> QuerySet[AssessmentAttempt]:
    return mark_attempt.objects_for(user).needing_marking()


def count_waiting(user) -> int:
    """How many pieces of work ``user`` may mark now; one query."""
    attempts = waiting_attempts(user).order_by().values("pk")
    return waiting_submissions(user).order_by().values("pk").union(attempts, all=True).count()


def read_queue(user) -> list[Waiting]:
    """All that waits for ``user``, oldest first; four queries. Names are read by ``attach_people``."""
    waiting = [
        Waiting(kind, *row)
        for kind, works in (
            ("submission", waiting_submissions(user)),
            ("attempt", waiting_attempts(user)),
        )
        for row in works.values_list("pk", "submitted_at", "title", "person_id", "course_key")
    ]
    if waiting:
        _attach_courses(waiting)
    return sorted(waiting, key=lambda work: (work.since, work.kind, work.pk))


def _attach_courses(waiting: list[Waiting]) -> None:
    titles = course_titles({work.course_key for work in waiting})
    cohorts: dict[tuple, dict[int, str]] = {}
    places = (
        Enrolment.objects.holding_a_place()
        .filter(
            person__in={work.person_id for work in waiting},
            cohort__course__translation_key__in={work.course_key for work in waiting},
        )
        .order_by("cohort__starts_on", "pk")
        .values_list("person", "cohort__course__translation_key", "cohort", "cohort__code")
    )
    for person, course_key, cohort, code in places:
        cohorts.setdefault((person, course_key), {})[cohort] = code
    for work in waiting:
        work.course = titles.get(work.course_key, "")
        work.cohorts = cohorts.get((work.person_id, work.course_key), {})


def course_titles(keys: Iterable[UUID]) -> dict[UUID, str]:
    """Titles of courses by key, in the reader's language or else the site's; one query."""
    languages = (settings.LANGUAGE_CODE, get_language() or settings.LANGUAGE_CODE)
    pages = (
        CoursePage.objects.filter(translation_key__in=keys)
        .filter(Q(live=True) | Q(locale__language_code=settings.LANGUAGE_CODE))
        .values_list("translation_key", "locale__language_code", "title")
    )
    found = {(key, language): title for key, language, title in pages}
    return {
        key: title
        for language in languages
        for key in keys
        if (title := found.get((key, language)))
    }


def attach_people(waiting: list[Waiting]) -> None:
    """Read the names of those whose work is shown; one query."""
    people = Person.objects.in_bulk([work.person_id for work in waiting])
    for work in waiting:
        work.person = people[work.person_id]


@dataclass(frozen=True)
class Choice:
    """A choice of the queue's filter: a course, or one of its cohorts."""

    value: str
    label: str


def choices_of(waiting: list[Waiting]) -> list[Choice]:
    """The courses in which anything waits, each followed by its cohorts."""
    courses = {work.course_key: work.course for work in waiting}
    choices = []
    for key, title in sorted(courses.items(), key=lambda item: (item[1], item[0])):
        inside = {
            pk: code
            for work in waiting
            if work.course_key == key
            for pk, code in work.cohorts.items()
        }
        choices.append(Choice(f"course-{key}", title))
        choices += [
            Choice(f"cohort-{pk}", f"{title} ({code})")
            for pk, code in sorted(inside.items(), key=lambda item: item[1])
        ]
    return choices


def narrow(waiting: list[Waiting], wanted: str) -> list[Waiting]:
    """Those of ``waiting`` that a filter's choice asks for; all of them for an unknown one."""
    kind, _dash, value = wanted.partition("-")
    if kind == "course":
        return [work for work in waiting if str(work.course_key) == value]
    if kind == "cohort":
        return [work for work in waiting if value in map(str, work.cohorts)]
    return waiting

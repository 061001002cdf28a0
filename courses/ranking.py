"""Which of the courses were meant by some words, the likeliest first."""

from uuid import UUID

from wagtail.models import Page

from courses.languages import best_language
from courses.listing import Entry
from courses.search import has_words


def rank(courses: list[Entry], words: list[str], lessons: dict[UUID, list]) -> list[Entry]:
    """Courses with all ``words``: in the title, in the course, in the curriculum, in a lesson."""
    by_course = {page.path: course for course in courses for page in course.translations.values()}
    through: dict[UUID, tuple[str, str]] = {}
    for rows in lessons.values():
        for path, _title, _code in rows:
            course = by_course.get(path[: -2 * Page.steplen])
            if course is not None:
                titles = {code: (title, code) for _path, title, code in rows}
                through.setdefault(course.key, best_language(titles))

    def place(course: Entry) -> int | None:
        if any(has_words(page.title, words) for page in course.translations.values()):
            return 0
        if any(page.is_match for page in course.translations.values()):
            return 1
        if any(
            has_words(f"{page.title} {page.summary}", words)
            for page in course.curriculum.translations.values()
        ):
            return 2
        return 3 if course.key in through else None

    found = []
    for course in courses:
        at = place(course)
        if at is not None:
            course.lesson = through[course.key] if at == 3 else None
            found.append((at, course))
    return [course for _at, course in sorted(found, key=lambda pair: pair[0])]

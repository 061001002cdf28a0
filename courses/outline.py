"""A course seen from one of its pages: the way in, modules and lessons, what comes next.

Rows of the outline are plain ``Page`` objects with a few values of their own type beside them, so
that a whole course costs one query whatever its size. They have no body and no specific fields.
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import get_language
from wagtail.models import Page

from courses.languages import languages_in_order, merge

# All that an address needs, so that no row asks the database again.
ROW_FIELDS = (
    "title", "slug", "url_path", "path", "depth", "numchild",
    "content_type", "locale", "translation_key", "live", "alias_of",
)  # fmt: skip


@dataclass
class OutlineModule:
    """``page`` has ``minutes`` and ``summary``.

    Each of ``lessons`` has ``minutes``, ``required``, ``release`` and ``released_on``.
    """

    page: Page
    lessons: list[Page] = field(default_factory=list)


@dataclass
class Outline:
    """Live pages only, in page order. ``ancestors`` run from the catalogue to the curriculum.

    ``assessments`` have ``kind`` and ``pass_percent`` (a question pool is none of them);
    ``prerequisites`` are other courses. Every page is in the language being read or, where it has no
    translation, in another one; ``language_code`` says in which.
    """

    current: Page
    course: Page
    ancestors: list[Page]
    modules: list[OutlineModule]
    assessments: list[Page]
    assignments: list[Page]
    evaluations: list[Page]
    prerequisites: list[Page]

    @property
    def lessons(self) -> list[Page]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @property
    def trail(self) -> list[Page]:
        """The way down to the page, without the page itself."""
        inside = [self.course] + [module.page for module in self.modules]
        return self.ancestors + [
            page
            for page in inside
            if page.translation_key != self.current.translation_key and self._is_around(page)
        ]

    def _is_around(self, page: Page) -> bool:
        return self.current.path.startswith(getattr(page, "places", page.path))

    @property
    def module(self) -> OutlineModule | None:
        """The module that the page is, or is in."""
        return next(
            (m for m in self.modules if self._is_around(m.page)),
            None,
        )

    @property
    def position(self) -> int:
        """Which lesson of the course the page is, from 1; 0 when it is not a lesson."""
        keys = [lesson.translation_key for lesson in self.lessons]
        key = self.current.translation_key
        return keys.index(key) + 1 if key in keys else 0

    @property
    def previous(self) -> Page | None:
        return self.lessons[self.position - 2] if self.position > 1 else None

    @property
    def next(self) -> Page | None:
        position = self.position
        return self.lessons[position] if 0 < position < len(self.lessons) else None

    def assessments_of_kind(self, kind: str) -> list[Page]:
        return [page for page in self.assessments if page.kind == kind]

    @property
    def pre_tests(self) -> list[Page]:
        return self.assessments_of_kind("pre-test")

    @property
    def post_test(self) -> Page | None:
        """The test that decides: the first post-test with a pass mark."""
        return next(
            (
                page
                for page in self.assessments_of_kind("post-test")
                if page.pass_percent is not None
            ),
            None,
        )

    @property
    def required_lessons(self) -> list[Page]:
        return [lesson for lesson in self.lessons if lesson.required]

    @property
    def later_assessments(self) -> list[Page]:
        return [page for page in self.assessments if page.kind != "pre-test"]


def course_paths(page: Page) -> list[str]:
    """Tree paths of the course around ``page``, its own first, then those of its translations.

    One who reads in the site's default language needs no other, and no query is made for it.
    """
    own, above = page.course_path, page.steplen * page.levels_below_course
    if get_language() == settings.LANGUAGE_CODE:
        return [own]
    known = getattr(page, "live_translations", ())
    if len(known) > 1:
        paths = [other.path[: len(other.path) - above] for other in known]
    else:
        course = Page.objects.filter(path=own).order_by().values("translation_key")
        paths = list(
            Page.objects.filter(translation_key__in=course).live().values_list("path", flat=True)
        )
    return list(dict.fromkeys([own, *paths]))


def read_outline(page: Page) -> Outline:
    """Read the course around ``page`` (a page with ``course_path``) in one query.

    A page that is not live (a preview) still sees itself as ``current``. What is not translated
    into the language being read is there in another one, so that nobody misses a lesson.
    """
    own, step = page.course_path, Page.steplen
    courses = course_paths(page)
    above = [path[:-up] for path in courses for up in (step, 2 * step)]
    wanted_before = Q(
        translation_key__in=Page.objects.filter(path=own)
        .order_by()
        .values("coursepage__prerequisites__course__translation_key")
    )
    rows = list(
        Page.objects.filter(
            reduce(or_, (Q(path__startswith=path) for path in courses))
            | Q(path__in=above)
            | (wanted_before & Q(coursepage__isnull=False)),
        )
        .filter(Q(live=True) | Q(path=own))
        .only(*ROW_FIELDS)
        .annotate(
            language_code=F("locale__language_code"),
            module_minutes=F("modulepage__minutes"),
            module_summary=F("modulepage__summary"),
            lesson_minutes=F("lessonpage__minutes"),
            required=F("lessonpage__required"),
            release=F("lessonpage__release"),
            released_on=F("lessonpage__released_on"),
            kind=F("assessmentpage__kind"),
            pass_percent=F("assessmentpage__pass_percent"),
        )
        .order_by("path")
    )
    around = {row.path: row for row in rows}
    course = around.get(own)
    if course is None:  # it is being written and has no row yet
        return Outline(page, page, [], [], [], [], [], [])
    # A translation of a page may have been moved into another course; that one is not read.
    courses = tuple(
        path
        for path in courses
        if path in around and around[path].translation_key == course.translation_key
    )
    above = {path[:-up] for path in courses for up in (step, 2 * step)}
    read_in = languages_of(course)
    inside = merge((row for row in rows if row.path.startswith(courses)), read_in)
    before = [row for row in rows if row.path not in above and not row.path.startswith(courses)]
    outline = Outline(
        current=page,
        course=inside[0],
        ancestors=merge((row for row in rows if row.path in above), read_in),
        modules=[],
        assessments=[],
        assignments=[],
        evaluations=[],
        prerequisites=merge(before, read_in),
    )
    _sort_in(outline, inside[1:])
    return outline


def languages_of(course: Page) -> list[str]:
    """Codes of the languages to read an outline in, the best first."""
    own = course.language_code
    codes = languages_in_order(own)
    if get_language() == settings.LANGUAGE_CODE:
        # Somebody looks at a translation from outside its language, as in the admin.
        codes = list(dict.fromkeys([own, *codes]))
    return codes


def _sort_in(outline: Outline, rows: list[Page]) -> None:
    modules: dict[str, OutlineModule] = {}
    for row in rows:
        if row.module_minutes is not None:
            row.minutes, row.summary = row.module_minutes, row.module_summary
            module = OutlineModule(row)
            outline.modules.append(module)
            modules |= dict.fromkeys(row.places, module)
    for row in rows:
        if row.lesson_minutes is not None:
            row.minutes = row.lesson_minutes
            parents = (place[: -row.steplen] for place in row.places)
            module = next((modules[path] for path in parents if path in modules), None)
            if module:
                module.lessons.append(row)
        elif row.kind is not None:
            if row.kind != "pool":
                outline.assessments.append(row)
        elif row.cached_content_type.model == "assignmentpage":
            outline.assignments.append(row)
        elif row.cached_content_type.model == "evaluationpage":
            outline.evaluations.append(row)

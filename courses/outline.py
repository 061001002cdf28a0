"""A course seen from one of its pages: the way in, modules and lessons, what comes next.

Rows of the outline are plain ``Page`` objects with a few values of their own type beside them, so
that a whole course costs one query whatever its size. They have no body and no specific fields.
"""

from dataclasses import dataclass, field

from django.db.models import F, Q
from wagtail.models import Page

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

    ``assessments`` have ``kind`` (a question pool is none of them); ``prerequisites`` are courses
    in the language of the page, or in the site's default language where there is no translation.
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
            if page.path != self.current.path and self.current.path.startswith(page.path)
        ]

    @property
    def module(self) -> OutlineModule | None:
        """The module that the page is, or is in."""
        return next(
            (m for m in self.modules if self.current.path.startswith(m.page.path)),
            None,
        )

    @property
    def position(self) -> int:
        """Which lesson of the course the page is, from 1; 0 when it is not a lesson."""
        paths = [lesson.path for lesson in self.lessons]
        return paths.index(self.current.path) + 1 if self.current.path in paths else 0

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
    def later_assessments(self) -> list[Page]:
        return [page for page in self.assessments if page.kind != "pre-test"]


def read_outline(page: Page) -> Outline:
    """Read the course around ``page`` (a page with ``course_path``) in one query.

    A page that is not live (a preview) still sees itself as ``current``.
    """
    course_path, step = page.course_path, Page.steplen
    curriculum_path = course_path[:-step]
    catalogue_path = curriculum_path[:-step]
    wanted_before = Q(
        translation_key__in=Page.objects.filter(path=course_path)
        .order_by()
        .values("coursepage__prerequisites__course__translation_key")
    )
    rows = list(
        Page.objects.filter(
            Q(path__startswith=course_path)
            | Q(path__in=[catalogue_path, curriculum_path])
            | (wanted_before & Q(coursepage__isnull=False)),
        )
        .filter(Q(live=True) | Q(path=course_path))
        .only(*ROW_FIELDS)
        .annotate(
            module_minutes=F("modulepage__minutes"),
            module_summary=F("modulepage__summary"),
            lesson_minutes=F("lessonpage__minutes"),
            required=F("lessonpage__required"),
            release=F("lessonpage__release"),
            released_on=F("lessonpage__released_on"),
            kind=F("assessmentpage__kind"),
        )
        .order_by("path")
    )
    inside = [row for row in rows if row.path.startswith(course_path)]
    around = {row.path: row for row in rows}
    modules: dict[str, OutlineModule] = {}
    assessments, assignments, evaluations = [], [], []
    for row in inside:
        if row.module_minutes is not None:
            row.minutes, row.summary = row.module_minutes, row.module_summary
            modules[row.path] = OutlineModule(row)
        elif row.lesson_minutes is not None:
            row.minutes = row.lesson_minutes
            module = modules.get(row.path[:-step])
            if module:
                module.lessons.append(row)
        elif row.kind is not None:
            if row.kind != "pool":
                assessments.append(row)
        elif row.cached_content_type.model == "assignmentpage":
            assignments.append(row)
        elif row.cached_content_type.model == "evaluationpage":
            evaluations.append(row)
    return Outline(
        current=page,
        course=around[course_path],
        ancestors=[around[p] for p in (catalogue_path, curriculum_path) if p in around],
        modules=list(modules.values()),
        assessments=assessments,
        assignments=assignments,
        evaluations=evaluations,
        prerequisites=_in_language_of(
            page,
            [
                row
                for row in rows
                if not row.path.startswith(course_path)
                and row.path not in (catalogue_path, curriculum_path)
            ],
        ),
    )


def _in_language_of(page: Page, courses: list[Page]) -> list[Page]:
    """One row a course: the translation in the language of ``page``, else the original."""
    by_key: dict = {}
    for course in courses:
        known = by_key.get(course.translation_key)
        if known is None or course.locale_id == page.locale_id or known.alias_of_id:
            if known is not None and known.locale_id == page.locale_id:
                continue
            by_key[course.translation_key] = course
    return list(by_key.values())

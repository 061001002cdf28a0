"""What a handout holds: the texts of a lesson, a module or a course, read in a few queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from courses.models import CoursePage, LessonPage, ModulePage
from courses.outline import OutlineModule

KINDS = {CoursePage: "course", ModulePage: "module", LessonPage: "lesson"}
# The heading level of a lesson's own sections.
HEADINGS = {"course": 4, "module": 3, "lesson": 2}


@dataclass(frozen=True)
class Part:
    """A block of a lesson; ``chosen`` is its image or document, ``None`` where that is gone."""

    kind: str
    value: object
    language: str
    chosen: Model | None = None


@dataclass(frozen=True)
class HandoutLesson:
    page: LessonPage
    parts: list[Part]


@dataclass(frozen=True)
class HandoutModule:
    page: ModulePage
    objectives: list
    lessons: list[HandoutLesson]


@dataclass(frozen=True)
class Handout:
    """The texts of ``page``, a course, module or lesson, as far as they are printed.

    With ``is_facilitators`` the notes for trainers are printed too. ``locked`` counts the lessons
    left out because they are not open yet to whoever asks.
    """

    page: CoursePage | ModulePage | LessonPage
    course: CoursePage
    modules: list[HandoutModule]
    objectives: list
    is_facilitators: bool
    locked: int

    @property
    def kind(self) -> str:
        return KINDS[type(self.page)]

    @property
    def address(self) -> str:
        """Where the text stands online, in full."""
        return urljoin(settings.SITE_URL, self.page.url)

    @property
    def heading(self) -> int:
        return HEADINGS[self.kind]

    @property
    def language(self) -> str:
        return self.page.locale.language_code

    @property
    def lessons(self) -> list[HandoutLesson]:
        return [lesson for module in self.modules for lesson in module.lessons]

    @property
    def pages(self) -> list:
        """The pages whose own texts are printed."""
        lessons = [lesson.page for lesson in self.lessons]
        if self.kind == "lesson":
            return lessons
        modules = [module.page for module in self.modules]
        return [*([self.course] if self.kind == "course" else []), *modules, *lessons]

    @property
    def published_at(self) -> datetime | None:
        """When the newest of these texts was published."""
        return max((p.last_published_at for p in self.pages if p.last_published_at), default=None)

    @property
    def has_starter_text(self) -> bool:
        return any(page.is_starter_text for page in self.pages)

    @property
    def is_untranslated(self) -> bool:
        return any(page.untranslated for page in self.pages)


def modules_of(page: Page) -> list[OutlineModule]:
    """The published modules that ``page`` is, is in or holds; lessons beside it left out.

    Empty for a lesson that stands outside of them. One query, shared with the page's outline.
    """
    outline = page.outline
    if KINDS[type(page)] == "course":
        return outline.modules
    module = outline.module
    if module is None:
        return []
    if KINDS[type(page)] == "module":
        return [module]
    lessons = [lesson for lesson in module.lessons if lesson.path == page.path]
    return [OutlineModule(module.page, lessons)] if lessons else []


def lessons_of(page: Page) -> list[Page]:
    """The rows of the published lessons that ``page`` is or holds."""
    return [lesson for module in modules_of(page) for lesson in module.lessons]


def read_handout(
    page: CoursePage | ModulePage | LessonPage,
    *,
    is_facilitators: bool,
    lessons: Collection[int],
) -> Handout:
    """Read the published texts of ``page`` and below it: the same few queries whatever its size.

    ``lessons`` are the ids of the lessons to print, others are left out. Call it with the page's
    language active, which decides what counts as not translated yet.
    """
    outlined = modules_of(page)
    modules = ModulePage.objects.prefetch_related("objectives").in_bulk(
        [module.page.pk for module in outlined]
    )
    bodies = LessonPage.objects.in_bulk(
        [row.pk for module in outlined for row in module.lessons if row.pk in lessons]
    )
    course = CoursePage.objects.prefetch_related("objectives").get(pk=page.outline.course.pk)
    everything = [course, *modules.values(), *bodies.values()]
    for each in everything:
        each.locale = page.locale
    _attach_originals(everything)
    parts = _parts(bodies.values())
    return Handout(
        page=next(each for each in [*everything, page] if each.pk == page.pk),
        course=course,
        modules=[
            HandoutModule(
                page=modules[module.page.pk],
                objectives=list(modules[module.page.pk].objectives.all()),
                lessons=[
                    HandoutLesson(bodies[row.pk], parts[row.pk])
                    for row in module.lessons
                    if row.pk in bodies
                ],
            )
            for module in outlined
        ],
        objectives=list(course.objectives.all()),
        is_facilitators=is_facilitators,
        locked=sum(len(module.lessons) for module in outlined) - len(bodies),
    )


def _attach_originals(pages: Iterable) -> None:
    """Give every translation its original, so that none asks for it alone."""
    pages = [page for page in pages if page.locale.language_code != settings.LANGUAGE_CODE]
    for model in {type(page) for page in pages}:
        own = [page for page in pages if type(page) is model]
        originals = model.objects.filter(
            translation_key__in=[page.translation_key for page in own],
            locale__language_code=settings.LANGUAGE_CODE,
        ).only("translation_key", *model.shown_texts)
        by_key = {original.translation_key: original for original in originals}
        for page in own:
            page.original = by_key.get(page.translation_key)


def _parts(lessons: Collection[LessonPage]) -> dict[int, list[Part]]:
    """The blocks of each lesson, by its id; images and documents of all of them read at once."""
    chosen = {
        kind: model.objects.in_bulk(
            {
                block["value"].get(kind)
                for lesson in lessons
                for block in lesson.body.raw_data
                if block["type"] == kind and block["value"].get(kind)
            }
        )
        for kind, model in (("image", get_image_model()), ("document", get_document_model()))
    }
    return {lesson.pk: [*_parts_of(lesson, chosen)] for lesson in lessons}


def _parts_of(lesson: LessonPage, chosen: dict[str, dict]) -> Iterable[Part]:
    for index, raw in enumerate(lesson.body.raw_data):
        kind, is_original = raw["type"], raw.get("id") in lesson.untranslated
        language = settings.LANGUAGE_CODE if is_original else lesson.locale.language_code
        if kind in chosen:  # not through the block, which would ask for its image alone
            yield Part(kind, raw["value"], language, chosen[kind].get(raw["value"].get(kind)))
        else:
            yield Part(kind, lesson.body[index].value, language)

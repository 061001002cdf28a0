"""Parting a document at its headings into modules and lessons with blocks."""

from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.imports.docx import WordDocument
from courses.imports.exceptions import UnreadableFileError
from courses.imports.lesson_blocks import BlockMaker
from courses.imports.texts import one_line
from courses.models import LessonPage, ModulePage
from courses.slugs import latin_slug

LONGEST_TITLE = 255
MOST_LESSONS = 200
BEGINNING = 240
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


@dataclass
class LessonDraft:
    """``blocks`` are pairs of block name and raw value; the value of a picture is its number."""

    title: str
    blocks: list[tuple[str, object]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    slug: str = ""

    @property
    def pictures(self) -> list[int]:
        return [value for name, value in self.blocks if name == "image"]

    @property
    def tables(self) -> int:
        return sum(name == "table" for name, _value in self.blocks)

    @property
    def beginning(self) -> str:
        """The first words, to recognise the lesson by."""
        markup = " ".join(value for name, value in self.blocks if name == "rich_text")
        words = one_line(BeautifulSoup(markup, "html.parser").get_text(" "))
        return words if len(words) <= BEGINNING else words[: BEGINNING - 1].rstrip() + "…"


@dataclass
class ModuleDraft:
    """``title`` is empty where the lessons go below a module that is there already."""

    title: str = ""
    lessons: list[LessonDraft] = field(default_factory=list)
    slug: str = ""


def split_document(document: WordDocument, *, into_modules: bool, name: str) -> list[ModuleDraft]:
    """Part ``document`` at its headings.

    Below a module each heading of the highest level begins a lesson. ``into_modules``: each of the
    highest begins a module and each of the next a lesson; where there is but one level, all lessons
    go into one module. What has no heading is named by the document's title, or else ``name``.
    """
    title = document.title or name
    module_level, lesson_level = _levels(document.body, into_modules)
    maker = BlockMaker(document.refused, lift=(lesson_level or 1) - 1)
    modules = [ModuleDraft(title=title if into_modules else "")]
    lesson = LessonDraft(title)
    modules[-1].lessons.append(lesson)

    def close(finished: LessonDraft) -> None:
        finished.blocks = maker.finish()
        finished.warnings += maker.warnings
        maker.warnings = []

    for element in list(document.body.children):
        level = _level(element)
        if level and not one_line(element.get_text()) and not element.find("img"):
            maker.warn_of_empty_heading()
        elif level and level <= (lesson_level or 0) and one_line(element.get_text()):
            close(lesson)
            words = one_line(element.get_text(" "))
            pictures = element.find_all("img")
            lesson = LessonDraft(words[:LONGEST_TITLE])
            if len(words) > LONGEST_TITLE:
                lesson.warnings.append(_("The heading is longer than a title can be: it is cut."))
            if level <= module_level:
                modules.append(ModuleDraft(title=lesson.title))
            modules[-1].lessons.append(lesson)
            for picture in pictures:
                maker.add(picture.wrap(BeautifulSoup("<p></p>", "html.parser").p))
        else:
            maker.add(element)
    close(lesson)
    return _tidy(modules)


def give_addresses(modules: list[ModuleDraft], parent: Page) -> None:
    """Give every draft a Latin address that is free below its parent."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    for module in modules:
        if module.title:
            module.slug = _free(latin_slug(ModulePage(title=module.title)), taken)
        inside = set() if module.title else taken
        for lesson in module.lessons:
            lesson.slug = _free(latin_slug(LessonPage(title=lesson.title)), inside)


def _levels(body: Tag, into_modules: bool) -> tuple[int, int]:
    """The levels at which modules and lessons begin; 0 for never."""
    found = body.find_all(_HEADINGS, recursive=False)
    levels = sorted({int(heading.name[1]) for heading in found if heading.get_text(strip=True)})
    if into_modules and len(levels) > 1:
        return levels[0], levels[1]
    return 0, levels[0] if levels else 0


def _level(element) -> int:
    return int(element.name[1]) if getattr(element, "name", None) in _HEADINGS else 0


def _tidy(modules: list[ModuleDraft]) -> list[ModuleDraft]:
    """Leave out lessons that only a heading above them made, and say which others are empty."""
    for module in modules:
        first = module.lessons[0]
        if not first.blocks and (len(module.lessons) > 1 or module is modules[0]):
            later = [lesson for each in modules for lesson in each.lessons if lesson is not first]
            if later:
                module.lessons.remove(first)
                following = module.lessons[0] if module.lessons else later[0]
                following.warnings = first.warnings + following.warnings
        for lesson in module.lessons:
            if not lesson.blocks:
                lesson.warnings.append(_("There is nothing below this heading."))
    kept = [module for module in modules if module.lessons]
    if sum(len(module.lessons) for module in kept) > MOST_LESSONS:
        raise UnreadableFileError(
            _("The document has more than %(most)s lessons. Part it in two.")
            % {"most": MOST_LESSONS}
        )
    return kept


def _free(wanted: str, taken: set[str]) -> str:
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    taken.add(slug)
    return slug

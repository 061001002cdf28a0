"""Every course once, in the best language there is for the reader.

A course without a translation is listed all the same, in another language.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from courses.languages import best_language, by_translation
from courses.outline import ROW_FIELDS
from courses.search import below, matches


@dataclass
class Entry:
    """A course or a curriculum: the ``page`` to show and its ``translations``, by language code.

    Pages are plain pages with a ``summary`` and a ``language_code``; those of courses have
    ``minutes``, ``level``, ``delivery`` and ``kind`` as well. ``lesson`` is the title, with the code of its
    language, of the lesson through which a course was found.
    """

    page: Page
    translations: dict[str, Page]
    courses: list["Entry"] = field(default_factory=list)
    curriculum: "Entry | None" = None
    lesson: tuple[str, str] | None = None

    @property
    def key(self) -> UUID:
        return self.page.translation_key

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Code and own name of the languages it can be read in, in the order of the settings."""
        return [
            (code, name)
            for code, name in settings.LANGUAGES
            if code in self.translations and not self.translations[code].alias_of_id
        ]


def translated_paths(page: Page) -> list[str]:
    """Tree paths of the live translations of ``page``, itself among them."""
    pages = getattr(page, "live_translations", None)
    if pages is None:
        pages = page.get_translations(inclusive=True).live()
    return [page.path, *(other.path for other in pages if other.path != page.path)]


def hidden_paths(request: HttpRequest) -> list[str]:
    """Tree paths of the private pages that this reader may not open (one query)."""
    return [
        restriction.page.path
        for restriction in PageViewRestriction.objects.select_related("page")
        if not restriction.accept_request(request)
    ]


def read_entries(paths: list[str], hidden: list[str], words: Iterable[str] = ()) -> list[Entry]:
    """Live curricula at or below ``paths``, each with its courses, in the order of the tree.

    One query. With ``words``, pages say in ``is_match`` whether all of them occur in the course.
    """
    rows = (
        Page.objects.live()
        .filter(below(paths))
        .filter(Q(curriculumpage__isnull=False) | Q(coursepage__isnull=False))
        .only(*ROW_FIELDS)
        .annotate(
            language_code=F("locale__language_code"),
            summary=Coalesce(F("curriculumpage__summary"), F("coursepage__summary")),
            minutes=F("coursepage__minutes"),
            level=F("coursepage__level"),
            delivery=F("coursepage__delivery"),
            kind=F("coursepage__kind"),
        )
        .order_by("path")
    )
    if words:
        rows = rows.annotate(is_match=matches("coursepage__search_text", words))
    shown = by_translation(row for row in rows if not row.path.startswith(tuple(hidden)))
    entries = [Entry(best_language(pages), pages) for pages in shown]
    curricula = {
        page.path: entry
        for entry in entries
        if entry.page.minutes is None
        for page in entry.translations.values()
    }
    for entry in entries:
        if entry.page.minutes is None:
            continue
        above = (page.path[: -page.steplen] for page in entry.translations.values())
        entry.curriculum = next((curricula[path] for path in above if path in curricula), None)
        if entry.curriculum is not None:
            entry.curriculum.courses.append(entry)
    return [entry for entry in entries if entry.page.minutes is None]

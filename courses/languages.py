"""Pages of several languages put together: each once, in the best language for the reader."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Page


def languages_in_order(*first: str) -> list[str]:
    """The language being read, those of ``first``, the site's default one, then all others."""
    codes = [get_language(), *first, settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)]
    return list(dict.fromkeys(code for code in codes if code))


def best_language(translations: dict, codes: list[str] | None = None):
    """The value of the first of ``codes`` (default: ``languages_in_order``) that has one.

    A page that only mirrors another one is a translation of nothing: it comes last.
    """
    own = {code: one for code, one in translations.items() if not getattr(one, "alias_of_id", None)}
    translations = own or translations
    codes = [*(codes or languages_in_order()), *translations]
    return next(translations[code] for code in codes if code in translations)


def by_translation(rows: Iterable[Page]) -> list[dict[str, Page]]:
    """Pages with a ``language_code``, grouped: one dictionary of language and page for each.

    Every language follows the order in which editors put the pages of the default language; what
    that language does not have comes after.
    """
    groups: dict[UUID, dict[str, Page]] = {}
    for row in rows:
        groups.setdefault(row.translation_key, {})[row.language_code] = row
    return sorted(groups.values(), key=_place)


def _place(translations: dict[str, Page]) -> tuple[bool, str]:
    original = translations.get(settings.LANGUAGE_CODE)
    return original is None, (original or best_language(translations)).path


def merge(rows: Iterable[Page], codes: list[str]) -> list[Page]:
    """Each page once. ``places`` are the tree paths of all its translations among ``rows``."""
    pages = []
    for translations in by_translation(rows):
        page = best_language(translations, codes)
        page.places = tuple(other.path for other in translations.values())
        pages.append(page)
    return pages

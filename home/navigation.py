"""The menu, the footer and the language switch, read once for all visitors.

One cached structure a language; any change of a page empties it (see ``home.signals``).
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.urls import translate_url
from django.utils.translation import get_language_from_path
from wagtail.models import Page, Site

from home.middleware import PARAMETER
from home.models import HomePage, SiteSettings

# What the switch shows; the full name is read out by screen readers.
SHORT_NAMES = {"en": "EN", "km": "ខ្មែរ", "vi": "VI"}
CACHE_KEY = "home.navigation"
CACHE_SECONDS = 300


@dataclass(frozen=True)
class Link:
    """``description`` is the page's search description; ``is_public`` that nobody must sign in."""

    title: str
    url: str
    description: str = ""
    is_public: bool = True


@dataclass(frozen=True)
class Navigation:
    """``menu`` and ``footer`` by language code."""

    site_name: str
    menu: dict[str, list[Link]]
    footer: dict[str, list[Link]]


def navigation() -> Navigation:
    """Return the site's navigation from the cache, or build it."""
    found = cache.get(CACHE_KEY)
    if found is None:
        found = build_navigation()
        cache.set(CACHE_KEY, found, CACHE_SECONDS)
    return found


def forget_navigation() -> None:
    cache.delete(CACHE_KEY)


def build_navigation() -> Navigation:
    """Read pages that ask to be in menus, below each language's home page."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return Navigation(settings.SITE_NAME, {}, {})
    site_settings = SiteSettings.for_site(site)
    menu, footer = {}, {}
    for homepage in HomePage.objects.live().select_related("locale"):
        language = homepage.locale.language_code
        pages = homepage.get_children().live().filter(show_in_menus=True)
        public = set(pages.public().values_list("pk", flat=True))
        menu[language] = [
            Link(page.title, page.url, page.search_description, page.pk in public) for page in pages
        ]
        footer[language] = [
            Link(page.title, page.url)
            for page in _in_language(
                [site_settings.help_page, site_settings.privacy_page], homepage
            )
        ]
    return Navigation(site_settings.coalition_name or settings.SITE_NAME, menu, footer)


def _in_language(pages: list[Page | None], homepage: HomePage):
    for page in filter(None, pages):
        localised = page.get_translation_or_none(homepage.locale) or page
        if localised.live:
            yield localised


def _same_address(request, code: str) -> str:
    """This address in another language; one that has none asks for it (``home.middleware``)."""
    if get_language_from_path(request.path_info):
        return translate_url(request.get_full_path(), code)
    query = request.GET.copy()
    query[PARAMETER] = code
    return f"{request.path}?{query.urlencode()}"


def language_links(request, current: str, page: Page | None) -> list[dict]:
    """One entry a language: the same page where it is translated, else the same address.

    A page without a translation leads to the language's front page.
    """
    translated = {}
    if page is not None and page.pk:
        # A page that was found by its address comes with its translations; a preview does not.
        pages = getattr(page, "live_translations", None)
        if pages is None:
            pages = page.get_translations(inclusive=True).live().select_related("locale")
        translated = {other.locale.language_code: other.get_url(request) for other in pages}
    links = []
    for code, name in settings.LANGUAGES:
        url = translated.get(code) if page is not None else _same_address(request, code)
        links.append(
            {
                "code": code,
                "name": name,
                "short_name": SHORT_NAMES.get(code, code.upper()),
                "url": url or f"/{code}/",
                "is_current": code == current,
                "is_alternate": bool(url) and page is not None,
            }
        )
    return links

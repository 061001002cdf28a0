"""The menu, the footer and the language switch, read once for all visitors.

One cached structure a language; any change of a page empties it (see ``home.signals``).
"""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language_from_path, pgettext
from wagtail.models import Page, Site

from courses.models import CataloguePage
from home.middleware import PARAMETER
from home.models import HomePage, SiteSettings

# What the switch shows; the full name is read out by screen readers.
SHORT_NAMES = {"en": "EN", "km": "ខ្មែរ", "vi": "VI"}
CACHE_KEY = "home.navigation.2"  # another number whenever what is kept changes its shape
CACHE_SECONDS = 300


@dataclass(frozen=True)
class Link:
    """``description`` is the page's search description; ``is_public`` that nobody must sign in.

    ``language`` is the code of the language in which its title is written.
    """

    title: str
    url: str
    description: str = ""
    is_public: bool = True
    language: str = ""


@dataclass(frozen=True)
class Navigation:
    """``menu``, ``footer`` and the address of the ``catalogue`` by language code."""

    site_name: str
    menu: dict[str, list[Link]] = field(default_factory=dict)
    footer: dict[str, list[Link]] = field(default_factory=dict)
    catalogue: dict[str, str] = field(default_factory=dict)


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
    """Read pages that ask to be in menus, below each language's home page.

    A language without a home page has the menu of the default one, at its own addresses.
    """
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return Navigation(settings.SITE_NAME)
    site_settings = SiteSettings.for_site(site)
    found = Navigation(site_settings.coalition_name or settings.SITE_NAME)
    homepages = {
        homepage.locale.language_code: homepage
        for homepage in HomePage.objects.live().select_related("locale")
        if not homepage.alias_of_id
    }
    for code, _name in settings.LANGUAGES:
        homepage = homepages.get(code) or homepages.get(settings.LANGUAGE_CODE)
        if homepage is not None:
            _read_links(found, code, homepage, site_settings)
    return found


def _read_links(found: Navigation, code: str, homepage: HomePage, site_settings) -> None:
    request = HttpRequest()
    request._wagtail_site = site_settings.site
    request._wagtail_cached_site_root_paths = [
        root._replace(language_code=code) for root in Site.get_site_root_paths()
    ]
    below = homepage.get_children().live()
    in_menus = below.filter(show_in_menus=True)
    public = set(in_menus.public().values_list("pk", flat=True))
    language = homepage.locale.language_code
    found.menu[code] = [
        Link(
            page.title, page.get_url(request), page.search_description, page.pk in public, language
        )
        for page in in_menus
    ]
    found.footer[code] = [
        Link(page.title, page.get_url(request), language=page.locale.language_code)
        for page in _in_language([site_settings.help_page, site_settings.privacy_page], homepage)
    ]
    catalogue = below.type(CataloguePage).first()
    if catalogue is not None:
        found.catalogue[code] = catalogue.get_url(request)


def _in_language(pages: list[Page | None], homepage: HomePage):
    for page in filter(None, pages):
        localised = page.get_translation_or_none(homepage.locale) or page
        if localised.live:
            yield localised


def _same_address(request, code: str) -> str:
    """This address in another language; one that has none asks for it (``home.middleware``)."""
    current = get_language_from_path(request.path_info)
    if current:
        # Addresses of two languages differ in their beginning alone; see ``lms.urls``.
        return request.get_full_path().replace(f"/{current}/", f"/{code}/", 1)
    query = request.GET.copy()
    query[PARAMETER] = code
    return f"{request.path}?{query.urlencode()}"


def translations_of(page: Page | None) -> dict[str, Page]:
    """Live translations of ``page``, itself among them, by language code."""
    if page is None or not page.pk:
        return {}
    # A page that was found by its address comes with its translations; a preview does not.
    pages = getattr(page, "live_translations", None)
    if pages is None:
        pages = page.get_translations(inclusive=True).live().select_related("locale")
    return {other.locale.language_code: other for other in pages}


def language_links(request, current: str, page: Page | None) -> list[dict]:
    """One entry a language: the same page, or the same address, which shows what there is.

    ``alternate`` is the whole address of a real translation, for search engines.
    """
    translated = translations_of(page)
    query = request.META.get("QUERY_STRING")
    links = []
    for code, name in settings.LANGUAGES:
        other = translated.get(code)
        url = other.url if other else ""
        links.append(
            {
                "code": code,
                "name": name,
                "short_name": SHORT_NAMES.get(code, code.upper()),
                "url": f"{url}?{query}" if url and query else url or _same_address(request, code),
                "is_current": code == current,
                "alternate": _whole(url) if url and not other.alias_of_id else "",
            }
        )
    return links


def name_in_sentence(code: str) -> str:
    """The name of a language in the language being read, which need not be its own name."""
    names = {
        "en": pgettext("language in a sentence", "English"),
        "km": pgettext("language in a sentence", "Khmer"),
        "vi": pgettext("language in a sentence", "Vietnamese"),
    }
    return names.get(code) or dict(settings.LANGUAGES).get(code, code)


def stand_in(page: Page | None, current: str) -> dict | None:
    """What to say when ``page`` is shown because it has no translation in the language ``current``.

    ``canonical`` is the whole address of the page in its own language.
    """
    if page is None or not page.pk or page.locale.language_code == current:
        return None
    language = page.locale.language_code
    itself = translations_of(page).get(language)
    return {
        "wanted": name_in_sentence(current),
        "language": name_in_sentence(language),
        "canonical": _whole(itself.url) if itself else "",
    }


def _whole(url: str) -> str:
    return urljoin(settings.SITE_URL, url)

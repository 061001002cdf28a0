"""Finding the page of an address with two queries, whatever its depth.

Wagtail asks for the site, the language and the home page, then twice for each level. The cached
root paths of the site say as much as the first three, and a page keeps its whole address. The same
two queries bring what every page asks next: its translations for the language switch, whether it
or a page above it is private, and the original whose words an unfinished translation still shows.

A page that has no live translation in the language of the address is served in another language
instead, at the same address: ``/km/courses/new/`` shows the English page with Khmer around it.
"""

from copy import copy

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, TextField
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site, SiteRootPath

from courses.kept import PAGES, current_generation, generation_of
from courses.languages import best_language, languages_in_order
from courses.models.mixins import InCourseMixin, TranslatedTextMixin

# A row of the first query; the page itself is read whole by the second.
ROW_FIELDS = (
    "title", "slug", "url_path", "path", "depth", "numchild", "live",
    "content_type", "translation_key", "alias_of", "locale__language_code",
)  # fmt: skip


def find_page(request: HttpRequest, path: str) -> None:
    """Leave the page at ``path`` where Wagtail looks for what was routed already.

    Leaves nothing where the shortcut does not hold: several sites, nothing live in any language,
    an address below a page that routes by itself. Then Wagtail looks in its own way.
    """
    roots = Site.get_site_root_paths()
    if len({root.site_id for root in roots}) != 1:
        return
    # All that an address needs of the site is which one it is; the rest is read when asked for.
    request._wagtail_site = Site.from_db(DEFAULT_DB_ALIAS, ["id"], [roots[0].site_id])
    # Read before the page is: what is published meanwhile begins another generation.
    generation = current_generation()
    key = (path, get_language(), tuple(roots))
    found = PAGES.get(
        generation, key, lambda: look_up(path, roots, generation), may_keep=generation_of
    )
    if found is not None:
        # A copy, so that nothing of this request stays on the page that others are given.
        request._wagtail_route_for_request = copy(found).route(request, [])


def look_up(path: str, roots: list[SiteRootPath], generation: str | None) -> Page | None:
    """The page at ``path``, read in two queries; with its ``kept_generation`` if any."""
    addresses = addresses_of(path, roots)
    rows = list(
        Page.objects.filter(translation_key__in=pages_at(addresses).values("translation_key"))
        .select_related("locale")
        .only(*ROW_FIELDS)
        .annotate(is_private=Exists(restrictions_of(OuterRef("path"))))
    )
    row = choose_row(rows, addresses)
    if row is None or row.specific_class is None:
        return None
    translations = [other for other in rows if other.translation_key == row.translation_key]
    for translation in translations:
        # Their own addresses, in their own language, without asking the cache again.
        translation._wagtail_cached_site_root_paths = roots
    page = read_page(row, translations)
    # Pages of courses change by publishing alone; others may have a state of their own.
    if isinstance(page, InCourseMixin) and page.is_known_public:
        page.kept_generation = generation
    return page


def addresses_of(path: str, roots: list[SiteRootPath]) -> list[str]:
    """Where a page at ``path`` stands in the tree, one place a language, the likeliest first."""
    begins = {root.language_code: root.root_path.rstrip("/") for root in roots}
    parts = [part for part in path.split("/") if part]
    return ["/".join([begins[code], *parts, ""]) for code in languages_in_order() if code in begins]


def choose_row(rows: list[Page], addresses: list[str]) -> Page | None:
    """The live page to show: the one at the first address that has any, in the best language."""
    for address in addresses:
        at = next((row for row in rows if row.url_path == address), None)
        if at is None:
            continue
        live = {
            row.locale.language_code: row
            for row in rows
            if row.live and row.translation_key == at.translation_key
        }
        if live:
            return best_language(live)
    return None


def read_page(row: Page, translations: list[Page]) -> Page | None:
    """The page of ``row`` as its own type, knowing what its ``translations`` say of it.

    ``live_translations`` are plain pages with their ``locale``, the page itself among them.
    """
    original = next(
        (t for t in translations if t.locale.language_code == settings.LANGUAGE_CODE), row
    )
    shows_original = issubclass(row.specific_class, TranslatedTextMixin)
    wanted = {row.pk, original.pk} if shows_original else {row.pk}
    pages = row.specific_class.objects.in_bulk(wanted)
    page = pages.get(row.pk)
    if page is None:  # deleted between the two queries
        return None
    page.locale = row.locale
    page.live_translations = [t for t in translations if t.live]
    page.is_known_public = not row.is_private
    if shows_original:
        page.original = pages.get(original.pk) if original is not row else None
    return page


def pages_at(addresses: list[str]):
    # The slug has an index, the whole address has none.
    slugs = {address.split("/")[-2] for address in addresses}
    return Page.objects.filter(slug__in=slugs, url_path__in=addresses).order_by()


def restrictions_of(path):
    """Restrictions of the page at the tree path ``path`` and of those above it.

    As in Wagtail an alias, and an alias of an alias, is as private as the page it mirrors.
    """
    below = ExpressionWrapper(path, output_field=TextField())
    return PageViewRestriction.objects.alias(below=below).filter(
        Q(below__startswith=F("page__path"))
        | Q(below__startswith=F("page__aliases__path"))
        | Q(below__startswith=F("page__aliases__aliases__path"))
    )

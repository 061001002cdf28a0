"""Finding the page of an address with two queries, whatever its depth.

Wagtail asks for the site, the language and the home page, then twice for each level. The cached
root paths of the site say as much as the first three, and a page keeps its whole address. The same
two queries bring what every page asks next: its translations for the language switch, whether it
or a page above it is private, and the original whose words an unfinished translation still shows.
"""

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, TextField
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site, SiteRootPath

from courses.models.mixins import TranslatedTextMixin

# A row of the first query; the page itself is read whole by the second.
ROW_FIELDS = (
    "title", "slug", "url_path", "path", "depth", "numchild", "live",
    "content_type", "translation_key", "alias_of", "locale__language_code",
)  # fmt: skip


def find_page(request: HttpRequest, path: str) -> None:
    """Leave the page at ``path`` where Wagtail looks for what was routed already.

    Leaves nothing where the shortcut does not hold: several sites, a language without a home page,
    a draft, an address below a page that routes by itself. Then Wagtail looks in its own way.
    """
    root = find_root()
    if root is None:
        return
    # All that an address needs of the site is which one it is; the rest is read when asked for.
    request._wagtail_site = Site.from_db(DEFAULT_DB_ALIAS, ["id"], [root.site_id])
    url_path = "/".join([root.root_path.rstrip("/"), *filter(None, path.split("/")), ""])
    rows = list(
        Page.objects.filter(translation_key__in=pages_at(url_path).values("translation_key"))
        .select_related("locale")
        .only(*ROW_FIELDS)
        .annotate(is_private=Exists(restrictions_of(OuterRef("path"))))
    )
    row = next((row for row in rows if row.url_path == url_path and row.live), None)
    if row is None or row.specific_class is None:
        return
    page = read_page(row, rows)
    if page is not None:
        request._wagtail_route_for_request = page.route(request, [])


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


def find_root() -> SiteRootPath | None:
    """Where the pages in the language of the request begin; ``None`` when that is not certain."""
    roots = Site.get_site_root_paths()
    if len({root.site_id for root in roots}) != 1:
        return None
    language = get_language()
    return next((root for root in roots if root.language_code == language), None)


def pages_at(url_path: str):
    # The slug has an index, the whole address has none.
    return Page.objects.filter(slug=url_path.split("/")[-2], url_path=url_path).order_by()


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

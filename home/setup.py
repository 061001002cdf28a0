"""Making a site from an empty database: languages, pages, roles. Safe to repeat."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from certificates.models import CertificateTemplate
from courses.curricula.loader import load_curricula
from courses.models import CataloguePage, CoursePage, LessonPage
from courses.roles import page_permissions
from home.models import ContentPage, HomePage, SiteSettings
from home.publishing import setup_review, setup_scheduled_publishing
from home.roles import (
    PAGE_PERMISSIONS,
    setup_collection_permissions,
    setup_groups,
    setup_page_permissions,
)
from home.schedules import setup_daily_work, setup_sending
from home.site_texts import CATALOGUE, GRANTS, HELP, HOME, PRIVACY
from lms.khmer import fold


def setup_site() -> dict:
    """Make what is missing and leave everything else as it is.

    Returns the main pages by name (``home``, ``catalogue``, ``grants``, ``help``, ``privacy``) and the
    curriculum loader's ``result``.
    """
    with transaction.atomic():
        setup_locales()
        pages = setup_pages()
        setup_issuer()
        setup_groups()
        setup_collection_permissions()
        catalogues = pages["catalogue"].get_translations(inclusive=True)
        for catalogue in catalogues:
            setup_page_permissions(page=catalogue, permissions=page_permissions())
        setup_review(catalogues)
        setup_scheduled_publishing()
        setup_sending()
        setup_daily_work()
        for homepage in pages["home"].get_translations(inclusive=True):
            setup_page_permissions(page=homepage, permissions=PAGE_PERMISSIONS)
    result = load_curricula(parent=pages["catalogue"])
    fill_search_texts()
    return pages | {"result": result}


def fill_search_texts() -> None:
    """Make pages findable that were saved before there was a search column."""
    for model in (CoursePage, LessonPage):
        for pk in list(model.objects.filter(search_text="").values_list("pk", flat=True)):
            text = fold(model.objects.get(pk=pk).searchable)
            model.objects.filter(pk=pk).update(search_text=text)


def setup_locales() -> None:
    for code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


def setup_pages() -> dict[str, Page]:
    """The home page, the catalogue, grants, help and privacy, each in English and Khmer."""
    homepage = setup_home()
    pages = {
        "home": homepage,
        "catalogue": setup_page(CataloguePage, parent=homepage, texts=CATALOGUE),
        "grants": setup_page(ContentPage, parent=homepage, texts=GRANTS),
        "help": setup_page(ContentPage, parent=homepage, texts=HELP),
        "privacy": setup_page(ContentPage, parent=homepage, texts=PRIVACY),
    }
    site = Site.objects.get(is_default_site=True)
    site_settings = SiteSettings.for_site(site)
    if site_settings.help_page_id is None:
        site_settings.help_page = pages["help"]
        site_settings.privacy_page = pages["privacy"]
        site_settings.save()
    return pages


def setup_issuer() -> None:
    """Certificates need an issuer; a coordinator completes the design in the admin."""
    design = CertificateTemplate.load()
    if not design.issuer:
        design.issuer = settings.SITE_NAME
        design.save()


def setup_home() -> HomePage:
    """The home page in the default language at the root of the default site, and its translation."""
    default = Locale.get_default()
    homepage = HomePage.objects.filter(locale=default).first()
    if homepage is None:
        root = Page.get_first_root_node()
        homepage = root.add_child(instance=HomePage(slug="training", locale=default, **HOME["en"]))
        homepage.save_revision().publish()
        # Wagtail's own first migration leaves a welcome page and a site that shows it.
        old = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": old.hostname if old else "localhost",
                "root_page": homepage,
                "site_name": settings.SITE_NAME,
            },
        )
        if old and old.root_page.slug == "home" and not old.root_page.get_children().exists():
            old.root_page.delete()
    translate(homepage, HOME)
    return homepage


def setup_page(page_class, *, parent: Page, texts: dict) -> Page:
    page = page_class.objects.filter(locale=parent.locale, slug=texts["slug"]).first()
    if page is None:
        page = parent.add_child(
            instance=page_class(
                slug=texts["slug"],
                locale=parent.locale,
                show_in_menus=texts.get("in_menus", False),
                **texts["en"],
            )
        )
        page.save_revision().publish()
    translate(page, texts)
    return page


def translate(page: Page, texts: dict) -> None:
    """Publish the languages of ``texts`` that ``page`` does not have yet."""
    for code, fields in texts.items():
        if code not in dict(settings.LANGUAGES) or code == page.locale.language_code:
            continue
        locale = Locale.objects.get(language_code=code)
        if page.has_translation(locale):
            continue
        translation = page.copy_for_translation(locale)
        translation.slug = page.slug if page.depth > 2 else f"{page.slug}-{code}"
        for name, value in fields.items():
            setattr(translation, name, value)
        translation.save_revision().publish()

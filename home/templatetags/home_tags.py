"""What the site's one base template asks for."""

from django import template
from django.utils.translation import get_language
from wagtail.models import Page

from home import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def site_name(context):
    return _navigation(context).site_name


@register.simple_tag(takes_context=True)
def site_menu(context):
    """Links of the main menu, the one that leads to where the reader is marked."""
    path = context["request"].path if "request" in context else ""
    return [
        {
            "title": link.title,
            "url": link.url,
            "language": link.language,
            "is_current": path.startswith(link.url),
        }
        for link in _navigation(context).menu.get(get_language(), [])
    ]


@register.simple_tag(takes_context=True)
def site_sections(context):
    """The public pages of the main menu, for the cards of the front page."""
    return [link for link in _navigation(context).menu.get(get_language(), []) if link.is_public]


@register.simple_tag(takes_context=True)
def footer_links(context):
    return _navigation(context).footer.get(get_language(), [])


@register.simple_tag(takes_context=True)
def catalogue_url(context):
    """Where courses are searched, or nothing on a site without a catalogue."""
    return _navigation(context).catalogue.get(get_language(), "")


@register.simple_tag(takes_context=True)
def language_links(context):
    if "request" not in context:
        return []
    return navigation.language_links(context["request"], get_language(), _served_page(context))


@register.simple_tag(takes_context=True)
def stand_in(context):
    """What to say above a page shown in another language than the one of its address."""
    return navigation.stand_in(_served_page(context), get_language())


def _navigation(context) -> navigation.Navigation:
    """Asked of the cache once a page, not once for each part of it."""
    known = context.render_context
    if "navigation" not in known:
        known["navigation"] = navigation.navigation()
    return known["navigation"]


def _served_page(context) -> Page | None:
    """The page at this address; a screen of an app may only be about a page."""
    page = context.get("page")
    match = getattr(context.get("request"), "resolver_match", None)
    if not isinstance(page, Page) or (match and match.url_name != "wagtail_serve"):
        return None
    return page

"""What the site's one base template asks for."""

from django import template
from django.utils.translation import get_language

from home import navigation

register = template.Library()


@register.simple_tag
def site_name():
    return navigation.navigation().site_name


@register.simple_tag(takes_context=True)
def site_menu(context):
    """Links of the main menu, the one that leads to where the reader is marked."""
    path = context["request"].path if "request" in context else ""
    return [
        {"title": link.title, "url": link.url, "is_current": path.startswith(link.url)}
        for link in navigation.navigation().menu.get(get_language(), [])
    ]


@register.simple_tag
def site_sections():
    """The public pages of the main menu, for the cards of the front page."""
    return [link for link in navigation.navigation().menu.get(get_language(), []) if link.is_public]


@register.simple_tag
def footer_links():
    return navigation.navigation().footer.get(get_language(), [])


@register.simple_tag(takes_context=True)
def language_links(context):
    if "request" not in context:
        return []
    page = context.get("page")
    return navigation.language_links(
        context["request"], get_language(), page if hasattr(page, "get_translations") else None
    )

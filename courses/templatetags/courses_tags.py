"""Words for course pages."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from courses.durations import describe_minutes
from courses.models import Delivery, Level

register = template.Library()


@register.filter
def training_time(minutes):
    """``{{ page.minutes|training_time }}``: training minutes in plain words."""
    return describe_minutes(minutes)


@register.filter
def level_name(level):
    return Level(level).label


@register.filter
def delivery_name(delivery):
    return Delivery(delivery).label


@register.simple_tag(takes_context=True)
def text_lang(context, code=""):
    """``lang="en"`` for a text that is not in the language around it.

    ``code`` is the language of the text; without it, that of the page.
    """
    locale = getattr(context.get("page"), "locale", None)
    code = code or (locale.language_code if locale else "")
    return "" if code in ("", get_language()) else format_html('lang="{}"', code)

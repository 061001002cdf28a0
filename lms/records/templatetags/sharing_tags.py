"""Telling others of a cohort."""

from urllib.parse import urlencode

import segno
from django import template
from django.conf import settings
from django.utils.formats import date_format

register = template.Library()

TELEGRAM = "https://t.me/share/url"


@register.simple_tag
def short_address(cohort) -> str:
    """The address of a cohort for posters and messages: without a language, so it suits everyone."""
    return f"{settings.SITE_URL}/go/{cohort.code}/"


@register.simple_tag
def telegram_link(cohort, title: str) -> str:
    """Where Telegram asks to whom the address is to be sent, with title and first day."""
    text = f"{title}, {date_format(cohort.starts_on)}"
    return f"{TELEGRAM}?{urlencode({'url': short_address(cohort), 'text': text})}"


@register.simple_tag
def poster_code(address: str) -> str:
    """A QR code that stays sharp at any size, for ``<img src>``."""
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=8, border=2)

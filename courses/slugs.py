"""Addresses in Latin letters, whatever script a title is written in."""

import re

from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii
from wagtail.models import Page

LONGEST = 60


def latin_slug(page: Page) -> str:
    """The address that suits ``page``: its title, else its code, else its title spelt in Latin.

    A title counts when it is written mostly in Latin letters; a page that has nothing of these is
    named by its type.
    """
    title = page.title or ""
    if _is_latin(title):
        return _shorten(slugify(string_to_ascii(title)))
    kind = str(page._meta.model_name).removesuffix("page")
    words = [getattr(page, "code", ""), string_to_ascii(title), kind]
    return next(slug for slug in (_shorten(slugify(word)) for word in words) if _has_letter(slug))


def free_slug(page: Page, parent: Page) -> str:
    """:func:`latin_slug` with a number behind it where ``parent`` has such a page already."""
    wanted = slug = latin_slug(page)
    number = 1
    while not Page._slug_is_available(slug, parent, page):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    latin = [letter for letter in letters if letter < "\u0250" or "\u1e00" <= letter < "\u1f00"]
    return bool(latin) and len(latin) * 2 > len(letters)


def _has_letter(slug: str) -> bool:
    return re.search("[a-z]", slug) is not None


def _shorten(slug: str) -> str:
    if len(slug) <= LONGEST:
        return slug
    return slug[:LONGEST].rsplit("-", 1)[0]

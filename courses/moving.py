"""Translations of a course keep the order of the original: they go where it is moved."""

from django.conf import settings
from wagtail.models import Page

from courses.models.mixins import InCourseMixin


def bring_translations_along(page: Page) -> None:
    """Move the translations of ``page`` to the same place in their own language.

    Only the page in the site's default language leads. A translation stays where it is while the
    new parent is not translated yet, or has another page of that address.
    """
    page_type = page.specific_class
    if (
        page_type is None
        or not issubclass(page_type, InCourseMixin)
        or page.locale.language_code != settings.LANGUAGE_CODE
    ):
        return
    parent = page.get_parent()
    before = list(
        parent.get_children()
        .filter(path__lt=page.path)
        .order_by("-path")
        .values_list("translation_key", flat=True)
    )
    for translated in page.get_translations().select_related("locale"):
        new_parent = parent.get_translation_or_none(translated.locale)
        if new_parent is not None and Page._slug_is_available(
            translated.slug, new_parent, translated
        ):
            _place(translated, new_parent, before)


def _place(page: Page, parent: Page, before: list) -> None:
    """Move ``page`` below ``parent``, right of the nearest of the keys ``before`` that is there."""
    siblings = list(parent.get_children().exclude(pk=page.pk).order_by("path"))
    by_key = {sibling.translation_key: sibling for sibling in siblings}
    left = next((by_key[key] for key in before if key in by_key), None)
    if page.is_child_of(parent) and _is_right_of(page, left, siblings):
        return
    if left is None:
        page.move(parent, pos="first-child")
    else:
        page.move(left, pos="right")


def _is_right_of(page: Page, left: Page | None, siblings: list[Page]) -> bool:
    nearest = [sibling for sibling in siblings if sibling.path < page.path]
    return (nearest[-1] if nearest else None) == left

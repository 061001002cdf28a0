"""Hears Wagtail move a page, so that its translations go with it."""

from wagtail.signals import post_page_move

from courses.moving import bring_translations_along


def follow(instance, **_signal) -> None:
    bring_translations_along(instance)


def connect() -> None:
    post_page_move.connect(follow)

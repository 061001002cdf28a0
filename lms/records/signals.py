"""Hears Wagtail move a page, so that the records of its readers go with it."""

from wagtail.signals import post_page_move

from lms.records.services.page_moves import follow_moved_page


def follow(instance, **_signal) -> None:
    follow_moved_page(page=instance)


def connect() -> None:
    post_page_move.connect(follow)

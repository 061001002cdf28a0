"""Hears Wagtail publish, unpublish, move, delete or close off a page, and forgets what was kept."""

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from home.models import SiteSettings
from home.navigation import forget_navigation
from home.page_cache import forget_pages


def forget_all(**_signal) -> None:
    _forget()
    if connection.in_atomic_block:
        # Until the commit, others still read the old rows and would keep them once more.
        transaction.on_commit(_forget)


def _forget() -> None:
    forget_navigation()
    forget_pages()


def connect() -> None:
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(forget_all)
    post_delete.connect(forget_all, sender=Page)
    post_save.connect(forget_all, sender=SiteSettings)
    post_save.connect(forget_all, sender=PageViewRestriction)
    post_delete.connect(forget_all, sender=PageViewRestriction)

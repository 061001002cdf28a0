"""Hears Wagtail publish, unpublish, move, delete or close off a page, and forgets what was kept."""

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Page, PageViewRestriction, WorkflowPage
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_unpublished,
    post_page_move,
)

from courses.kept import begin_generation
from home.models import SiteSettings
from home.navigation import forget_navigation


def forget_all(**_signal) -> None:
    _forget()
    if connection.in_atomic_block:
        # Until the commit, others still read the old rows and would keep them once more.
        transaction.on_commit(_forget)


def _forget() -> None:
    forget_navigation()
    begin_generation()


def hear_page_saved(instance, update_fields, **_signal) -> None:
    """A page saved whole, as by a script: Wagtail's own signals say nothing of it.

    A draft is not: saving one writes only the fields that say so.
    """
    if isinstance(instance, Page) and update_fields is None:
        forget_all()


def copy_rights(*, source_obj, target_obj, **_signal) -> None:
    """Let the same roles write and approve below a translation as below its original.

    Wagtail gives them page by page, and a new language begins with a new catalogue.
    """
    for model, names in (
        (GroupPagePermission, ("group_id", "permission_id")),
        (WorkflowPage, ("workflow_id",)),
    ):
        if isinstance(source_obj, Page):
            for values in model.objects.filter(page_id=source_obj.pk).values(*names):
                model.objects.get_or_create(page_id=target_obj.pk, **values)


def connect() -> None:
    copy_for_translation_done.connect(copy_rights)
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(forget_all)
    post_save.connect(hear_page_saved)
    post_delete.connect(forget_all, sender=Page)
    for model in (get_image_model(), get_document_model()):
        post_save.connect(forget_all, sender=model)
        post_delete.connect(forget_all, sender=model)
    post_save.connect(forget_all, sender=SiteSettings)
    post_save.connect(forget_all, sender=PageViewRestriction)
    post_delete.connect(forget_all, sender=PageViewRestriction)

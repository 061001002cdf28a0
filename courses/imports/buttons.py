"""Ways to the imports from the pages they are for."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from courses.imports.permissions import (
    may_export_questions,
    may_import_lessons,
    may_import_questions,
)


def import_buttons(page, user, view_name, next_url=None):
    """Buttons in the header of a page, for those who may."""
    specific = page.specific_deferred
    if may_import_lessons(user, specific):
        yield _button("document", page, _("Import a Word document"), "upload", 41)
    if may_import_questions(user, specific):
        yield _button("questions", page, _("Import questions"), "upload", 42)
    if may_export_questions(user, specific):
        yield _button("export", page, _("Export questions (GIFT)"), "download", 43)


def _button(name: str, page, label: str, icon: str, priority: int) -> Button:
    url = reverse(f"courses_imports:{name}", args=[page.pk])
    return Button(label, url=url, icon_name=icon, priority=priority)

"""Registers the records with Wagtail: admin pages, the lesson gate, and what may not be deleted."""

from wagtail import hooks

from lms.records.lesson_gate import gate_lessons
from lms.records.page_guard import refuse_bulk_deletion, refuse_deletion
from lms.records.reading import remember_lesson
from lms.records.viewsets import RecordsViewSetGroup


@hooks.register("register_admin_viewset")
def register_viewsets():
    return RecordsViewSetGroup()


hooks.register("before_serve_page", gate_lessons)
hooks.register("before_serve_page", remember_lesson)
hooks.register("before_delete_page", refuse_deletion)
hooks.register("before_bulk_action", refuse_bulk_deletion)

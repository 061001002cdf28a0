"""Registers the records with Wagtail: admin pages, the lesson gate, and what may not be deleted."""

from wagtail import hooks

from lms.records.admin_merging import register_merge_urls
from lms.records.admin_reports import register_report_menu_item, register_report_urls
from lms.records.catalogue import dates_filter
from lms.records.lesson_gate import gate_lessons
from lms.records.page_guard import (
    refuse_bulk_deletion,
    refuse_deletion,
    warn_of_running_cohorts,
    warn_of_running_cohorts_in_bulk,
)
from lms.records.reading import keep_notes_private, remember_lesson
from lms.records.viewsets import RecordsViewSetGroup


@hooks.register("register_admin_viewset")
def register_viewsets():
    return RecordsViewSetGroup()


hooks.register("register_admin_urls", register_merge_urls)
hooks.register("register_admin_urls", register_report_urls)
hooks.register("register_reports_menu_item", register_report_menu_item)
hooks.register("before_serve_page", gate_lessons)
hooks.register("before_serve_page", remember_lesson)
hooks.register("on_serve_page", keep_notes_private)
hooks.register("before_delete_page", refuse_deletion)
hooks.register("before_bulk_action", refuse_bulk_deletion)
hooks.register("after_unpublish_page", warn_of_running_cohorts)
hooks.register("after_bulk_action", warn_of_running_cohorts_in_bulk)
hooks.register("register_catalogue_filter", dates_filter)

"""Starter text, translations and age of course pages."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, LocaleColumn, TitleColumn
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Page, get_page_content_types

from courses.models import (
    AssessmentPage,
    AssignmentPage,
    CoursePage,
    CurriculumPage,
    EvaluationPage,
    LessonPage,
    ModulePage,
)
from courses.reports.exports import InertExportMixin

PAGE_TYPES = (
    CurriculumPage,
    CoursePage,
    ModulePage,
    LessonPage,
    AssessmentPage,
    AssignmentPage,
    EvaluationPage,
)
STALE_AFTER = timedelta(days=365)


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def attach_courses(pages) -> None:
    """Set ``course_title`` on each of ``pages``: one query."""
    paths = {page.path[:end] for page in pages for end in range(0, len(page.path) + 1, 4)}
    courses = dict(CoursePage.objects.filter(path__in=paths).values_list("path", "title"))
    for page in pages:
        above = (page.path[:end] for end in range(len(page.path), 0, -page.steplen))
        page.course_title = next((courses[path] for path in above if path in courses), "")


def course_page_types(request):
    return get_page_content_types(include_base_page_type=False).filter(
        app_label="courses", model__in=[model._meta.model_name for model in PAGE_TYPES]
    )


class CoursePagesFilterSet(WagtailFilterSet):
    content_type = ContentTypeFilter(label=_("Type"), queryset=course_page_types)

    class Meta:
        model = Page
        fields = ["locale", "content_type", "live"]


class CoursePagesReport(InertExportMixin, PageReportView):
    """A list of pages that a person may change. ``name`` is the last part of its address."""

    name: str
    results_template_name = "wagtailadmin/reports/base_report_results.html"
    any_permission_required = ["change", "publish"]
    filterset_class = CoursePagesFilterSet
    default_ordering = "path"
    list_export = ["title", "course_title", "locale", "page_type_display_name", "status_string"]
    export_headings = {
        "title": _("Title"),
        "course_title": _("Course"),
        "locale": _("Language"),
        "page_type_display_name": _("Type"),
        "status_string": _("Status"),
    }

    @cached_property
    def index_url_name(self):
        return f"courses_reports:{self.name}"

    @cached_property
    def index_results_url_name(self):
        return f"courses_reports:{self.name}_results"

    @cached_property
    def columns(self):
        return [
            TitleColumn("title", label=_("Title"), get_url=edit_url),
            Column("course_title", label=_("Course")),
            Column("page_type_display_name", label=_("Type")),
            *self.more_columns(),
        ]

    def more_columns(self) -> list[Column]:
        return [LocaleColumn(label=_("Language"), sort_key=None)]

    def get_filename(self):
        return f"{self.name}-{timezone.localdate():%Y-%m-%d}"

    def get_base_queryset(self):
        pages = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        return pages.type(*PAGE_TYPES).select_related("locale", "content_type")

    def decorate_paginated_queryset(self, pages):
        attach_courses(pages)
        return pages


class StarterTextReport(CoursePagesReport):
    name = "starter-text"
    page_title = _("Still starter text")
    header_icon = "edit"

    def get_base_queryset(self):
        is_starter = Q()
        for model in PAGE_TYPES:
            is_starter |= Q(**{f"{model._meta.model_name}__is_starter_text": True})
        return super().get_base_queryset().filter(is_starter)


class StaleReport(CoursePagesReport):
    name = "stale"
    page_title = _("Not touched for a year")
    header_icon = "time"
    any_permission_required = ["publish"]
    default_ordering = "touched_at"
    list_export = [*CoursePagesReport.list_export, "touched_at"]
    export_headings = CoursePagesReport.export_headings | {"touched_at": _("Last changed")}

    def more_columns(self):
        return [*super().more_columns(), DateColumn("touched_at", label=_("Last changed"))]

    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .filter(live=True)
            .annotate(
                touched_at=Coalesce(
                    "latest_revision_created_at", "last_published_at", "first_published_at"
                )
            )
            .filter(touched_at__lt=timezone.now() - STALE_AFTER)
        )

"""Lessons that nobody opens, for those who decide what is worth keeping."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import PageReportView

from courses.models import CoursePage, LessonPage
from courses.reports.exports import InertExportMixin
from courses.reports.pages import edit_url
from lms.records.models import Enrolment, LessonProgress
from lms.records.permissions import may_coordinate


class UnopenedLessonsFilterSet(WagtailFilterSet):
    class Meta:
        model = LessonPage
        fields = {"first_published_at": ["lte"], "required": ["exact"]}


class UnopenedLessonsReport(InertExportMixin, PageReportView):
    """Live lessons that no person has opened in any language, beside how many could have."""

    model = LessonPage
    results_template_name = "wagtailadmin/reports/base_report_results.html"
    page_title = _("Lessons nobody opens")
    header_icon = "view"
    filterset_class = UnopenedLessonsFilterSet
    index_url_name = "records_reports:unopened-lessons"
    index_results_url_name = "records_reports:unopened-lessons_results"
    default_ordering = "path"
    list_export = ["title", "course_title", "trainees", "first_published_at"]
    export_headings = {
        "title": _("Title"),
        "course_title": _("Course"),
        "trainees": _("Trainees of the course"),
        "first_published_at": _("Published"),
    }

    def dispatch(self, request, *args, **kwargs):
        if not may_coordinate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self):
        return [
            TitleColumn("title", label=_("Title"), get_url=edit_url),
            Column("course_title", label=_("Course")),
            Column("trainees", label=_("Trainees of the course")),
            DateColumn("first_published_at", label=_("Published")),
        ]

    def get_filename(self):
        return f"unopened-lessons-{timezone.localdate():%Y-%m-%d}"

    def get_base_queryset(self):
        opened = LessonProgress.objects.filter(lesson_key=OuterRef("translation_key"))
        return (
            LessonPage.objects.live()
            .filter(~Exists(opened), locale__language_code=settings.LANGUAGE_CODE)
            .defer("body", "search_text")
        )

    def decorate_paginated_queryset(self, lessons):
        paths = {lesson.course_path for lesson in lessons}
        courses = {course.path: course for course in CoursePage.objects.filter(path__in=paths)}
        trainees = dict(
            Enrolment.objects.holding_a_place()
            .filter(
                cohort__course__translation_key__in=[
                    course.translation_key for course in courses.values()
                ]
            )
            .values_list("cohort__course__translation_key")
            .annotate(Count("person", distinct=True))
            .order_by()
        )
        for lesson in lessons:
            course = courses[lesson.course_path]
            lesson.course_title = course.title
            lesson.trainees = trainees.get(course.translation_key, 0)
        return lessons


class UnopenedLessonsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_coordinate(request.user)


def register_report_urls():
    patterns = [
        path("", UnopenedLessonsReport.as_view(), name="unopened-lessons"),
        path(
            "results/",
            UnopenedLessonsReport.as_view(results_only=True),
            name="unopened-lessons_results",
        ),
    ]
    return [
        path(
            "reports/unopened-lessons/",
            include((patterns, "records_reports"), namespace="records_reports"),
        )
    ]


def register_report_menu_item():
    return UnopenedLessonsMenuItem(
        UnopenedLessonsReport.page_title,
        reverse("records_reports:unopened-lessons"),
        name="unopened-lessons",
        icon_name=UnopenedLessonsReport.header_icon,
        order=110,
    )

"""Registers the reports on course pages with the admin, and what it does beside its own."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from courses import translating
from courses.copying import point_at_own_objectives
from courses.imports.buttons import import_buttons
from courses.publishing import refuse_unfinished_lessons
from courses.reports.pages import StaleReport, StarterTextReport
from courses.reports.translations import UntranslatedReport

REPORTS = (StarterTextReport, UntranslatedReport, StaleReport)


class ReportMenuItem(MenuItem):
    """Shown to those who may open the report."""

    def __init__(self, report, **kwargs):
        self.report = report
        super().__init__(
            report.page_title,
            reverse(f"courses_reports:{report.name}"),
            name=report.name,
            icon_name=report.header_icon,
            **kwargs,
        )

    def is_shown(self, request):
        return policy_registry.get_by_type(Page).user_has_any_permission(
            request.user, self.report.any_permission_required
        )


@hooks.register("register_admin_urls")
def register_report_urls():
    patterns = []
    for report in REPORTS:
        patterns += [
            path(f"{report.name}/", report.as_view(), name=report.name),
            path(
                f"{report.name}/results/",
                report.as_view(results_only=True),
                name=f"{report.name}_results",
            ),
        ]
    return [
        path(
            "reports/courses/", include((patterns, "courses_reports"), namespace="courses_reports")
        )
    ]


@hooks.register("register_admin_urls")
def register_import_urls():
    return [path("courses/import/", include("courses.imports.urls"))]


hooks.register("register_page_header_buttons", import_buttons)
hooks.register("after_copy_page", point_at_own_objectives)
hooks.register("before_bulk_action", refuse_unfinished_lessons)


def _register(report, order):
    hooks.register("register_reports_menu_item", lambda: ReportMenuItem(report, order=order))


for _order, _report in enumerate(REPORTS, start=100):
    _register(_report, _order)


@hooks.register("register_admin_urls", order=-1)
def register_translating_urls():
    return translating.urlpatterns

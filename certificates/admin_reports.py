"""Who fetched certificates in files, for those who answer for the people in them."""

from django.contrib.auth import get_user_model
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import DateFromToRangeFilter, ModelChoiceFilter, MultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, UserColumn
from wagtail.admin.views.reports import ReportView

from certificates.models import AccessKind, RegisterAccess
from certificates.permissions import may_manage
from certificates.policies import ReadOnlyPolicy


def those_who_fetched(request):
    """Accounts that have fetched something: one query."""
    fetched = RegisterAccess.objects.order_by().values("user")
    return get_user_model().objects.filter(pk__in=fetched).order_by("last_name", "first_name", "pk")


class RegisterAccessFilterSet(WagtailFilterSet):
    at = DateFromToRangeFilter(
        label=pgettext_lazy("fetched file", "When"), widget=DateRangePickerWidget
    )
    user = ModelChoiceFilter(label=pgettext_lazy("fetched file", "Who"), queryset=those_who_fetched)
    kind = MultipleChoiceFilter(
        label=pgettext_lazy("fetched file", "What"), choices=AccessKind.choices
    )

    class Meta:
        model = RegisterAccess
        fields = ["at", "user", "kind"]


def day_and_hour(access: RegisterAccess) -> str:
    """In full: "two weeks ago" answers nobody who asks after a file."""
    return date_format(timezone.localtime(access.at), "DATETIME_FORMAT")


class RegisterAccessReport(ReportView):
    """Every file with many people's certificates that was fetched, the newest first.

    It is read here only: a list of who took lists is no list to take along.
    """

    FORMATS = ()
    model = RegisterAccess
    permission_policy = ReadOnlyPolicy(RegisterAccess)
    any_permission_required = ["view"]
    results_template_name = "wagtailadmin/reports/base_report_results.html"
    page_title = _("Who fetched certificates")
    header_icon = "download"
    filterset_class = RegisterAccessFilterSet
    index_url_name = "certificates_reports:accesses"
    index_results_url_name = "certificates_reports:accesses_results"
    default_ordering = "-at"

    @cached_property
    def columns(self):
        return [
            Column(
                "at",
                label=pgettext_lazy("fetched file", "When"),
                accessor=day_and_hour,
                sort_key="at",
            ),
            # The account may be gone; that something was fetched stays.
            UserColumn(
                "user",
                label=pgettext_lazy("fetched file", "Who"),
                blank_display_name=_("a deleted account"),
            ),
            Column(
                "kind", label=pgettext_lazy("fetched file", "What"), accessor="get_kind_display"
            ),
            Column("of", label=pgettext_lazy("fetched file", "Of")),
            Column("people", label=pgettext_lazy("fetched file", "People"), sort_key="people"),
        ]

    def get_base_queryset(self):
        return RegisterAccess.objects.select_related("user__wagtail_userprofile")


class RegisterAccessMenuItem(MenuItem):
    def is_shown(self, request):
        return may_manage(request.user)


def register_report_urls():
    view = RegisterAccessReport
    patterns = [
        path("", view.as_view(), name="accesses"),
        path("results/", view.as_view(results_only=True), name="accesses_results"),
    ]
    return [
        path(
            "reports/fetched-certificates/",
            include((patterns, "certificates_reports"), namespace="certificates_reports"),
        )
    ]


def register_report_menu_item():
    return RegisterAccessMenuItem(
        RegisterAccessReport.page_title,
        reverse("certificates_reports:accesses"),
        name="fetched-certificates",
        icon_name=RegisterAccessReport.header_icon,
        order=120,
    )

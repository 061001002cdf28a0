"""Proposals in the Wagtail admin: a list to look things up, nothing to change."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from seedgrants.models import Application
from seedgrants.permissions import managed_applications


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Viewing only, whoever asks: proposals change by their own workflow."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return "view" in actions and self.user_has_permission(user, "view")


class ApplicationIndexView(IndexView):
    """What the one who asks looks after, in the list and in its search and filters."""

    def get_base_queryset(self):
        managed = managed_applications(self.request.user).values("pk")
        found = super().get_base_queryset().filter(pk__in=managed)
        return found.select_related("organisation")


class ApplicationViewSet(ModelViewSet):
    model = Application
    index_view_class = ApplicationIndexView
    name = "seedgrant_applications"
    url_prefix = "seed-grants"
    menu_label = _("Grant proposals")
    icon = "form"
    add_to_admin_menu = True
    inspect_view_enabled = False
    copy_view_enabled = False
    list_display = [
        "number",
        "title",
        Column("organisation", label=_("Organisation")),
        Column("get_state_display", label=_("State")),
    ]
    list_filter = ["round", "state"]
    search_fields = ["number", "title"]
    form_fields = ["title"]


application_viewset = ApplicationViewSet()

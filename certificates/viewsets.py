"""Certificates in the Wagtail admin: a list to read, and a way to revoke."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies.base import BasePermissionPolicy

from certificates.exceptions import MoveNotAllowed
from certificates.forms import RevokeForm
from certificates.models import Certificate
from certificates.permissions import may_manage
from certificates.services import revoke_certificate


class CertificatePermissionPolicy(BasePermissionPolicy):
    """Whoever manages certificates may look; nobody adds, edits or deletes one by hand."""

    def user_has_permission(self, user, action):
        return action == "view" and may_manage(user)

    def user_has_any_permission(self, user, actions):
        return "view" in actions and may_manage(user)

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.user_has_any_permission(user, actions)

    def instances_user_has_any_permission_for(self, user, actions):
        allowed = self.user_has_any_permission(user, actions)
        return Certificate.objects.all() if allowed else Certificate.objects.none()


class CertificateIndexView(IndexView):
    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if instance.number:
            url = reverse("certificates:download", args=[instance.code])
            buttons.append(Button(_("PDF"), url=url, icon_name="download", priority=40))
        if instance.is_valid:
            url = reverse("certificate:revoke", args=[instance.pk])
            buttons.append(Button(_("Revoke"), url=url, icon_name="cross", priority=50))
        return buttons


def revoke(request, pk):
    """Ask for the reason, then revoke."""
    if not may_manage(request.user):
        raise PermissionDenied
    certificate = get_object_or_404(Certificate.objects.published(), pk=pk)
    form = RevokeForm(request.POST or None)
    if form.is_valid():
        try:
            revoke_certificate(
                certificate=certificate,
                reason=form.cleaned_data["reason"],
                revoked_by=request.user,
            )
        except MoveNotAllowed:
            messages.error(request, _("This certificate is not valid any more."))
        else:
            messages.success(request, _("The certificate is revoked."))
        return redirect("certificate:index")
    context = {"certificate": certificate, "form": form}
    return render(request, "certificates/admin/revoke.html", context)


class CertificateViewSet(ModelViewSet):
    model = Certificate
    icon = "doc-full-inverse"
    menu_label = gettext_lazy("Certificates")
    menu_order = 350
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["request_key", "code", "pdf", "year", "sequence"]
    # Nothing is edited; Wagtail asks for fields all the same.
    form_fields = ["name"]
    index_view_class = CertificateIndexView
    list_display = [
        "__str__",
        Column("course_title", label=gettext_lazy("Course"), sort_key="course_title"),
        Column("organisation", label=gettext_lazy("Organisation"), sort_key="organisation"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        DateColumn("issued_at", label=gettext_lazy("Issued"), sort_key="issued_at"),
    ]
    list_filter = ["state", "kind", "year"]
    search_fields = ["number", "name", "name_km", "course_title"]
    list_per_page = 50
    ordering = ["-requested_at"]

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("revoke/<int:pk>/", revoke, name="revoke")]

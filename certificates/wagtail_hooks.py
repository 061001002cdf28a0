"""Registers certificates with the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.models import register_snippet

from certificates.admin_reports import register_report_menu_item, register_report_urls
from certificates.viewsets.batches import BatchViewSet
from certificates.viewsets.certificates import CertificateViewSet
from certificates.viewsets.designs import DesignViewSet, PictureViewSet


@register_snippet
class CertificateGroup(ViewSetGroup):
    menu_label = _("Certificates")
    menu_icon = "doc-full-inverse"
    menu_order = 350
    items = (CertificateViewSet, BatchViewSet, DesignViewSet, PictureViewSet)


hooks.register("register_admin_urls", register_report_urls)
hooks.register("register_reports_menu_item", register_report_menu_item)

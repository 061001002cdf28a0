"""Designs, and the logos and signatures they are made with."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from certificates.admin_forms import PictureForm
from certificates.models import CertificateDesign, CertificatePicture


class DesignViewSet(SnippetViewSet):
    model = CertificateDesign
    icon = "clipboard-list"
    menu_label = _("Designs")
    menu_item_is_registered = True
    list_display = [
        "name",
        Column("kind", label=_("For"), accessor="get_kind_display", sort_key="kind"),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    list_filter = ["kind", "live"]
    copy_view_enabled = True
    inspect_view_enabled = False


class PictureChooserViewSet(SnippetChooserViewSet):
    creation_form_class = PictureForm


class PictureViewSet(SnippetViewSet):
    model = CertificatePicture
    icon = "image"
    menu_label = _("Logos and signatures")
    menu_item_is_registered = True
    chooser_viewset_class = PictureChooserViewSet
    list_display = ["title", "width", "height"]
    copy_view_enabled = False

    def get_edit_handler(self):
        panels = [FieldPanel("title"), FieldPanel("file")]
        return ObjectList(panels, base_form_class=PictureForm).bind_to_model(self.model)

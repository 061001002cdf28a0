"""The pages around the apps, and what the coalition's name and help page are."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from courses.models.routing import QuickRestrictionsMixin, QuickRouteMixin


class HomePage(QuickRouteMixin, QuickRestrictionsMixin, Page):
    """The front of the site. The catalogue and the open grant rounds hang below it."""

    heading = models.CharField(_("heading"), max_length=120)
    introduction = models.TextField(_("introduction"), max_length=400)
    body = RichTextField(_("text"), blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("heading"), FieldPanel("introduction")],
            heading=_("What visitors see first"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 5


class ContentPage(QuickRestrictionsMixin, Page):
    """An ordinary page: about the coalition, need help now, privacy."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = RichTextField(_("text"))

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    parent_page_types = ["home.HomePage", "home.ContentPage"]

    def get_context(self, request, *args, **kwargs):
        below = (
            self.get_children()
            .live()
            .public()
            .only("pk", "title", "url_path", "locale_id", "search_description")
        )
        return super().get_context(request, *args, **kwargs) | {"below": below}


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """The coalition's name and the two pages every visitor may need."""

    coalition_name = models.CharField(_("name of the coalition"), max_length=80, blank=True)
    help_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("“need help now?” page"),
        help_text=_("Says where to turn. This site is not a reporting channel."),
    )
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("privacy page"),
    )

    panels = [
        FieldPanel("coalition_name"),
        PageChooserPanel("help_page"),
        PageChooserPanel("privacy_page"),
    ]

    class Meta:
        verbose_name = _("site")

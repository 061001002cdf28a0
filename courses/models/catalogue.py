"""The catalogue and its curricula."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from courses.catalogue import read_catalogue
from courses.listing import hidden_paths, read_entries, translated_paths
from courses.models.mixins import (
    PAGE_FIELDS,
    StarterTextMixin,
    TranslatedTextMixin,
    synchronised,
    translated,
)
from courses.models.routing import QuickRestrictionsMixin, QuickRouteMixin
from courses.page_forms import CoursePageForm
from courses.panels import CodePanel, TitlePanel, course_tabs, keeper
from courses.previews import AudiencePreviewMixin


class CataloguePage(AudiencePreviewMixin, QuickRouteMixin, QuickRestrictionsMixin, Page):
    """All curricula and their courses: the way in for trainees."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    subpage_types = ["courses.CurriculumPage"]
    base_form_class = CoursePageForm
    edit_handler = course_tabs(
        [TitlePanel(), FieldPanel("introduction")],
        settings=[keeper("show_in_menus")],
        starter_text=False,
    )
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    translatable_fields = [
        field for field in PAGE_FIELDS if field.field_name != "is_starter_text"
    ] + translated("introduction")

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"catalogue": read_catalogue(self, request)}


class CurriculumPage(
    AudiencePreviewMixin, StarterTextMixin, TranslatedTextMixin, QuickRestrictionsMixin, Page
):
    """A family of courses, such as Doorsteps."""

    code = models.SlugField(
        _("code"),
        max_length=50,
        help_text=_("Short and lasting, in Latin letters. Do not change it once courses have run."),
    )
    summary = models.CharField(
        _("summary"),
        max_length=255,
        help_text=_("One or two plain sentences, shown in the catalogue."),
    )
    audience = models.CharField(
        _("who it is for"),
        max_length=255,
        blank=True,
        help_text=_("One sentence: which people, in which kind of work."),
    )
    introduction = RichTextField(_("introduction"), blank=True)

    shown_texts = ("summary", "audience", "introduction")
    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.CoursePage"]
    base_form_class = CoursePageForm
    edit_handler = course_tabs(
        [
            TitlePanel(),
            CodePanel(),
            MultiFieldPanel(
                [FieldPanel("summary"), FieldPanel("audience")], heading=_("In the catalogue")
            ),
            FieldPanel("introduction"),
        ]
    )
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("introduction"),
    ]
    translatable_fields = [
        *PAGE_FIELDS,
        *translated("summary", "audience", "introduction"),
        *synchronised("code"),
    ]

    class Meta:
        verbose_name = _("curriculum")
        verbose_name_plural = _("curricula")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        entries = read_entries(translated_paths(self), hidden_paths(request))
        courses = entries[0].courses if entries else []
        return context | {
            "courses": courses,
            "has_events": any(course.page.kind == "event" for course in courses),
            "trail": [self.get_parent()],
        }

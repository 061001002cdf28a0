"""The catalogue and its curricula."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from courses.models.course import CoursePage
from courses.models.mixins import (
    PAGE_FIELDS,
    STARTER_TEXT_PANEL,
    StarterTextMixin,
    TranslatedTextMixin,
    synchronised,
    translated,
)
from courses.models.routing import QuickRestrictionsMixin, QuickRouteMixin
from courses.outline import ROW_FIELDS


class CataloguePage(QuickRouteMixin, QuickRestrictionsMixin, Page):
    """All curricula and their courses: the way in for trainees."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    subpage_types = ["courses.CurriculumPage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    translatable_fields = [
        field for field in PAGE_FIELDS if field.field_name != "is_starter_text"
    ] + translated("introduction")

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"curricula": self.curricula()}

    def curricula(self) -> list[Page]:
        """Live curricula in page order, each with its live ``courses``: one query in all.

        They are plain pages with a ``summary``; courses have ``minutes``, ``level`` and
        ``delivery`` as well.
        """
        rows = (
            self.get_descendants()
            .live()
            .filter(Q(curriculumpage__isnull=False) | Q(coursepage__isnull=False))
            .only(*ROW_FIELDS)
            .annotate(
                summary=Coalesce(F("curriculumpage__summary"), F("coursepage__summary")),
                minutes=F("coursepage__minutes"),
                level=F("coursepage__level"),
                delivery=F("coursepage__delivery"),
            )
            .order_by("path")
        )
        curricula: dict[str, Page] = {}
        for row in rows:
            if row.minutes is None:
                row.courses = []
                curricula[row.path] = row
            elif row.path[: -row.steplen] in curricula:
                curricula[row.path[: -row.steplen]].courses.append(row)
        return list(curricula.values())


class CurriculumPage(StarterTextMixin, TranslatedTextMixin, QuickRestrictionsMixin, Page):
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
    content_panels = [
        *Page.content_panels,
        FieldPanel("code"),
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("introduction"),
        STARTER_TEXT_PANEL,
    ]
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
        courses = CoursePage.objects.child_of(self).live().defer("introduction").order_by("path")
        return context | {"courses": courses, "trail": [self.get_parent()]}

"""Assignments: work that a trainee writes or uploads and a trainer marks by a rubric."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from courses.models.mixins import (
    PAGE_FIELDS,
    InCourseMixin,
    StarterTextMixin,
    TranslatedTextMixin,
    synchronised,
    translated,
)
from courses.page_forms import AssignmentPageForm
from courses.panels import TitlePanel, course_tabs


class AssignmentPage(StarterTextMixin, TranslatedTextMixin, InCourseMixin, Page):
    """A piece of work, such as a logframe. Who keeps records freezes the rubric of each submission."""

    instructions = RichTextField(
        _("instructions"),
        features=["h3", "bold", "italic", "ol", "ul", "link", "document-link"],
        help_text=_("What to hand in, how long it may be, and what a good one looks like."),
    )
    minutes = models.PositiveIntegerField(
        _("minutes"), default=0, help_text=_("How long the work usually takes.")
    )
    takes_text = models.BooleanField(_("can be written here"), default=True)
    takes_file = models.BooleanField(_("can be uploaded as a file"), default=True)

    levels_below_course = 1
    shown_texts = ("instructions",)
    parent_page_types = ["courses.CoursePage"]
    subpage_types = []
    base_form_class = AssignmentPageForm
    edit_handler = course_tabs(
        [
            TitlePanel(),
            FieldPanel("instructions"),
            MultiFieldPanel(
                [
                    FieldPanel("minutes"),
                    FieldRowPanel([FieldPanel("takes_text"), FieldPanel("takes_file")]),
                ],
                heading=_("How it is handed in"),
                help_text=_(
                    "Many trainees have only a phone: let them write here as well as upload."
                ),
            ),
            InlinePanel(
                "criteria",
                heading=_("Rubric"),
                label=_("Criterion"),
                help_text=_(
                    "Three to five. Trainees see them before they begin; say what full points look "
                    "like, in words that leave little to taste."
                ),
            ),
        ]
    )
    search_fields = [*Page.search_fields, index.SearchField("instructions")]
    translatable_fields = [
        *PAGE_FIELDS,
        *translated("instructions", "criteria"),
        *synchronised("minutes", "takes_text", "takes_file"),
    ]

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")

    def clean(self):
        super().clean()
        if not self.takes_text and not self.takes_file:
            raise ValidationError(
                {"takes_text": _("Say how it is handed in: written here, as a file, or either.")}
            )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"criteria": self.criteria.all()}


class AssignmentCriterion(TranslatableMixin, Orderable):
    """A line of the rubric, worth up to ``points``."""

    page = ParentalKey(AssignmentPage, on_delete=models.CASCADE, related_name="criteria")
    title = models.CharField(_("criterion"), max_length=255)
    description = models.TextField(_("what full points look like"), blank=True)
    points = models.PositiveSmallIntegerField(
        _("points"), default=5, validators=[MinValueValidator(1)]
    )

    translatable_fields = [*translated("title", "description"), *synchronised("points")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self):
        return self.title

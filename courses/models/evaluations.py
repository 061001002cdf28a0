"""The evaluation at the end of a course: what trainees say of it, without their names."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin

from courses.models.mixins import (
    PAGE_FIELDS,
    InCourseMixin,
    StarterTextMixin,
    TranslatedTextMixin,
    synchronised,
    translated,
)
from courses.page_forms import EvaluationPageForm
from courses.panels import TitlePanel, course_tabs


class EvaluationQuestionKind(models.TextChoices):
    SCALE = "scale", _("Scale of 1 to 5")
    OPEN = "open", _("Open question")


class EvaluationPage(StarterTextMixin, TranslatedTextMixin, InCourseMixin, Page):
    """Questions about the course itself. Nobody's answers are kept with their name."""

    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic"])

    levels_below_course = 1
    shown_texts = ("introduction",)
    parent_page_types = ["courses.CoursePage"]
    subpage_types = []
    base_form_class = EvaluationPageForm
    edit_handler = course_tabs(
        [
            TitlePanel(),
            FieldPanel("introduction"),
            InlinePanel(
                "questions",
                heading=_("Questions"),
                label=_("Question"),
                help_text=_(
                    "Six to ten. Ask only what you would act on. Results are shown once five "
                    "people have answered; do not ask for anything that tells who somebody is."
                ),
            ),
        ]
    )
    translatable_fields = [*PAGE_FIELDS, *translated("introduction", "questions")]

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")


class EvaluationQuestion(TranslatableMixin, Orderable):
    """A scale runs from 1 (not at all) to 5 (very much); 3 is the middle."""

    page = ParentalKey(EvaluationPage, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(
        _("kind"),
        max_length=5,
        choices=EvaluationQuestionKind,
        default=EvaluationQuestionKind.SCALE,
    )
    text = models.CharField(_("question"), max_length=255)

    panels = [FieldPanel("text"), FieldRowPanel([FieldPanel("kind")])]
    translatable_fields = [*translated("text"), *synchronised("kind")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question of an evaluation")
        verbose_name_plural = _("questions of an evaluation")

    def __str__(self):
        return self.text

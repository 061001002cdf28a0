"""Assessments: pre-test, post-test and quiz, their questions and choices."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, TranslatableMixin

from courses.blocks import ChoiceBlock
from courses.models.mixins import (
    PAGE_FIELDS,
    STARTER_TEXT_PANEL,
    InCourseMixin,
    StarterTextMixin,
    TranslatedTextMixin,
    synchronised,
    translated,
)


class AssessmentKind(models.TextChoices):
    PRE_TEST = "pre-test", _("Pre-test")
    POST_TEST = "post-test", _("Post-test")
    QUIZ = "quiz", _("Quiz")


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("One right answer")
    MULTIPLE = "multiple", _("Several right answers")
    TRUE_FALSE = "true-false", _("True or false")


def problem_with_choices(kind: str, right: int, wrong: int) -> str:
    """Say what is wrong with a question of ``kind`` that has so many choices; "" when nothing is."""
    if right == 0:
        return gettext("has no right answer. Tick “right” at one of its choices.")
    if kind == QuestionKind.TRUE_FALSE and (right, wrong) != (1, 1):
        return gettext("is true or false: it needs exactly two choices, one of them right.")
    if kind == QuestionKind.SINGLE and right > 1:
        return gettext(
            "has more than one right answer. Keep one, or choose “Several right answers”."
        )
    if right + wrong < 2:
        return gettext("has only one choice. Add a plausible wrong one.")
    return ""


class AssessmentPageForm(WagtailAdminPageForm):
    """Refuses questions that nobody could answer rightly."""

    def clean(self):
        cleaned = super().clean()
        questions = self.formsets.get("questions")
        if questions is None:
            return cleaned
        kept = [
            form
            for form in questions.forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        kept.sort(key=lambda form: form.cleaned_data.get("ORDER") or 0)
        for number, form in enumerate(kept, start=1):
            choices = [choice.value["is_correct"] for choice in form.cleaned_data["choices"]]
            problem = problem_with_choices(
                form.cleaned_data.get("kind"), choices.count(True), choices.count(False)
            )
            if problem:
                message = gettext("Question %(number)s %(problem)s") % {
                    "number": number,
                    "problem": problem,
                }
                form.add_error("text", message)
                self.add_error(None, ValidationError(message))
        return cleaned


class AssessmentPage(StarterTextMixin, TranslatedTextMixin, InCourseMixin, Page):
    """Questions on a course. Who keeps records freezes the questions of each attempt."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=AssessmentKind, default=AssessmentKind.QUIZ
    )
    instructions = RichTextField(
        _("instructions"),
        blank=True,
        features=["bold", "italic", "ul"],
        help_text=_("One or two plain sentences that take away the fear of tests."),
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark (%)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("For a post-test. Leave empty where nobody can fail, as in a pre-test."),
    )

    levels_below_course = 1
    shown_texts = ("instructions",)
    base_form_class = AssessmentPageForm
    parent_page_types = ["courses.CoursePage"]
    subpage_types = []
    content_panels = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("pass_percent")]),
        FieldPanel("instructions"),
        InlinePanel(
            "questions",
            heading=_("Questions"),
            label=_("Question"),
            help_text=_(
                "Ask what a person would do, not which word they remember. Wrong choices are "
                "plausible; the right one is not always the longest or the first. Pre-test and "
                "post-test ask about the same objectives in different words."
            ),
        ),
        STARTER_TEXT_PANEL,
    ]
    # Questions stay out of the search index: a search must not give a test away.
    search_fields = [*Page.search_fields]
    translatable_fields = [
        *PAGE_FIELDS,
        *translated("instructions", "questions"),
        *synchronised("kind", "pass_percent"),
    ]

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"question_count": self.questions.count()}


class Question(TranslatableMixin, Orderable):
    """A question and its choices.

    Choices are blocks, not rows: they are only ever read with their question, and their ids stay
    the same in every language.
    """

    page = ParentalKey(AssessmentPage, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(
        _("kind"), max_length=12, choices=QuestionKind, default=QuestionKind.SINGLE
    )
    text = models.TextField(_("question"))
    points = models.PositiveSmallIntegerField(_("points"), default=1)
    choices = StreamField([("choice", ChoiceBlock())], verbose_name=_("choices"), min_num=2)
    # The translation_key of a ModuleObjective: the same in every language.
    objective_key = models.UUIDField(_("objective"), null=True, blank=True, editable=False)

    panels = [
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("points")]),
        FieldPanel("choices"),
    ]
    translatable_fields = [
        *translated("text", "choices"),
        *synchronised("kind", "points", "objective_key"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.text

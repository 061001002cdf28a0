"""Assessments: pre-test, post-test and quiz, and the pool that they draw from."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from courses.models.mixins import (
    PAGE_FIELDS,
    STARTER_TEXT_PANEL,
    InCourseMixin,
    StarterTextMixin,
    TranslatedTextMixin,
    synchronised,
    translated,
)
from courses.models.questions import problem_with_answers


class AssessmentKind(models.TextChoices):
    PRE_TEST = "pre-test", _("Pre-test")
    POST_TEST = "post-test", _("Post-test")
    QUIZ = "quiz", _("Quiz")
    POOL = "pool", _("Question pool, from which other tests draw")


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
            answers = [(block.block_type, block.value) for block in form.cleaned_data["choices"]]
            problem = problem_with_answers(form.cleaned_data["kind"], answers)
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
    draw_count = models.PositiveSmallIntegerField(
        _("questions drawn for each attempt"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leave empty to ask all of them. They are drawn evenly from each objective."),
    )
    draws_from_pool = models.BooleanField(
        _("ask questions of the course's pool as well"),
        default=False,
        help_text=_("The pool is an assessment of the kind “question pool” beside this one."),
    )
    shuffle = models.BooleanField(
        _("shuffle questions and choices"),
        default=False,
        help_text=_(
            "Each person meets them in another order. Leave off to talk them over in class."
        ),
    )
    time_limit_minutes = models.PositiveSmallIntegerField(
        _("time limit (minutes)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leave empty where speed does not matter: it rarely does."),
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as people like. A pre-test is taken once in any case."),
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
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("draw_count"), FieldPanel("draws_from_pool")]),
                FieldRowPanel([FieldPanel("time_limit_minutes"), FieldPanel("attempts_allowed")]),
                FieldPanel("shuffle"),
            ],
            heading=_("How it is taken"),
        ),
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
        *synchronised("kind", "pass_percent", "draw_count", "draws_from_pool", "shuffle"),
        *synchronised("time_limit_minutes", "attempts_allowed"),
    ]

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"question_count": self.questions.count()}

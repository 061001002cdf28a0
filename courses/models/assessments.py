"""Assessments: pre-test, post-test and quiz, and the pool that they draw from."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from courses.models.assessment_forms import AssessmentPageForm, QuestionsPanel
from courses.models.mixins import (
    PAGE_FIELDS,
    InCourseMixin,
    StarterTextMixin,
    TranslatedTextMixin,
    synchronised,
    translated,
)
from courses.panels import TitlePanel, course_tabs


class AssessmentKind(models.TextChoices):
    PRE_TEST = "pre-test", _("Pre-test")
    POST_TEST = "post-test", _("Post-test")
    QUIZ = "quiz", _("Quiz")
    POOL = "pool", _("Question pool, from which other tests draw")


class RightAnswers(models.TextChoices):
    """When someone who handed a test in is shown what was right."""

    AT_THE_END = "at-the-end", _("After the last attempt, or once passed")
    ALWAYS = "always", _("After every attempt")
    NEVER = "never", _("Never")


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
    right_answers = models.CharField(
        _("when to show the right answers"),
        max_length=10,
        choices=RightAnswers,
        default=RightAnswers.AT_THE_END,
        help_text=_(
            "A test that nobody can fail and that may be taken as often as people like shows them "
            "after every attempt, unless you choose “never”."
        ),
    )

    levels_below_course = 1
    shown_texts = ("instructions",)
    base_form_class = AssessmentPageForm
    parent_page_types = ["courses.CoursePage"]
    subpage_types = []
    edit_handler = course_tabs(
        [
            TitlePanel(),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("pass_percent")]),
            FieldPanel("instructions"),
            QuestionsPanel(
                "questions",
                heading=_("Questions"),
                label=_("Question"),
                help_text=_(
                    "Ask what a person would do, not which word they remember. Wrong choices are "
                    "plausible; the right one is not always the longest or the first. Pre-test and "
                    "post-test ask about the same objectives in different words."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("draw_count"), FieldPanel("draws_from_pool")]),
                    FieldRowPanel(
                        [FieldPanel("time_limit_minutes"), FieldPanel("attempts_allowed")]
                    ),
                    FieldPanel("shuffle"),
                    FieldPanel("right_answers"),
                ],
                heading=_("How it is taken"),
            ),
        ]
    )
    # Questions stay out of the search index: a search must not give a test away.
    search_fields = [*Page.search_fields]
    translatable_fields = [
        *PAGE_FIELDS,
        *translated("instructions", "questions"),
        *synchronised("kind", "pass_percent", "draw_count", "draws_from_pool", "shuffle"),
        *synchronised("time_limit_minutes", "attempts_allowed", "right_answers"),
    ]

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"question_count": self.questions.count()}

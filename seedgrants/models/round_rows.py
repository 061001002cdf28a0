"""What hangs on a round in rows: conditions, questions, the rubric."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin

from courses.models import CoursePage
from lms.records.enums import OrganisationKind
from seedgrants.enums import QuestionKind
from seedgrants.models.rounds import GrantRoundPage


class RoundCourse(Orderable):
    """A course an applicant has completed; points at the course in the site's default language."""

    page = ParentalKey(GrantRoundPage, on_delete=models.CASCADE, related_name="required_courses")
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("course")]


class RoundOrganisationKind(Orderable):
    """A kind of organisation whose people may apply; with none, everybody may."""

    page = ParentalKey(GrantRoundPage, on_delete=models.CASCADE, related_name="organisation_kinds")
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind)

    panels = [FieldPanel("kind")]

    def __str__(self):
        return self.get_kind_display()


class RoundQuestion(TranslatableMixin, Orderable):
    """A question of the form. Answers keep the question's words as they were."""

    page = ParentalKey(GrantRoundPage, on_delete=models.CASCADE, related_name="questions")
    section = models.CharField(
        _("heading"),
        max_length=120,
        blank=True,
        help_text=_("Questions with the same heading stand on one screen."),
    )
    label = models.CharField(_("question"), max_length=255)
    help_text = models.TextField(_("help"), blank=True)
    good_example = models.TextField(_("a good example"), blank=True)
    weak_example = models.TextField(_("a weak example"), blank=True)
    kind = models.CharField(
        _("kind of answer"), max_length=8, choices=QuestionKind, default=QuestionKind.TEXT
    )
    choices = models.TextField(_("choices"), blank=True, help_text=_("One a line."))
    required = models.BooleanField(_("an answer is needed"), default=True)
    max_length = models.PositiveSmallIntegerField(
        _("most characters"), default=2000, validators=[MinValueValidator(1)]
    )

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.label

    def clean(self):
        super().clean()
        if self.kind == QuestionKind.CHOICE and not self.choice_list:
            raise ValidationError({"choices": _("Write the choices, one a line.")})

    @property
    def choice_list(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    def asking_as(self, main: "RoundQuestion") -> "RoundQuestion":
        """These words, asking for what the ``main`` page's question asks for; with its choices where
        these are not as many."""
        self.kind, self.required, self.max_length = main.kind, main.required, main.max_length
        if len(self.choice_list) != len(main.choice_list):
            self.choices = main.choices
        return self


class RoundCriterion(TranslatableMixin, Orderable):
    """A line of the rubric: scored from 0 to ``max_score``, counted by ``weight``."""

    page = ParentalKey(GrantRoundPage, on_delete=models.CASCADE, related_name="criteria")
    label = models.CharField(_("criterion"), max_length=160)
    description = models.TextField(_("what to look for"), blank=True)
    levels = models.TextField(
        _("levels"),
        blank=True,
        help_text=_("One a line, from 0 points (or from 1) up to the highest score."),
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1)]
    )
    max_score = models.PositiveSmallIntegerField(
        _("highest score"), default=5, validators=[MinValueValidator(1)]
    )

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self):
        return self.label

    def clean(self):
        super().clean()
        if self.levels and len(self.lines) not in (self.max_score, self.max_score + 1):
            raise ValidationError(
                {"levels": _("Describe each score in a line, from 0 or 1 to the highest.")}
            )

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.levels.splitlines() if line.strip()]

    @property
    def level_list(self) -> list[tuple[int, str]]:
        """Each described score with its words."""
        return list(enumerate(self.lines, start=int(len(self.lines) == self.max_score)))


class RoundReportQuestion(TranslatableMixin, Orderable):
    """What this round asks in each report, beyond what every report asks."""

    page = ParentalKey(GrantRoundPage, on_delete=models.CASCADE, related_name="report_questions")
    label = models.CharField(_("question"), max_length=255)
    help_text = models.TextField(_("help"), blank=True)
    required = models.BooleanField(_("an answer is needed"), default=True)

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("report question")
        verbose_name_plural = _("report questions")

    def __str__(self):
        return self.label

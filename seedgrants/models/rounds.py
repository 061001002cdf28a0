"""A round: the call, its questions, its rubric, its money."""

import hashlib
import json
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Locale, Orderable, Page, PageManager, TranslatableMixin
from wagtail.query import PageQuerySet

from courses.models import CoursePage
from seedgrants.enums import Currency, QuestionKind, RoundState, Subject


class GrantRoundQuerySet(PageQuerySet):
    def main(self):
        """Each round once: its page in the site's default language."""
        return self.filter(locale=Locale.get_default())

    def taking_proposals(self, at=None):
        at = at or timezone.now()
        return self.filter(state=RoundState.OPEN, opens_at__lte=at, closes_at__gt=at)


class GrantRoundPage(Page):
    """A call for proposals. Amounts are in ``currency``; dates by the clock of Phnom Penh.

    Applications, decisions and money hang on the page in the site's default language (``main``);
    its translations show the same round. ``state`` belongs to the round and not to its text: it
    never enters the page's editor, and publishing or copying a text leaves it alone.
    """

    code = models.SlugField(
        _("code"), max_length=20, help_text=_("Short and lasting, such as SG2026; on each receipt.")
    )
    summary = models.CharField(_("summary"), max_length=255)
    call = RichTextField(_("the call"), blank=True)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.USD)
    fund = models.DecimalField(
        _("fund"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("All awards of the round together stay within it."),
    )
    cap = models.DecimalField(
        _("most for one proposal"),
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
    )
    minimum_reviews = models.PositiveSmallIntegerField(
        _("reviews needed"), default=2, validators=[MinValueValidator(1)]
    )
    second_person_above = models.DecimalField(
        _("second person above"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("An award above this amount is published by someone other than its decider."),
    )
    is_practice = models.BooleanField(
        _("practice round"), default=False, help_text=_("All the steps, no money.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState, default=RoundState.DRAFT, editable=False
    )

    objects = PageManager.from_queryset(GrantRoundQuerySet)()

    subpage_types = []
    exclude_fields_in_copy = ["state"]
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("code"), FieldPanel("summary"), FieldPanel("call")], heading=_("Call")
        ),
        FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")], heading=_("Dates")),
        MultiFieldPanel(
            [
                FieldPanel("currency"),
                FieldRowPanel([FieldPanel("fund"), FieldPanel("cap")]),
                FieldPanel("second_person_above"),
                FieldPanel("is_practice"),
            ],
            heading=_("Money"),
        ),
        InlinePanel("required_courses", heading=_("Courses to complete first"), label=_("course")),
        InlinePanel("questions", heading=_("Questions"), label=_("question")),
        MultiFieldPanel(
            [FieldPanel("minimum_reviews"), InlinePanel("criteria", label=_("criterion"))],
            heading=_("Review"),
        ),
    ]

    class Meta:
        verbose_name = _("seed grant round")
        verbose_name_plural = _("seed grant rounds")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(fund__gte=0, cap__gte=0), name="round_money_not_negative"
            ),
        ]

    def clean(self):
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("The round closes after it opens.")})
        others = GrantRoundPage.objects.filter(code=self.code)
        if others.exclude(translation_key=self.translation_key).exists():
            raise ValidationError({"code": _("Another round has this code.")})

    def with_content_json(self, content):
        page = super().with_content_json(content)
        # Not self.state: this object may have been read before the round moved on.
        page.state = GrantRoundPage.objects.values_list("state", flat=True).get(pk=self.pk)
        return page

    @property
    def main(self) -> "GrantRoundPage":
        """The round's page in the site's default language, on which everything hangs."""
        default = Locale.get_default()
        if self.locale_id == default.pk:
            return self
        return self.get_translation_or_none(default) or self

    @property
    def application(self):
        """A round is nobody's own: no applicant stands behind it."""
        return None

    @property
    def event_links(self) -> dict:
        return {"subject": Subject.ROUND, "round": self}

    def takes_proposals(self, at=None) -> bool:
        """Open, and inside its dates at the moment ``at`` (now by default)."""
        at = at or timezone.now()
        return self.state == RoundState.OPEN and self.opens_at <= at < self.closes_at

    def sections(self) -> list[tuple[str, list["RoundQuestion"]]]:
        """The questions under their headings, in order, in the reader's language where translated."""
        local = self.localized
        translated = (
            {} if local.pk == self.pk else {q.translation_key: q for q in local.questions.all()}
        )
        grouped: dict[str, list[RoundQuestion]] = {}
        for question in self.questions.all():
            grouped.setdefault(question.section, []).append(
                translated.get(question.translation_key, question)
            )
        return [(questions[0].section, questions) for questions in grouped.values()]

    def rubric(self) -> list[dict]:
        """The criteria as plain data: ``key``, ``label``, ``weight`` and ``max_score``."""
        return [
            {
                "key": str(criterion.translation_key),
                "label": criterion.label,
                "weight": criterion.weight,
                "max_score": criterion.max_score,
            }
            for criterion in self.criteria.all()
        ]

    @property
    def rubric_version(self) -> str:
        """Twelve letters that change whenever the rubric does."""
        text = json.dumps(self.rubric(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


class RoundCourse(Orderable):
    """A course an applicant has completed; points at the course in the site's default language."""

    page = ParentalKey(GrantRoundPage, on_delete=models.CASCADE, related_name="required_courses")
    course = models.ForeignKey(CoursePage, on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("course")]


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

    @property
    def choice_list(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class RoundCriterion(TranslatableMixin, Orderable):
    """A line of the rubric: scored from 0 to ``max_score``, counted by ``weight``."""

    page = ParentalKey(GrantRoundPage, on_delete=models.CASCADE, related_name="criteria")
    label = models.CharField(_("criterion"), max_length=160)
    description = models.TextField(_("what to look for"), blank=True)
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

"""A round: the call, its questions, its rubric, its money."""

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Locale, Page, PageManager
from wagtail.query import PageQuerySet

from seedgrants.enums import Currency, RoundState, Subject
from seedgrants.exceptions import BadAmount
from seedgrants.money import check_amount, format_money


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
    no_overdue_reports = models.BooleanField(
        _("no overdue report"),
        default=True,
        help_text=_("Whoever owes a report on an earlier grant writes it before applying."),
    )
    promise_days = models.PositiveSmallIntegerField(
        _("days for a mentor’s feedback"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("A draft goes back to its writer when the mentor has not answered by then."),
    )
    agreement = RichTextField(
        _("agreement"),
        blank=True,
        features=["h3", "bold", "ol", "ul"],
        help_text=_(
            "The text both sides sign; a usual one when empty. These words are filled in: [funder], "
            "[grantee], [organisation], [number], [title], [amount], [starts], [ends]."
        ),
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
        MultiFieldPanel(
            [
                InlinePanel("required_courses", label=_("course to complete first")),
                InlinePanel("organisation_kinds", label=_("kind of organisation")),
                FieldPanel("no_overdue_reports"),
            ],
            heading=_("Who may apply"),
        ),
        InlinePanel("questions", heading=_("Questions"), label=_("question")),
        FieldPanel("promise_days"),
        MultiFieldPanel(
            [FieldPanel("minimum_reviews"), InlinePanel("criteria", label=_("criterion"))],
            heading=_("Review"),
        ),
        MultiFieldPanel(
            [FieldPanel("agreement"), InlinePanel("report_questions", label=_("report question"))],
            heading=_("Grant"),
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
        self._clean_money()

    def _clean_money(self):
        """Amounts the currency knows; what proposals and awards already rest on stays."""
        wrong = {}
        for name in ("fund", "cap", "second_person_above"):
            try:
                check_amount(getattr(self, name) or Decimal(0), self.currency)
            except BadAmount as error:
                wrong[name] = str(error)
        if self.pk and self.applications.exists():
            before = GrantRoundPage.objects.get(pk=self.pk)
            for name in ("currency", "is_practice"):
                if getattr(self, name) != getattr(before, name):
                    wrong[name] = _("This stays as it is: there are proposals already.")
            awarded = apps.get_model("seedgrants.Decision").objects.awarded_in(self)
            if self.fund is not None and self.fund < awarded:
                wrong["fund"] = _("%(awarded)s is awarded already.") % {
                    "awarded": format_money(awarded, before.currency)
                }
        if wrong:
            raise ValidationError(wrong)

    def save(self, *args, **kwargs):
        # The lock that deciding takes: no award slips in between the check of the fund and the save.
        with transaction.atomic():
            GrantRoundPage.objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
            return super().save(*args, **kwargs)

    def with_content_json(self, content):
        page = super().with_content_json(content)
        # Not self.state: this object may have been read before the round moved on.
        page.state = GrantRoundPage.objects.values_list("state", flat=True).get(pk=self.pk)
        return page

    preview_modes = [*Page.DEFAULT_PREVIEW_MODES, ("form", _("The form, as an applicant sees it"))]

    def get_preview_template(self, request, mode_name):
        return "seedgrants/form_preview.html" if mode_name == "form" else self.template

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

    @cached_property
    def local(self) -> "GrantRoundPage":
        """The page whose title and text the reader is shown: in their language, where published."""
        return self.localized

    def takes_proposals(self, at=None) -> bool:
        """Open, and inside its dates at the moment ``at`` (now by default)."""
        at = at or timezone.now()
        return self.state == RoundState.OPEN and self.opens_at <= at < self.closes_at

    def sections(self) -> list[tuple[str, list]]:
        """The questions under their headings, in order, in the reader's language where translated;
        what is asked for is the same for every reader."""
        local = self.localized
        translated = (
            {} if local.pk == self.pk else {q.translation_key: q for q in local.questions.all()}
        )
        grouped: dict[str, list] = {}
        for question in self.questions.all():
            words = translated.get(question.translation_key, question)
            grouped.setdefault(question.section, []).append(words.asking_as(question))
        return [(questions[0].section, questions) for questions in grouped.values()]

    def rubric(self) -> list[dict]:
        """The criteria as plain data: ``key``, ``label``, ``weight``, ``max_score``
        and the described ``levels``."""
        return [
            {
                "key": str(criterion.translation_key),
                "label": criterion.label,
                "weight": criterion.weight,
                "max_score": criterion.max_score,
                "levels": criterion.level_list,
            }
            for criterion in self.criteria.all()
        ]

    @property
    def rubric_version(self) -> str:
        """Twelve letters that change whenever the rubric does."""
        text = json.dumps(self.rubric(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def localise(rounds: Iterable[GrantRoundPage]) -> None:
    """Find ``local`` for all rounds of a list at once."""
    rounds = list(rounds)
    translations = GrantRoundPage.objects.live().filter(
        translation_key__in={page.translation_key for page in rounds},
        locale__language_code=get_language(),
    )
    found = {page.translation_key: page for page in translations}
    for page in rounds:
        page.local = found.get(page.translation_key, page)

"""A proposal: its draft, its answers and budget, and what was sent."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Avg, Count, Exists, F, Max, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.models import Affiliation, Mentorship, Organisation, Person
from seedgrants.enums import (
    APPLICANT_LABELS,
    ApplicationState,
    BudgetCategory,
    Currency,
    QuestionKind,
    ReviewState,
    Subject,
)
from seedgrants.models.history import WrittenOnceModel
from seedgrants.models.rounds import GrantRoundPage
from seedgrants.money import to_cents, whole_hundreds


class ApplicationQuerySet(models.QuerySet):
    def sent(self):
        """Those that were submitted at least once and not withdrawn."""
        return self.filter(revision_number__gt=0).exclude(state=ApplicationState.WITHDRAWN)

    def of(self, person: Person):
        return self.filter(applicant=person)

    def with_marks(self):
        """Annotate the newest revision's reviews: ``average``, ``highest``, ``lowest`` in percent,
        ``reviews_in`` and ``reviews_asked`` as counts; a recused review is in none of them."""
        newest = Q(reviews__revision__number=F("revision_number"))
        counted = newest & Q(reviews__state__in=ReviewState.counted())
        return self.annotate(
            average=Avg("reviews__percent", filter=counted),
            highest=Max("reviews__percent", filter=counted),
            lowest=Min("reviews__percent", filter=counted),
            reviews_in=Count("reviews", filter=counted),
            reviews_asked=Count(
                "reviews", filter=newest & ~Q(reviews__state=ReviewState.CONFLICTED)
            ),
        )

    def not_on_the_side_of(self, person: Person):
        """Without the person's own and those of their organisations (as of today)."""
        own = Affiliation.objects.current().filter(person=person).values("organisation")
        colleagues = Affiliation.objects.current().filter(
            person=OuterRef("applicant"), organisation__in=own
        )
        return self.exclude(
            Q(applicant=person)
            | Q(organisation__isnull=False, organisation__in=own)
            | Exists(colleagues)
        )

    def free_of_conflict(self, person: Person):
        """Without those of the person's own side and of those the person mentors or mentored."""
        mentees = Mentorship.objects.filter(mentor=person, learner=OuterRef("applicant"))
        return self.not_on_the_side_of(person).exclude(Exists(mentees))


class Application(models.Model):
    """One person's proposal in one round.

    ``organisation`` is the applicant's when the proposal was begun and again when it was sent;
    ``requested`` is the budget's total in ``currency``, written by the server. ``version`` grows
    with every saving, ``revision_number`` with every sending. ``warned``: the writer was shown the
    warning about what looks like someone's personal data; what it was about is not kept.
    """

    EDITABLE = (ApplicationState.DRAFT, ApplicationState.FEEDBACK, ApplicationState.RETURNED)

    round = models.ForeignKey(GrantRoundPage, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="grant_applications"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grant_applications",
    )
    title = models.CharField(_("title of your project"), max_length=160, blank=True)
    state = models.CharField(
        _("state"), max_length=14, choices=ApplicationState, default=ApplicationState.DRAFT
    )
    number = models.CharField(
        _("number"), max_length=30, unique=True, null=True, blank=True, editable=False
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    requested = models.DecimalField(
        _("requested"), max_digits=12, decimal_places=2, default=Decimal(0)
    )
    warned = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    revision_number = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("coordinate_grants", "Can coordinate seed grants"),
            ("review_proposals", "Can review proposals"),
            ("pay_grants", "Can pay seed grants"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "applicant"], name="one_application_a_person_and_round"
            ),
            models.CheckConstraint(
                condition=Q(requested__gte=0), name="application_requested_not_negative"
            ),
            models.CheckConstraint(
                condition=whole_hundreds("requested"), name="application_riel_in_hundreds"
            ),
        ]

    def __str__(self):
        return self.title or str(_("Proposal without a title yet"))

    @property
    def application(self):
        return self

    @property
    def event_links(self) -> dict:
        return {"subject": Subject.APPLICATION, "application": self}

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def applicant_label(self) -> str:
        """The state in words for the applicant, who learns a decision once it is published."""
        return APPLICANT_LABELS[self.state]


class Answer(models.Model):
    """An answer and the question as it was put.

    ``text`` can be read by itself: a number is written with 0-9, a date as 2026-05-31. ``data``
    holds what has a shape of its own: ``{"women": 3, …}`` for people reached, a list of rows for a
    small plan.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="answers")
    question_key = models.UUIDField()
    label = models.CharField(max_length=255)
    kind = models.CharField(max_length=8, choices=QuestionKind)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    data = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question_key"], name="one_answer_a_question"
            )
        ]

    def __str__(self):
        return self.label


class BudgetLine(models.Model):
    """What is bought: ``quantity`` units at ``unit_cost``, so many ``times``."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="budget_lines"
    )
    order = models.PositiveSmallIntegerField(default=0)
    category = models.CharField(
        _("kind of cost"),
        max_length=10,
        choices=BudgetCategory,
        default=BudgetCategory.ACTIVITIES,
    )
    item = models.CharField(_("what"), max_length=160)
    quantity = models.DecimalField(
        _("how many"),
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    unit_cost = models.DecimalField(
        _("cost of one"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    times = models.PositiveSmallIntegerField(
        _("times"), default=1, validators=[MinValueValidator(1)]
    )
    note = models.CharField(_("note"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=0, unit_cost__gte=0, times__gte=1),
                name="budget_line_not_negative",
            )
        ]

    def __str__(self):
        return self.item

    @property
    def total(self) -> Decimal:
        """Never stored: quantity x unit cost x times, to the cent."""
        return to_cents(self.quantity * self.unit_cost * self.times)


class Revision(WrittenOnceModel):
    """A proposal as it was sent, with the receipt's hash.

    ``content`` is plain data made by ``services.submission.snapshot``; ``sha256`` is over its
    JSON with sorted keys. ``submit_key`` comes from the form: the same key never sends twice.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    submit_key = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["application", "submit_key"], name="one_key_sends_once"
            ),
        ]

    def __str__(self):
        return f"{self.application_id}/{self.number}"


class Extension(WrittenOnceModel):
    """A later deadline for one person, with the reason: the only way to be late."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="extensions"
    )
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=255)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["until"]

    def __str__(self):
        return f"{self.application_id}: {self.until:%Y-%m-%d %H:%M}"

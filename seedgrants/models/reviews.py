"""A reviewer's reading of one revision, and the scores."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.models import Person
from seedgrants.enums import ReviewState, Subject
from seedgrants.models.applications import Application, Revision
from seedgrants.models.history import WrittenOnceModel


class ReviewQuerySet(models.QuerySet):
    def counted(self):
        """Reviews that are in."""
        return self.filter(state__in=ReviewState.counted())

    def present(self):
        """Reviews that are in or still expected: all but the recused."""
        return self.exclude(state=ReviewState.CONFLICTED)

    def of_latest_revision(self):
        return self.filter(revision__number=F("application__revision_number"))


class Review(models.Model):
    """``percent`` (0-100, weighted) and ``rubric_version`` are written when it is submitted."""

    SCORING = (ReviewState.NO_CONFLICT, ReviewState.DRAFT)

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grant_reviews")
    state = models.CharField(
        _("state"), max_length=12, choices=ReviewState, default=ReviewState.INVITED
    )
    feedback = models.TextField(_("feedback for the applicant"), blank=True)
    note = models.TextField(_("note for the panel"), blank=True)
    percent = models.DecimalField(
        _("score (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    rubric_version = models.CharField(max_length=12, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    declared_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "reviewer"], name="one_review_a_reviewer_and_revision"
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100),
                name="review_percent_0_to_100",
            ),
        ]

    def __str__(self):
        return f"{self.reviewer} – {self.application_id}"

    @property
    def event_links(self) -> dict:
        return {"subject": Subject.REVIEW, "application": self.application}

    @property
    def is_declared(self) -> bool:
        """Past the declaration, and free of conflict."""
        return self.state not in (ReviewState.INVITED, ReviewState.CONFLICTED)

    @property
    def is_scoring(self) -> bool:
        return self.state in self.SCORING


class Score(models.Model):
    """A score and the criterion as it was when the review began.

    ``levels`` is ``[[points, words], …]``.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="scores")
    criterion_key = models.UUIDField()
    label = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    levels = models.JSONField(default=list)
    weight = models.PositiveSmallIntegerField()
    max_score = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField(default=0)
    score = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion_key"], name="one_score_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=F("max_score")),
                name="score_within_its_highest",
            ),
        ]

    def __str__(self):
        return f"{self.label}: {self.score}/{self.max_score}"

    @property
    def part(self) -> Decimal:
        """The share of its criterion, 0-1; an empty score has none and is counted nowhere."""
        return Decimal(self.score) / self.max_score


class DiscussionNote(WrittenOnceModel):
    """What was said about a proposal when the panel met; seen by coordinators."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="discussion_notes"
    )
    text = models.TextField(_("note"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("discussion note")
        verbose_name_plural = _("discussion notes")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.application_id}: {self.at:%Y-%m-%d %H:%M}"

"""What was typed and could not be saved over newer work: kept until its writer has seen to it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from seedgrants.models.applications import Application
from seedgrants.models.reports import GrantReport
from seedgrants.models.reviews import Review


class KeptText(models.Model):
    """What was typed on a page that was older than the draft: one ``section`` of a proposal, a
    report or a review.

    ``texts`` is ``[[label, text], …]``. The same words are kept once.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, related_name="kept_texts"
    )
    report = models.ForeignKey(
        GrantReport, on_delete=models.PROTECT, null=True, related_name="kept_texts"
    )
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, related_name="kept_texts"
    )
    section = models.CharField(max_length=20, blank=True)
    texts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "section", "sha256"], name="kept_text_once"
            ),
            models.UniqueConstraint(fields=["report", "sha256"], name="kept_report_text_once"),
            models.UniqueConstraint(fields=["review", "sha256"], name="kept_review_text_once"),
            models.CheckConstraint(
                condition=(
                    Q(application__isnull=False, report__isnull=True, review__isnull=True)
                    | Q(application__isnull=True, report__isnull=False, review__isnull=True)
                    | Q(application__isnull=True, report__isnull=True, review__isnull=False)
                ),
                name="kept_text_is_of_one_thing",
            ),
        ]

    def __str__(self):
        return f"{self.thing}/{self.section}"

    @property
    def thing(self) -> Application | GrantReport | Review:
        """What it was typed for."""
        return self.application or self.report or self.review

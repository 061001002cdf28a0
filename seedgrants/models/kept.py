"""What was typed and could not be saved over newer work: kept until its writer has seen to it."""

from django.db import models
from django.utils import timezone

from seedgrants.models.applications import Application


class KeptText(models.Model):
    """One section as it was typed on a page that was older than the draft.

    ``texts`` is ``[[label, text], …]``. The same words are kept once.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="kept_texts"
    )
    section = models.CharField(max_length=20)
    texts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "section", "sha256"], name="kept_text_once"
            )
        ]

    def __str__(self):
        return f"{self.application_id}/{self.section}"

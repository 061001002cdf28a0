"""What was mailed to whom, so that nothing is mailed twice. The text is not kept."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.models import Person


class Notice(models.Model):
    """``key`` names the occasion, such as ``receipt:12`` or ``digest:2026-05-31``; or what a digest
    told of: ``report:7:2026-05-31:-3``, three days before the report's date."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grant_notices")
    key = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_notice_an_occasion")
        ]

    def __str__(self):
        return self.key

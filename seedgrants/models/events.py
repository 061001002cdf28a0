"""What happened, who did it, when and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seedgrants.enums import Subject
from seedgrants.models.applications import Application
from seedgrants.models.grants import Grant
from seedgrants.models.history import WrittenOnceModel
from seedgrants.models.reports import GrantReport
from seedgrants.models.rounds import GrantRoundPage


class Event(WrittenOnceModel):
    """One move of one thing: a round, an application, its review or decision, a grant, its
    tranche or report. ``object_id`` is the key of the thing that ``subject`` names."""

    subject = models.CharField(max_length=12, choices=Subject)
    object_id = models.BigIntegerField()
    round = models.ForeignKey(
        GrantRoundPage, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    grant = models.ForeignKey(
        Grant, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    report = models.ForeignKey(
        GrantReport, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    reason = models.CharField(max_length=500, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["subject", "object_id"], name="event_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(round__isnull=False)
                | Q(application__isnull=False)
                | Q(grant__isnull=False)
                | Q(report__isnull=False),
                name="event_is_about_something",
            )
        ]

    def __str__(self):
        return f"{self.subject} {self.object_id}: {self.from_state} > {self.to_state}"

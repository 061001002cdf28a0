"""The closing of a cohort in the background, and how far it is."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.enums import ClosingState
from lms.records.models.cohorts import Cohort


class CohortClosing(models.Model):
    """One run: ``done`` of ``total`` enrolments are judged and have what follows from it."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="closings")
    state = models.CharField(
        _("state"), max_length=10, choices=ClosingState, default=ClosingState.WAITING
    )
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=255, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("closing of a cohort")
        verbose_name_plural = _("closings of cohorts")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort"],
                condition=models.Q(state__in=[ClosingState.WAITING, ClosingState.RUNNING]),
                name="one_closing_at_a_time",
            )
        ]

    def __str__(self):
        return f"{self.cohort_id}: {self.state}"

"""Asking people months after a course what they have used of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.enums_mentoring import FollowUpState, SkillLevel, StillInJob
from lms.records.models.progress import Completion


class FollowUpQuerySet(models.QuerySet):
    def due(self, on=None):
        """Those to be done by the date ``on`` (default today), who waits longest first."""
        on = on or timezone.localdate()
        return self.filter(state=FollowUpState.DUE, due_on__lte=on).order_by("due_on", "pk")


class FollowUp(models.Model):
    """One call or visit, ``months`` after a completion. ``attempts`` counts calls nobody answered."""

    completion = models.ForeignKey(Completion, on_delete=models.PROTECT, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("months after"))
    due_on = models.DateField(_("due on"))
    state = models.CharField(
        _("state"), max_length=12, choices=FollowUpState, default=FollowUpState.DUE
    )
    attempts = models.PositiveSmallIntegerField(_("tried in vain"), default=0)
    last_attempt_on = models.DateField(null=True, blank=True)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    still_in_job = models.CharField(
        _("still in the job"), max_length=10, choices=StillInJob, blank=True
    )
    skills_by_self = models.PositiveSmallIntegerField(choices=SkillLevel, null=True, blank=True)
    skills_by_supervisor = models.PositiveSmallIntegerField(
        choices=SkillLevel, null=True, blank=True
    )
    what_changed = models.TextField(_("what changed"), blank=True)
    warned = models.BooleanField(default=False, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["completion", "months"], name="one_follow_up_a_time")
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="follow_up_state_due")]

    def __str__(self):
        return f"{self.pk}"

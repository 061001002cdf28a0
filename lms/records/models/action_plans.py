"""What a trainee wants to do with a course, step by step."""

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.models.cohorts import Enrolment
from lms.records.models.people import Person


class ActionPlanQuerySet(models.QuerySet):
    def with_steps_counted(self):
        """Annotate ``steps_all`` and ``steps_done``."""
        return self.annotate(
            steps_all=Count("steps"),
            steps_done=Count("steps", filter=Q(steps__done_on__isnull=False)),
        )


class ActionPlan(models.Model):
    """One plan an enrolment, in the trainee's words. Reviewed with the mentor, tracked to done."""

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.PROTECT, related_name="action_plan"
    )
    change = models.TextField(_("what I want to change in my work"))
    help_needed = models.TextField(_("what help I need"), blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="plans_reviewed"
    )
    warned = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.pk}"


class ActionPlanStep(models.Model):
    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="steps")
    text = models.CharField(_("step"), max_length=255)
    with_whom = models.CharField(_("with whom"), max_length=120, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("step of an action plan")
        verbose_name_plural = _("steps of action plans")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.pk}"

"""A change to a running grant: amounts between the lines of its budget, or its last day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seedgrants.enums import AmendmentState, Subject
from seedgrants.models.grants import Grant, GrantLine


class Amendment(models.Model):
    """Proposed by the grantee, decided by a coordinator."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        _("state"), max_length=10, choices=AmendmentState, default=AmendmentState.PROPOSED
    )
    reason = models.TextField(_("Why is the change needed?"))
    ends_on = models.DateField(_("new last day"), null=True, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="amendment_number_once"),
            models.UniqueConstraint(
                fields=["grant"],
                condition=Q(state=AmendmentState.PROPOSED),
                name="one_amendment_at_a_time",
            ),
        ]

    def __str__(self):
        return f"{self.grant_id}/{self.number}"

    @property
    def application(self):
        return self.grant.application

    @property
    def event_links(self) -> dict:
        return {
            "subject": Subject.AMENDMENT,
            "application": self.application,
            "grant": self.grant,
        }


class AmendmentLine(models.Model):
    """A line of the budget as it was and as it should be."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(GrantLine, on_delete=models.PROTECT, related_name="+")
    before = models.DecimalField(max_digits=12, decimal_places=2)
    after = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["line__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "line"], name="amended_line_once"),
            models.CheckConstraint(
                condition=Q(after__gte=0, before__gte=0), name="amended_line_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.line}: {self.after}"

"""What was decided on a revision, with the figures it was decided on."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seedgrants.enums import NOT_TAKEN_UP, Currency, DecisionState, Outcome, Subject
from seedgrants.models.applications import Application, Revision
from seedgrants.money import whole_hundreds


class DecisionQuerySet(models.QuerySet):
    def standing(self):
        """Pending or published: those that hold money."""
        return self.exclude(state=DecisionState.REPLACED)

    def awarded_in(self, round_page) -> Decimal:
        """What the round's awards hold, in its currency, pending ones included.

        An offer that was declined or has lapsed holds nothing.
        """
        awards = self.standing().filter(application__round=round_page, outcome=Outcome.AWARD)
        awards = awards.exclude(grant__state__in=NOT_TAKEN_UP)
        return awards.aggregate(total=Sum("amount"))["total"] or Decimal(0)


class Decision(models.Model):
    """Pending until the round's decisions are published together.

    ``requested`` and ``cap`` are kept as they were. ``average`` and ``spread`` are percent
    (0-100); ``figures`` is ``{"reviews": [{"review": key, "percent": "80.00",
    "rubric_version": …}]}``.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome)
    state = models.CharField(
        _("state"), max_length=10, choices=DecisionState, default=DecisionState.PENDING
    )
    currency = models.CharField(max_length=3, choices=Currency)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, default=Decimal(0))
    requested = models.DecimalField(max_digits=12, decimal_places=2)
    cap = models.DecimalField(max_digits=12, decimal_places=2)
    feedback = models.TextField(_("feedback for the applicant"))
    revise_until = models.DateTimeField(_("revise until"), null=True, blank=True)
    average = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    spread = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    reviews_counted = models.PositiveSmallIntegerField(default=0)
    figures = models.JSONField(default=dict)
    rubric_version = models.CharField(max_length=12)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["decided_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state=DecisionState.PENDING),
                name="one_pending_decision",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(outcome=Outcome.AWARD) & ~Q(state=DecisionState.REPLACED),
                name="one_award_an_application",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.AWARD, amount__gt=0)
                | (~Q(outcome=Outcome.AWARD) & Q(amount=0)),
                name="only_an_award_has_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(amount__lte=F("cap")) & Q(amount__lte=F("requested")),
                name="award_within_cap_and_request",
            ),
            models.CheckConstraint(
                condition=whole_hundreds("amount"), name="decision_riel_in_hundreds"
            ),
        ]

    def __str__(self):
        return f"{self.application_id}: {self.outcome}"

    @property
    def event_links(self) -> dict:
        return {"subject": Subject.DECISION, "application": self.application}

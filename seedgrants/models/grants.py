"""A grant and the payments planned for it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seedgrants.enums import Currency, GrantState, Subject, TrancheState
from seedgrants.models.applications import Application, BudgetLine
from seedgrants.models.decisions import Decision
from seedgrants.money import whole_hundreds


class GrantQuerySet(models.QuerySet):
    def public(self):
        """Those whose grantee agreed to be listed, from the agreement on."""
        return self.filter(
            consent_at__isnull=False,
            state__in=(GrantState.ACTIVE, GrantState.CLOSING, GrantState.CLOSED),
        )

    def totals(self) -> dict[str, Decimal]:
        """``amount``, ``paid``, ``spent``, ``returned`` and ``written_off``. Ask it of one currency:
        currencies never add up."""
        names = ("amount", "paid", "spent", "returned", "written_off")
        sums = self.aggregate(**{name: Sum(name) for name in names})
        return {name: total or Decimal(0) for name, total in sums.items()}


class Grant(models.Model):
    """An award on its way.

    ``paid`` is what was paid less contra entries, ``spent`` the sum of the accepted reports,
    ``returned`` and ``written_off`` what will not be spent; all in ``currency``, written from the
    ledger under a lock. Nothing is public before the grantee agreed at ``consent_at``.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="grant")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="grant")
    state = models.CharField(
        _("state"), max_length=10, choices=GrantState, default=GrantState.OFFERED
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    amount = models.DecimalField(_("award"), max_digits=12, decimal_places=2)
    paid = models.DecimalField(_("paid"), max_digits=12, decimal_places=2, default=Decimal(0))
    spent = models.DecimalField(_("spent"), max_digits=12, decimal_places=2, default=Decimal(0))
    returned = models.DecimalField(
        _("given back"), max_digits=12, decimal_places=2, default=Decimal(0)
    )
    written_off = models.DecimalField(
        _("written off"), max_digits=12, decimal_places=2, default=Decimal(0)
    )
    consent_at = models.DateTimeField(_("agreed to be public"), null=True, blank=True)
    signed_on = models.DateField(_("agreement signed on"), null=True, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    created_at = models.DateTimeField(_("offered at"), default=timezone.now, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, paid__gte=0, spent__gte=0), name="grant_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(paid__lte=F("amount")), name="payments_within_the_award"
            ),
            models.CheckConstraint(
                condition=Q(returned__gte=0, written_off__gte=0), name="grant_returns_not_negative"
            ),
            models.CheckConstraint(
                condition=whole_hundreds("amount"), name="grant_riel_in_hundreds"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="grant_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.application.number} – {self.application.title}"

    @property
    def event_links(self) -> dict:
        return {"subject": Subject.GRANT, "application": self.application, "grant": self}

    @property
    def unspent(self) -> Decimal:
        """Paid and not yet spent by an accepted report, given back or written off."""
        return self.paid - self.spent - self.returned - self.written_off

    @property
    def unpaid(self) -> Decimal:
        return self.amount - self.paid


class GrantLine(models.Model):
    """A line of the agreed budget; the lines together are the award. Amendments move amounts."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="lines")
    budget_line = models.OneToOneField(
        BudgetLine, on_delete=models.PROTECT, related_name="grant_line"
    )
    order = models.PositiveSmallIntegerField(default=0)
    item = models.CharField(max_length=160)
    amount = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="grant_line_not_negative")
        ]

    def __str__(self):
        return self.item


class TrancheQuerySet(models.QuerySet):
    def to_pay(self):
        """Approved, and of a grant that may be paid now."""
        return self.filter(state=TrancheState.APPROVED, grant__state=GrantState.ACTIVE)


class Tranche(models.Model):
    """A payment: approved by one person, made by another."""

    PAID = (TrancheState.PAID, TrancheState.ACKNOWLEDGED)

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="tranches")
    number = models.PositiveSmallIntegerField(_("number"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    due_on = models.DateField(_("planned for"))
    condition = models.CharField(_("condition"), max_length=255, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=TrancheState, default=TrancheState.PLANNED
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    reference = models.CharField(_("payment reference"), max_length=80, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    objects = TrancheQuerySet.as_manager()

    class Meta:
        verbose_name = _("tranche")
        verbose_name_plural = _("tranches")
        ordering = ["grant", "number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="tranche_number_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="tranche_above_zero"),
            models.CheckConstraint(
                condition=~Q(approved_by=F("paid_by")), name="approver_and_payer_differ"
            ),
        ]

    def __str__(self):
        return f"{self.grant_id}/{self.number}"

    @property
    def application(self):
        return self.grant.application

    @property
    def can_be_removed(self) -> bool:
        """The last of its grant's, planned, and never paid: nothing in the ledger speaks of it."""
        return (
            self.state == TrancheState.PLANNED
            and not self.grant.tranches.filter(number__gt=self.number).exists()
            and not self.ledger.exists()
        )

    @property
    def event_links(self) -> dict:
        return {
            "subject": Subject.TRANCHE,
            "application": self.application,
            "grant": self.grant,
        }

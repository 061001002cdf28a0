"""The money of a grant, entry by entry: nothing is changed, a mistake gets a contra entry."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seedgrants.enums import EntryKind
from seedgrants.models.grants import Grant, Tranche
from seedgrants.models.history import WrittenOnceModel, WrittenOnceQuerySet
from seedgrants.models.reports import GrantReport


class LedgerQuerySet(WrittenOnceQuerySet):
    def sums(self) -> dict[str, Decimal]:
        """What each kind comes to; a contra entry counts with the kind of what it reverses."""
        rows = self.order_by().values(counts_as=Coalesce("reverses__kind", "kind"))
        return {row["counts_as"]: row["total"] for row in rows.annotate(total=Sum("amount"))}

    def standing(self):
        """Those that no contra entry has taken back."""
        return self.exclude(kind=EntryKind.CONTRA).filter(reversed_by__isnull=True)

    def with_balance(self) -> list["LedgerEntry"]:
        """In the order they were written, each with ``balance``: what the grantee then held."""
        balance, entries = 0, list(self.order_by("at", "pk"))
        for entry in entries:
            balance += entry.amount
            entry.balance = balance
        return entries


class LedgerEntry(WrittenOnceModel):
    """``amount`` is above zero when the grantee holds more money after it, else below.

    A contra entry has the amount of what it ``reverses`` with the other sign.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="ledger")
    kind = models.CharField(max_length=11, choices=EntryKind)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    on = models.DateField(_("date"))
    tranche = models.ForeignKey(
        Tranche, on_delete=models.PROTECT, null=True, blank=True, related_name="ledger"
    )
    report = models.ForeignKey(
        GrantReport, on_delete=models.PROTECT, null=True, blank=True, related_name="ledger"
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EntryKind.CONTRA)
                | Q(kind=EntryKind.PAYMENT, amount__gt=0)
                | (~Q(kind=EntryKind.PAYMENT) & Q(amount__lte=0)),
                name="entry_has_the_sign_of_its_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EntryKind.CONTRA) | Q(reverses__isnull=False),
                name="contra_names_what_it_reverses",
            ),
        ]

    def __str__(self):
        return f"{self.grant_id}: {self.kind} {self.amount}"

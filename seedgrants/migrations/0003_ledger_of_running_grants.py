"""Give grants from before there was a ledger their agreed lines and their entries."""

from decimal import ROUND_DOWN, Decimal

from django.db import migrations
from django.utils import timezone

CENT, RIEL_STEP = Decimal("0.01"), Decimal(100)
PAID = ("paid", "acknowledged")


def fill(apps, schema_editor):
    Grant = apps.get_model("seedgrants", "Grant")
    for grant in Grant.objects.filter(lines__isnull=True).iterator():
        agree_on_lines(apps, grant)
    for grant in Grant.objects.filter(ledger__isnull=True).iterator():
        write_ledger(apps, grant)


def agree_on_lines(apps, grant):
    """As ``services.grants.agree_on_lines`` does for a new grant."""
    GrantLine = apps.get_model("seedgrants", "GrantLine")
    BudgetLine = apps.get_model("seedgrants", "BudgetLine")
    rows = list(BudgetLine.objects.filter(application=grant.application_id).order_by("order", "pk"))
    totals = [(row.quantity * row.unit_cost * row.times).quantize(CENT) for row in rows]
    asked = sum(totals, Decimal(0))
    if not asked:
        return
    step = RIEL_STEP if grant.currency == "KHR" else CENT
    amounts = [
        (total * grant.amount / asked / step).to_integral_value(ROUND_DOWN) * step
        for total in totals
    ]
    amounts[amounts.index(max(amounts))] += grant.amount - sum(amounts)
    GrantLine.objects.bulk_create(
        GrantLine(
            grant_id=grant.pk, budget_line_id=row.pk, order=row.order, item=row.item, amount=amount
        )
        for row, amount in zip(rows, amounts, strict=True)
    )


def write_ledger(apps, grant):
    """A payment for each paid tranche, then what each accepted report spent."""
    LedgerEntry = apps.get_model("seedgrants", "LedgerEntry")
    Tranche = apps.get_model("seedgrants", "Tranche")
    GrantReport = apps.get_model("seedgrants", "GrantReport")
    ReportLine = apps.get_model("seedgrants", "ReportLine")
    for tranche in Tranche.objects.filter(grant=grant.pk, state__in=PAID).order_by("number"):
        LedgerEntry.objects.create(
            grant_id=grant.pk,
            kind="payment",
            amount=tranche.amount,
            on=tranche.paid_on or tranche.due_on,
            tranche_id=tranche.pk,
            reference=tranche.reference,
            by_id=tranche.paid_by_id,
            at=timezone.now(),
        )
    for report in GrantReport.objects.filter(grant=grant.pk, state="accepted").order_by("number"):
        spent = sum(
            ReportLine.objects.filter(report=report.pk).values_list("actual", flat=True), Decimal(0)
        )
        LedgerEntry.objects.create(
            grant_id=grant.pk,
            kind="spent",
            amount=-spent,
            on=report.ends_on,
            report_id=report.pk,
            at=timezone.now(),
        )


class Migration(migrations.Migration):
    dependencies = [("seedgrants", "0002_feedback_agreements_ledger_and_files")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]

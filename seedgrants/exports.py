"""Tables of a round for a spreadsheet. Nobody's computer runs a cell as a program."""

import csv
from collections.abc import Callable, Iterator
from io import BytesIO, StringIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from courses.reports.exports import inert
from seedgrants.models import Application, GrantReport, LedgerEntry, Score

Rows = Iterator[list]


def applications(found: QuerySet[Application]) -> Rows:
    """One row a proposal, with the figures of its reviews."""
    yield [
        _("Number"),
        _("Title"),
        _("Applicant"),
        _("Organisation"),
        _("State"),
        _("Currency"),
        _("Requested"),
        _("Award"),
        _("Average (%)"),
        _("Spread"),
        _("Reviews"),
        _("Sent"),
    ]
    rows = found.with_marks().select_related("applicant", "organisation", "grant")
    for a in rows.order_by("number"):
        grant = getattr(a, "grant", None)
        spread = a.highest - a.lowest if a.highest is not None else None
        yield [
            a.number, a.title, str(a.applicant), str(a.organisation or ""),
            a.get_state_display(), a.currency, a.requested, grant.amount if grant else None,
            round(a.average, 2) if a.average is not None else None, spread, a.reviews_in,
            _day(a.submitted_at),
        ]  # fmt: skip


def scores(found: QuerySet[Application]) -> Rows:
    """One row a score; a recused review has none."""
    yield [
        _("Number"), _("Revision"), _("Reviewer"), _("State"), _("Criterion"), _("Weight"),
        _("Score"), _("Highest score"), _("Review (%)"),
    ]  # fmt: skip
    rows = Score.objects.filter(
        review__application__in=found, review__percent__isnull=False
    ).exclude(review__state="conflicted")
    for s in rows.select_related("review__application", "review__revision", "review__reviewer"):
        review = s.review
        yield [
            review.application.number, review.revision.number, str(review.reviewer),
            review.get_state_display(), s.label, s.weight, s.score, s.max_score, review.percent,
        ]  # fmt: skip


def ledger(found: QuerySet[Application]) -> Rows:
    """One row an entry with the balance after it, grant by grant."""
    yield [
        _("Number"), _("Date"), _("Entry"), _("Reference"), _("Reason"), _("Currency"),
        _("Amount"), _("Balance"),
    ]  # fmt: skip
    entries = LedgerEntry.objects.filter(grant__application__in=found)
    grant, balance = None, 0
    for e in entries.select_related("grant__application").order_by("grant", "at", "pk"):
        balance = e.amount + (balance if e.grant_id == grant else 0)
        grant = e.grant_id
        yield [
            e.grant.application.number, _day(e.on), e.get_kind_display(), e.reference, e.reason,
            e.grant.currency, e.amount, balance,
        ]  # fmt: skip


def reports(found: QuerySet[Application]) -> Rows:
    """One row a report: its dates, people reached and money; the stories stay on the site."""
    yield [
        _("Number"), _("Report"), _("From"), _("Until"), _("Due on"), _("State"), _("Women"),
        _("Men"), _("Girls"), _("Boys"), _("People"), _("Currency"), _("Spent"),
    ]  # fmt: skip
    rows = GrantReport.objects.filter(grant__application__in=found)
    rows = rows.select_related("grant__application").prefetch_related("lines")
    for r in rows.order_by("grant", "number"):
        yield [
            r.application.number, r.number, _day(r.starts_on), _day(r.ends_on), _day(r.due_on),
            r.get_state_display(), r.women, r.men, r.girls, r.boys, r.people, r.grant.currency,
            sum(line.actual for line in r.lines.all()),
        ]  # fmt: skip


TABLES: dict[str, Callable[[QuerySet[Application]], Rows]] = {
    "applications": applications,
    "scores": scores,
    "ledger": ledger,
    "reports": reports,
}


def _day(moment) -> str:
    return moment.isoformat()[:10] if moment else ""


def as_csv(rows: Rows) -> Iterator[bytes]:
    """UTF-8 with the mark that makes a spreadsheet read Khmer."""
    yield "\ufeff".encode()
    for row in rows:
        line = StringIO()
        csv.writer(line).writerow([inert(cell) for cell in row])
        yield line.getvalue().encode()


def as_xlsx(rows: Rows) -> bytes:
    """Amounts are numbers; text is text whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cell(sheet, value):
    cell = WriteOnlyCell(sheet, value=inert(value))
    if isinstance(value, str):
        cell.data_type = "s"
    return cell

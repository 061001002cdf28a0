"""A proposal's budget as a spreadsheet: taken home, filled in, brought back."""

from decimal import Decimal, InvalidOperation
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from courses.reports.exports import inert
from lms.khmer import fold_digits
from lms.uploads import DAMAGED_PACKAGE
from seedgrants.enums import BudgetCategory
from seedgrants.exceptions import Incomplete
from seedgrants.models import Application

COLUMNS = ("category", "item", "quantity", "unit", "unit_cost", "times", "note")
WIDTHS = (26, 40, 12, 14, 14, 12, 40, 14)
MOST_LINES = 60


def headings() -> list[str]:
    return [
        _("Kind of cost"), _("What"), _("How many"), _("Unit"), _("Cost of one"),
        _("How many times"), _("Note"), _("Total"),
    ]  # fmt: skip


def write_budget(application: Application) -> bytes:
    """The lines with their totals; the kinds of cost stand on a sheet of their own."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Budget"
    sheet.append(headings())
    lines = list(application.budget_lines.all())
    for line in lines:
        sheet.append(
            [
                str(BudgetCategory(line.category).label), inert(line.item), line.quantity,
                inert(line.unit), line.unit_cost, line.times, inert(line.note), line.total,
            ]
        )  # fmt: skip
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDEFGH", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    kinds = book.create_sheet("Kinds of cost")
    for label in BudgetCategory.labels:
        kinds.append([str(label)])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def read_budget(data: bytes) -> list[dict[str, str]]:
    """The filled lines as text, as a person would type them into the form; totals are left out.

    Raises ``Incomplete`` when there is nothing to read. What is wrong inside a line is for the
    form to say, beside the line.
    """
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(max_col=len(COLUMNS), values_only=True))
    except (*DAMAGED_PACKAGE, InvalidFileException, KeyError, IndexError) as error:
        raise Incomplete(
            [_("This spreadsheet cannot be read. Save it as XLSX and try again.")]
        ) from error
    lines = [_line(row) for row in rows[1:] if any(_text(value) for value in row)]
    if not lines:
        raise Incomplete([_("There is no line in this spreadsheet. The first row is the heading.")])
    if len(lines) > MOST_LINES:
        raise Incomplete([_("A budget has at most %(most)s lines.") % {"most": MOST_LINES}])
    return lines


def _text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        value = value.quantize(Decimal("0.01")) if value.is_finite() else ""
    return str(value).strip().removeprefix("'")


def _line(row: tuple) -> dict[str, str]:
    line = dict(
        zip(COLUMNS, (_text(value) for value in (*row, *[None] * len(COLUMNS))), strict=False)
    )
    line["category"] = _category(line["category"])
    line["times"] = _whole(line["times"] or "1")
    return line


def _category(label: str) -> str:
    labels = {str(text).casefold(): value for value, text in BudgetCategory.choices}
    labels |= {value: value for value in BudgetCategory.values}
    return labels.get(label.casefold(), BudgetCategory.OTHER)


def _whole(text: str) -> str:
    """``2.00`` as spreadsheets write a count is 2; anything else stays as it is."""
    try:
        number = Decimal(fold_digits(text))
    except InvalidOperation:
        return text
    return str(int(number)) if number.is_finite() and number == number.to_integral_value() else text

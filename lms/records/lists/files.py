"""Files that go out: an empty list to fill in, and the rows of a list that have problems."""

import csv
from collections.abc import Callable, Iterable
from io import BytesIO, StringIO

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from lms.records.lists.headings import ListField
from lms.records.lists.problems import spoken
from lms.records.models import PersonImportRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ASKED = (
    ListField.FAMILY_NAME_KM,
    ListField.GIVEN_NAME_KM,
    ListField.FAMILY_NAME,
    ListField.GIVEN_NAME,
    ListField.GENDER,
    ListField.BIRTH,
    ListField.PHONE,
    ListField.EMAIL,
    ListField.PROVINCE,
    ListField.ORGANISATION,
    ListField.POSITION,
    ListField.CADRE,
)
# Rows laid out as text, so that a telephone keeps its first 0.
PREPARED_ROWS = 300
WIDTH = 22


def empty_list() -> bytes:
    """An Excel file with headings in the active language; each is known when it comes back."""
    book = Workbook()
    sheet = book.active
    sheet.title = str(_("People"))[:31]
    for column, field in enumerate(ASKED, start=1):
        heading = sheet.cell(row=1, column=column, value=str(capfirst(field.label)))
        heading.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    for row in range(2, PREPARED_ROWS + 2):
        sheet.cell(row=row, column=ASKED.index(ListField.PHONE) + 1).number_format = "@"
    sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def problems_csv(rows: Iterable[PersonImportRow], *, inert: Callable[[str], str]) -> str:
    """What is wrong, a problem a line, with the row's number in the file; ``inert`` disarms cells."""
    file = StringIO()
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow([_("Row"), _("Name"), _("Phone"), _("Problem"), _("What becomes of the row")])
    for row in rows:
        name = " ".join(
            row.values[part]
            for part in ("family_name", "given_name", "family_name_km", "given_name_km")
            if part in row.values
        )
        for _field, message in [*spoken(row.errors), *spoken(row.warnings)]:
            cells = (name, row.values.get("phone", ""), message, row.get_decision_display())
            writer.writerow([row.number, *(inert(str(cell)) for cell in cells)])
    return file.getvalue()

"""Lists of people as coordinators get them, and imports of them, for tests."""

import csv
from io import BytesIO, StringIO

from openpyxl import Workbook

from lms.records.forms.imports import guess_structure
from lms.records.services.imports import match_columns, start_import

HEADINGS = ["Family name", "Given name", "Sex", "Year of birth", "Phone", "Organisation"]


def make_csv(rows, *, headings=HEADINGS, encoding="utf-8", delimiter=",") -> bytes:
    file = StringIO()
    csv.writer(file, delimiter=delimiter).writerows([headings, *rows])
    return file.getvalue().encode(encoding)


def make_xlsx(rows, *, sheet="Sheet1", others=()) -> bytes:
    """A workbook with ``rows`` on the sheet ``sheet``, behind empty sheets called ``others``."""
    book = Workbook()
    book.remove(book.active)
    for title in others:
        book.create_sheet(title)
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def make_import(rows, *, actor, data=None, **fields):
    """A list whose columns are matched; ``checked`` where the test runs what is queued."""
    data = data or make_csv(rows)
    structure = guess_structure(data)
    person_import = start_import(
        data=data, file_name="list.csv", actor=actor, **structure, **fields
    )
    return match_columns(person_import=person_import, actor=actor, **structure)

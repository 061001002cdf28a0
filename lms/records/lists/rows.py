"""The rows of a list as texts, from Excel or CSV."""

import csv
import re
import unicodedata
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import islice

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from lms.records.exceptions import UnreadableList
from lms.records.lists.opening import decode, kind_of
from lms.uploads import DAMAGED_PACKAGE

MOST_ROWS = 10_000
MOST_COLUMNS = 60
# Behind so many empty rows nothing comes: somebody coloured the sheet down to its last row.
MOST_EMPTY_ROWS = 2000
PREVIEWED = 60

# What openpyxl raises on parts that are not what they say they are.
_BROKEN = (*DAMAGED_PACKAGE, KeyError, TypeError, AttributeError, IndexError, SyntaxError)
# Zero-width space, byte order mark, soft hyphen, signs that turn the direction of reading.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_DELIMITERS = ",;\t|"

Row = tuple[int, list[str]]


def sheet_names(data: bytes) -> list[str]:
    """The sheets of an Excel file; none for a CSV file."""
    return _open(data).sheetnames if kind_of(data) == "xlsx" else []


def read_rows(data: bytes, *, sheet: str = "") -> Iterator[Row]:
    """Number (from 1, as Excel counts) and cells of every row that is not empty.

    ``sheet`` is a name out of :func:`sheet_names`; the first one by default.

    :raises UnreadableList: when the file is of another kind or breaks off, or has too many rows.
    """
    rows = _xlsx_rows(data, sheet) if kind_of(data) == "xlsx" else _csv_rows(data)
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS + PREVIEWED:
            raise UnreadableList(
                _("This list has more than %(most)s rows. Part it in two.") % {"most": MOST_ROWS}
            )
        yield row


def preview(data: bytes, *, sheet: str = "") -> list[Row]:
    """The first rows, to find the headings in and to show what is in the columns."""
    return list(islice(read_rows(data, sheet=sheet), PREVIEWED))


def letters_are_guessed(data: bytes) -> bool:
    return kind_of(data) == "csv" and decode(data)[1]


def _open(data: bytes):
    try:
        with warnings.catch_warnings():
            # About styles and extensions of the file, which nobody reads here.
            warnings.simplefilter("ignore")
            return load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        raise UnreadableList(
            _("This file is damaged or locked. Open it in Excel, save it again and bring that.")
        ) from error


def _xlsx_rows(data: bytes, sheet: str) -> Iterator[Row]:
    workbook = _open(data)
    try:
        sheets = {page.title: page for page in workbook.worksheets}
        page = sheets.get(sheet) or next(iter(sheets.values()), None)
        if page is None:
            raise UnreadableList(_("There is no sheet with cells in this file."))
        page.reset_dimensions()  # what the file says of itself is often wrong
        empty = 0
        for number, values in enumerate(
            page.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1
        ):
            cells = [_as_text(value) for value in values]
            if any(cells):
                empty = 0
                yield number, cells
            elif (empty := empty + 1) > MOST_EMPTY_ROWS:
                return
    except _BROKEN as error:
        raise UnreadableList(
            _("This file is damaged or locked. Open it in Excel, save it again and bring that.")
        ) from error
    finally:
        workbook.close()


def _csv_rows(data: bytes) -> Iterator[Row]:
    text, _guessed = decode(data)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter_of(text))
    try:
        for number, values in enumerate(reader, start=1):
            cells = [_as_text(value) for value in values[:MOST_COLUMNS]]
            if any(cells):
                yield number, cells
    except csv.Error as error:
        raise UnreadableList(
            _("Row %(row)s cannot be read: a quotation mark is open, or a cell is endless.")
            % {"row": reader.line_num}
        ) from error


def _delimiter_of(text: str) -> str:
    """The sign that parts the most lines into the same number of cells."""
    lines = [line for line in islice(text.splitlines(), 50) if line.strip()]

    def evenness(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=lambda count: (counts.count(count) if count else 0, count))
        return (counts.count(usual), usual) if usual else (0, 0)

    return max(_DELIMITERS, key=evenness)


def _as_text(value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", str(value)))
    return " ".join(text.split())

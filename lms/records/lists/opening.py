"""Whether a file is a list we can read, told by its content and before anything is unpacked."""

import codecs
import re
from io import BytesIO
from zipfile import ZipFile

from django.utils.translation import gettext as _

from lms.records.exceptions import UnreadableList
from lms.uploads import DAMAGED_PACKAGE, MAX_BYTES, MAX_PARTS, MEGABYTE

# Measured: 10,000 rows of 20 columns are 12 MB of XML.
MOST_UNPACKED = 60 * MEGABYTE

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPREADSHEET = b"spreadsheetml."
_MARKUP = re.compile(r"<\s*(!doctype|html|head|body|svg|script|table|\?xml)\b", re.IGNORECASE)
_DEFINITIONS = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def kind_of(data: bytes) -> str:
    """``"xlsx"`` or ``"csv"``, by what is in the file.

    :raises UnreadableList: with what to do instead.
    """
    if not data.strip():
        raise UnreadableList(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise UnreadableList(
            _("The file is larger than %(most)s MB. Part it in two.")
            % {"most": MAX_BYTES // MEGABYTE}
        )
    if data.startswith(_OLE):
        raise UnreadableList(
            _(
                "This is an old Excel file (.xls), or one with a password. Save it without a "
                "password as .xlsx."
            )
        )
    if data.startswith(b"PK\x03\x04"):
        _check_package(data)
        return "xlsx"
    _check_text(data)
    return "csv"


def decode(data: bytes) -> tuple[str, bool]:
    """The text of a CSV file, and whether its letters had to be guessed."""
    for mark, encoding in _UTF_16.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), False
    if encoding := _utf_16_without_mark(data):
        return data.decode(encoding, errors="replace"), False
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), True


def _utf_16_without_mark(data: bytes) -> str | None:
    """Ends of lines and commas have a zero byte on one side in UTF-16 of any script."""
    start = data[:4000]
    if start.count(0) < len(start) / 20:
        return None
    return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"


def _check_text(data: bytes) -> None:
    text, _guessed = decode(data)
    if data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or "\x00" in text:
        raise UnreadableList(_not_a_list())
    if _MARKUP.search(text[:4096]):
        raise UnreadableList(
            _("This is a web page, whatever its name says. Open it in Excel and save it as .xlsx.")
        )


def _check_package(data: bytes) -> None:
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnreadableList(
                    _(
                        "This file becomes far too large when it is opened. Copy the list alone "
                        "into a new file."
                    )
                )
            names = package.namelist()
            if "[Content_Types].xml" not in names:
                raise UnreadableList(_not_a_list())
            if _SPREADSHEET not in package.read("[Content_Types].xml"):
                raise UnreadableList(_not_a_list())
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with package.open(part) as xml:
                        if _DEFINITIONS.search(xml.read(4096)):
                            raise UnreadableList(_damaged())
    except (*DAMAGED_PACKAGE, RuntimeError) as error:
        raise UnreadableList(_damaged()) from error


def _not_a_list() -> str:
    return _("This is not a spreadsheet. Bring an Excel file (.xlsx) or a CSV file.")


def _damaged() -> str:
    return _("This file is damaged or locked. Open it in Excel, save it again and bring that.")

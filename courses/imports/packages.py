"""Opening the package of a Word document without trusting a byte of it."""

import io
import lzma
import zipfile
import zlib

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from courses.imports.exceptions import UnreadableFileError
from courses.imports.hardened_xml import check_xml

MEGABYTE = 1024 * 1024
LARGEST_FILE = 10 * MEGABYTE
# Unpacked. Measured: a book of 400 pages has 6 MB of XML.
LARGEST_XML = 16 * MEGABYTE
LARGEST_PART = 40 * MEGABYTE
LARGEST_PACKAGE = 120 * MEGABYTE
MOST_PARTS = 3000

# What the standard library raises on a part that is not what the package says of it.
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def check_package(data: bytes) -> None:
    """Raise :class:`UnreadableFileError` unless ``data`` can be read as a Word document safely."""
    if len(data) > LARGEST_FILE:
        raise UnreadableFileError(
            _("The file is larger than %(limit)s. Make its pictures smaller, or part it in two.")
            % {"limit": filesizeformat(LARGEST_FILE)}
        )
    if data.startswith(_OLE):
        raise UnreadableFileError(_why_old(data))
    if not data.startswith(b"PK"):
        raise UnreadableFileError(
            _("This is not a Word document. In Word choose “Save as” and the type .docx.")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_parts(package)
    except (*DAMAGED, OSError, ValueError) as error:
        raise UnreadableFileError(_broken()) from error
    except RuntimeError as error:  # zipfile's answer to a part with a password
        raise UnreadableFileError(_protected()) from error


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    too_much = (
        len(parts) > MOST_PARTS
        or any(part.file_size > LARGEST_PART for part in parts)
        or sum(part.file_size for part in parts) > LARGEST_PACKAGE
        or sum(part.file_size for part in xml) > LARGEST_XML
    )
    if too_much:
        raise UnreadableFileError(
            _("Unpacked, the file is far larger than a document should be. Part it in two.")
        )
    names = {part.filename for part in parts}
    if not any(name.startswith("word/") for name in names):
        raise UnreadableFileError(
            _("This is another kind of file than a Word document, renamed to .docx.")
        )
    for part in xml:
        check_xml(package.read(part))


def _why_old(data: bytes) -> str:
    if _ENCRYPTED in data:
        return _protected()
    return _("This is an old Word file (.doc). In Word choose “Save as” and the type .docx.")


def _protected() -> str:
    return _("The document is protected by a password. Take the password off and save it again.")


def _broken() -> str:
    return _("The file is broken. Open it in Word, save it again, and try once more.")

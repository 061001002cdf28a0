"""Files that people hand in: few kinds, known by their content, kept private, sent out inert.

A form takes one with :class:`UploadField`; a view gives one back with :func:`send_file`. What a
file calls itself is never believed: a web page named ``report.pdf`` is refused.
"""

import re
import warnings
import zlib
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile, LargeZipFile, ZipFile

import filetype
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_UNPACKED = 100 * MEGABYTE
MAX_PARTS = 5000
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 4000  # sharp enough to read a flip chart; kinder to whoever pays for the download
LONGEST_NAME = 120

IMAGES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}
OFFICE_OPEN_XML = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"presentationml.presentation.main+xml": "pptx",
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
TEXTS = ("txt", "csv")
ACCEPTED = ("pdf", *OFFICE_OPEN_XML.values(), *OPEN_DOCUMENT.values(), *IMAGES, *TEXTS)

# What the standard library raises on an archive that breaks off or lies about itself.
DAMAGED_PACKAGE = (
    BadZipFile, LargeZipFile, LZMAError, zlib.error, NotImplementedError, EOFError, OSError, ValueError,
)  # fmt: skip
_MACROS = re.compile(
    r"(^|/)(vbaProject\.bin|macrosheets/|activeX/)|^(Basic|Scripts)/", re.IGNORECASE
)
_MARKUP = re.compile(r"<\s*(!doctype|html|head|body|svg|script|iframe|\?xml)\b", re.IGNORECASE)
# Control signs, and those that turn the direction of reading so that "exe.pdf" reads otherwise.
_UNSAFE_IN_NAMES = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?\"<>|]"
)


def check_upload(upload: UploadedFile) -> ContentFile:
    """Return the file as it is to be kept, under the name it came with and the ending it deserves.

    Pictures are drawn anew: turned upright, at most ``LONGEST_SIDE`` pixels, without the place and
    time that a phone writes into them. :raises ValidationError: with what to do instead.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("This file has %(size)s MB; %(most)s MB is the most. Make its pictures smaller.")
            % {"size": -(-upload.size // MEGABYTE), "most": MAX_BYTES // MEGABYTE}
        )
    data = upload.read()
    kind = _kind_of(data, upload.name)
    if kind in IMAGES:
        data = _drawn_anew(data, IMAGES[kind])
    return ContentFile(data, name=f"{_safe_stem(upload.name)}.{kind}")


def _kind_of(data: bytes, name: str) -> str:
    ending = name.rpartition(".")[2].lower()
    guessed = filetype.guess_extension(data)
    if guessed == "pdf" or guessed in IMAGES:
        return guessed
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_package(data)
    if guessed is None and ending in TEXTS:
        _refuse_unless_text(data)
        return ending
    raise ValidationError(_wrong_kind())


def _wrong_kind() -> str:
    return _("Files of this kind are not taken. Hand in one of these: %(kinds)s.") % {
        "kinds": ", ".join(ACCEPTED)
    }


def _kind_of_package(data: bytes) -> str:
    """Which office document a zip archive is; looked through before anything is unpacked."""
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise ValidationError(
                    _("This file becomes too large when it is opened. Hand in a smaller one.")
                )
            if any(part.flag_bits & 1 for part in parts):
                raise ValidationError(
                    _("This file is locked with a password. Hand it in without one.")
                )
            if package.testzip() is not None:
                raise BadZipFile
            names = package.namelist()
            kind, has_macros = _kind_of_document(package, names)
    except DAMAGED_PACKAGE as error:
        raise ValidationError(
            _("This file is damaged. Open it, save it again and hand that in.")
        ) from error
    if has_macros or any(_MACROS.search(name) for name in names):
        raise ValidationError(_("This file has macros in it. Save it without macros."))
    if kind is None:
        raise ValidationError(_wrong_kind())
    return kind


def _kind_of_document(package: ZipFile, names: list[str]) -> tuple[str | None, bool]:
    if "[Content_Types].xml" in names:
        types = package.read("[Content_Types].xml")
        found = [kind for mark, kind in OFFICE_OPEN_XML.items() if mark in types]
        return (found[0] if found else None), b"macroEnabled" in types
    if "mimetype" in names:
        return OPEN_DOCUMENT.get(package.read("mimetype").strip()), False
    return None, False


def _refuse_unless_text(data: bytes) -> None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("This text cannot be read. Save it as UTF-8 text.")) from error
    if "\x00" in text or _MARKUP.search(text[:4096]):
        raise ValidationError(_wrong_kind())


def _drawn_anew(data: bytes, image_format: str) -> bytes:
    damaged = _("This picture is damaged. Take or save it again.")
    try:
        with warnings.catch_warnings():
            # The size is judged below, at a limit of our own.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=[image_format])
        if image.width * image.height > MAX_PIXELS:
            raise ValidationError(_too_many_pixels(image.size))
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image = ImageOps.exif_transpose(image)
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        if image.has_transparency_data:
            image = image.convert("RGBA")
        elif image.mode not in ("L", "RGB"):
            image = image.convert("RGB")
    except Image.DecompressionBombError as error:
        raise ValidationError(_too_many_pixels()) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise ValidationError(damaged) from error
    image.info = {}
    kept = BytesIO()
    image.save(kept, image_format, quality=85, exif=b"", xmp=b"")
    return kept.getvalue()


def _too_many_pixels(size: tuple[int, int] | None = None) -> str:
    if size is None:
        return _("This picture is far too large. Make it smaller and hand that in.")
    return _("This picture is far too large: %(width)s × %(height)s. Make it smaller.") % {
        "width": size[0],
        "height": size[1],
    }


def _safe_stem(name: str) -> str:
    """The name without its ending and without signs that a disk or a reader stumbles over."""
    stem = name.rpartition(".")[0] or name
    stem = " ".join(_UNSAFE_IN_NAMES.sub(" ", stem).split()).strip(". ")
    return stem[:LONGEST_NAME] or "file"


class UploadField(forms.FileField):
    """A file field whose value went through :func:`check_upload`."""

    default_help_text = gettext_lazy(
        "PDF, Word, Excel, PowerPoint, LibreOffice, a picture or text; 10 MB at most."
    )

    def __init__(self, **kwargs):
        kwargs = {
            "help_text": self.default_help_text,
            "widget": forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in ACCEPTED)}),
            "max_length": 255,
        } | kwargs
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return check_upload(upload) if isinstance(upload, UploadedFile) else upload


def send_file(file: FieldFile, name: str) -> FileResponse:
    """Answer with a private file, to be saved and not shown. The view has asked who asks.

    :raises Http404: when the storage has lost it.
    """
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

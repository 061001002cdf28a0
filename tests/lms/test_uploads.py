"""Uploads: what is taken, what is refused and why, and what is left of a picture."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile
from django.http import Http404
from openpyxl import Workbook
from PIL import Image

from lms import uploads
from lms.uploads import MAX_BYTES, UploadField, check_upload, send_file
from tests.factories.work import DOCX, docx, package

GPS = 0x8825
ODT = "application/vnd.oasis.opendocument.text"


def check(name: str, data: bytes) -> ContentFile:
    return check_upload(SimpleUploadedFile(name, data))


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        check(name, data)
    return refused.value.messages[0]


def picture(image_format="JPEG", size=(60, 40), mode="RGB", **options) -> bytes:
    content = BytesIO()
    Image.new(mode, size, "teal").save(content, image_format, **options)
    return content.getvalue()


def phone_picture(image_format="JPEG") -> bytes:
    """Lying on its side, with the place it was taken at."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Kampong Cham shelter"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (11.0, 33.0, 12.0)
    return picture(image_format, exif=exif)


def spreadsheet() -> bytes:
    content = BytesIO()
    Workbook().save(content)
    return content.getvalue()


def huge_png(width=20_000, height=20_000) -> bytes:
    """The head of a picture that says it is huge; a few bytes on the disk."""

    def chunk(kind, data):
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


# -- What is taken ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "kept_as"),
    [
        ("plan.pdf", b"%PDF-1.7\n%%EOF", "plan.pdf"),
        ("plan.docx", docx(), "plan.docx"),
        ("plan.xlsx", spreadsheet(), "plan.xlsx"),
        (
            "plan.pptx",
            package(
                {
                    "[Content_Types].xml": "application/vnd.openxmlformats-officedocument."
                    "presentationml.presentation.main+xml"
                }
            ),
            "plan.pptx",
        ),
        ("plan.odt", package({"mimetype": ODT}), "plan.odt"),
        ("plan.ods", package({"mimetype": ODT.replace("text", "spreadsheet")}), "plan.ods"),
        ("plan.odp", package({"mimetype": ODT.replace("text", "presentation")}), "plan.odp"),
        ("plan.txt", "ផែនការ <b>".encode(), "plan.txt"),
        ("plan.csv", "\ufeffa,b\n១,២".encode(), "plan.csv"),
        # The ending follows the content.
        ("plan.zip", docx(), "plan.docx"),
        ("no ending", b"%PDF-1.7\n%%EOF", "no ending.pdf"),
        ("ផែនការ.PDF", b"%PDF-1.7\n%%EOF", "ផែនការ.pdf"),
        ("..\\..\\evil\u202efdp.pdf", b"%PDF-1.7\n%%EOF", "evil fdp.pdf"),
        ("a" * 250 + ".pdf", b"%PDF-1.7\n%%EOF", "a" * 120 + ".pdf"),
        ("???.pdf", b"%PDF-1.7\n%%EOF", "file.pdf"),
    ],
)
def test_taken_as_it_is_under_a_safe_name(name, data, kept_as):
    kept = check(name, data)
    assert (kept.name, kept.read()) == (kept_as, data)


@pytest.mark.parametrize(
    ("name", "image_format"), [("a.jpeg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")]
)
def test_picture_is_turned_upright_and_forgets_where_it_was_taken(name, image_format):
    data = phone_picture(image_format)
    assert b"Kampong Cham" in data
    kept = check(name, data).read()
    assert (b"Kampong Cham" in kept, b"Exif" in kept) == (False, False)
    image = Image.open(BytesIO(kept))
    assert (image.format, image.size, dict(image.getexif())) == (image_format, (40, 60), {})


def test_picture_with_comment_and_colour_modes_is_cleaned():
    assert b"secret" not in check("a.jpg", picture(comment=b"secret place")).read()
    assert Image.open(check("a.jpg", picture(mode="CMYK"))).mode == "RGB"
    assert Image.open(check("a.png", picture("PNG", mode="RGBA"))).mode == "RGBA"


def test_large_picture_is_made_smaller():
    assert Image.open(check("a.jpg", picture(size=(6000, 3000)))).size == (4000, 2000)


# -- What is refused ----------------------------------------------------------------------

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report.pdf", HTML),
        ("report.html", HTML),
        ("report.txt", HTML),
        ("report.txt", b"  \n" + SVG),
        ("report.csv", b"a,b\n<script>alert(1)</script>"),
        ("drawing.svg", SVG),
        ("drawing.png", SVG),
        ("notes.md", b"words"),
        ("script.js", b"alert(1)"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"\xec\xa5\xc1\x00"),
        ("program.pdf", b"MZ" + b"\0" * 100),
        ("moving.gif", picture("GIF", mode="P")),
        ("archive.zip", package({"a.txt": "words"})),
        ("archive.docx", package({"mimetype": "application/epub+zip"})),
    ],
)
def test_other_kinds_are_refused_with_the_list_of_those_taken(name, data):
    assert refusal(name, data) == (
        "Files of this kind are not taken. Hand in one of these: "
        "pdf, docx, xlsx, pptx, odt, ods, odp, jpg, png, webp, txt, csv."
    )


def test_too_large_is_refused_with_the_limit():
    assert refusal("a.pdf", b"%PDF-" + b"x" * MAX_BYTES) == (
        "This file has 11 MB; 10 MB is the most. Make its pictures smaller."
    )


@pytest.mark.parametrize("more", ["word/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(more):
    assert "macros" in refusal("a.docx", docx(**{more: "x"}))


def test_macros_declared_or_in_open_document_are_refused():
    enabled = {"[Content_Types].xml": DOCX + " application/vnd.ms-word.document.macroEnabled"}
    assert "macros" in refusal("a.docx", package(enabled))
    assert "macros" in refusal(
        "a.odt", package({"mimetype": ODT, "Basic/Standard/Module1.xml": ""})
    )


def test_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = docx(**{"word/media/image1.bmp": b"\0" * (101 * 1024 * 1024)})
    assert len(bomb) < 200_000
    assert "too large when it is opened" in refusal("a.docx", bomb)


def test_thousands_of_parts_are_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_PARTS", 10)
    many = docx(**{f"word/{n}.xml": "" for n in range(10)})
    assert "too large when it is opened" in refusal("a.docx", many)


def test_zip_that_lies_about_its_size_is_damaged():
    data = docx(**{"word/media/a.bin": b"\0" * 50_000})
    place = data.rindex(struct.pack("<I", 50_000))
    assert "damaged" in refusal("a.docx", data[:place] + struct.pack("<I", 10) + data[place + 4 :])


@pytest.mark.parametrize("cut", [20, 60, 150, -30])
def test_cut_off_document_is_damaged(cut):
    assert "damaged" in refusal("a.docx", docx()[:cut])


def test_document_with_a_password_is_refused():
    data = bytearray(docx())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            data[place + flags] |= 1
    assert "password" in refusal("a.docx", bytes(data))


def test_picture_of_twenty_thousand_by_twenty_thousand_is_refused():
    assert refusal("a.png", huge_png()).startswith("This picture is far too large")
    assert refusal("a.png", huge_png(9000, 6000)) == (
        "This picture is far too large: 9000 × 6000. Make it smaller."
    )


@pytest.mark.parametrize("cut", [30, 200])
def test_damaged_picture_is_refused(cut):
    assert "damaged" in refusal("a.jpg", picture(size=(400, 300))[:cut])


@pytest.mark.parametrize("data", [b"\xff\xfea\x00", b"a\x00b"])
def test_unreadable_text_is_refused(data):
    assert refusal("a.txt", data)


# -- In a form and on the way out ---------------------------------------------------------


def test_field_says_what_it_takes_and_cleans():
    field = UploadField(required=False)
    assert field.clean(None) is None
    assert field.clean(SimpleUploadedFile("a.txt", b"words")).name == "a.txt"
    assert ".docx" in field.widget.attrs["accept"]
    with pytest.raises(ValidationError, match="empty"):
        field.clean(SimpleUploadedFile("a.txt", b""))


def test_file_is_sent_to_be_saved_under_its_khmer_name():
    storage = InMemoryStorage()
    name = storage.save("x.pdf", ContentFile(b"%PDF-"))
    file = FieldFile(None, type("Field", (), {"storage": storage, "attname": "file"}), name)
    response = send_file(file, 'ផែនការ "១".pdf')
    assert b"".join(response.streaming_content) == b"%PDF-"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E1%9E%95")
    assert response["X-Content-Type-Options"] == "nosniff"
    storage.delete(name)
    with pytest.raises(Http404):
        send_file(FieldFile(None, type("Field", (), {"storage": storage}), name), "a.pdf")

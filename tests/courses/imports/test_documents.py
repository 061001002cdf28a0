"""Word documents become lessons; what cannot be taken is named, what is hostile is refused."""

import io
import zipfile

import pytest
from PIL import Image

from courses.imports import packages
from courses.imports.docx import read_docx
from courses.imports.exceptions import UnreadableFileError
from courses.imports.lessons import split_document
from tests.courses.imports.word import (
    bold,
    bullet,
    docx,
    h1,
    h2,
    h3,
    image,
    link,
    p,
    picture,
    run,
    table,
)  # fmt: skip


def split(data, into_modules=False):
    document = read_docx(data)
    return document, split_document(document, into_modules=into_modules, name="Introduction")


def lessons_of(*body, **parts):
    _document, (module,) = split(docx(*body, **parts))
    return module.lessons


def test_headings_begin_lessons_below_a_module():
    lessons = lessons_of(h1("First"), p("One."), h2("Inside"), p("Two."), h1("Second"), p("Three."))
    assert [lesson.title for lesson in lessons] == ["First", "Second"]
    assert lessons[0].blocks == [("rich_text", "<p>One.</p><h2>Inside</h2><p>Two.</p>")]
    assert lessons[0].beginning == "One. Inside Two."


def test_two_levels_of_headings_begin_modules_and_lessons_below_a_course():
    _document, modules = split(
        docx(h1("M1"), p("Why."), h2("L1"), h3("Part"), p("a"), h2("L2"), p("b"), h1("M2"), h2("L3"), p("c")),
        into_modules=True,
    )  # fmt: skip
    assert [(m.title, [lesson.title for lesson in m.lessons]) for m in modules] == [
        ("M1", ["M1", "L1", "L2"]),
        ("M2", ["L3"]),
    ]
    assert modules[0].lessons[1].blocks == [("rich_text", "<h2>Part</h2><p>a</p>")]


def test_one_level_of_headings_makes_one_module_named_by_the_title():
    _document, (module,) = split(
        docx(p("Our handbook", style="Titel"), h1("A"), p("a"), h1("B"), p("b")), into_modules=True
    )
    assert (module.title, [lesson.title for lesson in module.lessons]) == (
        "Our handbook",
        ["A", "B"],
    )


def test_without_headings_there_is_one_lesson():
    (lesson,) = lessons_of(p("Just words."))
    assert (lesson.title, lesson.blocks) == ("Introduction", [("rich_text", "<p>Just words.</p>")])


def test_text_before_the_first_heading_is_kept():
    lessons = lessons_of(p("Welcome."), h2("A"), p("a"), h2("B"), p("b"))
    assert [lesson.title for lesson in lessons] == ["Introduction", "A", "B"]


def test_bold_italic_lists_and_links_are_kept_and_unsafe_links_are_not():
    (lesson,) = lessons_of(
        p("a ", bold("b"), run(" c", "<w:i/>"), link("site", 0), link("bad", 1)),
        bullet("one"),
        bullet("two <script>"),
        links=["https://example.org/x", "javascript:alert(1)"],
    )
    (block,) = lesson.blocks
    assert block[1] == (
        '<p>a <b>b</b><i> c</i><a href="https://example.org/x">site</a>bad</p>'
        "<ul><li>one</li><li>two &lt;script&gt;</li></ul>"
    )


def test_tables_quotes_and_frames():
    (lesson,) = lessons_of(
        p("Before"),
        table([p(bold("Who")), p(bold("Does"))], ["Sokha", "Listens"], ["", ""]),
        p("Wise words", style="Quote"),
        table(["Framed text"]),
        table(["1", "2"]),
    )
    assert [name for name, _value in lesson.blocks] == [
        "rich_text", "table", "quote", "rich_text", "table",
    ]  # fmt: skip
    first = lesson.blocks[1][1]["table"]
    assert [column["heading"] for column in first["columns"]] == ["Who", "Does"]
    assert first["rows"] == [{"values": ["Sokha", "Listens"]}]
    assert lesson.blocks[2][1] == {"text": "Wise words", "source": ""}
    assert lesson.blocks[4][1]["table"]["rows"] == [{"values": ["1", "2"]}]


def test_pictures_stand_where_they_stood_with_their_words_and_without_their_metadata():
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    data = docx(
        h1("A"), p("Look"), p(picture(0, "A map")), p("After"), h1("B"), p(picture(1)),
        pictures=[("jpg", image(3000, 20, "JPEG", exif=exif)), ("png", image())],
    )  # fmt: skip
    document, (module,) = split(data)
    assert [name for name, _value in module.lessons[0].blocks] == [
        "rich_text", "image", "rich_text",
    ]  # fmt: skip
    assert [picture.alt_text for picture in document.pictures] == ["A map", ""]
    kept = document.pictures[0]
    assert b"secret" not in kept.data
    with Image.open(io.BytesIO(kept.data)) as shown:
        assert (shown.format, max(shown.size), dict(shown.getexif())) == ("JPEG", 2000, {})


@pytest.mark.parametrize(
    ("kind", "data", "reason"),
    [
        ("svg", b"<svg xmlns='x'><script>alert(1)</script></svg>", "it is a drawing (SVG)"),
        ("emf", b"\x01\x00\x00\x00EMF", "it is a drawing (EMF)"),
        ("png", b"<svg onload='x()'/>", "it is a drawing (SVG)"),
        ("png", b"not a picture", "it is broken or of an unknown format"),
        ("png", image(20000, 3000), "it has 20000 × 3000 pixels, which is far too many"),
    ],
)  # fmt: skip
def test_unusable_pictures_are_named_and_the_rest_is_kept(kind, data, reason):
    lessons = lessons_of(
        h1("A"), p("Here it was:"), p(picture(0)), p("On we go."), h1("B"), p("b"),
        pictures=[(kind, data)],
    )  # fmt: skip
    (warning,) = lessons[0].warnings
    assert warning.startswith("A picture after “Here it was:” is left out: ")
    assert reason in warning
    assert lessons[0].beginning == "Here it was: On we go."
    assert lessons[1].warnings == []


def test_twenty_thousand_pixels_square_is_refused_before_it_is_unpacked():
    header = bytearray(image(8, 8))
    header[16:24] = (20000).to_bytes(4, "big") * 2
    lessons = lessons_of(h1("A"), p(picture(0)), p("x"), pictures=[("png", bytes(header))])
    assert "is left out" in lessons[0].warnings[0]


def damaged_in(data: bytes, name: str) -> bytes:
    """The package with the packed bytes of one part turned over."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        part = package.getinfo(name)
    start = part.header_offset + 30 + len(name)
    end = start + part.compress_size
    return data[:start] + bytes(byte ^ 0xFF for byte in data[start:end]) + data[end:]


def test_a_picture_that_is_damaged_in_the_package_is_left_out_alone():
    data = docx(h1("A"), p("Words."), p(picture(0)), pictures=[("png", image(40, 40))])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        (name,) = [one for one in package.namelist() if "media" in one]
    document = read_docx(damaged_in(data, name))
    assert document.refused == ["it is broken or of an unknown format"]
    assert "Words." in document.body.text


def test_words_that_are_damaged_in_the_package_are_told():
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(WHOLE)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(UnreadableFileError, match="The file is broken"):
        read_docx(damaged_in(packed.getvalue(), "word/document.xml"))


def test_a_linked_picture_is_never_fetched():
    lessons = lessons_of(
        h1("A"), p("x"), p(picture("90", linked=True)), linked=["file:///etc/passwd"]
    )
    assert "it is not in the file itself, only linked" in lessons[0].warnings[0]


def test_empty_headings_and_empty_lessons_are_named():
    lessons = lessons_of(h1("A"), p("Words."), h1(""), h1("B"))
    assert [lesson.title for lesson in lessons] == ["A", "B"]
    assert lessons[0].warnings == ["A heading without words after “Words.” is left out."]
    assert lessons[1].warnings == ["There is nothing below this heading."]


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/"), data)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WHOLE = docx(h1("A"), p("x"))
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    "<w:document xmlns:w='w'>&b;</w:document>"
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (OLE + b"WordDocument", "old Word file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"%PDF-1.7", "This is not a Word document"),
        (b"", "This is not a Word document"),
        (WHOLE[: len(WHOLE) // 2], "The file is broken"),
        (WHOLE.replace(b"word/document.xml", b"word/d\xff\xfement.xm"), "is broken|cannot be read|is not XML"),
        (zipped(xl__workbook="x"), "another kind of file"),
        (zipped(word__document="x"), "cannot be read"),
        (docx(extra_parts=[("word/zero.bin", b"\0" * 41 * 1024 * 1024)]), "far larger"),
        (docx(extra_parts=[("word/x.xml", b" " * 17 * 1024 * 1024)]), "far larger"),
        (docx(extra_parts=[("word/x.xml", LAUGHS)]), "definitions"),
        (docx("<w:p>" * 300 + "</w:p>" * 300), "nested too deeply"),
        (docx("<w:p>"), "is not XML"),
        (docx(p("")), "no words in the document"),
        (docx(), "no words in the document"),
        (b"PK" + b"x" * (10 * 1024 * 1024), "larger than 10"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read_say_why(data, reason):
    with pytest.raises(UnreadableFileError, match=reason):
        read_docx(data)


def test_too_many_parts(monkeypatch):
    monkeypatch.setattr(packages, "MOST_PARTS", 3)
    with pytest.raises(UnreadableFileError, match="far larger"):
        read_docx(WHOLE)


def test_too_many_lessons():
    with pytest.raises(UnreadableFileError, match="more than 200 lessons"):
        lessons_of(*[part for n in range(201) for part in (h1(f"L{n}"), p("x"))])

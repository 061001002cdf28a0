"""The PDF engine: text, fonts, lines, and the same bytes every time."""

import re
import subprocess
import sys
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from certificates import typefaces
from certificates.pdf import render_pdf
from certificates.shaping import ShapedCanvas
from tests.certificates.corpus import CORPUS

MIXED = "Sok សុខ សុភា (ភ្នំពេញ), Nguyễn Thị Hằng đến từ Huế, 12% = ១២៛"


def page_of(body: str, style: str = "", **options) -> bytes:
    html = f"<html><head><style>{style}</style></head><body>{body}</body></html>"
    return render_pdf(html, **{"title": "A page"} | options)


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Names of the fonts that draw text, and whether each is embedded."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    found = {}
    for page in reader.pages:
        shown = set(re.findall(rb"/(F\d+(?:\+\d+)?) [\d.]+ Tf", page.get_contents().get_data()))
        for name, reference in page["/Resources"]["/Font"].items():
            if name[1:].encode() in shown:
                font = reference.get_object()
                embedded = "/FontFile2" in font.get("/FontDescriptor", {})
                found[font["/BaseFont"]] = embedded
    return found


def test_text_comes_out_as_it_was_written():
    pdf = page_of("".join(f"<p>{text}</p>" for text in [*CORPUS, MIXED]))
    assert squeezed(text_of(pdf)) == squeezed("".join([*CORPUS, MIXED]))


def test_metadata_and_language_are_set():
    pdf = page_of("<p>x</p>", title="ឈ្មោះ", author="Chab Dai", language="km")
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert (reader.metadata.title, reader.metadata.author) == ("ឈ្មោះ", "Chab Dai")
    assert reader.trailer["/Root"]["/Lang"] == "km"


def test_the_same_page_has_the_same_bytes_in_any_process():
    # In this process other pages came first: nothing of them may be left.
    page_of("".join(f"<p>{text}</p>" for text in reversed(CORPUS)), "p { font-family: Moul }")
    here = page_of(f"<p>{MIXED}</p>")
    code = (
        "import sys; from certificates.pdf import render_pdf; "
        "sys.stdout.buffer.write(render_pdf(sys.argv[1], title='A page'))"
    )
    html = f"<html><head><style></style></head><body><p>{MIXED}</p></body></html>"
    there = subprocess.run([sys.executable, "-c", code, html], check=True, capture_output=True)
    assert there.stdout == here


@pytest.mark.parametrize(
    ("family", "faces"),
    [
        ("sans-serif", {"NotoSans-Regular", "NotoSansKhmer-Regular"}),
        ("serif", {"NotoSerif-Regular", "NotoSerifKhmer-Regular"}),
        ("Moul, serif", {"NotoSerif-Regular", "Moul-Regular"}),
        ("Nothing Known", {"NotoSans-Regular", "NotoSansKhmer-Regular"}),
    ],
)
def test_each_run_is_drawn_in_an_embedded_face_of_its_script(family, faces):
    fonts = fonts_of(page_of("<p>Sok សុខ</p>", f"p {{ font-family: {family} }}"))
    assert {name.partition("+")[2]: embedded for name, embedded in fonts.items()} == dict.fromkeys(
        faces, True
    )


def test_every_letter_of_vietnamese_has_a_glyph():
    letters = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    letters += letters.upper()
    for family in typefaces.LATIN:
        assert [c for c in letters if not typefaces.face_of(family).covers(c)] == []


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Sok 😀👩‍👩‍👧 Dara", "Sok  Dara"),
        ("李小龙 Sok", "? Sok"),
        ("Ｓｏｋ ﬁne", "Sok fine"),
        ("Huế", "Huế"),
        ("a\x07b\ue123c\ud800", "abc"),
        ("ខ្មែរ", "ខ្មែរ"),
    ],
)
def test_what_no_face_has_is_replaced_or_dropped(typed, drawn):
    assert typefaces.drawable(typed) == drawn


def test_hostile_text_never_draws_the_missing_glyph():
    pdf = page_of("<p>😀 李 ក😀ខ \u202eabc\u200bដ\u200d ្ ្ក \ufffd \ud800 សុខ👍🏽</p>")
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        strings = re.findall(rb"\(((?:\\.|[^\\)])*)\)", page.get_contents().get_data())
        assert [text for text in strings if b"\\000" in text] == []


def test_nothing_is_fetched_nor_read_from_the_disk(caplog):
    pdf = page_of('<p>Text</p><img src="http://127.0.0.1:9/a.png"/><img src="/etc/passwd"/>')
    assert text_of(pdf).strip() == "Text"


@pytest.mark.parametrize(
    ("typed", "flowing"),
    [
        ("កម្ពុជា", "កម្ពុជា"),
        ("បញ្ជាក់ការសិក្សា", "បញ្ជាក់ ការសិក្សា"),
        ("ស្ត្រី ១២,៥ ។", "ស្ត្រី\u2064 ១២,៥\u2064 ។"),
        ("ស្ត្រី\u200bកម្ពុជា", "ស្ត្រី កម្ពុជា"),
        ("ផ្សេងៗ។", "ផ្សេងៗ។"),
        ("វិ" * 13 + "\u200bក", " ".join(["វិ"] * 13) + " ក"),
    ],
)
def test_lines_may_end_between_words_or_clusters(typed, flowing):
    assert typefaces.flow(typed) == flowing


def test_long_khmer_wraps_inside_its_box():
    pdf = page_of(f"<p>{'វិញ្ញាបនបត្រ' * 30}</p>", "@page { size: a6; margin: 1cm }")
    page = pypdfium2.PdfDocument(pdf)[0]
    picture = page.render(scale=1).to_pil().convert("L").point(lambda v: 255 if v < 128 else 0)
    left, _top, right, _bottom = picture.getbbox()
    centimetre = 72 / 2.54
    assert left >= centimetre - 1
    assert right <= picture.width - centimetre + 1


def test_a_centred_line_is_centred_in_either_script():
    for text in (
        "Sok Sophea",
        "សុខ សុភា",
        "Sok សុខ Sophea សុភា",
        "a (សុខ) b (សុខ សុភា",
        "ក <b>ខ</b> a ខ <b>b</b>",
        "ក &#160;·&#160; ខ គ",
    ):
        pdf = page_of(f"<p>{text}</p>", "p { text-align: center; font-size: 30pt }")
        picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L")
        left, _t, right, _b = picture.point(lambda v: 255 if v < 128 else 0).getbbox()
        assert abs((left + right) - picture.width) <= 4


def test_a_space_is_as_wide_beside_khmer_as_beside_latin():
    def width(text):
        pdf = page_of(f"<p>{text}</p>", "p { font-size: 30pt }")
        picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L")
        left, _top, right, _bottom = picture.point(lambda v: 255 if v < 128 else 0).getbbox()
        return right - left

    space = 0.26 * 30
    for apart, close in (
        ("ក ក", "កក"),
        ("ក a", "កa"),
        ("a ក", "aក"),
        ("a &#160;ក ក", "aកក"),
        ("a&#160; ក ក", "aកក"),
        ("<b>ក</b> ក", "<b>ក</b>ក"),
    ):
        spaces = apart.count(" ") + apart.count("&#160;")
        assert abs(width(apart) - width(close) - spaces * space) <= 1.5, apart


def test_marks_do_not_lift_what_follows():
    """The offset of a raised mark is taken back before the next letter."""
    canvas = ShapedCanvas(BytesIO(), invariant=1, pageCompression=0)
    face = typefaces.face_of("Noto Serif Khmer")
    canvas.setFont(face.fontName, 20)
    text = canvas.beginText(0, 0)
    text.textOut("ប៉័ងប៉័ង")
    rises = re.findall(r"(\S+) Ts", text.getCode())
    assert rises[-1] == "0"
    glyphs = [glyph for glyph in face.shape("ប៉័ង") if glyph.dy]
    assert len(rises) >= 2 * len(glyphs) > 0


def test_page_numbers_are_drawn_in_a_bundled_face():
    pdf = page_of("<p>ទំព័រ <pdf:pagenumber/> / <pdf:pagecount/></p>")
    assert squeezed(text_of(pdf)) == "ទំព័រ1/1"


def test_background_is_drawn_on_every_page_under_the_text():
    seen = []

    def background(canvas: Canvas):
        seen.append(canvas.getPageNumber())
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(0, 0, 2000, 2000, stroke=0, fill=1)

    body = '<p>█ one</p><div style="page-break-after: always"></div><p>two</p>'
    pdf = page_of(body, background=background)
    assert seen == [1, 2]
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()
    assert picture.getpixel((2, 2)) == (255, 0, 0)
    assert min(sum(pixel) for _n, pixel in picture.getcolors(100_000)) < 100


def test_paragraphs_are_tagged_in_order_and_in_their_language():
    pdf = page_of("<p>One</p><p>សុខ សុភា</p><pdf:nextpage /><p>ពីរ</p>", language="en")
    root = pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    tree = root["/StructTreeRoot"]
    whole = tree["/K"].get_object()
    paragraphs = [element.get_object() for element in whole["/K"]]
    assert [(p["/S"], p["/Lang"], p["/K"]) for p in paragraphs] == [
        ("/P", "en", 0),
        ("/P", "km", 1),
        ("/P", "km", 0),
    ]
    pages = pypdf.PdfReader(BytesIO(pdf)).pages
    assert [page["/StructParents"] for page in pages] == [0, 1]
    numbers = tree["/ParentTree"]["/Nums"]
    assert [len(numbers[1]), len(numbers[3])] == [2, 1]


def test_ornament_is_no_content():
    def background(canvas):
        with canvas.artifact():
            canvas.drawString(10, 10, "never read aloud")

    pdf = page_of("<p>One</p>", background=background)
    reader = pypdf.PdfReader(BytesIO(pdf))
    assert len(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]["/K"]) == 1
    content = reader.pages[0].get_contents().get_data()
    assert content.count(b"BMC") + content.count(b"BDC") == content.count(b"EMC") == 2


def test_a_font_that_somebody_else_registered_does_not_take_the_place_of_ours(monkeypatch):
    monkeypatch.setitem(pdfmetrics._fonts, "Moul-Regular", pdfmetrics.getFont("Helvetica"))
    typefaces._faces.cache_clear()
    ours = typefaces.font("Moul-Regular")
    assert pdfmetrics.getFont("Moul-Regular") is ours

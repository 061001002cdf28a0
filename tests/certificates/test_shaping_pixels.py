"""The page against a browser's own setting of the same text in the same font, pixel by pixel.

Text extraction cannot judge Khmer: it reads well from a page that looks broken.
"""

import base64
import subprocess

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from certificates import typefaces
from certificates.pdf import render_pdf
from tests.browser.conftest import FLAGS, find_chromium
from tests.certificates.corpus import CORPUS

SIZE = 26
WIDTH, ROW = 470, 84
COLUMNS, ROWS = 4, 20
SCALE = 2
PAGES = [CORPUS[i : i + COLUMNS * ROWS] for i in range(0, len(CORPUS), COLUMNS * ROWS)]
# Each Khmer face: its family and whether it is the bold one.
FACES = {
    typefaces.face_of(family, bold=bold).fontName: (family, bold)
    for family in typefaces.KHMER
    for bold in (True, False)
}
# How far the two drawings of an edge may lie apart, and how many pixels of ink may lie further.
REACH = 2
STRAY = 0.001


def ink(picture: Image.Image) -> Image.Image:
    """White where there is ink, cut to its edges and with some room around it."""
    mask = picture.convert("L").point(lambda value: 255 if value < 128 else 0)
    mask = mask.crop(mask.getbbox())
    wide = Image.new("L", (mask.width + 20, mask.height + 20))
    wide.paste(mask, (10, 10))
    return wide


def stray(one: Image.Image, other: Image.Image) -> float:
    """The share of ink in ``one`` that has none of ``other`` within ``REACH`` pixels."""
    reached = other.filter(ImageFilter.MaxFilter(2 * REACH + 1))
    alone = ImageChops.subtract(one, reached)
    return alone.histogram()[255] / one.histogram()[255]


def cells(page: Image.Image, count: int) -> list[Image.Image]:
    """The pictures of single texts on a page, row by row."""
    width, height = WIDTH * SCALE, ROW * SCALE
    places = [divmod(number, COLUMNS) for number in range(count)]
    return [
        page.crop((column * width, row * height, (column + 1) * width, (row + 1) * height))
        for row, column in places
    ]


def drawn_by_browser(face: str, folder) -> list[Image.Image]:
    font = base64.b64encode((typefaces.FOLDER / f"{face}.ttf").read_bytes()).decode()
    rows = "".join(f"<div>{text}</div>" for text in CORPUS)
    page = folder / "page.html"
    page.write_text(
        f"""<!DOCTYPE html><html lang="km"><meta charset="utf-8"><style>
        @font-face {{ font-family: it; src: url(data:font/ttf;base64,{font}); }}
        body {{ margin: 0; font: {SIZE}px it; text-rendering: geometricPrecision; width: {WIDTH * COLUMNS}px; }}
        div {{ float: left; width: {WIDTH - 40}px; height: {ROW}px; line-height: {ROW}px; padding-left: 40px;
               white-space: nowrap; overflow: hidden; }}
        </style>{rows}</html>"""
    )
    picture = folder / "page.png"
    height = -(-len(CORPUS) // COLUMNS) * ROW
    subprocess.run(
        [
            find_chromium(),
            "--headless",
            *FLAGS,
            "--hide-scrollbars",
            f"--force-device-scale-factor={SCALE}",
            f"--window-size={WIDTH * COLUMNS},{height}",
            "--virtual-time-budget=5000",
            f"--user-data-dir={folder / 'profile'}",
            f"--screenshot={picture}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return cells(Image.open(picture).convert("L"), len(CORPUS))


def drawn_by_us(face: str) -> list[Image.Image]:
    family, bold = FACES[face]
    weight = "bold" if bold else "normal"

    def table(texts: list[str]) -> str:
        rows = [texts[i : i + COLUMNS] for i in range(0, len(texts), COLUMNS)]
        return (
            "<table>"
            + "".join(
                f"<tr>{''.join(f'<td><p>{text}</p></td>' for text in row)}</tr>" for row in rows
            )
            + "</table>"
        )

    pages = "<pdf:nextpage />".join(table(texts) for texts in PAGES)
    html = f"""<html lang="km"><style>@page {{ size: {WIDTH * COLUMNS}pt {ROW * ROWS + 60}pt; margin: 0; }}
        td {{ width: {WIDTH}pt; height: {ROW}pt; padding: 0 0 0 40pt; vertical-align: middle; }}
        p {{ font-family: '{family}'; font-weight: {weight}; font-size: {SIZE}pt; margin: 0;
             line-height: 2; white-space: nowrap; }}</style>
        {pages}</html>"""
    document = pypdfium2.PdfDocument(render_pdf(html, title="corpus", language="km"))
    assert len(document) == len(PAGES)
    return [
        cell
        for page, texts in zip(document, PAGES, strict=True)
        for cell in cells(page.render(scale=SCALE, grayscale=True).to_pil(), len(texts))
    ]


def test_the_corpus_is_large():
    assert len(set(CORPUS)) == len(CORPUS) >= 150


@pytest.mark.browser
@pytest.mark.parametrize("face", FACES)
def test_khmer_looks_as_in_a_browser(face, tmp_path):
    pairs = zip(CORPUS, drawn_by_us(face), drawn_by_browser(face, tmp_path), strict=True)
    wrong = {}
    for text, ours, theirs in pairs:
        one, other = ink(ours), ink(theirs)
        apart = max(abs(a - b) for a, b in zip(one.size, other.size, strict=True))
        size = (max(one.width, other.width), max(one.height, other.height))
        one, other = (mask.crop((0, 0, *size)) for mask in (one, other))
        share = max(stray(one, other), stray(other, one))
        if apart > REACH or share > STRAY:
            wrong[text] = (apart, round(share, 4))
    assert wrong == {}

"""Khmer set correctly on a ReportLab canvas.

ReportLab draws characters one by one; Khmer needs its vowels reordered, its subscripts chosen and
its marks placed. ``ShapedFont`` asks HarfBuzz for that, measures text by it, and ``ShapedCanvas``
draws every glyph at its own position, wrapped in a ``/Span`` with ``/ActualText`` so that copying,
searching and reading aloud give the text as written.

In a font with ``flows`` (a Khmer one) a plain space between two letters is only a place where a
line may end, without width: Khmer writes no spaces between words, and the line breaker knows no
other sign. A visible space is ``SPACE`` there; ``ROOM`` and ``LESS_ROOM`` draw nothing and measure as
much as a space, more or less.
``certificates.typefaces`` and ``certificates.pdf`` write them.
"""

import re
from itertools import groupby
from typing import NamedTuple

import uharfbuzz
from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.textobject import PDFTextObject
from xhtml2pdf.builders.printmarks import MarkedCanvas

from certificates.tagging import TaggedCanvas

NBSP = "\u00a0"
SPACE = "\u2064"
ROOM = "\u2063"
LESS_ROOM = "\u2062"
# Khmer and its symbols, and combining marks that no precomposed letter replaces.
COMPLEX = re.compile("[\u0300-\u036f\u1780-\u17ff\u19e0-\u19ff]")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad" + ROOM + LESS_ROOM))
CACHED_RUNS = 4096
# Where a glyph without a character of its own is put in the private use area.
PRIVATE_USE = 0xE000


class Glyph(NamedTuple):
    """A placed glyph: ``code`` is its character in the font; lengths in 1/1000 of the font size."""

    code: int
    width: float
    advance: float
    dx: float
    dy: float


class ShapedFont(TTFont):
    """A TrueType font measured and laid out by HarfBuzz wherever plain widths would be wrong."""

    def __init__(self, name: str, path: str, *, flows: bool = False):
        super().__init__(name, path, asciiReadable=False, shapable=False)
        self.flows = flows
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(path))
        self._shaper = uharfbuzz.Font(face)
        self._scale = 1000 / face.upem
        self._name_every_glyph(face.glyph_count)
        self._space = self.face.charWidths[ord(" ")]
        self._runs: dict[str, tuple[Glyph, ...]] = {}

    def _name_every_glyph(self, count: int):
        """Give each glyph a character, the same one in every process, so that files repeat."""
        for gid in range(count):
            if gid not in self.face.glyphToChar:
                code = PRIVATE_USE + gid
                self.face.charToGlyph[code] = gid
                self.face.glyphToChar[gid] = [code]
                advance = self._shaper.get_glyph_h_advance(gid)
                self.face.charWidths[code] = round(advance * self._scale)

    def covers(self, char: str) -> bool:
        return ord(char) in self.face.charToGlyph and not "\ue000" <= char <= "\uf8ff"

    def needs_shaping(self, text: str) -> bool:
        return self.flows or COMPLEX.search(text) is not None

    def visible(self, text: str) -> str:
        """``text`` as drawn: places to break have no width, except a space after the last letter.

        The line breaker puts that one between this run and the next, where it is meant as a space.
        """
        if self.flows:
            last = NBSP if text[-1:] == " " and text.rstrip(" ")[-1:] not in ("", SPACE) else ""
            text = text.replace(" ", "").replace(SPACE, NBSP) + last
        return text.translate(INVISIBLE)

    def shape(self, text: str) -> tuple[Glyph, ...]:
        """The glyphs of ``text`` in the order they are drawn, each with its place."""
        glyphs = self._runs.get(text)
        if glyphs is None:
            if len(self._runs) >= CACHED_RUNS:
                self._runs.clear()
            visible = self.visible(text)
            glyphs = self._runs[text] = tuple(self._shape(visible)) if visible else ()
        return glyphs

    def _shape(self, text: str):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._shaper, buffer)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            code = self.face.glyphToChar[info.codepoint][0]
            lengths = (place.x_advance, place.x_offset, place.y_offset)
            yield Glyph(code, self.face.charWidths[code], *(n * self._scale for n in lengths))

    def stringWidth(self, text, size, encoding="utf8"):
        """The width of ``text`` at ``size``, in the same unit as ``size``."""
        if isinstance(text, bytes):
            text = text.decode(encoding)
        if not self.needs_shaping(text):
            return super().stringWidth(text, size, encoding)
        width = sum(glyph.advance for glyph in self.shape(text))
        return (width + (text.count(ROOM) - text.count(LESS_ROOM)) * self._space) * size / 1000


class ShapedText(PDFTextObject):
    """A text object that writes shaped runs glyph by glyph.

    ``khmer`` is above zero when most of its letters are Khmer.
    """

    khmer = 0

    def _formatText(self, text):
        font = pdfmetrics.getFont(self._fontname)
        self.khmer += len(text) if getattr(font, "flows", False) else -len(text)
        if not isinstance(font, ShapedFont):
            return super()._formatText(text)
        if isinstance(text, bytes):
            text = text.decode()
        if not font.needs_shaping(text):
            return super()._formatText(text)
        glyphs = font.shape(text)
        if not glyphs:
            return ""
        spoken = font.visible(text).replace(NBSP, " ").encode("utf-16-be").hex().upper()
        drawn = " ".join(self._place(font, glyphs))
        return f"/Span <</ActualText <FEFF{spoken}>>> BDC {drawn} EMC"

    def _place(self, font: ShapedFont, glyphs: tuple[Glyph, ...]):
        """Yield operators: one array for each stretch in one subset font and at one height.

        The height is set anew for every stretch and put back at the end, so that the offset of a
        mark never reaches the letters after it.
        """
        document = self._canvas._doc
        chunks = font.splitString("".join(chr(glyph.code) for glyph in glyphs), document)
        bytes_of = [(subset, byte) for subset, chunk in chunks for byte in chunk]
        placed = zip(glyphs, bytes_of, strict=True)
        height = self._rise
        for (subset, dy), stretch in groupby(placed, key=lambda item: (item[1][0], item[0].dy)):
            if subset != self._curSubset:
                self._curSubset = subset
                name = font.getSubsetInternalName(subset, document)
                yield f"{name} {fp_str(self._fontsize)} Tf {fp_str(self._leading)} TL"
            rise = self._rise + dy * self._fontsize / 1000
            if rise != height:
                height = rise
                yield f"{fp_str(rise)} Ts"
            yield f"[{self._array(stretch)}] TJ"
        if height != self._rise:
            yield f"{fp_str(self._rise)} Ts"

    def _array(self, stretch) -> str:
        """Letters and the moves between them; a positive move goes back, as PDF has it."""
        parts, move = [], 0.0
        for glyph, (_subset, byte) in stretch:
            move -= glyph.dx
            if round(move, 2):
                parts.append(fp_str(move))
            parts.append(f"({self._canvas._escape(bytes([byte]))})")
            move = glyph.width + glyph.dx - glyph.advance
        if round(move, 2):
            parts.append(fp_str(move))
        return " ".join(parts)


class ShapedCanvas(TaggedCanvas, MarkedCanvas):
    """A canvas whose text objects know how to draw shaped fonts, and that tags what it draws."""

    def beginText(self, x=0, y=0, direction=None):
        return ShapedText(self, x, y, direction=direction)

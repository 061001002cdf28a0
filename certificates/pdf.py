"""HTML to PDF, for every printed page of the site.

xhtml2pdf reads the HTML and lays it out; ``typefaces`` and ``shaping`` see to it that each run of
text is in a bundled face and that Khmer is shaped. The same input gives the same bytes.

Style sheets may name "Noto Sans" (also ``sans-serif``), "Noto Serif" (``serif``) and the Khmer
"Noto Sans Khmer", "Noto Serif Khmer" and "Moul"; each run of text finds its face by itself. Align
text left, right or centred: Khmer is not justified.
"""

import gc
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from itertools import pairwise
from threading import RLock

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from xhtml2pdf.config.resources import ResourceAccessPolicy, render_budget, use_policy
from xhtml2pdf.context import pisaContext
from xhtml2pdf.default import DEFAULT_CSS, DEFAULT_PAGE_NAME
from xhtml2pdf.document import pisaStory
from xhtml2pdf.files import cleanFiles
from xhtml2pdf.util import getBox, reset_caches
from xhtml2pdf.xhtml2pdf_reportlab import PmlBaseDoc, PmlFrame, PmlPageTemplate, PmlTable

from certificates import typefaces
from certificates.footers import Footer, footed
from certificates.shaping import LESS_ROOM, ROOM, ShapedCanvas

BASE_CSS = DEFAULT_CSS + "html { font-family: sans-serif; font-size: 10pt; line-height: 1.7; }"
MARGINS = "1.5cm 1.5cm -1.5cm -1.5cm"
NO_WRAP = {"nowrap", "pre", "pre-wrap"}
# Faces that xhtml2pdf draws list markers in, and that no PDF carries: not for us.
UNEMBEDDED_MARKERS = {"Symbol": "\u2022", "ZapfDingbats": "\u25aa"}
PARSED_STYLES = 32
# Written as letters, as for mail of old, everything would be a quarter larger and slower.
rl_config.useA85 = 0
# ReportLab's fonts and xhtml2pdf's caches belong to the process: one document at a time.
_lock = RLock()
_parsed_styles: dict[str, object] = {}


@cache
def _policy() -> ResourceAccessPolicy:
    """Nothing from the network and, of the disk, only the folder of the fonts."""
    return ResourceAccessPolicy.server(typefaces.FOLDER, allow_remote=False)


class _Context(pisaContext):
    """Gives each run of text its face, marks where Khmer may break, keeps parsed style sheets."""

    def __init__(self):
        super().__init__()
        self.fontList = self.fontList | typefaces.family_names()
        self.asianFontList = {}

    def _parseCSSSource(self, text, sourceName):
        if "@" in text:  # page rules act on the document they are parsed for
            return super()._parseCSSSource(text, sourceName)
        if text not in _parsed_styles:
            if len(_parsed_styles) >= PARSED_STYLES:
                _parsed_styles.clear()
            _parsed_styles[text] = super()._parseCSSSource(text, sourceName)
        return _parsed_styles[text]

    def _byCoverage(self, frag) -> list:
        text = getattr(frag, "text", "")
        families = tuple(f for f in getattr(frag, "fontFamilies", None) or () if _bundled(f))
        style = {"bold": bool(frag.bold), "italic": bool(frag.italic)}
        if not isinstance(text, str):  # a page number, known only when drawn
            faces = [typefaces.face_of(f, **style) for f in families if f in typefaces.LATIN]
            frag.fontName = faces[0].fontName if faces else "NotoSans-Regular"
            return [frag]
        parts = []
        runs = typefaces.runs(self._with_space_before(typefaces.drawable(text)), families, **style)
        for (run, face), (after, _face) in pairwise((*runs, ("", None))):
            part = frag.clone()
            part.text = typefaces.plain(run)
            if face.flows:
                before = parts[-1] if parts else self.fragList[-1] if self.fragList else None
                part.text = _flowing(run, before, after, wrap=frag.whiteSpace not in NO_WRAP)
            part.fontName = part.bulletFontName = face.fontName
            parts.append(part)
        return parts or [frag]

    def addPara(self, **options):
        markers, item = self.pendingBullet or ((), None)
        for marker in markers:
            if marker.fontName in UNEMBEDDED_MARKERS:
                marker.text = UNEMBEDDED_MARKERS[marker.fontName]
                marker.fontName = "NotoSans-Regular"
            marker.bulletFontName = item.bulletFontName = marker.fontName
        return super().addPara(**options)

    def addStory(self, data):
        if isinstance(data, PmlTable):  # an empty cell would still name a face that is not bundled
            data.setStyle([("FONTNAME", (0, 0), (-1, -1), "NotoSans-Regular")])
        super().addStory(data)

    def _with_space_before(self, text: str) -> str:
        """Take over the space that ends the fragment before Khmer, so that it is measured once."""
        before = self.fragList[-1] if self.fragList else None
        ending = getattr(before, "text", None)
        if not (text and typefaces.is_khmer(text[0]) and isinstance(ending, str)):
            return text
        if not ending.endswith(" ") or typefaces.font(before.fontName).flows:
            return text
        before.text = ending[:-1]
        return " " + text


def _flowing(run: str, before, after: str, *, wrap: bool) -> str:
    """A Khmer run as the line breaker is to see it, between a fragment and the text after it.

    The line breaker measures the space before a word in the font in which the word ends, but draws
    it in the font before. Where these differ the run makes up for it.
    """
    words = run.lstrip(" ")
    text = typefaces.flow(words, wrap=wrap)
    breaks = typefaces.BREAK in text
    if breaks and after and not after.startswith(" "):
        text += LESS_ROOM
    if words != run:
        return typefaces.BREAK + ROOM + text
    glued = getattr(before, "text", None)
    if not (breaks and isinstance(glued, str)) or typefaces.font(before.fontName).flows:
        return text
    return ROOM + text if " " in glued and not glued.endswith(" ") else text


@contextmanager
def _without_garbage_collection():
    """Spare a render the full collections that its many short-lived nodes would set off.

    They cost a fifth of the time and find nothing: xhtml2pdf takes its trees apart itself.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _bundled(family: str) -> bool:
    return family in typefaces.LATIN or family in typefaces.KHMER


class _Document(PmlBaseDoc):
    """Draws ``background`` on each page before anything else."""

    background: Callable[[Canvas], None] | None = None

    def handle_pageBegin(self):
        if self.background:
            self.background(self.canv)
        super().handle_pageBegin()


def _document(context: _Context, output: BytesIO, **facts) -> _Document:
    document = _Document(
        output,
        pagesize=context.pageSize,
        invariant=1,
        initialFontName="NotoSans-Regular",
        creator="",
        **facts,
    )
    body = context.templateList.pop(DEFAULT_PAGE_NAME, None)
    if body is None:
        x, y, width, height = getBox(MARGINS, context.pageSize)
        padding = dict.fromkeys(("leftPadding", "rightPadding", "bottomPadding", "topPadding"), 0)
        frame = PmlFrame(x, y, width, height, id=DEFAULT_PAGE_NAME, **padding)
        body = PmlPageTemplate(id=DEFAULT_PAGE_NAME, frames=[frame], pagesize=context.pageSize)
    document.addPageTemplates([body, *context.templateList.values()])
    document.pisaPositioned = context.positioned
    return document


def render_pdf(
    html: str,
    *,
    title: str,
    language: str = "en",
    author: str = "",
    background: Callable[[Canvas], None] | None = None,
    footer: Footer | None = None,
) -> bytes:
    """Draw an HTML document as PDF; the same input gives the same bytes.

    ``background`` draws on each page's canvas, in points from the lower left corner, before the
    text; ``footer`` after it, given the number of the page and how many there are. Nothing is
    fetched: pictures are drawn there too, or stand in the HTML as ``data:``. Parsed style sheets
    are kept, but those with page rules: put ``@page`` in a ``<style>`` of its own. Raises whatever
    xhtml2pdf raises for HTML that cannot be laid out.
    """
    html = html.encode(errors="ignore").decode()
    output = BytesIO()
    with (
        _lock,
        _without_garbage_collection(),
        use_policy(_policy()),
        render_budget(_policy()),
    ):
        try:
            context = _Context()
            pisaStory(html, default_css=BASE_CSS, context=context, resource_policy=_policy())
            document = _document(context, output, title=title, author=author, lang=language)
            document.background = background
            for template in document.pageTemplates:
                template.canvasBackground = context.pageCanvasBackground
            build = document.multiBuild if context.multiBuild else document.build
            canvas = footed(footer) if footer else ShapedCanvas
            build(context.story, canvasmaker=canvas)
        finally:
            cleanFiles()
            reset_caches()
    return output.getvalue()

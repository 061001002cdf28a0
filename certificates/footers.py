"""What stands at the foot of every page, drawn once the number of pages is known.

Drawing it last spares laying the whole document out twice, which a page count in the HTML costs.
"""

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas

from certificates import typefaces
from certificates.shaping import ShapedCanvas

Footer = Callable[[Canvas, int, int], None]


class FootedCanvas(ShapedCanvas):
    """Holds its pages back until all are laid out, then has ``footer`` draw on each.

    ``footer`` is given the canvas, the number of the page and how many pages there are.
    """

    footer: Footer

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._held_back: list[dict] = []

    def showPage(self):
        self._held_back.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        if self._code:  # as ReportLab does: a page begun is a page
            self.showPage()
        pages = self._held_back
        for number, page in enumerate(pages, 1):
            self.__dict__.update(page)
            with self.artifact():
                type(self).footer(self, number, len(pages))
            super().showPage()
        self._code = []
        super().save()


def footed(footer: Footer) -> type[FootedCanvas]:
    """The class of canvas that draws ``footer``: a document makes its canvas itself."""
    return type("FootedCanvas", (FootedCanvas,), {"footer": staticmethod(footer)})


def draw_line(canvas: Canvas, text: str, x: float, y: float, size: float, *, right: bool = False):
    """Write one line in the sans-serif faces, from ``x`` on, or ending at ``x`` when ``right``."""
    family = "Noto Sans"
    if right:
        x -= typefaces.width(text, family, size)
    for run, face in typefaces.runs(typefaces.drawable(text), (family,)):
        words = typefaces.flow(run, wrap=False) if face.flows else typefaces.plain(run)
        canvas.setFont(face.fontName, size)
        canvas.drawString(x, y, words)
        x += face.stringWidth(words, size)

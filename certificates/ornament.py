"""The frame of a certificate, drawn as vectors: bands of lotus petals and a rosette in each corner.

Lengths are points from the lower left corner of the page.
"""

import segno
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = landscape(A4)
INK = HexColor("#17395C")
GOLD = HexColor("#B08433")
PALE_GOLD = HexColor("#E4CF9F")
WATERMARK = HexColor("#FBF6EA")
PAPER = HexColor("#FFFDF8")

INSET = 22.0
BAND = 22.0
CORNER = 46.0
PITCH = 13.0
# Any of the eight masks is allowed; a fixed one spares trying all of them.
QR_MASK = 4
QR_QUIET = 4


def _petal(canvas: Canvas, width: float, height: float, colour: Color, outline: int = 0):
    """A lotus petal standing on the origin, its point upwards."""
    half = width / 2
    path = canvas.beginPath()
    path.moveTo(0, 0)
    path.curveTo(-half * 1.5, height * 0.35, -half * 0.75, height * 0.72, 0, height)
    path.curveTo(half * 0.75, height * 0.72, half * 1.5, height * 0.35, 0, 0)
    path.close()
    canvas.setFillColor(colour)
    canvas.drawPath(path, stroke=outline, fill=1)


def _petal_form(canvas: Canvas):
    _petal(canvas, 10.5, 15, INK)
    _petal(canvas, 6.2, 10.5, PALE_GOLD)
    _petal(canvas, 2.6, 6.5, INK)
    canvas.setFillColor(GOLD)
    canvas.circle(PITCH / 2, 11.5, 1.35, stroke=0, fill=1)
    canvas.circle(-PITCH / 2, 11.5, 1.35, stroke=0, fill=1)


def _rosette_form(canvas: Canvas):
    for colour, width, height, turn in (
        (INK, 11, 20.5, 0),
        (GOLD, 8, 15.5, 22.5),
        (PALE_GOLD, 5.5, 11, 0),
    ):
        for number in range(8):
            canvas.saveState()
            canvas.rotate(45 * number + turn)
            _petal(canvas, width, height, colour)
            canvas.restoreState()
    canvas.setFillColor(INK)
    canvas.circle(0, 0, 2.6, stroke=0, fill=1)


# Drawn once a document, used as often as wanted.
FORMS = {"petal": _petal_form, "rosette": _rosette_form}


def _define_forms(canvas: Canvas):
    for name, draw in FORMS.items():
        if not canvas.hasForm(name):
            canvas.beginForm(name, -CORNER, -CORNER, CORNER, CORNER)
            draw(canvas)
            canvas.endForm()


def _side(canvas: Canvas, length: float):
    """One side of the frame from the origin to the right, the petals' points upwards."""
    run = length - 2 * CORNER
    count = int(run // PITCH)
    step = run / count
    for number in range(count):
        canvas.saveState()
        canvas.translate(CORNER + step * (number + 0.5), 3.2)
        canvas.doForm("petal")
        canvas.restoreState()
    canvas.setStrokeColor(GOLD)
    for height, thickness in ((0, 1.6), (BAND, 0.9), (BAND + 2.6, 0.35)):
        canvas.setLineWidth(thickness)
        canvas.line(CORNER, height, length - CORNER, height)


def _corner(canvas: Canvas):
    canvas.setStrokeColor(GOLD)
    for inset, thickness in ((0, 1.6), (3, 0.5)):
        canvas.setLineWidth(thickness)
        side = CORNER - 2 * inset
        canvas.rect(inset, inset, side, side, stroke=1, fill=0)
    canvas.translate(CORNER / 2, CORNER / 2)
    canvas.doForm("rosette")


def _lotus(canvas: Canvas):
    """A wide open lotus, pale behind the text."""
    canvas.saveState()
    canvas.translate(WIDTH / 2, 165)
    canvas.setStrokeColor(PAPER)
    canvas.setLineWidth(2.2)
    for angle in (-72, 72, -48, 48, -24, 24, 0):
        canvas.saveState()
        canvas.rotate(angle)
        _petal(canvas, 100, 265, WATERMARK, outline=1)
        canvas.restoreState()
    canvas.restoreState()


def trace_frame(canvas: Canvas):
    """Paper, watermark and frame of a page in A4 landscape, worked out line by line."""
    _define_forms(canvas)
    canvas.saveState()
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
    _lotus(canvas)
    x, y = INSET, INSET
    right, top = WIDTH - INSET, HEIGHT - INSET
    # Each side and corner is drawn lying at the bottom left, seen from its own corner.
    for start, angle, length in (
        ((x, y), 0, right - x),
        ((right, y), 90, top - y),
        ((right, top), 180, right - x),
        ((x, top), 270, top - y),
    ):
        canvas.saveState()
        canvas.translate(*start)
        canvas.rotate(angle)
        _side(canvas, length)
        _corner(canvas)
        canvas.restoreState()
    canvas.restoreState()


_traced: list[str] = []


def draw_frame(canvas: Canvas):
    """The same as ``trace_frame``, which is done once a process: the frame never changes."""
    if not _traced:
        start = len(canvas._code)
        trace_frame(canvas)
        _traced.extend(canvas._code[start:])
        return
    _define_forms(canvas)
    canvas._code.extend(_traced)
    canvas._formsinuse.extend(FORMS)


def draw_qr(canvas: Canvas, text: str, x: float, y: float, size: float):
    """A QR code of ``text``, quiet zone included, in a square with its lower left at x, y."""
    code = segno.make(text, error="m", mask=QR_MASK, micro=False, boost_error=False)
    module = size / (len(code.matrix) + 2 * QR_QUIET)
    canvas.saveState()
    canvas.setFillColor(white)
    canvas.rect(x, y, size, size, stroke=0, fill=1)
    canvas.setFillColor(INK)
    path = canvas.beginPath()
    for row, line in enumerate(code.matrix):
        top = y + size - (row + QR_QUIET) * module
        start = None
        for column, dark in enumerate((*line, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                left = x + (start + QR_QUIET) * module
                path.rect(left, top - module, (column - start) * module, module)
                start = None
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()

"""The frames of certificates, drawn as vectors: petals, fine lines or a band, and pale backgrounds.

Lengths are points from the lower left corner of the page.
"""

from collections.abc import Callable
from math import pi, sin
from typing import NamedTuple

import segno
from reportlab.lib.colors import HexColor, white
from reportlab.pdfgen.canvas import Canvas

from certificates.colours import tint

PAPER = HexColor("#FFFDF8")
INSET = 22.0
BAND = 22.0
CORNER = 46.0
PITCH = 13.0
SIDE_BAND = 34.0
WAVES = 26
# Any of the eight masks is allowed; a fixed one spares trying all of them.
QR_MASK = 4
QR_QUIET = 4
# Frames and forms that are kept: more than a site has designs, for coordinators try colours.
MOST_TRACED = 24
_traced: dict["Frame", list[str]] = {}
_drawn_forms: dict[tuple[str, str, str], list[str]] = {}


class Frame(NamedTuple):
    """All that a frame is drawn from: two of the same are the same strokes."""

    width: float
    height: float
    border: str
    background: str
    ink: str
    accent: str

    @classmethod
    def of(cls, design, size: tuple[float, float]) -> "Frame":
        return cls(*size, design.border, design.background, design.ink, design.accent)

    @property
    def pale(self) -> str:
        return tint(self.accent, 0.45)

    @property
    def watermark(self) -> str:
        return tint(self.accent, 0.075)


def _petal(canvas: Canvas, width: float, height: float, colour, outline: int = 0):
    """A lotus petal standing on the origin, its point upwards."""
    half = width / 2
    path = canvas.beginPath()
    path.moveTo(0, 0)
    path.curveTo(-half * 1.5, height * 0.35, -half * 0.75, height * 0.72, 0, height)
    path.curveTo(half * 0.75, height * 0.72, half * 1.5, height * 0.35, 0, 0)
    path.close()
    canvas.setFillColor(colour)
    canvas.drawPath(path, stroke=outline, fill=1)


def _petal_form(canvas: Canvas, frame: Frame):
    _petal(canvas, 10.5, 15, frame.ink)
    _petal(canvas, 6.2, 10.5, frame.pale)
    _petal(canvas, 2.6, 6.5, frame.ink)
    canvas.setFillColor(frame.accent)
    canvas.circle(PITCH / 2, 11.5, 1.35, stroke=0, fill=1)
    canvas.circle(-PITCH / 2, 11.5, 1.35, stroke=0, fill=1)


def _rosette_form(canvas: Canvas, frame: Frame):
    for colour, width, height, turn in (
        (frame.ink, 11, 20.5, 0),
        (frame.accent, 8, 15.5, 22.5),
        (frame.pale, 5.5, 11, 0),
    ):
        for number in range(8):
            canvas.saveState()
            canvas.rotate(45 * number + turn)
            _petal(canvas, width, height, colour)
            canvas.restoreState()
    canvas.setFillColor(frame.ink)
    canvas.circle(0, 0, 2.6, stroke=0, fill=1)


# Drawn once a document, used as often as wanted.
FORMS = {"petal": _petal_form, "rosette": _rosette_form}


def _define_forms(canvas: Canvas, frame: Frame):
    """Each document needs its own; what they consist of is worked out once a process."""
    for name, draw in FORMS.items():
        if canvas.hasForm(name):
            continue
        canvas.beginForm(name, -CORNER, -CORNER, CORNER, CORNER)
        key = (name, frame.ink, frame.accent)
        if key not in _drawn_forms:
            if len(_drawn_forms) >= MOST_TRACED:
                _drawn_forms.clear()
            draw(canvas, frame)
            _drawn_forms[key] = list(canvas._code)
        else:
            canvas._code.extend(_drawn_forms[key])
        canvas.endForm()


def _petal_side(canvas: Canvas, frame: Frame, length: float):
    """One side of the frame from the origin to the right, the petals' points upwards."""
    run = length - 2 * CORNER
    count = int(run // PITCH)
    step = run / count
    for number in range(count):
        canvas.saveState()
        canvas.translate(CORNER + step * (number + 0.5), 3.2)
        canvas.doForm("petal")
        canvas.restoreState()
    canvas.setStrokeColor(frame.accent)
    for height, thickness in ((0, 1.6), (BAND, 0.9), (BAND + 2.6, 0.35)):
        canvas.setLineWidth(thickness)
        canvas.line(CORNER, height, length - CORNER, height)
    for inset, thickness in ((0, 1.6), (3, 0.5)):
        canvas.setLineWidth(thickness)
        side = CORNER - 2 * inset
        canvas.rect(inset, inset, side, side, stroke=1, fill=0)
    canvas.translate(CORNER / 2, CORNER / 2)
    canvas.doForm("rosette")


def _line_side(canvas: Canvas, frame: Frame, length: float):
    """Three fine lines that step inwards at the corner, around a bud."""
    step = 20.0
    for inset, thickness, colour in (
        (4, 2.2, frame.ink),
        (9, 0.6, frame.accent),
        (12, 0.6, frame.accent),
    ):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(thickness)
        path = canvas.beginPath()
        path.moveTo(inset, step + inset)
        path.lineTo(step + inset, step + inset)
        path.lineTo(step + inset, inset)
        path.lineTo(length - step - inset, inset)
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.translate(11, 11)
    canvas.rotate(-45)
    for turn in (-70, -35, 0, 35, 70):
        canvas.saveState()
        canvas.rotate(turn)
        _petal(canvas, 5.5, 13, frame.accent if turn % 70 else frame.ink)
        canvas.restoreState()


def _sides(canvas: Canvas, frame: Frame, draw: Callable[[Canvas, Frame, float], None]):
    """Draw each side with its corner as if it lay at the bottom left, seen from its own corner."""
    right, top = frame.width - INSET, frame.height - INSET
    for start, angle, length in (
        ((INSET, INSET), 0, right - INSET),
        ((right, INSET), 90, top - INSET),
        ((right, top), 180, right - INSET),
        ((INSET, top), 270, top - INSET),
    ):
        canvas.saveState()
        canvas.translate(*start)
        canvas.rotate(angle)
        draw(canvas, frame, length)
        canvas.restoreState()


def _lotus_border(canvas: Canvas, frame: Frame):
    _sides(canvas, frame, _petal_side)


def _line_border(canvas: Canvas, frame: Frame):
    _sides(canvas, frame, _line_side)


def _band_border(canvas: Canvas, frame: Frame):
    """A broad band with a row of petals down the left side, a fine line around the rest."""
    canvas.setFillColor(frame.ink)
    canvas.rect(0, 0, SIDE_BAND, frame.height, stroke=0, fill=1)
    canvas.setFillColor(frame.accent)
    canvas.rect(SIDE_BAND, 0, 3, frame.height, stroke=0, fill=1)
    count = int(frame.height // 30)
    for number in range(count):
        canvas.saveState()
        canvas.translate(SIDE_BAND / 2, frame.height / count * (number + 0.5) - 9)
        for width, height, turn in ((6, 14, -50), (6, 14, 50), (8, 18, 0)):
            canvas.saveState()
            canvas.rotate(turn)
            _petal(canvas, width, height, frame.pale)
            canvas.restoreState()
        canvas.restoreState()
    canvas.setStrokeColor(frame.accent)
    canvas.setLineWidth(0.7)
    left = SIDE_BAND + 14
    canvas.rect(left, 18, frame.width - left - 18, frame.height - 36, stroke=1, fill=0)


def _lotus_background(canvas: Canvas, frame: Frame):
    """A wide open lotus, pale behind the text."""
    canvas.saveState()
    canvas.translate(frame.width / 2, frame.height * 0.28)
    canvas.setStrokeColor(PAPER)
    canvas.setLineWidth(2.2)
    for angle in (-72, 72, -48, 48, -24, 24, 0):
        canvas.saveState()
        canvas.rotate(angle)
        _petal(canvas, 100, 265, frame.watermark, outline=1)
        canvas.restoreState()
    canvas.restoreState()


def _wave_background(canvas: Canvas, frame: Frame):
    """Pale lines across the page that swing like water."""
    canvas.saveState()
    canvas.setStrokeColor(tint(frame.ink, 0.1))
    canvas.setLineWidth(0.7)
    left, right = INSET + 16, frame.width - INSET - 16
    for number in range(WAVES):
        height = frame.height * (0.14 + 0.72 * number / (WAVES - 1))
        swing = 16 * sin(pi * number / (WAVES - 1))
        third = (right - left) / 3
        path = canvas.beginPath()
        path.moveTo(left, height)
        path.curveTo(left + third, height + swing, right - third, height - swing, right, height)
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


BORDERS = {"lotus": _lotus_border, "lines": _line_border, "band": _band_border}
BACKGROUNDS = {"lotus": _lotus_background, "waves": _wave_background}


def trace_frame(canvas: Canvas, frame: Frame):
    """Paper, background and border of a page, worked out line by line."""
    if frame.border == "lotus":
        _define_forms(canvas, frame)
    canvas.saveState()
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, frame.width, frame.height, stroke=0, fill=1)
    for draw in (BACKGROUNDS.get(frame.background), BORDERS.get(frame.border)):
        if draw:
            draw(canvas, frame)
    canvas.restoreState()


def draw_frame(canvas: Canvas, frame: Frame):
    """The same as ``trace_frame``, which is done once a process for each frame."""
    if frame not in _traced:
        if len(_traced) >= MOST_TRACED:
            _traced.clear()
        start = len(canvas._code)
        trace_frame(canvas, frame)
        _traced[frame] = canvas._code[start:]
        return
    if frame.border == "lotus":
        _define_forms(canvas, frame)
        canvas._formsinuse.extend(FORMS)
    canvas._code.extend(_traced[frame])


def draw_qr(canvas: Canvas, text: str, x: float, y: float, size: float, ink: str = "#000000"):
    """A QR code of ``text``, quiet zone included, in a square with its lower left at x, y."""
    code = segno.make(text, error="m", mask=QR_MASK, micro=False, boost_error=False)
    module = size / (len(code.matrix) + 2 * QR_QUIET)
    canvas.saveState()
    canvas.setFillColor(white)
    canvas.rect(x, y, size, size, stroke=0, fill=1)
    canvas.setFillColor(ink)
    # Counted in modules: whole numbers are quickly written.
    canvas.translate(x, y + size)
    canvas.scale(module, -module)
    bars = []
    for row, line in enumerate(code.matrix, QR_QUIET):
        start = None
        for column, dark in enumerate((*line, 0), QR_QUIET):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                bars.append(f"{start} {row} {column - start} 1 re")
                start = None
    canvas._code.append(" ".join((*bars, "f")))
    canvas.restoreState()

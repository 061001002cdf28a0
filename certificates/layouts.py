"""Where everything stands on the two kinds of paper; lengths are points from the lower left corner."""

from typing import NamedTuple

from reportlab.lib.pagesizes import A4, landscape


class Box(NamedTuple):
    left: float
    top: float
    width: float
    height: float


class Layout(NamedTuple):
    """``words`` and ``foot`` are measured from the top of the page, ``qr`` from its lower left."""

    paper: str
    size: tuple[float, float]
    words: Box
    foot: Box
    qr: tuple[float, float]
    logo_top: float


QR_SIZE = 72.0
LAYOUTS = {
    "landscape": Layout(
        paper="a4 landscape",
        size=landscape(A4),
        words=Box(70, 49, 702, 394),
        foot=Box(76, 443, 566, 105),
        qr=(670, 82),
        logo_top=58,
    ),
    "portrait": Layout(
        paper="a4 portrait",
        size=A4,
        words=Box(74, 74, 455, 520),
        foot=Box(64, 606, 475, 108),
        qr=((A4[0] - QR_SIZE) / 2, 66),
        logo_top=74,
    ),
}

"""A certificate as PDF: the words in HTML, the frame and the QR code as vectors behind them."""

from functools import lru_cache
from io import BytesIO

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from certificates import ornament, typefaces
from certificates.composition import STYLES, Line, compose
from certificates.layouts import LAYOUTS, QR_SIZE, Layout
from certificates.models import Certificate, CertificateDesign, CertificatePicture
from certificates.pdf import render_pdf

LOGO_HEIGHT = 40.0
LOGO_WIDTH = 150.0
LOGO_GAP = 28.0
BELOW_LOGOS = 14.0
SIGNATURE_HEIGHT = 34.0
SIGNATURE_ROOM = 36.0
MARGIN = 26.0
# Of what is left of the page, so much stands above the words.
ABOVE = 0.42
# Lines are a little higher in truth than their leading says.
SLACK = 12.0


def _context(certificate: Certificate, design: CertificateDesign, layout: Layout) -> dict:
    logos = LOGO_HEIGHT + BELOW_LOGOS if design.logos else 0
    room = layout.words.height - logos - SLACK
    page = compose(certificate, design, layout.words.width - 20, room)
    people = _signatories(design)
    return {
        "design": design,
        "layout": layout,
        "rules": {line.css_class: _declarations(line, design, page.spread) for line in page.lines},
        "lines": page.lines,
        "space": round(logos + page.free * ABOVE),
        "signatories": people,
        "side": {1: 50, 2: 50, 3: 33}[len(people)],
    }


def _declarations(line: Line, design: CertificateDesign, spread: float) -> str:
    """All of a line's style in one rule: each rule is tried on each element of the page."""
    kind = line.style.removesuffix("-km")
    parts = {
        "margin": f"{line.margin * spread}pt 0 0 0",
        "text-align": "center",
        "font-size": f"{line.size}pt",
        "line-height": STYLES[line.style].leading,
    }
    if STYLES[line.style].bold:
        parts["font-weight"] = "bold"
    if kind in ("issuer", "title", "name"):
        parts["color"] = design.ink
    elif kind == "title-second":
        parts["color"] = design.accent
        parts["font-style"] = "normal" if line.style.endswith("-km") else "italic"
    if line.style in ("issuer-km", "title-km", "title-second-km", "name-km"):
        parts["font-family"] = f'"{design.heading_font}", "{design.text_font}"'
    return "; ".join(f"{name}: {value}" for name, value in parts.items())


def _signatories(design: CertificateDesign) -> list:
    return [block.value for block in design.signatories] or [{}]


@lru_cache(maxsize=16)
def _picture(pk: int, name: str) -> ImageReader:
    """A picture read once a process: its file is never exchanged."""
    picture = CertificatePicture.objects.get(pk=pk)
    with picture.file.open() as file:
        return ImageReader(BytesIO(file.read()))


def _draw_picture(canvas: Canvas, picture, middle: float, bottom: float, width, height):
    scale = min(width / picture.width, height / picture.height)
    drawn = picture.width * scale, picture.height * scale
    reader = _picture(picture.pk, picture.file.name)
    canvas.drawImage(reader, middle - drawn[0] / 2, bottom, *drawn, mask="auto")


def _draw_logos(canvas: Canvas, design: CertificateDesign, layout: Layout):
    logos = [block.value for block in design.logos if block.value]
    widths = [min(LOGO_WIDTH, logo.width * LOGO_HEIGHT / logo.height) for logo in logos]
    left = (layout.size[0] - sum(widths) - LOGO_GAP * (len(logos) - 1)) / 2
    bottom = layout.size[1] - layout.logo_top - LOGO_HEIGHT
    for logo, width in zip(logos, widths, strict=True):
        _draw_picture(canvas, logo, left + width / 2, bottom, width, LOGO_HEIGHT)
        left += width + LOGO_GAP


def _draw_signatures(canvas: Canvas, design: CertificateDesign, layout: Layout):
    people = _signatories(design)
    step = layout.foot.width / len(people)
    bottom = layout.size[1] - layout.foot.top - SIGNATURE_ROOM + 1
    for place, person in enumerate(people):
        if picture := person.get("signature"):
            middle = layout.foot.left + step * (place + 0.5)
            _draw_picture(canvas, picture, middle, bottom, step - 2 * MARGIN, SIGNATURE_HEIGHT)


def _draw_number(canvas: Canvas, certificate: Certificate, design, layout: Layout):
    """Under the QR code the number, and where a number can be looked up by hand."""
    left, bottom = layout.qr
    middle = left + QR_SIZE / 2
    face = typefaces.face_of("Noto Serif").fontName
    canvas.setFillColor(design.ink)
    canvas.setFont(face, 9)
    canvas.drawCentredString(middle, bottom - 9, certificate.number)
    canvas.setFont(face, 6.5)
    canvas.drawCentredString(middle, bottom - 18, settings.SITE_URL.partition("://")[2])
    canvas.drawCentredString(middle, bottom - 26, reverse("certificates:look_up"))


def draw_certificate(certificate: Certificate, design: CertificateDesign) -> bytes:
    """The PDF of a numbered certificate, one page; the same facts and design, the same bytes.

    :raises NothingToPrint: when no typeface has a single letter of the name.
    """
    layout = LAYOUTS[design.orientation]

    def background(canvas: Canvas):
        with canvas.artifact():
            ornament.draw_frame(canvas, ornament.Frame.of(design, layout.size))
            _draw_logos(canvas, design, layout)
            _draw_signatures(canvas, design, layout)
            ornament.draw_qr(canvas, certificate.check_url, *layout.qr, QR_SIZE, design.ink)
        _draw_number(canvas, certificate, design, layout)

    html = render_to_string(
        "certificates/pdf/certificate.html", _context(certificate, design, layout)
    )
    return render_pdf(
        html,
        title=f"{certificate.number} {certificate.name or certificate.name_km}",
        language=design.wordings[0].value["language"],
        author=certificate.issuer,
        background=background,
    )

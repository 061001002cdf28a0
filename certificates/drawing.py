"""A certificate as PDF: the words in HTML, the frame and the QR code as vectors behind them."""

from functools import lru_cache
from io import BytesIO

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from certificates import ornament, typefaces, wording
from certificates.models import Certificate, CertificateTemplate
from certificates.pdf import render_pdf

NAME_WIDTH = 640.0
# Sizes a name may be printed in, in points; beyond the smallest it wraps.
NAME_SIZES = (25, 23, 21, 18, 16)
COURSE_SIZES = (17, 15, 13)
LOGO_HEIGHT = 40.0
LOGO_TOP = ornament.HEIGHT - 58
QR_PLACE = (670, 82)
QR_SIZE = 72.0


def _fitting(text: str, family: str, sizes: tuple[int, ...]) -> int:
    """The largest size in which ``text`` stays on one line, else the smallest."""
    at_one_point = typefaces.width(text, family, 1, bold=True)
    return next((size for size in sizes if at_one_point * size <= NAME_WIDTH), sizes[-1])


def _words(certificate: Certificate) -> dict:
    """Everything that is said once in each language."""
    return {
        "title": wording.title(certificate.kind),
        "preamble": wording.preamble(),
        "statement": wording.statement(certificate.kind),
        "period": wording.period(certificate.starts_on, certificate.ends_on),
        "duration": wording.duration(certificate.hours),
        "completed": wording.completed(certificate.completed_on),
    }


def _context(certificate: Certificate, template: CertificateTemplate) -> dict:
    with translation.override("km"):
        khmer = _words(certificate)
    with translation.override("en"):
        english = _words(certificate)
    optional = (
        template.logo,
        template.issuer_km,
        certificate.issuer,
        certificate.name_km and certificate.name,
        certificate.organisation,
        certificate.course_title_km,
        certificate.curriculum or certificate.curriculum_km,
    )
    return {
        "certificate": certificate,
        "template": template,
        # A logo and one line less fill the page; with fewer the rest moves down.
        "fewer_lines": max(0, len(optional) - 1 - sum(map(bool, optional))),
        "signatories": template.signatories or [{}],
        "km": khmer,
        "en": english,
        "size": {
            "name_km": _fitting(certificate.name_km, "Moul", NAME_SIZES),
            "name": _fitting(certificate.name, "Noto Serif", NAME_SIZES),
            "course_km": _fitting(certificate.course_title_km, "Noto Serif Khmer", COURSE_SIZES),
            "course": _fitting(certificate.course_title, "Noto Serif", COURSE_SIZES),
        },
    }


@lru_cache(maxsize=4)
def _picture(image_pk: int, digest: str, data: bytes) -> ImageReader:
    return ImageReader(BytesIO(data))


def _draw_logo(canvas: Canvas, image):
    with image.file.storage.open(image.file.name) as file:
        picture = _picture(image.pk, image.file_hash, file.read())
    width, height = picture.getSize()
    width *= LOGO_HEIGHT / height
    canvas.drawImage(
        picture,
        ornament.WIDTH / 2 - width / 2,
        LOGO_TOP - LOGO_HEIGHT,
        width,
        LOGO_HEIGHT,
        mask="auto",
    )


def _draw_check(canvas: Canvas, certificate: Certificate):
    """The QR code, the number and where a number can be looked up by hand."""
    left, bottom = QR_PLACE
    middle = left + QR_SIZE / 2
    ornament.draw_qr(canvas, certificate.check_url, left, bottom, QR_SIZE)
    face = typefaces.face_of("Noto Serif").fontName
    canvas.setFillColor(ornament.INK)
    canvas.setFont(face, 9)
    canvas.drawCentredString(middle, bottom - 9, certificate.number)
    canvas.setFont(face, 6.5)
    canvas.drawCentredString(middle, bottom - 18, settings.SITE_URL.partition("://")[2])
    canvas.drawCentredString(middle, bottom - 26, reverse("certificates:look_up"))


def draw_certificate(certificate: Certificate, template: CertificateTemplate) -> bytes:
    """The PDF of a numbered certificate, one page in A4 landscape; the same facts, the same bytes."""

    def background(canvas: Canvas):
        ornament.draw_frame(canvas)
        if template.logo:
            _draw_logo(canvas, template.logo)
        _draw_check(canvas, certificate)

    html = render_to_string("certificates/pdf/certificate.html", _context(certificate, template))
    return render_pdf(
        html,
        title=f"{certificate.number} {certificate.name or certificate.name_km}",
        language="km",
        author=certificate.issuer,
        background=background,
    )

"""The picture that Facebook, Telegram and LinkedIn show beside a shared certificate's address.

Drawn by the same engine as the certificate, so that Khmer is set right; 1200 × 630 dots.
"""

from django.conf import settings
from django.template.loader import render_to_string
from reportlab.pdfgen.canvas import Canvas

from certificates import ornament, typefaces, wording
from certificates.models import Certificate
from certificates.pdf import render_pdf
from certificates.previews import as_png
from certificates.starter_designs import LOOKS

WIDTH, HEIGHT = 600, 315
SCALE = 2
NAME_SIZES = (42, 36, 30, 24, 18)
COURSE_SIZES = (24, 20, 16, 13)
ROOM = WIDTH - 120
DEFAULT_COLOURS = {"ink": "#17395C", "accent": "#8A641F"}


def _fitting(text: str, family: str, sizes: tuple[int, ...]) -> int:
    at_one_point = typefaces.width(text, family, 1, bold=True)
    return next((size for size in sizes if at_one_point * size <= ROOM), sizes[-1])


def share_picture(certificate: Certificate) -> bytes:
    """A PNG with name, course, date and issuer."""
    look = DEFAULT_COLOURS | LOOKS[certificate.kind]
    frame = ornament.Frame(WIDTH, HEIGHT, "lines", "waves", look["ink"], look["accent"])

    def background(canvas: Canvas):
        ornament.draw_frame(canvas, frame)

    name, course = certificate.localised_name, certificate.localised_course
    context = {
        "certificate": certificate,
        "ink": frame.ink,
        "accent": frame.accent,
        "name": name,
        "course": course,
        "completed_on": wording.long_date(certificate.completed_on),
        "site": settings.SITE_URL.partition("://")[2],
        "name_size": _fitting(name, "Moul", NAME_SIZES),
        "course_size": _fitting(course, "Noto Serif", COURSE_SIZES),
    }
    html = render_to_string("certificates/pdf/share.html", context)
    return as_png(render_pdf(html, title=name, background=background), scale=SCALE)

"""CPU time of one certificate, beside plain ReportLab drawing the same frame, code and lines.

Run from the project's folder: ``python -m benchmarks.certificates``. The two are measured in turn
in one process, so the ratio holds on any machine; the budget is at most twice ReportLab.
"""

import os
from io import BytesIO
from statistics import median
from time import process_time

import django

ROUNDS = 40
WARM_UP = 5
# What our page says, line by line.
LINES = (
    ("NotoSerif-Regular", 9.5, "Chab Dai Coalition"),
    ("Moul-Regular", 26, "វិញ្ញាបនបត្របញ្ជាក់ការសិក្សា"),
    ("NotoSerif-Italic", 18, "Certificate of Completion"),
    ("NotoSerifKhmer-Regular", 10.5, "សូមបញ្ជាក់ថា"),
    ("NotoSerif-Regular", 10.5, "This is to certify that"),
    ("Moul-Regular", 25, "សុខ សុភា"),
    ("NotoSerif-Bold", 25, "Sok Sophea"),
    ("NotoSerif-Regular", 10.5, "Chab Dai"),
    ("NotoSerifKhmer-Regular", 10.5, "បានបញ្ចប់វគ្គសិក្សាដោយជោគជ័យ"),
    ("NotoSerif-Regular", 10.5, "has successfully completed the course"),
    ("NotoSerifKhmer-Bold", 17, "ការស្តាប់"),
    ("NotoSerif-Bold", 17, "Listening well"),
    ("NotoSerifKhmer-Regular", 10.5, "ការថែទាំ"),
    ("NotoSerif-Regular", 10.5, "Caring for survivors"),
    ("NotoSerifKhmer-Regular", 9.5, "ចាប់ពីថ្ងៃទី១២ ខែមីនា ឆ្នាំ២០២៦ ដល់ថ្ងៃទី១៤ ខែមីនា ឆ្នាំ២០២៦"),
    ("NotoSerifKhmer-Regular", 9.5, "បណ្តុះបណ្តាល ១៨ ម៉ោង"),
    ("NotoSerifKhmer-Regular", 9.5, "បញ្ចប់នៅថ្ងៃទី១៤ ខែមីនា ឆ្នាំ២០២៦"),
    ("NotoSerif-Regular", 9.5, "from 12 March 2026 to 14 March 2026"),
    ("NotoSerif-Regular", 9.5, "18 hours of training · Completed on 14 March 2026"),
    ("NotoSerifKhmer-Regular", 10, "ចាន់ ដារ៉ា"),
    ("NotoSerif-Regular", 10, "Chan Dara"),
    ("NotoSerif-Regular", 9, "2026-00042"),
    ("NotoSerif-Regular", 6.5, "training.example.org"),
    ("NotoSerif-Regular", 6.5, "/certificates/check/"),
)


def draw_plainly(address: str) -> bytes:
    """The same page by ReportLab alone: no HTML, no shaping (its Khmer is wrong)."""
    from reportlab.pdfgen.canvas import Canvas

    from certificates import ornament
    from certificates.drawing import QR_PLACE, QR_SIZE

    output = BytesIO()
    canvas = Canvas(output, pagesize=(ornament.WIDTH, ornament.HEIGHT), invariant=1)
    ornament.trace_frame(canvas)
    ornament.draw_qr(canvas, address, *QR_PLACE, QR_SIZE)
    y = ornament.HEIGHT - 80
    for face, size, text in LINES:
        canvas.setFont(f"Plain-{face}", size)
        canvas.drawCentredString(ornament.WIDTH / 2, y, text)
        y -= size * 1.5
    canvas.line(200, 120, 400, 120)
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def register_plain_fonts():
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    from certificates.typefaces import FOLDER

    for face in {face for face, _size, _text in LINES}:
        pdfmetrics.registerFont(TTFont(f"Plain-{face}", str(FOLDER / f"{face}.ttf")))


def timed(draw) -> float:
    before = process_time()
    draw()
    return process_time() - before


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
    django.setup()
    from certificates.drawing import draw_certificate
    from certificates.models import Certificate, CertificateTemplate
    from tests.factories.certificates import make_facts

    certificate = Certificate(
        number="2026-00042", code="0123456789abcdefABCDEF", year=2026, **vars(make_facts())
    )
    template = CertificateTemplate(signatory_1_name="Chan Dara", signatory_1_name_km="ចាន់ ដារ៉ា")
    register_plain_fonts()
    ways = {
        "our engine": lambda: draw_certificate(certificate, template),
        "plain ReportLab": lambda: draw_plainly(certificate.check_url),
    }
    sizes = {name: len(draw()) for name, draw in ways.items() for _ in range(WARM_UP)}
    times = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, draw in ways.items():
            times[name].append(timed(draw))
    for name, measured in times.items():
        print(f"{name:16} {median(measured) * 1000:6.1f} ms CPU  {sizes[name] / 1024:5.0f} KB")
    ours, plain = (median(measured) for measured in times.values())
    print(f"{'ratio':16} {ours / plain:6.2f}   (budget 2.00)")


if __name__ == "__main__":
    main()

"""One certificate by our engine, beside plain ReportLab, WeasyPrint and fpdf2 drawing the same page.

Run from the project's folder: ``python -m benchmarks.certificates``. All are measured in turn in one
process, so the ratios hold on any machine; the budget is at most twice ReportLab and 0.4 of
WeasyPrint. WeasyPrint and fpdf2 take part when they are installed: ``pip install weasyprint fpdf2``.
Memory is the most that a process of its own took for ten certificates.
"""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time

import django

ROUNDS = 25
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

FACES = sorted({face for face, _size, _text in LINES})


def draw_plainly(certificate, design) -> bytes:
    """The same page by ReportLab alone: no HTML, no shaping (its Khmer is wrong)."""
    from reportlab.pdfgen.canvas import Canvas

    from certificates import ornament
    from certificates.layouts import LAYOUTS, QR_SIZE

    layout = LAYOUTS[design.orientation]
    output = BytesIO()
    canvas = Canvas(output, pagesize=layout.size, invariant=1)
    ornament.trace_frame(canvas, ornament.Frame.of(design, layout.size))
    ornament.draw_qr(canvas, certificate.check_url, *layout.qr, QR_SIZE, design.ink)
    y = layout.size[1] - 80
    for face, size, text in LINES:
        canvas.setFont(f"Plain-{face}", size)
        canvas.drawCentredString(layout.size[0] / 2, y, text)
        y -= size * 1.5
    canvas.line(200, 120, 400, 120)
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def register_plain_fonts():
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    from certificates.typefaces import FOLDER

    for face in FACES:
        name = f"Plain-{face}"
        # Past registerFont, which would take our own font of the same face.
        pdfmetrics._fonts[name] = TTFont(name, str(FOLDER / f"{face}.ttf"))


def draw_by_weasyprint(certificate, design) -> bytes:
    """Its fonts are read anew for each document: it keeps none. The frame is two lines, not petals."""
    import segno
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from certificates.typefaces import FOLDER

    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: {face}; src: url(file://{FOLDER / face}.ttf) }}"
        for face in FACES
    )
    css = CSS(
        string=faces
        + "@page { size: A4 landscape; margin: 8mm; border: 2pt solid #17395c; outline: 1pt solid #8a641f }"
        "p { margin: 0; text-align: center; line-height: 1.5 }",
        font_config=fonts,
    )
    code = segno.make(certificate.check_url, error="m", micro=False).svg_inline(scale=2)
    lines = "".join(
        f'<p style="font-family: {face}; font-size: {size}pt">{text}</p>'
        for face, size, text in LINES
    )
    return HTML(string=f"<body>{lines}{code}</body>").write_pdf(
        stylesheets=[css], font_config=fonts
    )


def draw_by_fpdf2(certificate, design) -> bytes:
    import segno
    from fpdf import FPDF

    from certificates.typefaces import FOLDER

    pdf = FPDF(orientation="landscape", format="A4", unit="pt")
    pdf.set_auto_page_break(False)
    pdf.add_page()
    for face in FACES:
        pdf.add_font(face, fname=str(FOLDER / f"{face}.ttf"))
    pdf.set_text_shaping(True)
    for inset in (22, 26):
        pdf.rect(inset, inset, pdf.w - 2 * inset, pdf.h - 2 * inset)
    pdf.set_y(50)
    for face, size, text in LINES:
        pdf.set_font(face, size=size)
        pdf.cell(0, size * 1.5, text, align="C", new_x="LMARGIN", new_y="NEXT")
    for y, row in enumerate(segno.make(certificate.check_url, error="m", micro=False).matrix):
        for x, dark in enumerate(row):
            if dark:
                pdf.rect(670 + 2 * x, 440 + 2 * y, 2, 2, style="F")
    return bytes(pdf.output())


def ways() -> dict:
    """Each way to draw, ours and the reference first; the others where they are installed."""
    from certificates.drawing import draw_certificate

    found = {"our engine": draw_certificate, "plain ReportLab": draw_plainly}
    if find_spec("weasyprint"):
        found["WeasyPrint"] = draw_by_weasyprint
    if find_spec("fpdf"):
        found["fpdf2"] = draw_by_fpdf2
    return found


def make_certificate():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.test")
    django.setup()
    from certificates.models import Certificate
    from certificates.starter_designs import starter_design
    from tests.factories.certificates import make_facts

    certificate = Certificate(
        number="2026-00042", code="0123456789abcdefABCDEF", year=2026, **vars(make_facts())
    )
    signatory = {"name": "Chan Dara", "name_km": "ចាន់ ដារ៉ា"}
    register_plain_fonts()
    return certificate, starter_design("completion", signatories=[signatory])


def timed(draw, *facts) -> float:
    before = process_time()
    draw(*facts)
    return process_time() - before


def memory_of(name: str) -> float:
    """Megabytes at the most, in a process of its own."""
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.certificates", name]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / 1024


def draw_some(name: str):
    facts = make_certificate()
    for _ in range(10):
        ways()[name](*facts)
    status = Path("/proc/self/status").read_text()
    print(re.search(r"VmHWM:\s+(\d+)", status)[1])


def main():
    facts = make_certificate()
    drawn = ways()
    sizes = {name: len(draw(*facts)) for name, draw in drawn.items() for _ in range(WARM_UP)}
    times = {name: [] for name in drawn}
    for _ in range(ROUNDS):
        for name, draw in drawn.items():
            times[name].append(timed(draw, *facts))
    ours = median(times["our engine"])
    print(f"{'engine':16} {'ms CPU':>8} {'a second':>9} {'KB':>5} {'MB':>5}  ours is")
    for name, measured in times.items():
        cpu, memory = median(measured), memory_of(name)
        print(
            f"{name:16} {cpu * 1000:8.1f} {1 / cpu:9.0f} {sizes[name] / 1024:5.0f} {memory:5.0f}"
            f"  {ours / cpu:.2f}"
        )


if __name__ == "__main__":
    draw_some(sys.argv[1]) if len(sys.argv) > 1 else main()

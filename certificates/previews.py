"""A design as it will look, drawn with invented facts beside the form in which it is edited."""

import base64
from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdfium2
from django.http import HttpResponse
from django.shortcuts import render

from certificates.dates import expiry
from certificates.drawing import draw_certificate
from certificates.models import Certificate, CertificateDesign

SCALE = 1.6
FACTS = {
    "name": "Sok Sophea",
    "name_km": "សុខ សុភា",
    "course_title": "Listening well",
    "course_title_km": "ការស្តាប់ដោយយកចិត្តទុកដាក់",
    "curriculum": "Caring for people",
    "curriculum_km": "ការថែទាំមនុស្ស",
    "hours": Decimal(18),
    "starts_on": date(2026, 3, 12),
    "ends_on": date(2026, 3, 14),
    "completed_on": date(2026, 3, 14),
    "organisation": "A member organisation",
    "cohort": "LW-1",
}
CHANGES = {
    "long": {
        "name": "Preah Vormessara Sreysovannarith Ratanakmuny Chantrabopha Vatey",
        "name_km": "ព្រះវរ្មេស្សរ៉ា ស្រីសុវណ្ណារិទ្ធិ រតនៈមុន្នីវង្ស ចន្ទ្រាបុប្ផាវតី",
        "course_title": "Working together with families, schools and local authorities so that children are safe",
        "course_title_km": "ការធ្វើការរួមគ្នាជាមួយគ្រួសារ សាលារៀន និងអាជ្ញាធរមូលដ្ឋាន ដើម្បីសុវត្ថិភាពកុមារ",
    },
    "short": {
        "name": "Vanna",
        "name_km": "វណ្ណា",
        "curriculum": "",
        "curriculum_km": "",
        "hours": None,
        "starts_on": None,
        "ends_on": None,
        "organisation": "",
    },
}


def sample(design: CertificateDesign, mode: str) -> Certificate:
    """An unsaved certificate of nobody; its square code leads to a page that knows no such one."""
    facts = FACTS | CHANGES.get(mode, {})
    return Certificate(
        number="2026-00000",
        code="a-preview-only",
        year=2026,
        kind=design.kind,
        expires_on=expiry(facts["completed_on"], design.valid_months),
        **facts,
    )


def as_png(pdf: bytes, *, scale: float) -> bytes:
    """The first page of a PDF as a picture; ``scale`` is pixels a point."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[0].render(scale=scale).to_pil()
    finally:
        document.close()
    output = BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


def preview_response(request, design: CertificateDesign, mode: str) -> HttpResponse:
    """The drawn design: as a picture, which every browser and phone shows, or as the PDF itself."""
    if not design.wordings:
        return render(request, "certificates/admin/preview.html", {"design": design})
    pdf = draw_certificate(sample(design, mode), design)
    if mode == "pdf":
        headers = {"Content-Disposition": 'inline; filename="preview.pdf"'}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)
    picture = base64.b64encode(as_png(pdf, scale=SCALE)).decode()
    context = {"design": design, "picture": picture, "kilobytes": round(len(pdf) / 1024)}
    return render(request, "certificates/admin/preview.html", context)

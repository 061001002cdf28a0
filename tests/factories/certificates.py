"""Certificates for tests."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import count

from django.core.files.base import ContentFile
from PIL import Image

from certificates.models import Certificate, CertificateDesign, CertificatePicture
from certificates.services import CertificateFacts, issue_certificate, request_certificate
from certificates.starter_designs import starter_design

_serial = count(1)


def make_facts(**fields) -> CertificateFacts:
    return CertificateFacts(
        **{
            "name": "Sok Sophea",
            "name_km": "សុខ សុភា",
            "course_title": "Listening well",
            "course_title_km": "ការស្តាប់",
            "curriculum": "Caring for survivors",
            "curriculum_km": "ការថែទាំ",
            "hours": Decimal("18.00"),
            "starts_on": date(2026, 3, 12),
            "ends_on": date(2026, 3, 14),
            "completed_on": date(2026, 3, 14),
            "organisation": "Chab Dai",
            "cohort": "LW-1",
            "issuer": "Chab Dai Coalition",
        }
        | fields
    )


def make_requested(*, owner=None, request_key="", **fields) -> Certificate:
    """A certificate that waits for the background."""
    return request_certificate(
        request_key=request_key or f"test:{next(_serial)}", facts=make_facts(**fields), owner=owner
    )


def make_certificate(*, owner=None, request_key="", **fields) -> Certificate:
    """A valid certificate with its number and PDF."""
    certificate = make_requested(owner=owner, request_key=request_key, **fields)
    return issue_certificate(certificate=certificate)


def pdf_bytes(certificate: Certificate) -> bytes:
    with certificate.pdf.open() as file:
        return file.read()


def make_picture(*, title="Logo", colour="red", size=(80, 40)) -> CertificatePicture:
    data = BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    file = ContentFile(data.getvalue(), name=f"{title}.png")
    return CertificatePicture.objects.create(title=title, file=file, width=size[0], height=size[1])


def make_design(kind="completion", **fields) -> CertificateDesign:
    """A published design with the words of the starter."""
    design = starter_design(kind, issuer="Chab Dai Coalition")
    for name, value in fields.items():
        setattr(design, name, value)
    design.live = False
    design.save()
    design.save_revision().publish()
    return design

"""Many certificates in one file: a ZIP to hand on, one PDF to print, a list to sign."""

import re
from collections.abc import Iterable
from io import BytesIO
from tempfile import SpooledTemporaryFile
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pypdfium2
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from certificates.footers import draw_line
from certificates.models import Certificate, CertificateBatch
from certificates.pdf import render_pdf
from certificates.wording import digits

IN_MEMORY = 8 * 1024 * 1024
MARGIN = 40.0
_UNSAFE = re.compile(r"[^\w\u1780-\u17ff -]+")


def _content(certificate: Certificate) -> bytes:
    with certificate.pdf.open() as file:
        return file.read()


def zip_of(certificates: Iterable[Certificate]) -> SpooledTemporaryFile:
    """A ZIP of the stored PDFs, named by number and name, ready to be read from its beginning."""
    output = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    with ZipFile(output, "w", ZIP_STORED) as archive:
        for certificate in certificates:
            name = _UNSAFE.sub(" ", certificate.name or certificate.name_km).strip()[:60]
            when = certificate.issued_at.timetuple()[:6]
            archive.writestr(
                ZipInfo(f"{certificate.number} {name}.pdf", when), _content(certificate)
            )
    output.seek(0)
    return output


def print_of(certificates: Iterable[Certificate]) -> bytes:
    """One PDF with each certificate on a page of its own, as issued."""
    output = BytesIO()
    document = pypdfium2.PdfDocument.new()
    try:
        for certificate in certificates:
            one = pypdfium2.PdfDocument(_content(certificate))
            document.import_pages(one)
            one.close()
        document.save(output)
    finally:
        document.close()
    return output.getvalue()


def recipients_of(batch: CertificateBatch, certificates: Iterable[Certificate]) -> bytes:
    """The list on which people sign that they got their certificate, in the active language."""

    def footer(canvas, number, count):
        width = canvas._pagesize[0]
        draw_line(canvas, batch.title, MARGIN, 24, 8)
        page = _("Page %(number)s of %(count)s") % {
            "number": digits(number),
            "count": digits(count),
        }
        draw_line(canvas, page, width - MARGIN, 24, 8, right=True)

    html = render_to_string(
        "certificates/pdf/recipients.html", {"batch": batch, "certificates": certificates}
    )
    return render_pdf(html, title=batch.title, language=translation.get_language(), footer=footer)

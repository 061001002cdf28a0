"""Invitations on paper: six slips to a sheet of A4, to be cut apart, in Khmer and English."""

from collections.abc import Iterable

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certificates.ornament import QR_MASK
from certificates.pdf import render_pdf
from certificates.wording import long_date
from lms.records.models import Person
from lms.records.services.invitations import VALID_FOR, grouped, link_of

ACROSS, DOWN = 2, 3
QR_SCALE = 4


def draw_slips(invited: Iterable[tuple[Person, str]]) -> bytes:
    """The PDF of the slips of people and their codes, in the order given."""
    last_day = timezone.localdate() + VALID_FOR
    slips = []
    for person, code in invited:
        # Trying every mask for the prettiest would take longer than the rest of a slip.
        qr = segno.make(
            link_of(person, code), error="m", mask=QR_MASK, micro=False, boost_error=False
        )
        slips.append(
            {
                "person": person,
                "code": grouped(code),
                "qr": qr.png_data_uri(scale=QR_SCALE, border=2),
            }
        )
    rows = [slips[start : start + ACROSS] for start in range(0, len(slips), ACROSS)]
    host = settings.SITE_URL.partition("://")[2]
    days, addresses = {}, {}
    for language in ("km", "en"):
        with translation.override(language):
            days[language] = long_date(last_day)
            addresses[language] = f"{host}{reverse('records:invitation')}"
    html = render_to_string(
        "records/invitations/pdf/slips.html",
        {
            "sheets": [rows[start : start + DOWN] for start in range(0, len(rows), DOWN)],
            "days": days,
            "addresses": addresses,
            "site_name": settings.SITE_NAME,
        },
    )
    return render_pdf(
        html, title=_("Invitations"), language="km", author=settings.WAGTAIL_SITE_NAME
    )

"""Invitations on paper: eight slips to a sheet of A4, to be cut apart, in Khmer and English."""

from collections.abc import Iterable

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certificates.pdf import render_pdf
from certificates.wording import long_date
from lms.records.models import Person
from lms.records.services.invitations import VALID_FOR, grouped, link_of

ACROSS, DOWN = 2, 4
QR_SCALE = 4


def draw_slips(invited: Iterable[tuple[Person, str]]) -> bytes:
    """The PDF of the slips of people and their codes, in the order given."""
    last_day = timezone.localdate() + VALID_FOR
    slips = []
    for person, code in invited:
        qr = segno.make(link_of(person, code), error="m", micro=False, boost_error=False)
        slips.append(
            {
                "person": person,
                "code": grouped(code),
                "qr": qr.png_data_uri(scale=QR_SCALE, border=2),
            }
        )
    rows = [slips[start : start + ACROSS] for start in range(0, len(slips), ACROSS)]
    days = {}
    for language in ("km", "en"):
        with translation.override(language):
            days[language] = long_date(last_day)
            address = reverse("records:invitation")
    html = render_to_string(
        "records/slips.html",
        {
            "sheets": [rows[start : start + DOWN] for start in range(0, len(rows), DOWN)],
            "days": days,
            "address": f"{settings.SITE_URL.partition('://')[2]}{address}",
            "site_name": settings.SITE_NAME,
        },
    )
    return render_pdf(
        html, title=_("Invitations"), language="km", author=settings.WAGTAIL_SITE_NAME
    )

"""Receipts, proposals and agreements as PDF, through the engine that certificates are made with."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from certificates.footers import Footer, draw_line
from certificates.pdf import render_pdf
from certificates.wording import digits
from seedgrants.models import Agreement, Revision

MARGIN = 20 * mm
FOOT = 12 * mm
FOOT_SIZE = 8
FOOT_INK = HexColor("#54605e")
LINE_HEIGHTS = {"km": 1.8}
LINE_HEIGHT = 1.45


def _foot(words: str) -> Footer:
    """The number of the paper at the left, that of the page at the right."""

    def draw(canvas, number, total):
        canvas.setFillColor(FOOT_INK)
        page = _("page %(number)s of %(total)s") % {
            "number": digits(number),
            "total": digits(total),
        }
        draw_line(canvas, words, MARGIN, FOOT, FOOT_SIZE)
        draw_line(canvas, page, A4[0] - MARGIN, FOOT, FOOT_SIZE, right=True)

    return draw


def _draw(template: str, context: dict, *, language: str, title: str, foot: str) -> bytes:
    line_height = LINE_HEIGHTS.get(language, LINE_HEIGHT)
    html = render_to_string(template, context | {"line_height": line_height})
    return render_pdf(
        html,
        title=title,
        language=language,
        author=settings.WAGTAIL_SITE_NAME,
        footer=_foot(foot),
    )


def draw_receipt(revision: Revision, *, language: str) -> bytes:
    """One page: what was received, when, under which number and hash."""
    with translation.override(language):
        number = revision.application.number
        return _draw(
            "seedgrants/pdf/receipt.html",
            {"revision": revision, "application": revision.application},
            language=language,
            title=_("Receipt %(number)s") % {"number": number},
            foot=number,
        )


def draw_proposal(revision: Revision, *, language: str) -> bytes:
    """The whole proposal as it was sent."""
    with translation.override(language):
        content = revision.content
        return _draw(
            "seedgrants/pdf/proposal.html",
            {"revision": revision, "content": content, "currency": content["currency"]},
            language=language,
            title=content["title"],
            foot=f"{content['number']} · {revision.sha256[:12]}",
        )


def draw_agreement(agreement: Agreement, *, language: str) -> bytes:
    """Every language one after the other, with the place to sign or the signature."""
    with translation.override(language):
        application = agreement.grant.application
        return _draw(
            "seedgrants/pdf/agreement.html",
            {
                "agreement": agreement,
                "texts": agreement.texts_for(language),
                "application": application,
                "signature": getattr(agreement, "signature", None),
            },
            language=language,
            title=_("Grant agreement %(number)s") % {"number": application.number},
            foot=f"{application.number} · {agreement.version} · {agreement.sha256[:12]}",
        )

"""Handouts and session plans as PDF, through the engine that certificates are made with."""

from datetime import time

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from certificates.footers import Footer, draw_line
from certificates.pdf import render_pdf
from certificates.typefaces import width
from certificates.wording import digits, long_date
from lms.records.handouts.content import Handout
from lms.records.handouts.plan import plan_sessions_of

MARGIN = 18 * mm
FOOT = 12 * mm
FOOT_SIZE = 8
FOOT_GAP = 14
FOOT_INK = HexColor("#54605e")
# Khmer stacks its letters higher and deeper than Latin.
LINE_HEIGHTS = {"km": 1.7}
LINE_HEIGHT = 1.45
# A plan is printed in the largest of these, in points, in which it fills one page.
PLAN_SIZES = (9.5, 8.5, 7.5, 6.5, 5.5)


def draw_handout(handout: Handout) -> bytes:
    """The PDF of a handout, A4 portrait; the same texts give the same bytes."""
    with translation.override(handout.language):
        html = render_to_string(
            "records/handouts/pdf/handout.html",
            {
                "handout": handout,
                "is_pdf": True,
                "line_height": LINE_HEIGHTS.get(handout.language, LINE_HEIGHT),
            },
        )
        return render_pdf(
            html,
            title=handout.page.title,
            language=handout.language,
            author=settings.WAGTAIL_SITE_NAME,
            footer=_foot(handout),
        )


def draw_plan(handout: Handout, *, start: time | None = None) -> bytes:
    """The PDF of a session plan: a page for each module, in letters as large as that allows.

    A module too long for a page in the smallest letters runs on to the next.
    """
    with translation.override(handout.language):
        modules = plan_sessions_of(handout, start=start)
        pdf = b""
        for size in PLAN_SIZES:
            pages = []
            html = render_to_string(
                "records/handouts/pdf/plan.html",
                {
                    "handout": handout,
                    "modules": modules,
                    "start": start,
                    "size": size,
                    "line_height": LINE_HEIGHTS.get(handout.language, LINE_HEIGHT),
                },
            )
            pdf = render_pdf(
                html,
                title=_("Session plan: %(title)s") % {"title": handout.page.title},
                language=handout.language,
                author=settings.WAGTAIL_SITE_NAME,
                footer=_foot(handout, counted=pages),
            )
            if len(pages) <= len(modules):
                break
        return pdf


def _foot(handout: Handout, counted: list[int] | None = None) -> Footer:
    """Title and date of the text at the left, the number of the page at the right.

    Numbers of the pages drawn are added to ``counted``.
    """
    published = handout.published_at
    dated = _(" · text of %(day)s") % {"day": long_date(localdate(published))} if published else ""
    right = A4[0] - MARGIN

    def draw(canvas: Canvas, number: int, total: int):
        if counted is not None:
            counted.append(number)
        canvas.setFillColor(FOOT_INK)
        place = _("page %(number)s of %(total)s") % {
            "number": digits(number),
            "total": digits(total),
        }
        draw_line(canvas, place, right, FOOT, FOOT_SIZE, right=True)
        room = right - MARGIN - _width(place) - _width(dated) - FOOT_GAP
        draw_line(canvas, _shortened(handout.page.title, room) + dated, MARGIN, FOOT, FOOT_SIZE)

    return draw


def _width(text: str) -> float:
    return width(text, "Noto Sans", FOOT_SIZE)


def _shortened(text: str, room: float) -> str:
    """``text``, cut so that it stays within ``room`` points at the foot of a page."""
    if _width(text) <= room:
        return text
    while text and _width(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"

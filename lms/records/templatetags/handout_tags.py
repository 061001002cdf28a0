"""What the pages of handouts are made of."""

import re
from urllib.parse import urlsplit

import segno
from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.rich_text import RichText

from certificates.wording import long_date
from courses.models import CoursePage, ModulePage
from courses.permissions import may_see_facilitator_notes
from lms.records.handouts.pictures import printed_picture, shown_picture
from lms.records.handouts.texts import printable
from lms.records.models import Enrolment
from lms.records.permissions import may_read_lessons
from lms.records.reading import enrolments_of

register = template.Library()

ADDRESS_LINE = 75


@register.simple_tag(takes_context=True)
def handout_part(context, part) -> SafeString:
    """A block of a lesson as it is printed."""
    handout = context["handout"]
    facts = {
        "value": part.value,
        "chosen": part.chosen,
        "level": handout.heading,
        "below": handout.heading + 1,
        "show_facilitator_notes": handout.is_facilitators,
    }
    if part.kind == "image":
        as_picture = printed_picture if context.get("is_pdf") else shown_picture
        facts["picture"] = as_picture(part.chosen)
    return render_to_string(f"records/handouts/blocks/{part.kind}.html", facts)


@register.filter
def on_paper(text, level: int) -> SafeString:
    """Rich text with its links written out and its headings below ``level``."""
    return printable(text.source if isinstance(text, RichText) else text, level=level)


@register.filter
def lang_of(page, name: str) -> SafeString:
    """A ``lang`` attribute where a text of the page still stands in its original language."""
    if name not in page.untranslated:
        return SafeString("")
    return format_html(' lang="{}"', settings.LANGUAGE_CODE)


@register.filter
def spelled_out(moment) -> str:
    """A date with its month in words."""
    return long_date(moment)


@register.filter
def address_lines(url: str) -> list[str]:
    """An address as people write it down, cut after a slash where it is too long for a line."""
    parts = urlsplit(url)
    lines = [""]
    for piece in re.findall("[^/]*/?", f"{parts.netloc}{parts.path}"):
        if lines[-1] and len(lines[-1]) + len(piece) > ADDRESS_LINE:
            lines.append("")
        lines[-1] += piece
    return lines


@register.simple_tag
def square_code(url: str) -> str:
    """A QR code of an address, for ``<img src>``."""
    return segno.make(url, error="m", micro=False).png_data_uri(scale=4, border=2)


@register.inclusion_tag("records/includes/handout_links.html", takes_context=True)
def handout_links(context, page):
    """Where to print a lesson, module or course, for those who may read its lessons.

    A course page asks nothing that it does not know already, so there only those who take part see
    them; who teaches finds the whole course on the pages of its modules.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not page.pk:
        return {}
    if isinstance(page, CoursePage):
        mine = enrolments_of(request, page.translation_key)
        return {
            "page": page,
            "may_print": bool(page.outline.modules)
            and any(one.state in Enrolment.HOLDS_A_PLACE for one in mine),
        }
    # Whoever reads a lesson was let in to it already.
    if isinstance(page, ModulePage) and not may_read_lessons(
        user, CoursePage.objects.filter(path=page.course_path)
    ):
        return {}
    for_facilitator = may_see_facilitator_notes(user)
    return {
        "page": page,
        "may_print": True,
        "for_facilitator": for_facilitator,
        "course": page.outline.course if for_facilitator and isinstance(page, ModulePage) else None,
    }

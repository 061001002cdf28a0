"""Money in words of finance, and where a person stands towards a round."""

from decimal import Decimal

from django import template
from django.forms import Form
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from lms.records.services.people import person_of
from seedgrants.enums import BudgetCategory, Subject
from seedgrants.forms.question_fields import make_field
from seedgrants.models import Application
from seedgrants.money import format_figure, format_money
from seedgrants.services.eligibility import reasons_against

register = template.Library()


@register.simple_tag
def money(amount, currency):
    """``1,234.50 USD``; amounts in a frozen revision are text."""
    return format_money(Decimal(amount) if isinstance(amount, str) else amount, currency)


@register.simple_tag
def figure(amount, currency):
    """``1,234.50``, below a heading that names the currency."""
    return format_figure(amount, currency)


@register.filter
def category_label(value):
    return BudgetCategory(value).label if value in BudgetCategory.values else value


@register.filter
def at(mapping, key):
    """The value at a key, which may be a UUID where the mapping has text."""
    return mapping.get(str(key)) if mapping else None


@register.filter
def at_key(mapping, key):
    """The value at a key of the mapping's own kind."""
    return mapping.get(key, ())


@register.filter
def breakable(text):
    """A long word that a narrow screen may break every eight letters; copying gives it whole."""
    parts = (text[start : start + 8] for start in range(0, len(text), 8))
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in parts))


@register.simple_tag
def round_standing(page, user):
    """``round`` (the main page), ``application`` if one was begun, else ``reasons`` against one."""
    main = page.main
    if not user.is_authenticated:
        return {"round": main, "is_open": main.takes_proposals()}
    person = person_of(user)
    begun = person and Application.objects.of(person).filter(round=main).first()
    reasons = [] if begun else reasons_against(round_page=main, person=person)
    return {
        "round": main,
        "is_open": main.takes_proposals(),
        "application": begun,
        "reasons": reasons,
    }


@register.filter
def form_preview(page):
    """The sections of a round with a field for each question, as editors are shown them."""
    grouped: dict[str, list] = {}
    for n, question in enumerate(page.questions.all()):
        form = Form()
        form.fields[f"q_{n}"] = make_field(question)
        grouped.setdefault(question.section, []).append((question, form[f"q_{n}"]))
    return list(grouped.items())


@register.inclusion_tag("seedgrants/includes/move_buttons.html", takes_context=True)
def move_buttons(context, thing, moves, main=""):
    """The plain buttons of a thing; one that needs a reason asks for it first.

    ``main`` is the state to which the expected way leads: its button stands out.
    """
    return {
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
        "subject": Subject(thing.event_links["subject"]).value,
        "thing": thing,
        "moves": moves,
        "main": main,
    }

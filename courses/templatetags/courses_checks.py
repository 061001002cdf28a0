"""The checks of a page, for the panels of its editing form."""

from django import template

from courses.checks.pages import PageChecks, check_page

register = template.Library()


@register.simple_tag
def page_checks(page) -> PageChecks:
    """What the checks found; asked once however many panels of one form show it."""
    if "_checks" not in page.__dict__:
        page.__dict__["_checks"] = check_page(page)
    return page.__dict__["_checks"]

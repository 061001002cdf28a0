"""What mentoring pages show."""

from django import template

register = template.Library()


@register.filter
def has_values(rows) -> bool:
    """Whether somebody has rated one of these skills already (see ``VisitForm.skill_rows``)."""
    return any(mentor.value() or learner.value() for _skill, mentor, learner in rows)

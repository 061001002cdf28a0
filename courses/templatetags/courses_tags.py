"""Words for course pages."""

from django import template

from courses.durations import describe_minutes
from courses.models import Delivery, Level

register = template.Library()


@register.filter
def training_time(minutes):
    """``{{ page.minutes|training_time }}``: training minutes in plain words."""
    return describe_minutes(minutes)


@register.filter
def level_name(level):
    return Level(level).label


@register.filter
def delivery_name(delivery):
    return Delivery(delivery).label

"""Rows of lists and likenesses of people, in words."""

from django import template
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from lms.records.enums import EnrolmentState, Gender, LikenessReason
from lms.records.lists.problems import spoken
from lms.records.services.import_undoing import ACCOUNT, ANONYMISED, MERGED, MOVED_ON

register = template.Library()

REASONS_TO_STAY = {
    ACCOUNT: _("has an account"),
    MERGED: _("was merged with another record"),
    MOVED_ON: _("the enrolment has changed since"),
    ANONYMISED: _("was made anonymous"),
}


@register.filter
def messages_of(problems: dict) -> list[str]:
    return [message for _field, message in spoken(problems)]


@register.filter
def reasons_in_words(reasons) -> str:
    return ", ".join(str(LikenessReason(reason).label) for reason in reasons)


@register.filter
def reasons_to_stay(labels) -> str:
    """What keeps a person from being taken back: by name what hangs on them."""
    return ", ".join(
        str(REASONS_TO_STAY[label])
        if label in REASONS_TO_STAY
        else str(apps.get_model(label)._meta.verbose_name_plural)
        for label in labels
    )


@register.filter
def gender_in_words(gender: str) -> str:
    return str(Gender(gender).label)


@register.filter
def state_in_words(state: str) -> str:
    return str(EnrolmentState(state).label)


@register.filter
def of_person(people: dict, likeness: dict):
    """The person of a likeness, or ``None`` when they are gone by now."""
    return people.get(likeness["person"])

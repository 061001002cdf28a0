"""Skills practised with a mentor: what there is to choose from, and the learner's own word."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import get_language

from courses.models import ModuleObjective, ModulePage
from lms.records.models import Mentorship, SkillRating
from lms.records.permissions_mentoring import own_rating


@dataclass(frozen=True)
class Skill:
    """An objective of a module, in the reader's language where it is translated."""

    key: UUID
    text: str
    module: str


def skills_of(mentorship: Mentorship) -> list[Skill]:
    """What the course of ``mentorship`` teaches, in page order: two queries, none without a course."""
    if mentorship.enrolment_id is None:
        return []
    course = mentorship.enrolment.cohort.course
    modules = ModulePage.objects.live().child_of(course)
    keys = modules.values("translation_key")
    languages = (get_language() or settings.LANGUAGE_CODE, course.locale.language_code)
    rows = (
        ModuleObjective.objects.filter(
            page__translation_key__in=keys, page__live=True, locale__language_code__in=languages
        )
        .select_related("page", "locale")
        .order_by("page__path", "sort_order")
    )
    by_key: dict[UUID, dict[str, ModuleObjective]] = {}
    for row in rows:
        by_key.setdefault(row.translation_key, {})[row.locale.language_code] = row
    own = [one for one in rows if one.locale.language_code == course.locale.language_code]
    best = [by_key[one.translation_key].get(languages[0], one) for one in own]
    return [Skill(one.translation_key, one.text, one.page.title) for one in best]


@transaction.atomic
def rate_oneself(*, rating: SkillRating, actor, level: int) -> SkillRating:
    """The learner says how far they are (1-4). :raises PermissionDenied: unless it is their own."""
    if not own_rating.allows(actor, rating):
        raise PermissionDenied
    rating.by_learner = level
    rating.save(update_fields=["by_learner"])
    return rating

"""The pages of courses in the reader's language, for many cohorts at once."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language
from wagtail.models import Page

from courses.models import CoursePage
from lms.records.models import Cohort


def in_readers_language(page: Page) -> Page:
    """The live translation of ``page`` in the active language, else ``page``; a query at most.

    An address names a page by its number, whatever language that is in; a page that only mirrors
    another one is no translation.
    """
    language = get_language()
    if page.locale.language_code == language:
        return page
    translations = (
        type(page)
        .objects.live()
        .filter(
            translation_key=page.translation_key,
            locale__language_code=language,
            alias_of__isnull=True,
        )
    )
    return translations.select_related("locale").first() or page


def attach_course_pages(cohorts: Iterable[Cohort]) -> None:
    """Set ``course_page`` on each cohort: its course in the active language, in one query.

    Where the course is not published in that language it is the page the cohort points at.
    """
    cohorts = list(cohorts)
    language = get_language() or settings.LANGUAGE_CODE
    pages = CoursePage.objects.select_related("locale").filter(
        Q(pk__in={cohort.course_id for cohort in cohorts})
        | Q(
            translation_key__in={cohort.course.translation_key for cohort in cohorts},
            locale__language_code=language,
            live=True,
        )
    )
    own, translated = {}, {}
    for page in pages:
        own[page.pk] = page
        if page.live and page.locale.language_code == language:
            translated[page.translation_key] = page
    for cohort in cohorts:
        cohort.course_page = translated.get(cohort.course.translation_key, own[cohort.course_id])

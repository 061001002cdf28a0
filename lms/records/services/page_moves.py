"""Records follow a page that is moved to another course."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from courses.models import AssessmentPage, AssignmentPage, CoursePage, LessonPage
from courses.models.mixins import InCourseMixin
from lms.records.models import AssessmentAttempt, LessonNote, LessonProgress, Submission

# Which records name pages of a type, and by which field.
RECORDS_OF = {
    LessonPage: [(LessonProgress, "lesson_key"), (LessonNote, "lesson_key")],
    AssessmentPage: [(AssessmentAttempt, "assessment_key")],
    AssignmentPage: [(Submission, "assignment_key")],
}


def is_followed(page: Page) -> bool:
    """Whether records go where ``page`` goes: the page in the site's default language leads."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return True
    leading = page.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE)
    return not leading.exists()


@transaction.atomic
def follow_moved_page(*, page: Page) -> int:
    """Give the records of ``page`` and of the pages below it to the course they are in now.

    Returns how many records changed; none when the page stayed in its course, so it may run twice.
    Frozen judgements (completions) stay with the course they were made for.
    """
    page_type = page.specific_class
    if page_type is None or not issubclass(page_type, InCourseMixin) or not is_followed(page):
        return 0
    course_path = page.path[: len(page.path) - page.steplen * page_type.levels_below_course]
    course_key = (
        CoursePage.objects.filter(path=course_path)
        .values_list("translation_key", flat=True)
        .first()
    )
    if course_key is None:
        return 0
    changed = 0
    for model, records in RECORDS_OF.items():
        keys = (
            model.objects.descendant_of(page, inclusive=True).order_by().values("translation_key")
        )
        for record, key in records:
            rows = record.objects.filter(**{f"{key}__in": keys}).exclude(course_key=course_key)
            changed += rows.order_by().update(course_key=course_key)
    return changed

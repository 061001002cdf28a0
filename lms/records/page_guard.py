"""Course pages that carry records stay: deleting one is refused with a reason, never an error."""

from collections.abc import Iterable

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from lms.records.models import (
    AssessmentAttempt,
    Cohort,
    Completion,
    LessonProgress,
    Session,
)


def carries_records(pages: Iterable[Page]) -> list[Page]:
    """Those of ``pages`` that cannot go, for themselves or a page below them.

    Records name a course, module, lesson or assessment by its key, the same in every language, so
    every translation of such a page is kept.
    """
    return [page for page in pages if _has_records(page)]


def _has_records(page: Page) -> bool:
    keys = Page.objects.descendant_of(page, inclusive=True).values("translation_key")
    return any(
        rows.exists()
        for rows in (
            Cohort.objects.filter(course__translation_key__in=keys),
            Session.objects.filter(module_key__in=keys),
            LessonProgress.objects.filter(lesson_key__in=keys),
            LessonProgress.objects.filter(course_key__in=keys),
            AssessmentAttempt.objects.filter(assessment_key__in=keys),
            AssessmentAttempt.objects.filter(course_key__in=keys),
            Completion.objects.filter(course_key__in=keys),
        )
    )


def _refuse(request, kept: list[Page]):
    titles = ", ".join(page.get_admin_display_title() for page in kept)
    messages.error(
        request,
        _(
            "Not deleted: %(titles)s. Trainees’ records belong to these pages or to pages below "
            "them. Unpublish them instead: they disappear from the site and the records stay."
        )
        % {"titles": titles},
    )
    return redirect("wagtailadmin_explore", kept[0].get_parent().pk)


def refuse_deletion(request, page):
    """For ``before_delete_page``: also before the question is asked."""
    kept = carries_records([page])
    return _refuse(request, kept) if kept else None


def refuse_bulk_deletion(request, action_type, objects, action):
    """For ``before_bulk_action``: nothing is deleted unless all of it can be."""
    if action_type != "delete":
        return None
    kept = carries_records(page for page in objects if isinstance(page, Page))
    return _refuse(request, kept) if kept else None

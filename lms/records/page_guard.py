"""Course pages that carry records stay: deleting one is refused with a reason, never an error.

Unpublishing and moving are allowed: records name pages by key and keep the titles.
"""

from collections.abc import Iterable

from django.db import router
from django.db.models import ProtectedError, Q, RestrictedError
from django.db.models.deletion import Collector
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from courses.models import CoursePrerequisite
from lms.records.enums import CohortState
from lms.records.models import (
    AssessmentAttempt,
    Cohort,
    Completion,
    EvaluationGiven,
    EvaluationResponse,
    LessonNote,
    LessonProgress,
    Session,
    Submission,
)


def carries_records(pages: Iterable[Page]) -> list[Page]:
    """Those of ``pages`` that cannot go, for themselves or a page below them.

    Records name a course, module, lesson or assessment by its key, the same in every language, so
    every translation of such a page is kept.
    """
    return [page for page in pages if _has_records(page)]


def _has_records(page: Page) -> bool:
    keys = Page.objects.descendant_of(page, inclusive=True).order_by().values("translation_key")
    return any(
        rows.exists()
        for rows in (
            Cohort.objects.filter(course__translation_key__in=keys),
            Session.objects.filter(module_key__in=keys),
            LessonProgress.objects.filter(Q(lesson_key__in=keys) | Q(course_key__in=keys)),
            LessonNote.objects.filter(Q(lesson_key__in=keys) | Q(course_key__in=keys)),
            AssessmentAttempt.objects.filter(Q(assessment_key__in=keys) | Q(course_key__in=keys)),
            Submission.objects.filter(Q(assignment_key__in=keys) | Q(course_key__in=keys)),
            EvaluationGiven.objects.filter(evaluation_key__in=keys),
            EvaluationResponse.objects.filter(evaluation_key__in=keys),
            Completion.objects.filter(course_key__in=keys),
        )
    )


def asked_for_by(page: Page) -> list[Page]:
    """Courses elsewhere that are to be taken after ``page`` or a course below it."""
    below = Page.objects.descendant_of(page, inclusive=True).order_by().values("pk")
    rows = (
        CoursePrerequisite.objects.filter(course__in=below)
        .exclude(page__in=below)
        .select_related("page")
    )
    return list({row.page_id: row.page for row in rows}.values())


def is_protected(page: Page) -> bool:
    """Whether something else in the database holds on to ``page`` or a page below it."""
    pages = Page.objects.descendant_of(page, inclusive=True)
    try:
        Collector(using=router.db_for_write(Page), origin=pages).collect(pages)
    except (ProtectedError, RestrictedError):
        return True
    return False


def _titles(pages: Iterable[Page]) -> str:
    return ", ".join(page.get_admin_display_title() for page in pages)


def _refuse(request, kept: list[Page], reason: str):
    messages.error(request, reason)
    return redirect("wagtailadmin_explore", kept[0].get_parent().pk)


def _refuse_what_is_needed(request, pages: list[Page]):
    """A redirect with the reason, or ``None`` where all ``pages`` may go."""
    if kept := carries_records(pages):
        return _refuse(
            request,
            kept,
            _(
                "Not deleted: %(titles)s. Trainees’ records belong to these pages or to pages "
                "below them. Unpublish them instead: they disappear from the site and the records "
                "stay."
            )
            % {"titles": _titles(kept)},
        )
    wanted = {page: asked_for_by(page) for page in pages}
    if kept := [page for page in pages if wanted[page]]:
        courses = {course.pk: course for page in kept for course in wanted[page]}.values()
        return _refuse(
            request,
            kept,
            _(
                "Not deleted: %(titles)s. Other courses ask to complete it first: %(courses)s. "
                "Take it out there, then delete it here."
            )
            % {"titles": _titles(kept), "courses": _titles(courses)},
        )
    if kept := [page for page in pages if is_protected(page)]:
        return _refuse(
            request,
            kept,
            _(
                "Not deleted: %(titles)s. Something else on the site needs these pages or pages "
                "below them, such as a round of seed grants. Unpublish them instead."
            )
            % {"titles": _titles(kept)},
        )
    return None


def refuse_deletion(request, page):
    """For ``before_delete_page``: also before the question is asked."""
    return _refuse_what_is_needed(request, [page])


def refuse_bulk_deletion(request, action_type, objects, action):
    """For ``before_bulk_action``: nothing is deleted unless all of it can be."""
    if action_type != "delete":
        return None
    return _refuse_what_is_needed(request, [page for page in objects if isinstance(page, Page)])


def warn_of_running_cohorts(request, page):
    """For ``after_unpublish_page``: say which cohorts lost their course, and how to undo it."""
    keys = Page.objects.descendant_of(page, inclusive=True).order_by().values("translation_key")
    above = Page.objects.ancestor_of(page).order_by().values("translation_key")
    codes = list(
        Cohort.objects.filter(
            Q(course__translation_key__in=keys) | Q(course__translation_key__in=above),
            state__in=(CohortState.PLANNED, CohortState.RUNNING),
        )
        .order_by("code")
        .values_list("code", flat=True)
    )
    if codes:
        messages.warning(
            request,
            ngettext(
                "“%(title)s” belongs to the course of %(count)s cohort: %(cohorts)s. Its people "
                "can no longer open it, their records stay, and closing the cohort asks only for "
                "what is published. Publish it again if that was not meant.",
                "“%(title)s” belongs to the course of %(count)s cohorts: %(cohorts)s. Their people "
                "can no longer open it, their records stay, and closing a cohort asks only for "
                "what is published. Publish it again if that was not meant.",
                len(codes),
            )
            % {
                "title": page.get_admin_display_title(),
                "count": len(codes),
                "cohorts": ", ".join(codes),
            },
            buttons=[
                messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit page"))
            ],
        )


def warn_of_running_cohorts_in_bulk(request, action_type, objects, action):
    """For ``after_bulk_action``."""
    if action_type == "unpublish":
        for page in objects:
            if isinstance(page, Page):
                warn_of_running_cohorts(request, page)

"""Telling others of a cohort: a short address, and a poster that bears it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.records.course_pages import attach_course_pages
from lms.records.models import Cohort
from lms.records.permissions import teach_cohort


@require_safe
@never_cache
def go(request, code):
    """From a poster to where one gets in: the enrolment page, or for a visitor the course.

    Who is not signed in first sees what it is about; the dates there lead on to signing in.
    """
    cohort = get_object_or_404(Cohort.objects.select_related("course"), code__iexact=code)
    if request.user.is_authenticated:
        return redirect("records:enrol", pk=cohort.pk)
    attach_course_pages([cohort])
    if not cohort.course_page.live:
        raise Http404
    return redirect(f"{cohort.course_page.get_url(request)}#enrolment-heading")


@login_required
@require_safe
def poster(request, pk):
    """A page to print and hang up, for those who run the cohort."""
    cohort = get_object_or_404(
        teach_cohort.objects_for(request.user).select_related("course"), pk=pk
    )
    attach_course_pages([cohort])
    return render(request, "records/poster.html", {"cohort": cohort})

"""Learners without a mentor, and the mentors that fit them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.records.course_pages import attach_course_pages
from lms.records.forms.matching import MatchForm
from lms.records.forms.mentoring import people_who_may_mentor
from lms.records.permissions import may_coordinate
from lms.records.services.matching import learners_without_mentor, match, start_matched
from lms.records.views.mentoring import notes

A_PAGE = 20


@notes
@require_http_methods(["GET", "POST"])
def match_learners(request):
    """Twenty learners at a time; all that are chosen begin with one press."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    page = Paginator(learners_without_mentor(), A_PAGE).get_page(request.GET.get("page"))
    matches = match(page.object_list, people_who_may_mentor())
    suggest = request.GET.get("suggest") == "1"
    form = MatchForm(request.POST or None, matches=matches, suggest=suggest)
    if request.method == "POST" and form.is_valid():
        begun = start_matched(pairs=form.pairs(), actor=request.user)
        if begun:
            messages.success(
                request,
                ngettext(
                    "%(count)s mentorship has begun.",
                    "%(count)s mentorships have begun.",
                    len(begun),
                )
                % {"count": len(begun)},
            )
        else:
            messages.info(request, _("Nobody was chosen, so nothing has changed."))
        return redirect("records:match_learners")
    attach_course_pages(one.enrolment.cohort for one in matches)
    context = {"page": page, "form": form, "suggest": suggest}
    return render(request, "records/match_learners.html", context)

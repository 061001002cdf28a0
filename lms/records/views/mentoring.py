"""Mentors and learners: visits and what was agreed. Notes appear on these pages only."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lms.records.exceptions import RecordsError
from lms.records.forms_mentoring import StartForm, VisitForm
from lms.records.models import ActionItem, Person
from lms.records.models.people import person_of
from lms.records.permissions import (
    may_coordinate,
    may_mentor,
    mentor_of,
    people_visible_to,
    see_mentorship,
)
from lms.records.services.mentoring import (
    end_mentorship,
    record_visit,
    start_mentorship,
    tick_action,
)

FOUND_AT_MOST = 20
A_PAGE = 30


def notes(view):
    """A page of mentoring notes: signed in, kept by no cache, its text in no error report."""
    return wraps(view)(
        login_required(
            sensitive_post_parameters()(cache_control(private=True, no_store=True)(view))
        )
    )


@notes
def mentoring(request):
    """The learners I follow, my mentors and, for a coordinator, everyone else's."""
    person = person_of(request.user)
    visible = (
        see_mentorship.objects_for(request.user)
        .select_related("mentor", "learner")
        .with_follow_up()
        .order_by("state", "-started_on", "-pk")
    )
    mine = visible.filter(mentor=person) if person and may_mentor(request.user) else visible.none()
    coordinating = may_coordinate(request.user)
    others = visible.exclude(mentor=person).exclude(learner=person) if person else visible
    return render(
        request,
        "records/mentoring.html",
        {
            "mentors_me": visible.filter(learner=person) if person else visible.none(),
            "learners": mine,
            "is_mentor": may_mentor(request.user),
            "may_coordinate": coordinating,
            "others": Paginator(others, A_PAGE).get_page(request.GET.get("page"))
            if coordinating
            else None,
        },
    )


@notes
def mentorship(request, pk):
    """Goals, visits and actions of one mentorship."""
    mentorship = get_object_or_404(
        see_mentorship.objects_for(request.user).select_related(
            "mentor", "learner", "enrolment__cohort__course"
        ),
        pk=pk,
    )
    person = person_of(request.user)
    writes = mentor_of.allows(request.user, mentorship)
    visits = list(mentorship.visits.prefetch_related("actions__owner"))
    for visit in visits:
        visit.agreed = list(visit.actions.all())
        for action in visit.agreed:
            action.may_tick = writes or (person is not None and action.owner_id == person.pk)
    return render(
        request,
        "records/mentorship.html",
        {
            "mentorship": mentorship,
            "visits": visits,
            "may_write": writes and mentorship.is_active,
            "may_end": may_coordinate(request.user) and mentorship.is_active,
        },
    )


@notes
@require_http_methods(["GET", "POST"])
def visit(request, pk):
    """Write down a visit."""
    mentorship = get_object_or_404(
        mentor_of.objects_for(request.user).select_related("mentor", "learner"), pk=pk
    )
    form = VisitForm(request.POST or None, mentorship=mentorship)
    if request.method == "POST" and form.is_valid():
        try:
            record_visit(mentorship=mentorship, actor=request.user, **form.visit())
        except RecordsError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The visit is written down."))
        return redirect("records:mentorship", pk=mentorship.pk)
    return render(request, "records/visit.html", {"mentorship": mentorship, "form": form})


@notes
@require_POST
def tick(request, pk):
    """Mark an action done, or not done after all."""
    action = get_object_or_404(
        ActionItem.objects.select_related("visit__mentorship"),
        pk=pk,
        visit__mentorship__in=see_mentorship.objects_for(request.user),
    )
    tick_action(action=action, actor=request.user, done=request.POST.get("done") == "1")
    return redirect("records:mentorship", pk=action.visit.mentorship_id)


@notes
@require_POST
def end(request, pk):
    """A coordinator ends a mentorship."""
    mentorship = get_object_or_404(see_mentorship.objects_for(request.user), pk=pk)
    end_mentorship(mentorship=mentorship, actor=request.user)
    messages.success(request, _("The mentorship has ended. Its notes can still be read."))
    return redirect("records:mentorship", pk=mentorship.pk)


@notes
@require_http_methods(["GET", "POST"])
def start(request):
    """A coordinator looks a learner up, then chooses the mentor."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    wanted = request.GET.get("learner", "")
    if not wanted:
        query = request.GET.get("q", "").strip()
        found = people_visible_to(request.user).search(query).with_organisation() if query else []
        return render(
            request,
            "records/find_learner.html",
            {"query": query, "found": found[:FOUND_AT_MOST]},
        )
    learner = get_object_or_404(Person, pk=int(wanted) if wanted.isdecimal() else 0)
    form = StartForm(request.POST or None, learner=learner)
    if request.method == "POST" and form.is_valid():
        try:
            mentorship = start_mentorship(learner=learner, actor=request.user, **form.mentorship())
        except RecordsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The mentorship has begun."))
            return redirect("records:mentorship", pk=mentorship.pk)
    return render(request, "records/start_mentorship.html", {"learner": learner, "form": form})

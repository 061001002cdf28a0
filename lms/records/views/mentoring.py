"""Mentors and learners: visits and what was agreed. Notes appear on these pages only."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lms.records.enums_mentoring import SkillLevel
from lms.records.exceptions import RecordsError
from lms.records.forms.mentoring import SharingForm, StartForm, VisitForm
from lms.records.models import ActionItem, Person, RemindersOff
from lms.records.models.people import person_of
from lms.records.permissions import (
    may_coordinate,
    may_mentor,
    mentor_of,
    people_visible_to,
    see_mentorship,
)
from lms.records.permissions_mentoring import review_plan, see_results
from lms.records.results_of_tests import results_by_course
from lms.records.services.learning_gain import objective_texts
from lms.records.services.mentoring import (
    end_mentorship,
    record_visit,
    start_mentorship,
    tick_action,
)
from lms.records.services.skills import skills_of

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
            "plans": _plans_to_read(request.user, person),
            "is_reminded": person is not None
            and not RemindersOff.objects.filter(person=person).exists(),
            "has_person": person is not None,
            "others": Paginator(others, A_PAGE).get_page(request.GET.get("page"))
            if coordinating
            else None,
        },
    )


def _plans_to_read(user, person):
    """Action plans of my learners, those not looked through first."""
    if person is None or not may_mentor(user):
        return ()
    return (
        review_plan.objects_for(user)
        .select_related("enrolment__person")
        .with_steps_counted()
        .order_by(F("reviewed_on").asc(nulls_first=True), "-pk")[:A_PAGE]
    )


@notes
def mentorship(request, pk):
    """Goals, visits and actions of one mentorship, and how the learner's tests went."""
    mentorship = get_object_or_404(
        see_mentorship.objects_for(request.user).select_related(
            "mentor", "learner", "enrolment__cohort__course"
        ),
        pk=pk,
    )
    person = person_of(request.user)
    writes = mentor_of.allows(request.user, mentorship)
    is_learner = person is not None and person.pk == mentorship.learner_id
    coordinates = may_coordinate(request.user) and mentorship.is_active
    previous = mentorship.previous_id and (
        see_mentorship.objects_for(request.user).filter(pk=mentorship.previous_id).first()
    )
    return render(
        request,
        "records/mentorship.html",
        {
            "mentorship": mentorship,
            "visits": _visits(mentorship, person, writes=writes),
            "previous_notes": previous,
            "results": results_by_course(
                see_results.objects_for(request.user).filter(person=mentorship.learner_id)
            ),
            "saved": f"visit:{mentorship.pk}" if request.GET.get("saved") == "visit" else "",
            "levels": SkillLevel.choices,
            "rates_self": is_learner,
            "sharing_form": SharingForm(initial={"sharing": mentorship.sharing})
            if is_learner
            else None,
            "may_write": writes and mentorship.is_active,
            "may_ask": mentorship.is_active and (is_learner or writes),
            "may_end": coordinates,
            "wanted_changes": mentorship.requests.filter(settled_at=None).select_related("asked_by")
            if coordinates
            else (),
        },
    )


def _visits(mentorship, person, *, writes: bool) -> list:
    """The visits, each with what was ``agreed`` and ``rated``, in the reader's language."""
    visits = list(mentorship.visits.prefetch_related("actions__owner", "ratings"))
    texts = objective_texts(
        str(rating.objective_key) for visit in visits for rating in visit.ratings.all()
    )
    for visit in visits:
        visit.agreed = list(visit.actions.all())
        for action in visit.agreed:
            action.may_tick = writes or (person is not None and action.owner_id == person.pk)
        visit.rated = list(visit.ratings.all())
        for rating in visit.rated:
            rating.shown_text = texts.get(str(rating.objective_key), rating.text)
    return visits


@notes
@require_http_methods(["GET", "POST"])
def visit(request, pk):
    """Write down a visit."""
    mentorship = get_object_or_404(
        mentor_of.objects_for(request.user).select_related(
            "mentor", "learner", "enrolment__cohort__course__locale"
        ),
        pk=pk,
    )
    form = VisitForm(request.POST or None, mentorship=mentorship, skills=skills_of(mentorship))
    if request.method == "POST" and form.is_valid():
        try:
            record_visit(mentorship=mentorship, actor=request.user, **form.visit())
        except RecordsError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The visit is written down."))
            return redirect(f"{reverse('records:mentorship', args=[mentorship.pk])}?saved=visit")
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

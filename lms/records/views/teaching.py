"""A trainer's cohorts: who is in them, when they meet and how it goes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.records.cohort_people import (
    GONE,
    active_people,
    attach_moves,
    count_messages,
    gone_people,
    page_of,
    queue,
)
from lms.records.course_pages import attach_course_pages
from lms.records.enums import CohortState, EnrolmentState, EnrolmentWay
from lms.records.exceptions import PrerequisiteMissing, RecordsError
from lms.records.models import Cohort, Enrolment, Person, Session
from lms.records.permissions import may_coordinate, may_train, people_visible_to, teach_cohort
from lms.records.services.attendance_figures import read_attendance
from lms.records.services.closing import closing_problem
from lms.records.services.enrolment import enrol, move_enrolment
from lms.records.transitions import Party

FOUND_AT_MOST = 20
OVER_AT_MOST = 20
LONGEST_REASON = 255


@login_required
def teach(request):
    """The cohorts this user trains (a coordinator: all), today's sessions, and what is over."""
    if not (may_train(request.user) or may_coordinate(request.user)):
        raise PermissionDenied
    cohorts = list(
        teach_cohort.objects_for(request.user)
        .filter(state__in=Cohort.TAKES_PEOPLE)
        .with_places()
        .select_related("course")
        .annotate(
            to_decide=Count(
                "enrolments", filter=Q(enrolments__state=EnrolmentState.APPLIED), distinct=True
            )
        )
    )
    over = list(
        teach_cohort.objects_for(request.user)
        .filter(state=CohortState.CLOSED)
        .select_related("course")
        .order_by("-ends_on", "-pk")[:OVER_AT_MOST]
    )
    attach_course_pages([*cohorts, *over])
    by_pk = {cohort.pk: cohort for cohort in cohorts}
    today = list(
        Session.objects.held_or_planned()
        .on(timezone.localdate())
        .filter(cohort__in=by_pk)
        .with_marked()
    )
    for session in today:
        session.cohort = by_pk[session.cohort_id]
    context = {"cohorts": cohorts, "sessions": today, "over": over}
    return render(request, "records/teach.html", context)


@login_required
def cohort(request, pk):
    """A cohort: its people with their attendance, its sessions with their registers."""
    cohort = get_object_or_404(
        teach_cohort.objects_for(request.user).with_places().select_related("course"), pk=pk
    )
    attach_course_pages([cohort])
    query = request.GET.get("q", "").strip()
    active = active_people(cohort)
    people = page_of(active, query=query, page=request.GET.get("page"))
    queued, gone = queue(cohort), gone_people(cohort)
    attendance = read_attendance(active)
    for enrolment in people:
        enrolment.figures = attendance.people.get(enrolment.pk)
    sessions = list(cohort.sessions.with_marked().select_related("trainer"))
    for session in sessions:
        session.figures = attendance.sessions.get(session.pk)
    coordinating = may_coordinate(request.user)
    takes_people = cohort.state in Cohort.TAKES_PEOPLE
    attach_moves([*people, *queued, *gone], Party.COORDINATOR if coordinating else Party.TRAINER)
    return render(
        request,
        "records/cohort.html",
        {
            "cohort": cohort,
            "people": people,
            "attendance": attendance,
            "query": query,
            "queued": queued,
            "gone": gone,
            "sessions": sessions,
            "may_coordinate": coordinating,
            "takes_people": takes_people,
            "is_over": closing_problem(cohort) is None,
            "decides": coordinating and takes_people,
        }
        | count_messages(cohort),
    )


@login_required
@require_POST
def move(request, pk):
    """One of the buttons beside a person on the cohort's page."""
    enrolment = get_object_or_404(
        Enrolment.objects.select_related("cohort", "person"),
        pk=pk,
        cohort__in=teach_cohort.objects_for(request.user),
    )
    try:
        move_enrolment(enrolment=enrolment, to=request.POST.get("to", ""), actor=request.user)
    except RecordsError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("%(person)s: %(state)s.")
            % {"person": enrolment.person, "state": enrolment.get_state_display()},
        )
    return redirect("records:cohort", pk=enrolment.cohort_id)


@login_required
@require_http_methods(["GET", "POST"])
def add_people(request, pk):
    """A coordinator looks people up and puts them in the cohort."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    cohort = get_object_or_404(Cohort.objects.with_places().select_related("course"), pk=pk)
    query = request.GET.get("q", "").strip()
    asked = None
    if request.method == "POST":
        wanted = request.POST.get("person", "")
        person = get_object_or_404(Person, pk=int(wanted) if wanted.isdecimal() else 0)
        reason = request.POST.get("override_reason", "")[:LONGEST_REASON]
        try:
            enrolment = enrol(
                cohort=cohort,
                person=person,
                actor=request.user,
                way=EnrolmentWay.STAFF,
                override_reason=reason,
            )
        except PrerequisiteMissing as refusal:
            asked = {"person": person, "why": str(refusal)}
        except RecordsError as refusal:
            messages.error(request, f"{person}: {refusal}")
        else:
            state = enrolment.get_state_display()
            messages.success(
                request, _("%(person)s: %(state)s.") % {"person": person, "state": state}
            )
        if asked is None:
            return redirect(request.get_full_path())
    found = []
    if query:
        people = people_visible_to(request.user).search(query).with_organisation()
        found = list(people[:FOUND_AT_MOST])
    states = dict(cohort.enrolments.filter(person__in=found).values_list("person_id", "state"))
    for person in found:
        state = states.get(person.pk)
        person.state = EnrolmentState(state).label if state else ""
        person.may_enrol = state is None or state in GONE
    attach_course_pages([cohort])
    return render(
        request,
        "records/add_people.html",
        {"cohort": cohort, "query": query, "found": found, "asked": asked},
    )

"""The pages of an organisation's focal point: the own staff, what they learned, nominations."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.records.course_pages import attach_course_pages
from lms.records.enums import EnrolmentState
from lms.records.exceptions import RecordsError
from lms.records.forms.staff import ChangedStaffForm, NewStaffForm
from lms.records.models import Affiliation, Cohort, Enrolment, Organisation, Person
from lms.records.permissions import organisations_watched, update_staff, watch_organisation
from lms.records.services.nominations import nominate, open_for_nominations, rooms_for
from lms.records.services.staff import add_staff, change_staff, namesakes, own_post
from lms.records.training_record import training_record

BY_NAME = ("person__family_name", "person__given_name", "person__family_name_km", "person")
PAST_AT_MOST = 100
OUTCOMES = (EnrolmentState.ENROLLED, EnrolmentState.APPLIED, EnrolmentState.WAITING)


def _staff_of(organisations) -> list[Affiliation]:
    """The posts of today, by name, each with its person; of two at one organisation, one."""
    posts = (
        Affiliation.objects.current()
        .filter(organisation__in=organisations, person__merged_into=None)
        .select_related("person")
        .order_by(*BY_NAME, "-started_on")
    )
    unique = {}
    for post in posts:
        unique.setdefault((post.organisation_id, post.person_id), post)
    return list(unique.values())


@login_required
@require_safe
def my_organisation(request):
    """Who works here today, and in figures what was learned by those who left."""
    if not request.user.has_perm("records.see_own_organisation"):
        raise PermissionDenied
    organisations = list(watch_organisation.objects_for(request.user))
    staff = _staff_of(organisations)
    for organisation in organisations:
        organisation.staff = [post for post in staff if post.organisation_id == organisation.pk]
    past = Enrolment.objects.filter(organisation__in=organisations).exclude(
        person__in=[post.person_id for post in staff]
    )
    return render(
        request,
        "records/my_organisation.html",
        {
            "organisations": organisations,
            "cohorts": open_for_nominations().count() if organisations else 0,
            "past": training_record(past)[:PAST_AT_MOST],
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def add(request, pk):
    """Somebody new; a namesake on the list is pointed out first."""
    organisation = get_object_or_404(watch_organisation.objects_for(request.user), pk=pk)
    form = NewStaffForm(request.POST or None)
    same = []
    if request.method == "POST" and form.is_valid():
        if not request.POST.get("another"):
            same = namesakes(organisation=organisation, **form.names())
        if not same:
            person = add_staff(
                organisation=organisation,
                actor=request.user,
                person=form.person(),
                post=form.post(),
            )
            messages.success(request, _("%(person)s is on your list.") % {"person": person})
            return redirect("records:my_organisation")
    context = {"organisation": organisation, "form": form, "same": same}
    return render(request, "records/staff_add.html", context)


def _member(request, pk) -> tuple[Person, Affiliation]:
    person = get_object_or_404(update_staff.objects_for(request.user), pk=pk)
    return person, own_post(person=person, actor=request.user)


@login_required
@require_safe
def member(request, pk):
    """What somebody learned while they worked here."""
    person, post = _member(request, pk)
    enrolments = Enrolment.objects.filter(
        person=person, organisation__in=organisations_watched(request.user)
    )
    context = {"person": person, "post": post, "enrolments": training_record(enrolments)}
    return render(request, "records/staff_member.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def change(request, pk):
    person, post = _member(request, pk)
    form = ChangedStaffForm(request.POST or None, instance=person, post=post)
    if request.method == "POST" and form.is_valid():
        try:
            change_staff(
                person=Person.objects.get(pk=person.pk),
                actor=request.user,
                fields=form.person(),
                post=form.post(),
            )
        except RecordsError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("records:my_organisation")
    return render(request, "records/staff_change.html", {"person": person, "form": form})


@login_required
@require_safe
def nominations(request):
    """Cohorts that take nominations now, with what is left for each of the own organisations."""
    if not request.user.has_perm("records.see_own_organisation"):
        raise PermissionDenied
    organisations = list(watch_organisation.objects_for(request.user))
    cohorts = list(
        open_for_nominations().with_places().select_related("course").order_by("starts_on", "pk")
    )
    attach_course_pages(cohorts)
    for cohort in cohorts:
        cohort.rooms = []
    for organisation in organisations:
        rooms = rooms_for(organisation=organisation, cohorts=cohorts)
        for cohort in cohorts:
            cohort.rooms.append((organisation, rooms[cohort.pk]))
    context = {"cohorts": cohorts, "organisations": organisations}
    return render(request, "records/nominations.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def nominate_staff(request, pk, organisation_pk):
    """Choose who of the own staff is put up for a cohort."""
    organisation: Organisation = get_object_or_404(
        watch_organisation.objects_for(request.user), pk=organisation_pk
    )
    cohort: Cohort = get_object_or_404(
        open_for_nominations().with_places().select_related("course"), pk=pk
    )
    staff = _staff_of([organisation])
    states = dict(cohort.enrolments.values_list("person", "state"))
    labels = dict(EnrolmentState.choices)
    for post in staff:
        state = states.get(post.person_id)
        post.state = "" if state == EnrolmentState.WITHDRAWN else labels.get(state, "")
    if request.method == "POST":
        chosen = set(request.POST.getlist("person"))
        people = [post.person for post in staff if str(post.person_id) in chosen]
        if people:
            _say(request, nominate(cohort=cohort, people=people, actor=request.user))
            return redirect("records:nominations")
        messages.error(request, _("Choose at least one person."))
    attach_course_pages([cohort])
    return render(
        request,
        "records/nominate.html",
        {
            "cohort": cohort,
            "organisation": organisation,
            "staff": staff,
            "room": rooms_for(organisation=organisation, cohorts=[cohort])[cohort.pk],
        },
    )


def _say(request, outcomes) -> None:
    for state in OUTCOMES:
        names = [
            str(each.person)
            for each in outcomes
            if each.enrolment is not None and each.enrolment.state == state
        ]
        if names:
            messages.success(
                request,
                _("%(state)s: %(names)s")
                % {"state": EnrolmentState(state).label.capitalize(), "names": ", ".join(names)},
            )
    for each in outcomes:
        if each.refusal:
            messages.error(
                request,
                _("%(person)s: %(reason)s") % {"person": each.person, "reason": each.refusal},
            )

"""Group supervision and support groups: who is in them, and their meetings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lms.records.exceptions import RecordsError
from lms.records.forms.groups import GroupForm, GroupMeetingForm
from lms.records.models import Person
from lms.records.permissions import may_coordinate, people_visible_to
from lms.records.permissions_mentoring import facilitator_of, see_group
from lms.records.services import support_groups as services
from lms.records.views.mentoring import notes

FOUND_AT_MOST = 20


@notes
def groups(request):
    """The groups this user leads or is in; a coordinator's: all."""
    found = (
        see_group.objects_for(request.user)
        .select_related("facilitator")
        .annotate(people=Count("members", filter=Q(members__left_on=None)))
    )
    context = {"groups": found, "may_coordinate": may_coordinate(request.user)}
    return render(request, "records/groups.html", context)


@notes
@require_http_methods(["GET", "POST"])
def start_group(request):
    """A coordinator begins a group, then puts people in it."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        group = services.start_group(actor=request.user, **form.group())
        messages.success(request, _("The group is there. Now add the people who are in it."))
        return redirect("records:group", pk=group.pk)
    return render(request, "records/start_group.html", {"form": form})


@notes
def group(request, pk):
    """A group: its people, its meetings, and for coordinators a box to find more people."""
    group = get_object_or_404(
        see_group.objects_for(request.user).select_related("facilitator"), pk=pk
    )
    coordinating = may_coordinate(request.user)
    query = request.GET.get("q", "").strip() if coordinating else ""
    members = [
        member.person
        for member in group.members.filter(left_on=None)
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "pk")
    ]
    found = []
    if query:
        people = people_visible_to(request.user).search(query).with_organisation()
        inside = {person.pk for person in members} | {group.facilitator_id}
        found = [person for person in people[:FOUND_AT_MOST] if person.pk not in inside]
    return render(
        request,
        "records/group.html",
        {
            "group": group,
            "members": members,
            "meetings": group.meetings.prefetch_related("present"),
            "may_write": facilitator_of.allows(request.user, group),
            "may_coordinate": coordinating and group.is_active,
            "query": query,
            "found": found,
            "saved": f"group:{group.pk}" if request.GET.get("saved") == "meeting" else "",
        },
    )


@notes
@require_POST
def group_people(request, pk):
    """A coordinator takes somebody in, or lets them leave."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    group = get_object_or_404(see_group.objects_for(request.user), pk=pk)
    wanted = request.POST.get("person", "")
    person = get_object_or_404(Person, pk=int(wanted) if wanted.isdecimal() else 0)
    try:
        if request.POST.get("do") == "remove":
            services.remove_member(group=group, person=person, actor=request.user)
            messages.success(request, _("%(person)s has left the group.") % {"person": person})
        else:
            services.add_member(group=group, person=person, actor=request.user)
            messages.success(request, _("%(person)s is in the group.") % {"person": person})
    except RecordsError as refusal:
        messages.error(request, str(refusal))
    return redirect("records:group", pk=group.pk)


@notes
@require_POST
def end_group(request, pk):
    """A coordinator ends a group."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    group = get_object_or_404(see_group.objects_for(request.user), pk=pk)
    services.end_group(group=group, actor=request.user)
    messages.success(request, _("The group has ended. Its notes can still be read."))
    return redirect("records:group", pk=group.pk)


@notes
@require_http_methods(["GET", "POST"])
def group_meeting(request, pk):
    """The facilitator writes down a meeting and who was there."""
    group = get_object_or_404(facilitator_of.objects_for(request.user), pk=pk)
    people = Person.objects.filter(
        group_memberships__group=group, group_memberships__left_on=None
    ).order_by("family_name", "given_name", "pk")
    form = GroupMeetingForm(request.POST or None, group=group, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_group_meeting(group=group, actor=request.user, **form.meeting())
        except RecordsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is written down."))
            return redirect(f"{reverse('records:group', args=[group.pk])}?saved=meeting")
    return render(request, "records/group_meeting.html", {"group": group, "form": form})

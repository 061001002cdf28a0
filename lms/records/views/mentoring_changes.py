"""When mentor and learner part, or want to: requests, what may be read, handing over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lms.records.enums_mentoring import Sharing, SkillLevel
from lms.records.exceptions import RecordsError
from lms.records.forms.mentoring import ChangeForm, HandOverForm, SharingForm
from lms.records.models import ChangeRequest, Mentorship, Person
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate
from lms.records.permissions_mentoring import own_rating
from lms.records.services import hand_over as services
from lms.records.services.mentoring_digest import choose_reminders
from lms.records.services.skills import rate_oneself
from lms.records.views.mentoring import notes


def _own_or_404(request, pk, *, as_learner_only=False) -> Mentorship:
    person = person_of(request.user)
    mentorship = get_object_or_404(Mentorship.objects.select_related("mentor", "learner"), pk=pk)
    parts = (
        [mentorship.learner_id]
        if as_learner_only
        else [mentorship.learner_id, mentorship.mentor_id]
    )
    if person is None or person.pk not in parts:
        raise PermissionDenied
    return mentorship


@notes
@require_http_methods(["GET", "POST"])
def ask_for_change(request, pk):
    """The learner or the mentor asks the coordinators for a change."""
    mentorship = _own_or_404(request, pk)
    form = ChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.ask_for_change(
                mentorship=mentorship, actor=request.user, text=data["text"], warned=data["warned"]
            )
        except RecordsError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The coordinators know. One of them will call you."))
        return redirect("records:mentorship", pk=mentorship.pk)
    return render(request, "records/ask_for_change.html", {"mentorship": mentorship, "form": form})


@notes
@require_POST
def settle_change(request, pk):
    """A coordinator has looked after a request."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    wanted = get_object_or_404(ChangeRequest, pk=pk)
    services.settle_change(request=wanted, actor=request.user)
    messages.success(request, _("Thank you. The request is settled."))
    return redirect("records:mentorship", pk=wanted.mentorship_id)


@notes
@require_POST
def sharing(request, pk):
    """The learner says what a next mentor may read."""
    mentorship = _own_or_404(request, pk, as_learner_only=True)
    form = SharingForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["sharing"]
        services.choose_sharing(mentorship=mentorship, actor=request.user, sharing=chosen)
        messages.success(
            request,
            _("A next mentor may read: %(what)s.") % {"what": Sharing(chosen).label},
        )
    else:
        messages.error(request, _("Choose one of the three."))
    return redirect("records:mentorship", pk=mentorship.pk)


@notes
@require_POST
def rate_skill(request, pk):
    """The learner's own word on a skill that was practised."""
    rating = get_object_or_404(own_rating.objects_for(request.user).select_related("visit"), pk=pk)
    level = request.POST.get("level", "")
    if level.isdecimal() and int(level) in SkillLevel.values:
        rate_oneself(rating=rating, actor=request.user, level=int(level))
        messages.success(request, _("Your own rating is kept."))
    else:
        messages.error(request, _("Choose one of the four steps."))
    return redirect("records:mentorship", pk=rating.visit.mentorship_id)


@notes
@require_http_methods(["GET", "POST"])
def hand_over(request, pk):
    """A mentor leaves: all their mentorships go to another with one action."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    mentor = get_object_or_404(Person, pk=pk)
    form = HandOverForm(request.POST or None, mentor=mentor)
    if request.method == "POST" and form.is_valid():
        try:
            begun = services.hand_over(
                mentor=mentor, to=form.cleaned_data["to"], actor=request.user
            )
        except RecordsError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                ngettext(
                    "%(count)s learner has a new mentor.",
                    "%(count)s learners have a new mentor.",
                    len(begun),
                )
                % {"count": len(begun)},
            )
            return redirect("records:mentoring")
    return render(
        request,
        "records/hand_over.html",
        {
            "mentor": mentor,
            "form": form,
            "mentorships": Mentorship.objects.active()
            .filter(mentor=mentor)
            .select_related("learner")
            .order_by("learner__family_name", "pk"),
        },
    )


@login_required
@require_POST
def reminders(request):
    """Switch the mails about meetings on or off."""
    person = person_of(request.user)
    if person is None:
        raise PermissionDenied
    wants = request.POST.get("wants") == "1"
    choose_reminders(person=person, wants=wants)
    messages.success(
        request,
        _("You will be reminded of meetings by mail.")
        if wants
        else _("You will not be reminded any more."),
    )
    return redirect("records:mentoring")

"""A trainee's way into a course, and out of it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lms.records.course_pages import attach_course_pages
from lms.records.enums import EnrolmentPolicy, EnrolmentState, WaitingCause
from lms.records.exceptions import AlreadyLinked, RecordsError
from lms.records.forms.enrolment import AboutYouForm, WithdrawForm
from lms.records.models import Cohort, Enrolment, Session
from lms.records.models.people import person_of
from lms.records.own_attendance import attach_attendance
from lms.records.permissions import may_coordinate
from lms.records.services.enrolment import enrol, withdraw
from lms.records.services.forecast import cause_to_wait
from lms.records.services.people import introduce_oneself
from lms.records.services.prerequisites import missing_prerequisites
from lms.records.standing import attach_reasons, with_place_in_line
from lms.records.transitions import Party, find_move

OUTCOMES = {
    EnrolmentState.ENROLLED: gettext_lazy("You are enrolled. You can read the lessons now."),
    EnrolmentState.APPLIED: gettext_lazy(
        "Your application is in. A coordinator will decide on it."
    ),
}

WAITING = {
    WaitingCause.FULL: gettext_lazy("All places are taken, so you are on the waiting list."),
    WaitingCause.QUOTA: gettext_lazy(
        "All places of your organisation are taken, so you are on the waiting list."
    ),
}


def outcome(enrolment: Enrolment) -> str:
    """What came of pressing the button."""
    if enrolment.state == EnrolmentState.WAITING:
        attach_reasons([enrolment])
        return WAITING[(enrolment.why and enrolment.why.cause) or WaitingCause.FULL]
    if enrolment.state == EnrolmentState.ENROLLED and enrolment.cohort.course.is_event:
        return _("You are registered. We look forward to seeing you.")
    return OUTCOMES.get(enrolment.state, enrolment.get_state_display())


@login_required
def my_courses(request):
    """The courses of this person: running ones first, then what is past."""
    enrolments = list(
        with_place_in_line(Enrolment.objects.filter(person__user=request.user))
        .select_related("cohort__course", "organisation")
        .prefetch_related(
            Prefetch(
                "cohort__sessions",
                Session.objects.held_or_planned().filter(starts_at__gte=timezone.now()),
                to_attr="sessions_to_come",
            )
        )
        .annotate(plan_pk=F("action_plan"))
        .order_by("-cohort__starts_on", "-pk")
    )
    attach_course_pages(enrolment.cohort for enrolment in enrolments)
    attach_reasons(enrolments)
    attach_attendance(enrolments, request.user)
    for enrolment in enrolments:
        enrolment.may_withdraw = find_move(enrolment.state, EnrolmentState.WITHDRAWN) is not None
    return render(
        request,
        "records/my_courses.html",
        {"enrolments": enrolments, "person": person_of(request.user)},
    )


def _next_url(request) -> str:
    """Where to go on to, when it is an address of this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return reverse("records:my_courses")


@login_required
@require_http_methods(["GET", "POST"])
def about_you(request):
    """Who is behind a new account; asked once."""
    next_url = _next_url(request)
    if person_of(request.user):
        return redirect(next_url)
    form = AboutYouForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        fields.pop("consent")
        try:
            introduce_oneself(user=request.user, **fields)
        except AlreadyLinked as refusal:
            messages.error(request, str(refusal))
        return redirect(next_url)
    return render(request, "records/about_you.html", {"form": form, "next_url": next_url})


@login_required
@require_http_methods(["GET", "POST"])
def enrol_in_cohort(request, pk):
    """Confirm, then enrol; what stands in the way is said before the button."""
    cohort = get_object_or_404(Cohort.objects.with_places().select_related("course"), pk=pk)
    person = person_of(request.user)
    if person is None:
        return redirect(f"{reverse('records:about_you')}?next={request.path}")
    if request.method == "POST":
        try:
            enrolment = enrol(cohort=cohort, person=person, actor=request.user)
        except RecordsError as refusal:
            messages.error(request, str(refusal))
            return redirect("records:enrol", pk=cohort.pk)
        messages.success(request, outcome(enrolment))
        return redirect("records:my_courses")
    attach_course_pages([cohort])
    return render(
        request,
        "records/enrol.html",
        {
            "cohort": cohort,
            "enrolment": Enrolment.objects.filter(cohort=cohort, person=person)
            .exclude(state=EnrolmentState.WITHDRAWN)
            .first(),
            "is_open": cohort.registration_is_open(),
            "is_event": cohort.course.is_event,
            "needs_approval": cohort.enrolment_policy != EnrolmentPolicy.OPEN,
            "only_nominated": cohort.enrolment_policy == EnrolmentPolicy.NOMINATION
            and not may_coordinate(request.user),
            "missing": missing_prerequisites(course=cohort.course, person=person),
            "cause": cause_to_wait(cohort=cohort, person=person),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_from_cohort(request, pk):
    """Leave a cohort, after a second look."""
    enrolment = get_object_or_404(
        Enrolment.objects.select_related("cohort__course"), pk=pk, person__user=request.user
    )
    move = find_move(enrolment.state, EnrolmentState.WITHDRAWN)
    if move is None or Party.PERSON not in move.parties:
        messages.info(request, _("This enrolment is over, so there is nothing to withdraw from."))
        return redirect("records:my_courses")
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(enrolment=enrolment, actor=request.user, reason=form.cleaned_data["reason"])
        except RecordsError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You have withdrawn. Your place is free for others."))
        return redirect("records:my_courses")
    attach_course_pages([enrolment.cohort])
    return render(request, "records/withdraw.html", {"enrolment": enrolment, "form": form})

"""A coordinator decides on many applications at once, each with the same reason."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.records.course_pages import attach_course_pages
from lms.records.enums import EnrolmentState
from lms.records.forms.cohorts import DecisionForm
from lms.records.models import Cohort
from lms.records.permissions import may_coordinate
from lms.records.services.decisions import TO_DECIDE, Decided
from lms.records.services.decisions import decide as decide_on

NAMED_AT_MOST = 5


def read_pks(texts: list[str]) -> list[int]:
    """The numbers among what a browser sent as primary keys."""
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19]


@login_required
@require_http_methods(["GET", "POST"])
def decide(request, pk):
    """The people ticked on the cohort's page, or all who applied, and one decision on them."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    cohort = get_object_or_404(Cohort.objects.with_places().select_related("course"), pk=pk)
    sent = request.POST if request.method == "POST" else request.GET
    wanted = Q(pk__in=read_pks(sent.getlist("enrolment")), state__in=TO_DECIDE)
    if sent.get("all") == EnrolmentState.APPLIED:
        wanted = Q(state=EnrolmentState.APPLIED)
    chosen = list(
        cohort.enrolments.filter(wanted)
        .select_related("person", "organisation")
        .order_by("state_since", "pk")
    )
    if not chosen and request.method == "POST":
        messages.info(request, _("Somebody has decided on all of them already."))
        return redirect("records:cohort", pk=cohort.pk)
    form = DecisionForm(request.POST or None, initial={"to": request.GET.get("to", "")})
    if request.method == "POST" and form.is_valid():
        decided = decide_on(
            cohort=cohort, pks=[e.pk for e in chosen], actor=request.user, **form.cleaned_data
        )
        _report(request, decided, form.cleaned_data["to"])
        return redirect("records:cohort", pk=cohort.pk)
    attach_course_pages([cohort])
    context = {"cohort": cohort, "chosen": chosen, "form": form}
    return render(request, "records/decide.html", context)


def _report(request, decided: Decided, to: str) -> None:
    if decided.moved:
        messages.success(
            request,
            ngettext(
                "%(count)s person: %(state)s.", "%(count)s people: %(state)s.", len(decided.moved)
            )
            % {"count": len(decided.moved), "state": EnrolmentState(to).label},
        )
    for enrolment, refusal in decided.refused[:NAMED_AT_MOST]:
        messages.error(request, f"{enrolment.person}: {refusal}")
    more = len(decided.refused) - NAMED_AT_MOST
    if more > 0:
        messages.error(request, _("And %(count)s more, for the same reasons.") % {"count": more})

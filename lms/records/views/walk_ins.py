"""Someone came who is not on the list: find them, or add them, from the register."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.khmer import fold
from lms.records.course_pages import attach_course_pages
from lms.records.exceptions import PrerequisiteMissing, RecordsError
from lms.records.forms.register import WalkInForm
from lms.records.models import Enrolment, Person, Session
from lms.records.services.walk_ins import people_like, take_in, take_in_newcomer
from lms.records.views.learning import private
from lms.records.views.register import session_of

FOUND_AT_MOST = 10
# A single letter would leaf through everybody the coalition knows.
LETTERS_AT_LEAST = 2


@login_required
@private
@require_http_methods(["GET", "POST"])
def walk_in(request, pk):
    """Find a person by part of a name or by phone, or add a new one; then they are on the list.

    Of people found, name and organisation are shown and nothing else. A new person who may be
    known already is asked about first. A phone that sends somebody added without a connection
    asks for JSON and gets 200 when they are in, 409 when someone has to look at it, and 403 when
    they were added by another account than the one signed in.
    """
    session = session_of(request, pk)
    if wants_json(request) and request.POST.get("account") != str(request.user.pk):
        raise PermissionDenied
    form, alike, needs_reason = WalkInForm(), [], False
    query = request.GET.get("q", "").strip()[:100]
    if request.method == "POST":
        form = WalkInForm(request.POST if "family_name" in request.POST else None)
        reason = request.POST.get("override_reason", "").strip()[:255]
        try:
            if "person" in request.POST:
                enrolment = take_in(
                    session=session,
                    person=person_at_the_door(request.POST["person"]),
                    actor=request.user,
                    override_reason=reason,
                )
                return arrived(request, session, enrolment)
            if form.is_valid():
                newcomer, key = form.newcomer(), form.cleaned_data["key"]
                if "is_new" not in request.POST:
                    alike = people_like(newcomer, key=key)
                if not alike:
                    enrolment = take_in_newcomer(
                        session=session,
                        newcomer=newcomer,
                        key=key,
                        actor=request.user,
                        override_reason=reason,
                    )
                    return arrived(request, session, enrolment)
        except PrerequisiteMissing as refusal:
            needs_reason = True
            messages.error(request, str(refusal))
        except RecordsError as refusal:
            messages.error(request, str(refusal))
        if wants_json(request):
            return JsonResponse({}, status=409)
    attach_course_pages([session.cohort])
    context = {
        "session": session,
        "form": form,
        "alike": alike,
        "needs_reason": needs_reason,
        "person_key": request.POST.get("person", "") if needs_reason else "",
        "query": query,
        "too_short": bool(query) and len(fold(query)) < LETTERS_AT_LEAST,
        "found": find(session, query),
    }
    return render(request, "records/walk_in.html", context)


def wants_json(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def person_at_the_door(key: str) -> Person:
    if not key.isascii() or not key.isdecimal() or len(key) > 18:
        raise Http404
    return get_object_or_404(Person, pk=key)


def find(session: Session, query: str) -> list[Person]:
    """People with every word of ``query``, each with ``is_in``: whether they are on the list."""
    if len(fold(query)) < LETTERS_AT_LEAST:
        return []
    found = list(Person.objects.search(query).with_organisation()[:FOUND_AT_MOST])
    on_the_list = set(
        session.cohort.enrolments.holding_a_place()
        .filter(person__in=found)
        .values_list("person", flat=True)
    )
    for person in found:
        person.is_in = person.pk in on_the_list
    return found


def arrived(request, session: Session, enrolment: Enrolment):
    """Back to the register, where they are marked present."""
    if wants_json(request):
        return JsonResponse({"enrolment": enrolment.pk})
    name = {"name": enrolment.person}
    if enrolment.state in Enrolment.HOLDS_A_PLACE:
        messages.success(request, _("%(name)s is on the list and marked present.") % name)
    else:
        messages.warning(request, _("%(name)s has no place yet. Ask a coordinator.") % name)
    return redirect("records:register", pk=session.pk)

"""An applicant's own proposals: the list, one proposal, its receipts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.records.services.people import person_of
from seedgrants.drawing import draw_proposal, draw_receipt
from seedgrants.enums import APPLICANT_LABELS, ApplicationState, Happening, Subject
from seedgrants.exceptions import NotEligible
from seedgrants.guards import may_still_be_sent
from seedgrants.models import GrantRoundPage, Revision, localise
from seedgrants.permissions import (
    decisions_for_applicant,
    events_for,
    feedback_for_applicant,
    managed_applications,
    own_applications,
    revisions_for_review,
)
from seedgrants.services.drafts import start_application
from seedgrants.transitions import buttons
from seedgrants.workflows import MOVES, subject_of


@login_required
@require_safe
def my_applications(request):
    applications = list(own_applications(request.user).select_related("round", "grant"))
    begun = {application.round_id for application in applications}
    open_rounds = GrantRoundPage.objects.live().main().taking_proposals().exclude(pk__in=begun)
    rounds = list(open_rounds)
    localise([*rounds, *(application.round for application in applications)])
    return render(
        request,
        "seedgrants/my_applications.html",
        {
            "applications": applications,
            "rounds": rounds,
            "person": person_of(request.user),
        },
    )


@login_required
@require_POST
def start(request, pk):
    round_page = get_object_or_404(GrantRoundPage.objects.live(), pk=pk)
    try:
        application = start_application(round_page=round_page, by=request.user)
    except NotEligible as error:
        messages.error(request, str(error))
        return redirect(round_page.get_url(request) or "seedgrants:my_applications")
    if application.is_editable:
        return redirect("seedgrants:edit", application.pk, "about")
    return redirect("seedgrants:application", application.pk)


@login_required
@require_safe
def application(request, pk):
    found = get_object_or_404(
        own_applications(request.user).select_related("round", "grant", "organisation"), pk=pk
    )
    decisions = list(
        decisions_for_applicant(request.user).filter(application=found).select_related("revision")
    )
    for decision in decisions:
        decision.words = feedback_for_applicant(request.user, decision)
    moves = buttons(found, request.user)
    if found.state == ApplicationState.WITHDRAWN and not may_still_be_sent(found):
        moves = []  # it is taken up again only while it can be sent
    return render(
        request,
        "seedgrants/application.html",
        {
            "application": found,
            "revisions": found.revisions.all(),
            "decisions": decisions,
            "extension": found.extensions.last(),
            "asked": found.feedback_requests.filter(report__isnull=True).select_related("mentor"),
            "waits_for_mentor": found.state == ApplicationState.FEEDBACK,
            "is_being_read": found.state in BEING_READ,
            "told": why_told(found),
            "moves": moves,
        },
    )


# Sent, and not decided as far as its applicant may know.
BEING_READ = (
    ApplicationState.SUBMITTED,
    ApplicationState.UNDER_REVIEW,
    ApplicationState.DISCUSSION,
)
# The moves of a proposal whose reason was written for its applicant.
TOLD = (ApplicationState.RETURNED, ApplicationState.INELIGIBLE)


def why_told(application) -> str:
    """What a coordinator wrote to the applicant about the state the proposal is in, if anything."""
    if application.state not in TOLD:
        return ""
    moves = application.events.filter(subject=Subject.APPLICATION, to_state=application.state)
    last = moves.last()
    return last.reason if last else ""


def get_revision(request, pk, number) -> Revision:
    """One's own; a coordinator's or a reviewer's as far as they may read it."""
    own = Revision.objects.filter(application__in=own_applications(request.user))
    managed = Revision.objects.filter(application__in=managed_applications(request.user))
    reviewed = revisions_for_review(request.user)
    for readable in (own, managed, reviewed):
        found = readable.filter(application=pk, number=number).select_related("application").first()
        if found:
            return found
    raise Http404


@login_required
@require_safe
def receipt(request, pk, number):
    found = get_object_or_404(own_applications(request.user), pk=pk)
    revision = get_object_or_404(found.revisions, number=number)
    return render(request, "seedgrants/receipt.html", {"application": found, "revision": revision})


@login_required
@require_safe
def receipt_pdf(request, pk, number):
    found = get_object_or_404(own_applications(request.user), pk=pk)
    revision = get_object_or_404(found.revisions, number=number)
    return as_pdf(draw_receipt(revision, language=get_language()), f"receipt-{found.number}")


@login_required
@require_safe
def proposal_pdf(request, pk, number):
    """The whole proposal as it was sent, for those who may read it."""
    revision = get_revision(request, pk, number)
    pdf = draw_proposal(revision, language=get_language())
    return as_pdf(pdf, f"{revision.application.number}-{revision.number}")


@login_required
@require_safe
def timeline(request, pk):
    """Everything that happened, as far as the one who asks may know."""
    own = own_applications(request.user).filter(pk=pk)
    managed = managed_applications(request.user).filter(pk=pk)
    is_own = own.exists()
    found = get_object_or_404((own if is_own else managed).select_related("round"), pk=pk)
    events = events_for(request.user, found).select_related("actor")
    return render(
        request,
        "seedgrants/timeline.html",
        {"application": found, "events": describe(events, is_own=is_own), "is_own": is_own},
    )


def describe(events, *, is_own: bool) -> list[dict]:
    """Each event in words; an applicant reads the states as an applicant is told them."""
    labels = {
        subject_of(model): dict(model._meta.get_field("state").flatchoices) for model in MOVES
    }
    if is_own:
        labels[Subject.APPLICATION] = {str(k): v for k, v in APPLICANT_LABELS.items()}
    happenings = dict(Happening.choices)
    rows = []
    for event in events:
        known = happenings | labels[event.subject]
        label = known.get(event.to_state, event.to_state)
        same = rows and rows[-1]["label"] == label and rows[-1]["subject"] == event.subject
        if is_own and same:
            continue  # “being read” twice would tell that the panel went from one step to the next
        told = event.subject != Subject.APPLICATION or event.to_state in TOLD
        rows.append(
            {
                "at": event.at,
                "subject": event.subject,
                "what": event.get_subject_display(),
                "label": label,
                "reason": event.reason if told or not is_own else "",
                "who": "" if is_own else (event.actor or _("the system")),
            }
        )
    return rows


def as_pdf(pdf: bytes, name: str) -> HttpResponse:
    """To be saved; private."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response

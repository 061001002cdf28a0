"""An applicant's own proposals: the list, one proposal, its receipts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from lms.records.services.people import person_of
from seedgrants.exceptions import NotEligible
from seedgrants.models import GrantRoundPage
from seedgrants.permissions import decisions_for_applicant, own_applications
from seedgrants.services.drafts import start_application
from seedgrants.transitions import buttons


@login_required
@require_safe
def my_applications(request):
    applications = own_applications(request.user).select_related("round", "grant")
    rounds = GrantRoundPage.objects.live().main().taking_proposals()
    begun = {application.round_id for application in applications}
    return render(
        request,
        "seedgrants/my_applications.html",
        {
            "applications": applications,
            "rounds": [page for page in rounds if page.pk not in begun],
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
    decisions = decisions_for_applicant(request.user).filter(application=found)
    return render(
        request,
        "seedgrants/application.html",
        {
            "application": found,
            "revisions": found.revisions.all(),
            "decisions": decisions,
            "extension": found.extensions.last(),
            "moves": buttons(found, request.user),
        },
    )


@login_required
@require_safe
def receipt(request, pk, number):
    found = get_object_or_404(own_applications(request.user), pk=pk)
    revision = get_object_or_404(found.revisions, number=number)
    return render(request, "seedgrants/receipt.html", {"application": found, "revision": revision})

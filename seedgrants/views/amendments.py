"""The grantee asks for a change of the running grant; a coordinator answers with a button."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seedgrants.forms.awards import AmendmentForm
from seedgrants.models import Grant
from seedgrants.permissions import own_applications
from seedgrants.services.amendments import propose_amendment
from seedgrants.views.replies import attempt


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request, pk):
    found = get_object_or_404(
        Grant.objects.filter(application__in=own_applications(request.user)).select_related(
            "application__applicant", "application__round"
        ),
        pk=pk,
    )
    form = AmendmentForm(request.POST or None, grant=found)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            request,
            lambda: propose_amendment(grant=found, by=request.user, **form.values()),
            _("Your change is proposed. A coordinator answers."),
        )
    ):
        return redirect("seedgrants:grant", found.pk)
    return render(
        request,
        "seedgrants/amend.html",
        {"grant": found, "application": found.application, "form": form},
    )

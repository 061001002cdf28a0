"""Private files: given to whoever may read them, taken off a draft again."""

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.uploads import send_file
from seedgrants.enums import FilePurpose
from seedgrants.models import GrantFile, KeptText
from seedgrants.permissions import may_read_file, own_applications, reviews_for
from seedgrants.services.files import remove_file
from seedgrants.services.kept import settle_kept_text
from seedgrants.views.replies import attempt


@login_required
@require_safe
def file(request, pk):
    found = get_object_or_404(GrantFile.objects.select_related("application"), pk=pk)
    if not may_read_file(request.user, found):
        raise Http404
    return send_file(found.file, found.name)


@login_required
@require_POST
def remove(request, pk):
    own = own_applications(request.user)
    found = get_object_or_404(
        GrantFile.objects.present()
        .filter(application__in=own)
        .select_related("application__round", "report"),
        pk=pk,
    )
    attempt(request, lambda: remove_file(file=found, by=request.user), _("The file is removed."))
    if found.purpose == FilePurpose.RECEIPT:
        return redirect("seedgrants:report", found.report_id)
    return redirect("seedgrants:edit", found.application_id, section_of(found))


def section_of(found: GrantFile) -> str:
    """The screen where the file's question stands."""
    for n, (_heading, questions) in enumerate(found.application.round.sections(), 1):
        if any(q.translation_key == found.question_key for q in questions):
            return str(n)
    return "about"


@login_required
@require_POST
def settle(request, pk):
    """The writer has seen the text that was kept beside newer work."""
    own = own_applications(request.user)
    typed_here = (
        Q(application__in=own)
        | Q(report__grant__application__in=own)
        | Q(review__in=reviews_for(request.user))
    )
    kept = get_object_or_404(KeptText.objects.filter(typed_here), pk=pk)
    attempt(request, lambda: settle_kept_text(kept=kept, by=request.user))
    if kept.application:
        return redirect("seedgrants:edit", kept.application_id, kept.section)
    if kept.report:
        return redirect("seedgrants:report", kept.report_id)
    return redirect("seedgrants:review", kept.review_id)

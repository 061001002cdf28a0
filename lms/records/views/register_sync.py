"""What the register's script asks: marks to save, how things stand, and the worker behind it."""

import json

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.records.exceptions import ReasonMissing, RecordsError
from lms.records.forms.register import BadMarks, read_marks
from lms.records.models import Session
from lms.records.services.register import Conflict, Refusal, Value, merge_marks
from lms.records.views.learning import private
from lms.records.views.register import session_of

BYTES_AT_MOST = 200_000
# What a kept register needs beside its page.
FILES = (
    "css/site.css",
    "records/register.css",
    "records/register-queue.js",
    "records/register.js",
    "img/mark.svg",
    "fonts/kantumruy-pro-khmer-400.woff2",
    "fonts/kantumruy-pro-khmer-600.woff2",
)


@login_required
@private
@require_http_methods(["GET", "POST"])
def marks(request, pk):
    """GET tells how the register stands; POST saves marks, each for itself (see ``read_marks``).

    Answers 400 to what is no list of marks, 409 when the register takes none, and 403 when the
    marks were made by another account than the one signed in. A person's mark that does not fit
    comes back among ``conflicts`` or ``refused``; all others are saved.
    """
    session = session_of(request, pk)
    if request.method == "GET":
        rows = session.attendances.values_list("enrolment_id", "status", "minutes")
        standing = {pk: (status, minutes) for pk, status, minutes in rows}
        return JsonResponse(state(session, standing) | {"csrf": get_token(request)})
    try:
        if len(request.body) > BYTES_AT_MOST:
            raise BadMarks
        sent = json.loads(request.body)
        wanted = read_marks(sent)
    except (ValueError, RecursionError):
        return JsonResponse({"problem": _("The marks could not be read.")}, status=400)
    if str(sent.get("account")) != str(request.user.pk):
        return JsonResponse({"problem": _("Somebody else is signed in.")}, status=403)
    try:
        merged = merge_marks(session=session, marks=wanted, actor=request.user)
    except RecordsError as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    return JsonResponse(
        state(session, merged.standing)
        | {
            "conflicts": [as_json(conflict) for conflict in merged.conflicts],
            "refused": [refused_as_json(refusal) for refusal in merged.refused],
        }
    )


def state(session: Session, standing: dict[int, Value]) -> dict:
    """All marks of the register by enrolment, and which walk-ins have arrived, at this moment."""
    people = session.cohort.enrolments.holding_a_place()
    keys = people.filter(walk_in_key__isnull=False).values_list("walk_in_key", flat=True)
    return {
        "at": int(timezone.now().timestamp() * 1000),
        "marks": standing,
        "walk_ins": [str(key) for key in keys],
    }


def as_json(conflict: Conflict) -> dict:
    standing = conflict.standing
    at = timezone.localtime(standing.recorded_at)
    today = at.date() == timezone.localdate()
    return {
        "enrolment": conflict.enrolment_id,
        "status": standing.status,
        "minutes": standing.minutes,
        "by": writer(standing.recorded_by),
        "at": date_format(at, "TIME_FORMAT" if today else "DATETIME_FORMAT"),
    }


def writer(user) -> str:
    return str(user) if user else _("an account that is gone")


def refused_as_json(refusal: Refusal) -> dict:
    return {
        "enrolment": refusal.enrolment_id,
        "problem": str(refusal.problem),
        "needs_reason": isinstance(refusal.problem, ReasonMissing),
    }


@require_GET
def worker(request):
    """The service worker, served where its scope is the sessions' pages of one language.

    Its text changes with the names of its files, which are named by their content in production.
    """
    files = json.dumps([static(name) for name in FILES])
    script = json.dumps(static("records/register-worker.js"))
    queue = json.dumps(static("records/register-queue.js"))
    response = HttpResponse(
        f"const FILES = {files};\nimportScripts({queue}, {script});\n",
        content_type="text/javascript; charset=utf-8",
    )
    response["Cache-Control"] = "no-cache"
    return response

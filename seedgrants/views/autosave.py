"""What the script gets that saves while someone writes (``static/seedgrants/autosave.js``)."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from seedgrants.exceptions import StaleDraft


def is_autosave(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("go") == "autosave"


def saved(draft) -> JsonResponse:
    """``draft`` has the new ``version`` and ``saved_at``."""
    at = date_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")
    message = _("Saved at %(at)s") % {"at": at}
    return JsonResponse({"outcome": "saved", "version": draft.version, "message": message})


def conflict(stale: StaleDraft, theirs: list[tuple[str, str]]) -> JsonResponse:
    """It was saved on another page: both texts are kept, and the writer is shown both."""
    return JsonResponse(
        {
            "outcome": "stale",
            "version": stale.version,
            "message": _("Saved somewhere else meanwhile. Nothing is lost: load the page again."),
            "theirs": [[str(label), text] for label, text in theirs],
        },
        status=409,
    )


def refused(problems: list[str]) -> JsonResponse:
    """Not saved, as is usual in the middle of a word; the page says what is wrong when it is sent
    with its button."""
    return JsonResponse({"outcome": "refused", "message": " ".join(problems)})

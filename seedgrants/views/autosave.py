"""What the script gets that saves while someone writes (``static/seedgrants/autosave.js``)."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from seedgrants.models import KeptText
from seedgrants.services.kept import keep_text, settle_kept_text


def is_autosave(request: HttpRequest) -> bool:
    return request.method == "POST" and request.POST.get("go") == "autosave"


def saved(draft) -> JsonResponse:
    """``draft`` has the new ``version`` and ``saved_at``."""
    at = date_format(timezone.localtime(draft.saved_at), "TIME_FORMAT")
    message = _("Saved at %(at)s") % {"at": at}
    return JsonResponse({"outcome": "saved", "version": draft.version, "message": message})


def is_saved_already(request: HttpRequest, form, saved_form) -> bool:
    """The script sends again what the site has: the answer to an earlier save was lost."""
    return is_autosave(request) and not request.FILES and form.typed() == saved_form.typed()


def unsettled(thing, section: str = ""):
    """What was kept for the writer to see."""
    return thing.kept_texts.filter(section=section, settled_at__isnull=True)


def keep_beside(request: HttpRequest, thing, form, newest: int, section: str = "") -> dict:
    """Keep what was typed over work that is newer; what the page needs to show both.

    The form can then be saved over the ``newest`` version, now that the writer sees it.
    """
    kept = keep_text(thing=thing, by=request.user, section=section, texts=form.typed())
    form.rebase(newest)
    return {"standing": kept, "kept": unsettled(thing, section).exclude(pk=kept.pk)}


def settle_standing(request: HttpRequest, thing, section: str = "") -> None:
    """What was kept stood in the form, and is saved now."""
    standing = request.POST.get("standing", "")
    if standing.isdecimal():
        for kept in unsettled(thing, section).filter(pk=standing):
            settle_kept_text(kept=kept, by=request.user)


def conflict(newest: int, kept: KeptText, theirs: list[tuple[str, str]]) -> JsonResponse:
    """It was saved on another page: both texts are kept, and the writer is shown both."""
    return JsonResponse(
        {
            "outcome": "stale",
            "version": newest,
            "kept": kept.pk,
            "message": _("Saved somewhere else meanwhile. Nothing is lost: load the page again."),
            "theirs": [[str(label), text] for label, text in theirs],
        },
        status=409,
    )


def refused(problems: list[str]) -> JsonResponse:
    """Not saved, as is usual in the middle of a word; the page says what is wrong when it is sent
    with its button."""
    return JsonResponse({"outcome": "refused", "message": " ".join(problems)})

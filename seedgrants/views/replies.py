"""How a page answers a service's refusal: in words, with everything still in place."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest

from seedgrants.exceptions import ConflictOfInterest, Incomplete, NotAllowed, SeedGrantError
from seedgrants.forms.fields import OnceForm
from seedgrants.services.once import once


def attempt(request: HttpRequest, action: Callable, success: str = "") -> bool:
    """Do it and say so, or say why not. ``NotAllowed`` goes on to be a 403."""
    try:
        action()
    except Incomplete as error:
        for problem in error.problems:
            messages.error(request, str(problem))
    except ConflictOfInterest as error:
        messages.error(request, str(error))
    except NotAllowed:
        raise
    except SeedGrantError as error:
        messages.error(request, str(error))
    else:
        if success:
            messages.success(request, success)
        return True
    return False


def attempt_once(request: HttpRequest, form: OnceForm, action: Callable, success: str) -> bool:
    """Likewise; a second click on the same form is answered as the first and does nothing."""
    return attempt(request, partial(once, form.mark(), action), success)


def keep_typed(context: dict, refused: dict) -> dict:
    """The page's context with refused forms, and what was typed in them, in the place of empty
    ones; a form that the page no longer offers stays away."""
    return context | {name: form for name, form in refused.items() if context.get(name)}


def complain(request: HttpRequest, form) -> None:
    """Say what a small form on a page of many got wrong."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for error in errors:
            messages.error(request, f"{label}: {error}" if label else error)

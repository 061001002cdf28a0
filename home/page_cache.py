"""Pages for people who are not signed in, kept until an editor changes any page.

Only what everyone gets alike is kept: a GET without a query, a session or a pending message, that
answered 200, set no cookie and holds no form token. What apps show on pages beside the editors'
text (places left in a cohort) is at most ``SECONDS`` old.

Each process keeps its own pages, so that one costs a single read of the shared cache: the
generation, which every process compares and any of them can end.
"""

from dataclasses import dataclass
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from wagtail.views import serve

from courses.kept import current_generation
from home.routing import find_page

SECONDS = 60
# What a process keeps at most: 20 MB, so that a crawler cannot fill the memory.
PAGES = 200
BYTES = 100_000


@dataclass(frozen=True, slots=True)
class KeptPage:
    generation: str
    until: float  # on the monotonic clock
    content: bytes
    content_type: str


_kept: dict[str, KeptPage] = {}


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's page view behind the cache."""
    if not is_shared(request):
        find_page(request, path)
        return serve(request, path)
    key = f"{request.get_host()}{request.path}"
    # Read before the page is made: what is published meanwhile begins another generation.
    generation = current_generation()
    kept = _kept.get(key)
    if kept and kept.generation == generation and kept.until > monotonic():
        return _response(kept)
    find_page(request, path)
    response = serve(request, path)
    if hasattr(response, "render"):
        response.render()
    if generation and may_be_kept(request, response):
        if len(_kept) >= PAGES:
            _kept.clear()
        _kept[key] = KeptPage(
            generation, monotonic() + SECONDS, response.content, response.headers["Content-Type"]
        )
    return response


def is_shared(request: HttpRequest) -> bool:
    """Whether this visitor is nobody in particular and asks for a plain page."""
    return (
        request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and not getattr(request, "is_preview", False)
    )


def may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether everyone may be given this answer to a shared request."""
    return (
        response.status_code == 200
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "Cache-Control" not in response.headers
        and not response.cookies
        # Set when a form's token was written into the page: it is this visitor's alone.
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and len(response.content) <= BYTES
    )


def _response(kept: KeptPage) -> HttpResponse:
    response = HttpResponse(kept.content, content_type=kept.content_type)
    patch_vary_headers(response, ["Cookie"])
    return response

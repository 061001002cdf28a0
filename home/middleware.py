"""The language of a visit: chosen where an address has none, kept where an address has one."""

from django.conf import settings
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_from_path
from wagtail.models import Site

PARAMETER = "language"


def chosen_language(get_response):
    """Read ``?language=km`` on addresses without a language, and remember it in Django's cookie."""

    def middleware(request):
        code = request.GET.get(PARAMETER)
        if code not in dict(settings.LANGUAGES) or get_language_from_path(request.path_info):
            return get_response(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = get_response(request)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response

    return middleware


def keep_language(get_response):
    """Let every page linked from ``/km/...`` have its address below ``/km/``.

    Slugs are the same in every language, so that address leads to the Khmer page, or to the page
    that stands in for it (see ``home.routing``), and who reads in Khmer goes on in Khmer. Wagtail
    asks the request where the pages of a language begin; nothing is read before it asks.
    """

    def middleware(request):
        code = request.LANGUAGE_CODE
        if request.path_info.startswith(f"/{code}/"):
            request._wagtail_cached_site_root_paths = SimpleLazyObject(
                lambda: [root._replace(language_code=code) for root in Site.get_site_root_paths()]
            )
        return get_response(request)

    return middleware

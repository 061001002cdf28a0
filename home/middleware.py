"""A language chosen on a page whose address has none, such as a certificate's."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_from_path

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

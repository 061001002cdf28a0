"""Pages as this app serves them, without the gates that other apps put before a lesson."""

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation


def serve(page, user=None):
    """The response of ``page`` for ``user`` (default: a visitor), in the language of the page."""
    page = type(page).objects.select_related("locale").get(pk=page.pk)
    request = RequestFactory().get(page.url)
    request.user = user or AnonymousUser()
    with translation.override(page.locale.language_code):
        return page.serve(request).render()


def html_of(page, user=None) -> str:
    return serve(page, user).text

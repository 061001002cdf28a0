"""Every address of the site x every kind of person x GET and POST, in one table.

The rows live beside this file in ``tests/permissions/``, one module an app. A URL name without a
row fails, and so does a row without a URL name.
"""

from importlib import import_module

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from tests.permissions.world import ANONYMOUS, EVERYONE, PEOPLE, Row, make_world

MODULES = ["accounts", "certificates", "records", "seedgrants", "reports", "home"]
# Wagtail's own admin, documents and page serving, and allauth's account pages are tested by them;
# what our roles may do in the admin is tested in tests/home/test_admin_permissions.py.
NOT_OURS = (
    "wagtail",
    "mfa_",
    "set_language",
    "django_",
    "password_reset",
)

ROWS: list[tuple[str, Row]] = [
    (module, row) for module in MODULES for row in import_module(f"tests.permissions.{module}").ROWS
]


def url_names(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name in ("wagtailadmin_api",) or str(pattern.pattern) == "admin/":
                continue
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{namespace}{pattern.name}"


def our_url_names() -> set[str]:
    return {
        name for name in url_names(get_resolver().url_patterns) if not name.startswith(NOT_OURS)
    }


def test_every_address_has_a_row():
    assert our_url_names() == {row.name for _, row in ROWS}


def refused(response) -> bool:
    """Forbidden, not found, or sent to sign in."""
    if response.status_code in (301, 302):
        return (
            "/accounts/login/" in response["Location"] or "/accounts/reauth" in response["Location"]
        )
    return response.status_code in (403, 404)


@pytest.mark.django_db
@pytest.mark.parametrize("person", sorted(EVERYONE))
@pytest.mark.parametrize("module", MODULES)
def test_matrix(module, person, roles):
    world = make_world()
    import_module(f"tests.permissions.{module}").build(world)
    client = Client()
    if person != ANONYMOUS:
        client.force_login(world.users[person])
    wrong = []
    for row in (row for name, row in ROWS if name == module):
        with override("en"):
            url = reverse(row.name, kwargs=row.kwargs(world))
        for method, allowed in (("get", row.get), ("post", row.post)):
            if allowed is None:
                continue
            response = getattr(client, method)(url, row.data(world) if method == "post" else {})
            if response.streaming:
                response.getvalue()  # the file that is sent stays open until it is read
            may = not refused(response)
            if response.status_code >= 500 or may != (person in allowed):
                expected = "allowed" if person in allowed else "refused"
                wrong.append(f"{method.upper()} {row.name}: {response.status_code}, {expected}")
    assert wrong == []


def test_everyone_of_the_matrix_is_known():
    known = EVERYONE
    for _, row in ROWS:
        assert (row.get or frozenset()) <= known
        assert (row.post or frozenset()) <= known
    assert set(PEOPLE) < known

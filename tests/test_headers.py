"""What browsers are told about every page: what may run, who may frame it, what leaks."""

import os
import subprocess
import sys

import pytest

from tests.conftest import PROJECT
from tests.everywhere import build_everywhere, sign_in

NOWHERE_ELSE = {"'self'", "'none'", "data:"}
# The last says that this phone keeps registers, for the page that signs out to clear them.
COOKIES = {"csrftoken", "sessionid", "messages", "registers"}


def policy_of(response) -> dict[str, set[str]]:
    directives = response["Content-Security-Policy"].split(";")
    return {name: set(values) for name, *values in (part.split() for part in directives)}


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
def test_every_page_says_what_may_happen_on_it():
    problems = []
    clients = {}
    for place in build_everywhere():
        client = clients.setdefault(place.user, sign_in(place.user))
        response = client.get(place.address("en"))
        policy = policy_of(response)
        sources = set().union(*policy.values())
        expected = [
            (sources <= NOWHERE_ELSE, f"sources {sources}"),
            (policy["default-src"] == {"'none'"}, "default-src"),
            (policy["script-src"] == {"'self'"}, "script-src"),
            (policy["style-src"] == {"'self'"}, "style-src"),
            (policy["base-uri"] == policy["object-src"] == {"'none'"}, "base-uri, object-src"),
            (policy["form-action"] == policy["frame-ancestors"] == {"'self'"}, "forms, frames"),
            (response["X-Content-Type-Options"] == "nosniff", "X-Content-Type-Options"),
            (response["Referrer-Policy"] == "same-origin", "Referrer-Policy"),
            (response["Cross-Origin-Opener-Policy"] == "same-origin", "opener"),
            (set(response.cookies) <= COOKIES, "cookies"),
        ]
        problems += [f"{place.name}: {what}" for holds, what in expected if not holds]
    assert problems == [], "\n".join(problems)


def test_production_cookies_travel_by_https_alone():
    """In another process: settings of production need what no test should set."""
    names = [
        "SESSION_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    ]
    code = (
        "from django.conf import settings;"
        f"print([getattr(settings, name) for name in {names}],"
        "settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE, settings.DEBUG,"
        "settings.SECURE_HSTS_SECONDS >= 31_536_000)"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "lms.settings.production",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "example.org",
        "SITE_URL": "https://example.org",
    }
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split("\n")[0] == f"{[True] * 5} Lax Lax False True"

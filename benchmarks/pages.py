"""CPU time of one request for each kind of page, beside a view that only says hello.

Run from the project's folder: ``python -m benchmarks.pages``. It makes a site with the starter
curricula in a temporary folder, or in ``VAR_DIR`` if that is set, and asks the WSGI application in
this process, as a server's worker does. Pages take turns in small rounds, so that the ratio holds
on a busy machine too. Signed-out pages come from the page cache except where "uncached" is said.
"""

import os
import tempfile
from io import BytesIO
from statistics import median
from time import process_time

import django

ROUNDS = 30
REQUESTS = 20  # in a round
BUDGET = 1.5  # a signed-out page, in hellos


def prepare(folder: str) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "lms.settings.base",
        "VAR_DIR": folder,
        "SECRET_KEY": "benchmark",
        "ALLOWED_HOSTS": "localhost",
    }
    from django.conf import settings

    settings.ROOT_URLCONF = "benchmarks.hello_urls"
    django.setup()
    from django.core.management import call_command

    call_command("setup_site")


def sign_in() -> str:
    """The cookie of a trainee who is enrolled in the first course."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from courses.models import CoursePage
    from lms.records.models import Cohort
    from tests.factories.accounts import make_user
    from tests.factories.records import make_cohort, make_enrolment, make_person

    course = CoursePage.objects.filter(locale__language_code="en").first()
    cohort = Cohort.objects.filter(course=course).first() or make_cohort(course=course)
    user = make_user(role="Trainees", email=f"{os.urandom(8).hex()}@example.org")
    make_enrolment(cohort=cohort, person=make_person(user=user, number=None))
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def find_pages() -> dict[str, tuple[str, bool]]:
    """Address and whether signed in, by name."""
    from courses.models import CataloguePage, CoursePage, LessonPage

    def first(model):
        return model.objects.filter(locale__language_code="en").order_by("path").first()

    catalogue, course, lesson = map(first, (CataloguePage, CoursePage, LessonPage))
    return {
        "hello": ("/hello/", False),
        "home": ("/en/", False),
        "catalogue": (catalogue.url, False),
        "course": (course.url, False),
        "home, uncached": ("/en/?x", False),
        "course, uncached": (f"{course.url}?x", False),
        "lesson, signed in": (lesson.url, True),
    }


def asker(application, url: str, cookie: str):
    """A function that asks for ``url`` as a WSGI server would; returns the length of the answer."""
    path, _, query = url.partition("?")

    def start_response(status, headers, exc_info=None):
        if not status.startswith("200"):
            raise RuntimeError(f"{url}: {status}")

    def ask() -> int:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": cookie,
            "HTTP_ACCEPT_LANGUAGE": "en",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        response = application(environ, start_response)
        length = sum(len(part) for part in response)
        response.close()
        return length

    return ask


def timed(ask) -> float:
    before = process_time()
    for _ in range(REQUESTS):
        ask()
    return (process_time() - before) / REQUESTS


def measure(folder: str) -> None:
    prepare(folder)
    from lms.wsgi import application

    cookie = sign_in()
    askers = {
        name: asker(application, url, cookie if signed_in else "")
        for name, (url, signed_in) in find_pages().items()
    }
    sizes = {name: [ask() for _ in range(5)][-1] for name, ask in askers.items()}
    times = {name: [] for name in askers}
    for _ in range(ROUNDS):
        for name, ask in askers.items():
            times[name].append(timed(ask))
    hello = median(times["hello"])
    for name, measured in times.items():
        cpu = median(measured)
        print(f"{name:18} {cpu * 1000:6.2f} ms CPU {cpu / hello:6.2f} hellos {sizes[name]:7} bytes")
    print(f"budget of a signed-out page: {BUDGET} hellos")


def main():
    if "VAR_DIR" in os.environ:
        measure(os.environ["VAR_DIR"])
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(folder)


if __name__ == "__main__":
    main()

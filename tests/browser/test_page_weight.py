"""What a phone on a slow line downloads, on the real curricula in Khmer."""

import gzip
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from courses.models import CataloguePage, CoursePage, LessonPage, course_of
from home.setup import setup_site
from lms.roles import Role
from tests.browser.conftest import PHONE
from tests.everywhere import sign_in
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_person,
    make_session,
    make_trainee,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KB = 1000
COMPRESSIBLE = ("text/", "application/javascript", "image/svg+xml")


def weigh(response) -> int:
    """Bytes of the answer: static text as WhiteNoise sends it in production, pages as they are."""
    body = response.body()
    if "content-encoding" in response.headers:
        body = body[: int(response.headers["content-length"])]  # as it came
    if is_static(response) and response.headers["content-type"].startswith(COMPRESSIBLE):
        body = gzip.compress(body)
    head = sum(len(name) + len(value) + 4 for name, value in response.all_headers().items())
    return head + len(body)


def is_static(response) -> bool:
    return urlsplit(response.url).path.startswith(settings.STATIC_URL)


@pytest.fixture
def weights(visitor, live_server):
    """``weights(path, user)``: kilobytes and requests of a first view and of a second."""

    def look(path, user):
        page = visitor("km", PHONE)
        if user:
            name = settings.SESSION_COOKIE_NAME
            cookie = {"name": name, "value": sign_in(user).cookies[name].value}
            page.context.add_cookies([cookie | {"url": live_server.url}])
        answers = []
        page.on("response", lambda answer: answers.append(answer))
        assert page.goto(path, wait_until="networkidle").status == 200
        page.evaluate("document.fonts.ready.then(() => true)")

        def kilobytes(kind=None):
            chosen = [a for a in answers if kind in (None, a.request.resource_type)]
            return sum(weigh(answer) for answer in chosen) / KB

        return {
            "requests": len(answers),
            "all": kilobytes(),
            "script": kilobytes("script"),
            "font": kilobytes("font"),
            # Static files are named by their content in production and kept for ever.
            "again": sum(weigh(answer) for answer in answers if not is_static(answer)) / KB,
        }

    return look


def test_first_and_second_view_are_light(weights):
    setup_site()
    khmer = LessonPage.objects.filter(locale__language_code="km")
    lesson = max(khmer, key=lambda page: len(str(page.body.get_prep_value())))
    course = course_of(lesson)
    trainee = make_trainee()
    original = CoursePage.objects.get(
        translation_key=course.translation_key, locale__language_code="en"
    )
    make_enrolment(cohort=make_cohort(course=original), person=trainee)
    catalogue = CataloguePage.objects.get(locale__language_code="km")
    trainer = make_person(role=Role.TRAINER)
    session = make_session(cohort=make_cohort(course=original, trainers=[trainer]))
    for _ in range(40):
        make_enrolment(
            cohort=session.cohort, person=make_person(family_name_km="ស៊ឹម", given_name_km="ស្រីពៅ")
        )
    with override("km"):
        register = reverse("records:register", args=[session.pk])
    too_heavy = []
    for name, path, user in [
        ("home", "/km/", None),
        ("catalogue", catalogue.url, None),
        ("course", course.url, None),
        ("lesson", lesson.url, trainee.user),
        ("register", register, trainer.user),
    ]:
        found = weights(path, user)
        limits = {"requests": 12, "all": 100, "script": 20, "font": 45, "again": 30}
        too_heavy += [
            f"{name}: {kind} {found[kind]:.0f}, allowed {limit}"
            for kind, limit in limits.items()
            if found[kind] > limit
        ]
        assert found["font"] > 0, f"{name}: Khmer is not in the site's own font"
    assert too_heavy == []

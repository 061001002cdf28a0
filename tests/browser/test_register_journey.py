"""The register in the room: a phone, forty people, no signal, and a second phone that marks too."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from home.roles import setup_groups
from home.setup import setup_locales, setup_pages
from lms.records.models import Attendance, AttendanceChange, Enrolment, Session
from lms.roles import Role
from tests.browser.conftest import PHONE
from tests.everywhere import sign_in
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.records import make_cohort, make_enrolment, make_organisation, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KHMER = ["សុខ", "ចាន់", "កែវ", "លី", "ម៉ៅ", "ហេង", "ទេព", "នួន"]
LATIN = ["Sok", "Chan", "Keo", "Ly", "Mao", "Heng", "Tep", "Nuon"]


@pytest.fixture
def room():
    """A session that began an hour ago, forty people, and two trainers with a phone each."""
    setup_locales()
    setup_pages()
    setup_groups()
    trainers = [
        make_person(
            user=make_user(role=Role.TRAINER, last_name=family, first_name=given),
            family_name=family,
            given_name=given,
        )
        for family, given in [("Chea", "Dara"), ("Pov", "Sreymom")]
    ]
    cohort = make_cohort(course=make_course(title="Listening well"), trainers=trainers, code="lw-1")
    for number in range(40):
        make_enrolment(
            cohort=cohort,
            person=make_person(
                family_name=LATIN[number % 8],
                given_name=f"Person {number + 1:02}",
                family_name_km=KHMER[number % 8],
                given_name_km=KHMER[(number * 3 + 1) % 8],
            ),
        )
    make_organisation(name="Women's Centre")
    session = Session.objects.create(
        cohort=cohort,
        topic="Listening to a colleague",
        starts_at=timezone.now() - timedelta(hours=1),
        planned_minutes=120,
    )
    return session, trainers


class Phone:
    """One trainer's phone on the register of one session."""

    def __init__(self, page, live_server, user, session, language):
        self.page, self.session, self.user = page, session, user
        self.server, self.language = live_server, language
        self.sign_in()

    def sign_in(self):
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": sign_in(self.user).cookies[name].value}
        self.page.context.add_cookies([cookie | {"url": self.server.url}])

    @property
    def url(self):
        with override(self.language):
            return reverse("records:register", args=[self.session.pk])

    def open(self):
        self.page.goto(self.url)
        expect(self.page.locator("[data-registers]")).to_be_visible()

    def until_kept(self):
        """Until the worker has the page: from then on it opens without a connection."""
        self.page.wait_for_function(
            "async path => Boolean(await caches.match(path, {ignoreVary: true}))", arg=self.url
        )

    def is_offline(self, offline):
        self.page.context.set_offline(offline)

    def mark(self, enrolment, status, minutes=None):
        row = self.page.locator(f"#mark-{enrolment.pk}")
        row.locator(f"label:has([value={status}])").click()
        if minutes is not None:
            box = row.locator("[name^=minutes_]")
            box.fill(minutes)
            box.blur()

    def shows(self, **parts):
        for part, text in parts.items():
            expect(self.page.locator(f"[data-{part}]")).to_have_text(text)

    def chosen(self, enrolment):
        return self.page.locator(f"#mark-{enrolment.pk} [type=radio]:checked").get_attribute(
            "value"
        )


@pytest.fixture
def phone(visitor, live_server, room):
    session, trainers = room

    def take(number, language="en"):
        page = visitor(language, PHONE)
        return Phone(page, live_server, trainers[number].user, session, language)

    return take


def standing(session):
    return dict(session.attendances.values_list("enrolment_id", "status"))


def test_forty_people_without_a_signal_and_two_phones(room, phone, snap):
    session, trainers = room
    people = list(Enrolment.objects.order_by("person__family_name", "person__given_name"))
    first, second = phone(0), phone(1)
    first.open()
    second.open()
    first.shows(state="Saved", counter="0 of 40 marked")
    snap(first.page, "01 register")
    first.mark(people[0], "late", "៩០")
    first.shows(state="Saved", counter="1 of 40 marked")
    first.until_kept()

    # The network is cut in the middle; the browser is closed and opened again.
    first.is_offline(True)
    first.mark(people[1], "absent")
    first.mark(people[2], "excused")
    first.shows(counter="3 of 40 marked")
    expect(first.page.locator("[data-state]")).to_contain_text("Not yet sent (2)")
    snap(first.page, "02 no signal")
    context = first.page.context
    first.page.close()
    first.page = context.new_page()
    first.open()
    first.shows(counter="3 of 40 marked")
    expect(first.page.locator("[data-state]")).to_contain_text("Not yet sent (2)")
    first.page.locator("[name=all_present]").click()
    first.shows(counter="40 of 40 marked")
    expect(first.page.locator("[data-state]")).to_contain_text("Not yet sent (39)")
    assert standing(session) == {people[0].pk: "late"}

    # Meanwhile the second phone has a signal and saw somebody come late.
    second.mark(people[3], "late", "100")
    second.mark(people[1], "absent")
    second.shows(state="Saved")

    posts = []
    first.page.on("request", lambda asked: asked.method == "POST" and posts.append(asked.post_data))
    first.is_offline(False)
    expect(first.page.locator("[data-conflicts]")).to_be_visible()
    expect(first.page.locator("[data-conflicts] li")).to_have_count(1)
    expect(first.page.locator("[data-conflicts] h2")).to_be_focused()
    expect(first.page.locator("[data-theirs]")).to_have_text("late, 100 minutes")
    expect(first.page.locator("[data-mine]")).to_have_text("present")
    snap(first.page, "03 two phones")
    assert sum(len(json.loads(post)["marks"]) for post in posts) == 39
    assert Attendance.objects.count() == 40
    assert standing(session)[people[3].pk] == "late"
    first.page.locator("[data-take=theirs]").click()
    first.shows(state="Saved", counter="40 of 40 marked")
    expect(first.page.locator("[data-conflicts]")).to_be_hidden()
    assert first.chosen(people[3]) == "late"
    snap(first.page, "04 saved")

    first.open()
    first.shows(state="Saved", counter="40 of 40 marked")
    statuses = list(standing(session).values())
    counts = {status: statuses.count(status) for status in set(statuses)}
    assert counts == {"late": 2, "absent": 1, "excused": 1, "present": 36}
    assert AttendanceChange.objects.count() == 0

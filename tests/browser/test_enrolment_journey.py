"""Into a cohort in a browser: apply, be decided on, wait, move up, be told once, be called.

Trainees read Khmer on a phone without JavaScript; the coordinator reads English at a desk.
"""

from datetime import timedelta

import pypdfium2
import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale

from home.setup import setup_locales, setup_pages
from lms.records.models import Enrolment, Message
from lms.records.services.enrolment import enrol
from lms.roles import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.everywhere import sign_in
from tests.factories.accounts import make_user
from tests.factories.courses import make_course, make_curriculum
from tests.factories.records import (
    make_affiliation,
    make_cohort,
    make_organisation,
    make_session,
    make_trainee,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IN_A_WEEK = timezone.localdate() + timedelta(days=7)
REASON = "សូមដាក់ពាក្យម្តងទៀតនៅខែឧសភា។"


class Screen:
    """One person's browser, speaking in addresses and fields."""

    def __init__(self, page, user, language, live_server):
        self.page, self.language = page, language
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": sign_in(user).cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    def go(self, name, *args):
        with override(self.language):
            assert self.page.goto(reverse(name, args=args)).status == 200

    def press(self, selector="main form .actions button"):
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def text(self):
        return self.page.locator("main").inner_text()


@pytest.fixture
def screen(visitor, live_server):
    def open_screen(user, language="km", viewport=PHONE):
        page = visitor(language, viewport, javascript=language == "en")
        return Screen(page, user, language, live_server)

    return open_screen


@pytest.fixture
def course(roles):
    setup_locales()
    curriculum = make_curriculum(parent=setup_pages()["catalogue"], title="Helping well")
    course = make_course(parent=curriculum, title="Listening")
    khmer = course.copy_for_translation(Locale.objects.get(language_code="km"), copy_parents=True)
    khmer.title = "ការស្តាប់"
    khmer.save_revision().publish()
    return course


def make_people():
    """Sophea has a phone number only, Dara an email address; they are of one organisation."""
    lotus = make_organisation(name="Lotus House", name_km="ផ្ទះឈូក")
    sophea = make_trainee(
        user=make_user(email=None, phone="+85512000001", role=Role.TRAINEE, language="km"),
        role=None,
        family_name="Chan",
        given_name="Sophea",
        family_name_km="ចាន់",
        given_name_km="សុភា",
        phone="+85512000001",
        organisation=lotus,
    )
    dara = make_trainee(
        family_name="Sok",
        given_name="Dara",
        family_name_km="សុខ",
        given_name_km="ដារ៉ា",
        email="dara@example.org",
        organisation=lotus,
    )
    focal_point = make_trainee(role=Role.FOCAL_POINT)
    make_affiliation(person=focal_point, organisation=lotus, is_focal_point=True)
    return sophea, dara, focal_point


def make_planned(course, code, **fields):
    dates = {"starts_on": IN_A_WEEK, "ends_on": IN_A_WEEK, "venue": "Siem Reap"}
    cohort = make_cohort(course=course, code=code, **dates | fields)
    make_session(cohort=cohort, starts_at=timezone.now() + timedelta(days=7), topic="Day 1")
    return cohort


def state_of(cohort, person):
    return Enrolment.objects.get(cohort=cohort, person=person).state


def test_into_a_cohort_by_every_door(course, screen, snap, tmp_path):
    sophea, dara, focal_point = make_people()
    coordinator = make_user(role=Role.COORDINATOR, first_name="Coordinator")
    phone, other, desk = screen(sophea.user), screen(dara.user), None

    # Open, one place: who comes second waits, and moves up when the first withdraws.
    cohort = make_planned(course, "listening-open", capacity=1)
    phone.go("records:enrol", cohort.pk)
    phone.press()
    other.go("records:enrol", cohort.pk)
    snap(other.page, "01 all places are taken")
    other.press()
    snap(other.page, "02 waiting")
    assert "1" in other.page.locator(".tag").nth(1).inner_text()
    mail.outbox.clear()
    phone.page.locator("main a[href*='/withdraw/']").click()
    phone.press()
    assert (state_of(cohort, sophea), state_of(cohort, dara)) == ("withdrawn", "enrolled")
    (told,) = mail.outbox
    assert told.to == ["dara@example.org"]
    assert "ការស្តាប់" in told.subject
    assert "សុខ ដារ៉ា" in told.body
    assert "/km/learn/" in told.body

    # By approval, one place an organisation: declined with a reason, so the next may apply.
    cohort = make_planned(course, "listening-approval", enrolment_policy="approval",
                          organisation_quota=1)  # fmt: skip
    for trainee in (phone, other):
        trainee.go("records:enrol", cohort.pk)
        trainee.press()
    snap(other.page, "03 waiting for the organisation")
    assert (state_of(cohort, sophea), state_of(cohort, dara)) == ("applied", "waiting")
    desk = screen(coordinator, "en", DESKTOP)
    desk.go("records:cohort", cohort.pk)
    applied = Enrolment.objects.get(cohort=cohort, person=sophea)
    desk.page.locator(f"[name=enrolment][value='{applied.pk}']").check()
    snap(desk.page, "04 people to decide on")
    desk.press("button[form=decide]")
    desk.page.locator("[name=to][value=declined]").check()
    desk.press()
    assert "Write why" in desk.text()
    desk.page.locator("[name=reason]").fill(REASON)
    snap(desk.page, "05 declined with a reason")
    desk.press()
    assert (state_of(cohort, sophea), state_of(cohort, dara)) == ("declined", "applied")
    desk.press("form:has(input[name='to'][value='enrolled']) button")
    assert state_of(cohort, dara) == "enrolled"
    phone.go("records:my_courses")
    snap(phone.page, "06 declined")
    assert REASON in phone.text()

    # Who has no email is called; the list fits on paper.
    desk.go("records:calls", cohort.pk)
    snap(desk.page, "07 call list")
    assert "012 000 001" in desk.text()
    assert REASON in desk.text()
    pdf = desk.page.pdf(path=tmp_path / "calls.pdf", format="A4")
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    printed = document[0].get_textpage().get_text_range()
    assert "012 000 001" in printed
    document[0].render(scale=1.5).to_pil().save(
        snap(desk.page, "08 call list").with_name("08-call-list-on-paper.png")
    )
    desk.press("main .calls form button")
    assert set(Message.objects.filter(person=sophea, cohort=cohort).values_list("state")) == {
        ("called",)
    }
    desk.go("records:outbox", cohort.pk)
    snap(desk.page, "09 messages")

    # By nomination: nobody alone, and a coordinator decides.
    cohort = make_planned(course, "listening-nomination", enrolment_policy="nomination")
    phone.go("records:enrol", cohort.pk)
    snap(phone.page, "10 by nomination")
    assert phone.page.locator("main form .actions button").count() == 0
    enrol(cohort=cohort, person=sophea, actor=focal_point.user, way="nomination")
    desk.go("records:cohort", cohort.pk)
    snap(desk.page, "11 nominated")
    desk.press("form:has(input[name='to'][value='enrolled']) button")
    desk.go("records:enrolment", Enrolment.objects.get(cohort=cohort).pk)
    snap(desk.page, "12 what happened")
    assert state_of(cohort, sophea) == "enrolled"
    assert len({message.key for message in Message.objects.all()}) == Message.objects.count()

"""A training day in the browser: the code on the screen, phones that scan it, paper, the closing."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from playwright.sync_api import expect

from certificates.models import Certificate
from home.roles import setup_groups
from home.setup import setup_locales, setup_pages
from lms.records import tasks
from lms.records.check_in import code_of
from lms.records.models import Attendance, CohortClosing, Completion, SignedSheet
from lms.records.services import closing as closing_service
from lms.roles import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.courses import make_course
from tests.factories.learning import attend
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE = 40


@pytest.fixture
def day(live_server, settings):
    """Forty people in a cohort of two days; its last session begins now. Three have accounts."""
    settings.SITE_URL = live_server.url
    setup_locales()
    setup_pages()
    setup_groups()
    now = timezone.now()
    trainer = make_person(
        user=make_user(role=Role.TRAINER, email="trainer@example.org"), family_name="Trainer"
    )
    cohort = make_cohort(
        course=make_course(title="Listening with respect", certificate="attendance"),
        trainers=[trainer],
        code="listening-1",
        venue="Training room, Battambang",
        starts_on=timezone.localdate() - timedelta(days=1),
        ends_on=timezone.localdate(),
        language="km",
        state="running",
    )
    day_before = make_session(
        cohort=cohort, topic="Questions that open", starts_at=now - timedelta(days=1)
    )
    cohort.session = make_session(
        cohort=cohort, topic="Silence", starts_at=now - timedelta(minutes=5), planned_minutes=180
    )
    organisation = make_organisation(name="House of Hope", name_km="ផ្ទះក្តីសង្ឃឹម")
    names = [("Chan", "ចាន់"), ("Sok", "សុខ"), ("Keo", "កែវ"), ("Sim", "ស៊ឹម")]
    cohort.people = []
    for number in range(PEOPLE):
        user = None
        if number < 3:
            email = f"trainee-{number}@example.org"
            user = make_user(role=Role.TRAINEE, email=email)
        person = make_person(
            user=user,
            family_name=names[number % 4][0],
            given_name=f"Sreymom {number:02}",
            family_name_km=names[number % 4][1],
            given_name_km="ស្រីមុំ",
            phone=f"+855125550{number:02}",
        )
        enrolment = make_enrolment(
            cohort=cohort, person=person, organisation=organisation, position="Social worker"
        )
        attend(enrolment=enrolment, minutes=0 if number % 13 == 5 else 120, session=day_before)
        cohort.people.append(enrolment)
    return cohort


def address(language, name, *args):
    with override(language):
        return reverse(name, args=args)


def sign_in(page, login):
    page.locator("[name='login']").fill(login)
    page.locator("[name='password']").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form .actions button").first.click()


def press(page, selector="main form .actions button"):
    with page.expect_navigation():
        page.locator(selector).first.click()


def test_a_training_day(day, visitor, snap, monkeypatch):
    session = day.session
    trainer = visitor("en", DESKTOP)
    trainer.clock.install()
    trainer.goto(address("en", "account_login"))
    sign_in(trainer, "trainer@example.org")
    trainer.goto(address("en", "records:check_in_screen", session.pk))
    snap(trainer, "01 the code on the screen")

    scan(trainer, visitor, snap)
    type_digits(trainer, visitor, snap)
    be_refused(session, visitor, snap)
    # Twenty seconds later the trainer's screen has counted them.
    trainer.clock.fast_forward(21_000)
    expect(trainer.locator(".check-in__count")).to_contain_text("2 of 40")

    count_heads(trainer, snap, session)
    keep_paper(trainer, snap, day)
    phone = visitor("km", PHONE)
    phone.goto(address("km", "account_login"))
    sign_in(phone, "trainer@example.org")
    for name, pk in (
        ("cohort", day.pk),
        ("at_risk", day.pk),
        ("signed_sheets", day.pk),
        ("check_in_screen", session.pk),
        ("head_count", session.pk),
        ("close_cohort", day.pk),
    ):
        phone.goto(address("km", f"records:{name}", pk))
        snap(phone, f"09 {name}")
    close(trainer, phone, snap, day, monkeypatch)


def scan(trainer, visitor, snap):
    """A camera reads the screen; who has to sign in first is checked in all the same."""
    picture = Image.open(BytesIO(trainer.locator(".check-in__qr").screenshot()))
    (code,) = zxingcpp.read_barcodes(picture)
    page = visitor("km", PHONE, javascript=False)
    page.goto(code.text)
    snap(page, "02 sign in first")
    sign_in(page, "trainee-0@example.org")
    snap(page, "03 checked in")
    (mark,) = Attendance.objects.filter(source="check-in")
    assert (mark.enrolment.person.user.email, mark.status) == ("trainee-0@example.org", "present")
    page.goto(address("km", "records:my_courses"))
    snap(page, "04 my courses")


def type_digits(trainer, visitor, snap):
    digits = trainer.locator(".check-in__digits").inner_text()
    page = visitor("en", PHONE)
    page.goto(address("en", "records:check_in"))
    sign_in(page, "trainee-1@example.org")
    page.locator("[name='code']").fill("000 000")
    press(page)
    snap(page, "05 wrong digits")
    page.locator("[name='code']").fill(digits.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")))
    press(page)
    snap(page, "06 checked in by digits")
    assert Attendance.objects.filter(source="check-in").count() == 2


def be_refused(session, visitor, snap):
    """The code of three minutes ago, sent on to somebody at home."""
    token = code_of(session, timezone.now() - timedelta(minutes=3)).token
    page = visitor("km", PHONE)
    page.goto(address("km", "records:scan", session.pk, token))
    snap(page, "07 a forwarded code", ".messages .error")
    sign_in(page, "trainee-2@example.org")
    page.goto(address("km", "records:checked_in", session.pk))
    snap(page, "08 not checked in")
    assert Attendance.objects.filter(source="check-in").count() == 2


def count_heads(trainer, snap, session):
    press(trainer, "main .actions a")
    trainer.locator("[name='people']").fill("3")
    press(trainer)
    snap(trainer, "10 head count", ".notice--warn")
    session.refresh_from_db()
    assert session.head_count == 3


def keep_paper(trainer, snap, cohort):
    for name, pk, pages in (
        ("session_sheet", cohort.session.pk, 3),
        ("cohort_sheet", cohort.pk, 4),
    ):
        pdf = trainer.request.get(address("en", f"records:{name}", pk)).body()
        document = pypdfium2.PdfDocument(pdf)
        assert len(document) == pages
        picture = document[0].render(scale=2).to_pil()
        assert len(zxingcpp.read_barcodes(picture)) == 1
        place = snap(trainer, "11 paper").with_name(f"11-{name}.png")
        picture.save(place)
    trainer.goto(address("en", "records:signed_sheets", cohort.pk))
    data = BytesIO()
    picture.convert("RGB").resize((1200, 850)).save(data, "JPEG")
    photo = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}
    trainer.locator("[name='files']").set_input_files([photo, photo | {"name": "IMG_2.jpg"}])
    press(trainer)
    snap(trainer, "12 signed sheets")
    assert SignedSheet.objects.count() == 2
    trainer.locator("main a.filter").first.click()
    expect(trainer.locator("main img")).to_be_visible()
    assert trainer.locator("main img").evaluate("image => image.naturalWidth") == 1200
    snap(trainer, "13 a signed sheet")


def close(trainer, phone, snap, cohort, monkeypatch):
    """Forty people with a worker between two looks at the page; then once more after a correction."""
    for enrolment in cohort.people:
        attend(enrolment=enrolment, minutes=180)
    queue = []
    monkeypatch.setattr(closing_service, "async_task", lambda *task: queue.append(task))
    monkeypatch.setattr("certificates.services.issuing.async_task", lambda *task: None)
    settle = closing_service.settle
    settled = []

    def settle_and_look(judgement, **facts):
        settle(judgement, **facts)
        settled.append(judgement)
        if len(settled) == 21:  # the page shows those before
            phone.goto(address("km", "records:closing", cohort.pk))
            snap(phone, "14 being closed", "progress")
            assert phone.locator("progress").get_attribute("value") == "20"
            # Nobody presses anything: the page asks again by itself.
            CohortClosing.objects.update(done=21)
            expect(phone.locator("progress")).to_have_attribute("value", "21")
            phone.goto("about:blank")

    monkeypatch.setattr(closing_service, "settle", settle_and_look)
    for completed, step in ((37, "15 closed"), (38, "16 judged again")):
        trainer.goto(address("en", "records:close_cohort", cohort.pk))
        snap(trainer, f"{step} before")
        press(trainer)
        expect(trainer.locator("progress")).to_be_visible()
        trainer.goto("about:blank")
        tasks.close_cohort(*queue.pop()[1:])
        trainer.goto(address("en", "records:closing", cohort.pk))
        expect(trainer.locator(".notice--good")).to_be_visible()
        snap(trainer, step)
        assert Completion.objects.count() == Certificate.objects.count() == completed
        late = cohort.people[5]
        attend(
            enrolment=late,
            minutes=120,
            session=cohort.sessions.order_by("starts_at").first(),
        )
    cohort.refresh_from_db()
    assert cohort.state == "closed"
    assert set(Certificate.objects.values_list("kind", flat=True)) == {"attendance"}
    trainer.goto(address("en", "records:cohort", cohort.pk))
    snap(trainer, "17 cohort closed")
    phone.goto(address("km", "records:closing", cohort.pk))
    snap(phone, "18 closed")

"""Self check-in: the codes, who is marked as what, the pages, and the head count."""

import re
from datetime import datetime, timedelta

import pytest
import zxingcpp
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from lms.records import check_in as codes
from lms.records.check_in import Window, code_of, window_of
from lms.records.enums import AttendanceStatus
from lms.records.exceptions import CohortOver, SessionCancelled
from lms.records.models import Attendance
from lms.records.services.check_in import (
    CheckInNotOpen,
    CheckInOver,
    CodeNotValid,
    NoPlace,
    check_in,
    confirm_head_count,
)
from lms.records.services.register import Mark, record_attendance
from lms.roles import Role
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_person,
    make_session,
    make_trainee,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

MORNING = timezone.make_aware(datetime(2026, 3, 5, 8, 30))


@pytest.fixture
def clock(monkeypatch):
    """``clock(minutes)`` sets the time to so many minutes after the session began."""

    def turn(minutes, seconds=0):
        at = MORNING + timedelta(minutes=minutes, seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: at)
        return at

    turn(0)
    return turn


@pytest.fixture
def trainer():
    return make_person(role=Role.TRAINER)


@pytest.fixture
def session(trainer, clock):
    cohort = make_cohort(
        trainers=[trainer], starts_on=MORNING.date(), ends_on=MORNING.date(), language="km"
    )
    return make_session(cohort=cohort, starts_at=MORNING, planned_minutes=180)


@pytest.fixture
def trainee(session):
    person = make_trainee()
    make_enrolment(cohort=session.cohort, person=person)
    return person


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def mark_of(person):
    return Attendance.objects.get(enrolment__person=person)


# -- Codes --------------------------------------------------------------------------------


def test_a_code_holds_in_its_minute_and_the_one_after(session):
    shown = code_of(session, MORNING + timedelta(seconds=59))
    held = {
        seconds: codes.token_holds(session.pk, shown.token, MORNING + timedelta(seconds=seconds))
        and codes.digits_hold(session.pk, shown.digits, MORNING + timedelta(seconds=seconds))
        for seconds in (-1, 0, 59, 60, 119, 120, 3600)
    }
    assert held == {-1: False, 0: True, 59: True, 60: True, 119: True, 120: False, 3600: False}


def test_codes_differ_by_session_minute_and_secret(session, settings):
    other = make_session(cohort=session.cohort, starts_at=MORNING)
    shown = {
        code_of(s, MORNING + timedelta(minutes=n)) for s in (session, other) for n in range(50)
    }
    settings.SECRET_KEY = "another"
    shown.add(code_of(session, MORNING))
    assert len({code.token for code in shown}) == 101
    assert {len(code.digits) for code in shown} == {6}
    assert not codes.token_holds(other.pk, code_of(session, MORNING).token, MORNING)


@pytest.mark.parametrize("written", ["{}", " {} ", "{:.3} {:.0}", "km"])
def test_digits_are_read_as_people_type_them(session, written):
    digits = code_of(session, MORNING).digits
    typed = {
        "{}": digits,
        " {} ": f" {digits} ",
        "{:.3} {:.0}": f"{digits[:3]} {digits[3:]}",
        "km": digits.translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")),
    }[written]
    assert codes.digits_hold(session.pk, typed, MORNING)


@pytest.mark.parametrize("typed", ["", "12345", "😀", "\x00", "1" * 5000, "٣٣٣٣٣٣"])
def test_odd_digits_and_tokens_do_not_hold(session, typed):
    assert not codes.digits_hold(session.pk, typed, MORNING)
    assert not codes.token_holds(session.pk, typed, MORNING)


@pytest.mark.parametrize(
    ("minutes", "window"),
    [
        (-46, Window.NOT_YET),
        (-45, Window.OPEN),
        (179, Window.OPEN),
        (180, Window.OVER),
        (24 * 60, Window.OVER),
    ],
)
def test_check_in_is_open_around_the_session(session, minutes, window):
    assert window_of(session, MORNING + timedelta(minutes=minutes)) == window


# -- Marks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "status", "present"),
    [
        (-45, "present", 180),
        (0, "present", 180),
        (15, "present", 180),
        (16, "late", 164),
        (179, "late", 1),
    ],
)
def test_the_clock_says_present_or_late(session, trainee, clock, minutes, status, present):
    at = clock(minutes)
    mark = check_in(session=session, person=trainee, at=at, actor=trainee.user)
    assert (mark.status, mark.minutes, mark.source) == (status, present, "check-in")
    assert mark.recorded_by == trainee.user


def test_the_moment_of_scanning_counts_not_the_one_of_signing_in(session, trainee, clock):
    at = clock(14)
    clock(23)
    mark = check_in(session=session, person=trainee, at=at, actor=trainee.user)
    assert mark.status == AttendanceStatus.PRESENT
    clock(25)
    other = make_trainee()
    make_enrolment(cohort=session.cohort, person=other)
    with pytest.raises(CodeNotValid):
        check_in(session=session, person=other, at=at, actor=other.user)


def test_checking_in_twice_counts_once(session, trainee, clock):
    first = check_in(session=session, person=trainee, at=clock(0), actor=trainee.user)
    again = check_in(session=session, person=trainee, at=clock(60), actor=trainee.user)
    assert (again.pk, again.status) == (first.pk, AttendanceStatus.PRESENT)


def test_a_mark_of_the_trainer_stands(session, trainee, trainer, clock):
    enrolment = session.cohort.enrolments.get()
    record_attendance(session=session, marks=[Mark(enrolment.pk, "excused")], actor=trainer.user)
    mark = check_in(session=session, person=trainee, at=clock(5), actor=trainee.user)
    assert (mark.status, mark.source) == (AttendanceStatus.EXCUSED, "register")
    assert mark_of(trainee).status == AttendanceStatus.EXCUSED


def test_the_trainer_corrects_a_check_in(session, trainee, trainer, clock):
    check_in(session=session, person=trainee, at=clock(0), actor=trainee.user)
    enrolment = session.cohort.enrolments.get()
    record_attendance(session=session, marks=[Mark(enrolment.pk, "absent")], actor=trainer.user)
    assert (mark_of(trainee).status, mark_of(trainee).minutes) == (AttendanceStatus.ABSENT, 0)
    page = signed_in(trainee).get(reverse("records:checked_in", args=[session.pk]))
    assert "The trainer has marked you" in page.text


def test_only_who_holds_a_place_checks_in_and_only_oneself(session, trainee, trainer, clock):
    waiting, stranger = make_trainee(), make_trainee()
    make_enrolment(cohort=session.cohort, person=waiting, state="waiting")
    for person in (waiting, stranger, trainer):
        with pytest.raises(NoPlace):
            check_in(session=session, person=person, at=MORNING, actor=person.user)
    for actor in (trainer.user, stranger.user):
        with pytest.raises(PermissionDenied):
            check_in(session=session, person=trainee, at=MORNING, actor=actor)
    assert Attendance.objects.count() == 0


def test_check_in_is_refused_outside_the_session(session, trainee, clock):
    for minutes, refusal in ((-46, CheckInNotOpen), (180, CheckInOver)):
        with pytest.raises(refusal):
            check_in(session=session, person=trainee, at=clock(minutes), actor=trainee.user)
    clock(0)
    session.cohort.state = "closed"
    session.cohort.save()
    with pytest.raises(CohortOver):
        check_in(session=session, person=trainee, at=MORNING, actor=trainee.user)
    session.cancelled_at = MORNING
    session.save()
    with pytest.raises(SessionCancelled):
        check_in(session=session, person=trainee, at=MORNING, actor=trainee.user)


# -- The trainee's pages ------------------------------------------------------------------


def scan_url(session, at=None):
    return reverse("records:scan", args=[session.pk, code_of(session, at).token])


def test_scanning_survives_the_sign_in_page(session, clock):
    user = make_user(role=Role.TRAINEE, email="dara@example.org")
    person = make_person(user=user)
    make_enrolment(cohort=session.cohort, person=person)
    client = Client()
    clock(14)
    response = client.get(scan_url(session), follow=True)
    sign_in = response.redirect_chain[-1][0]
    assert sign_in.startswith(reverse("account_login"))
    clock(20)  # by now the code holds no more, and who comes is late
    response = client.post(
        sign_in,
        {
            "login": "dara@example.org",
            "password": PASSWORD,
            "next": reverse("records:checked_in", args=[session.pk]),
        },
        follow=True,
    )
    assert "You are checked in" in response.text
    assert mark_of(person).status == AttendanceStatus.PRESENT


def test_a_forwarded_code_is_worth_nothing_and_nor_is_another_browser(session, trainee, clock):
    address = scan_url(session)
    signed_in(make_trainee()).get(address)
    clock(2)
    response = signed_in(trainee).get(address, follow=True)
    assert response.redirect_chain == [(reverse("records:check_in"), 302)]
    assert "This code has expired." in response.text
    page = signed_in(trainee).get(reverse("records:checked_in", args=[session.pk]))
    assert "Not checked in yet" in page.text
    assert Attendance.objects.count() == 0


def test_what_was_scanned_is_believed_for_ten_minutes(session, clock):
    client, person = Client(), make_trainee()
    client.get(scan_url(session))
    clock(11)
    make_enrolment(cohort=session.cohort, person=person)
    client.force_login(person.user)
    page = client.get(reverse("records:checked_in", args=[session.pk]))
    assert "Not checked in yet" in page.text


def test_who_is_not_on_the_list_is_sent_to_the_trainer_and_may_reload(session, clock):
    person = make_trainee()
    client = signed_in(person)
    page = client.get(scan_url(session), follow=True)
    assert "You are not on the list of this training." in page.text
    make_enrolment(cohort=session.cohort, person=person)  # the trainer added a walk-in
    clock(5)
    page = client.get(reverse("records:checked_in", args=[session.pk]))
    assert "You are checked in" in page.text


def test_typed_digits_check_in_and_tell_a_stranger(session, trainee, clock):
    for person, said in ((trainee, "You are checked in"), (make_trainee(), "not on the list")):
        page = signed_in(person).post(
            reverse("records:check_in"), {"code": code_of(session).digits}, follow=True
        )
        assert said in page.text
    assert mark_of(trainee).status == AttendanceStatus.PRESENT


def test_wrong_digits_stay_in_the_box_and_five_a_minute_are_enough(session, trainee, clock):
    client, url = signed_in(trainee), reverse("records:check_in")
    right = code_of(session).digits
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _ in range(codes.TRIES_A_MINUTE):
        page = client.post(url, {"code": wrong})
        assert "This is not the current code." in page.text
        assert f'value="{wrong}"' in page.text
    assert "Too many tries." in client.post(url, {"code": right}).text
    assert Attendance.objects.count() == 0
    other = make_trainee()
    make_enrolment(cohort=session.cohort, person=other)
    page = signed_in(other).post(url, {"code": right}, follow=True)
    assert "You are checked in" in page.text


def test_a_newcomer_says_first_who_they_are(session, clock):
    client = Client()
    client.force_login(make_user(role=Role.TRAINEE))
    response = client.get(scan_url(session), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("records:about_you"))


def test_others_do_not_learn_of_a_session(session, trainee):
    page = signed_in(make_trainee()).get(reverse("records:checked_in", args=[session.pk]))
    assert page.status_code == 404


def test_my_courses_and_front_page_lead_to_an_open_check_in(session, trainee, clock):
    client = signed_in(trainee)
    assert "Check-in is open" in client.get(reverse("records:my_courses")).text
    assert f"Check in: {session.topic}" in client.get(reverse("home:my_page")).text
    check_in(session=session, person=trainee, at=MORNING, actor=trainee.user)
    page = client.get(reverse("records:my_courses")).text
    assert ("Check-in is open" in page, "100% so far; 3 of 3 hours" in page) == (False, True)
    assert f"Check in: {session.topic}" not in client.get(reverse("home:my_page")).text


# -- The trainer's pages ------------------------------------------------------------------


def read_qr(html: str) -> str:
    """What a camera reads from the page's drawing: its path is moves and lines of one module."""
    drawing = html.split("<svg")[1].split("</svg>")[0]
    side = int(drawing.split('viewBox="0 0 ')[1].split()[0])
    path = drawing.split(' d="')[1].split('"')[0]
    picture = Image.new("L", (side * 8, side * 8), 255)
    draw = ImageDraw.Draw(picture)
    x = y = 0.0
    for command, words in _commands(path):
        if command == "M":
            x, y = words
        elif command == "m":
            x, y = x + words[0], y + words[1]
        else:
            top = (y - 0.5) * 8
            draw.rectangle((x * 8, top, (x + words[0]) * 8 - 1, top + 7), fill=0)
            x += words[0]
    (code,) = zxingcpp.read_barcodes(picture)
    return code.text


def _commands(path: str):
    for command, words in re.findall(r"([Mmh])([-\d. ]+)", path):
        yield command, [float(word) for word in re.findall(r"-?[\d.]+", words)]


def test_the_screen_shows_a_code_that_a_camera_reads(session, trainee, trainer, clock, settings):
    clock(3, seconds=40)
    page = signed_in(trainer).get(reverse("records:check_in_screen", args=[session.pk]))
    address = settings.SITE_URL + scan_url(session).replace("/en/", "/km/")
    assert read_qr(page.text) == address
    digits = code_of(session).digits
    assert f"{digits[:3]} {digits[3:]}" in page.text
    assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert "Checked in or marked: 0 of 1" in page.text


@pytest.mark.parametrize(
    ("minutes", "said"), [(-60, "Check-in opens 45 minutes before"), (200, "Check-in is over")]
)
def test_the_screen_shows_no_code_outside_the_session(session, trainer, clock, minutes, said):
    clock(minutes)
    page = signed_in(trainer).get(reverse("records:check_in_screen", args=[session.pk]))
    assert (said in page.text, "<svg" in page.text) == (True, False)


def test_head_count_names_who_is_not_checked_in(session, trainee, trainer, clock):
    missing = make_person(family_name="Chenda")
    make_enrolment(cohort=session.cohort, person=missing)
    check_in(session=session, person=trainee, at=MORNING, actor=trainee.user)
    client, url = signed_in(trainer), reverse("records:head_count", args=[session.pk])
    for typed, difference in (("២", 1), ("1", 0), ("0", -1)):
        page = client.post(url, {"people": typed}, follow=True)
        assert page.context["difference"] == difference
        assert [e.person for e in page.context["not_here"]] == [missing]
        assert [e.person for e in page.context["here"]] == [trainee]
    session.refresh_from_db()
    assert (session.head_count, session.head_count_by) == (0, trainer.user)
    assert session.head_count_at == MORNING
    page = client.post(url, {"people": "many"})
    assert (page.status_code, 'value="many"' in page.text) == (200, True)


def test_head_count_is_for_the_trainers_and_not_before_the_session(
    session, trainee, trainer, clock
):
    with pytest.raises(PermissionDenied):
        confirm_head_count(session=session, people=3, actor=trainee.user)
    clock(-60)
    with pytest.raises(CheckInNotOpen):
        confirm_head_count(session=session, people=3, actor=trainer.user)


@pytest.mark.parametrize("name", ["check_in_screen", "head_count"])
def test_pages_of_a_session_ask_the_same_however_many_come(session, trainer, clock, name):
    client, url = signed_in(trainer), reverse(f"records:{name}", args=[session.pk])
    counts = []
    for people in (1, 30):
        for _ in range(people):
            person = make_trainee()
            make_enrolment(cohort=session.cohort, person=person)
            check_in(session=session, person=person, at=MORNING, actor=person.user)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10


def test_pages_of_a_trainee_take_few_queries(session, trainee, clock, max_queries):
    for _ in range(5):
        make_enrolment(cohort=make_session(starts_at=MORNING).cohort, person=trainee)
    client = signed_in(trainee)
    client.get(scan_url(session), follow=True)
    for name, args in (("check_in", []), ("checked_in", [session.pk])):
        with max_queries(10):
            client.get(reverse(f"records:{name}", args=args))


def test_one_check_in_takes_few_queries(session, trainee, clock, max_queries):
    with max_queries(8):
        check_in(session=session, person=trainee, at=MORNING, actor=trainee.user)

"""The whole job in a browser, from the first page to the last report, on the real curricula.

It runs twice on the same site: by people who read English at a desk, and by people who read Khmer
on a phone without JavaScript. Screens are found by address, form and field, never by their words, so both runs are
one text.
"""

import io
import re
from dataclasses import dataclass
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from certificates.models import Certificate
from courses.models import AssessmentPage, CoursePage, ModulePage
from home.setup import setup_site
from lms.records.models import AssessmentAttempt, Cohort, Enrolment, Person
from lms.records.services.mentoring import start_mentorship
from lms.records.services.sessions import SessionPlan, schedule_sessions
from lms.roles import Role
from seedgrants.models import Application, GrantRoundPage, Review
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.records import make_organisation, make_person
from tests.factories.seedgrants import make_round

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.xdist_group("whole-job"),
]

PIXELS_PER_POINT = 200 / 72


@dataclass(frozen=True)
class Reader:
    """Who walks through: language, screen, and what the trainee types."""

    language: str
    viewport: dict
    phone: str
    family_km: str
    given_km: str
    family: str
    given: str
    javascript: bool = True


READERS = [
    Reader("en", DESKTOP, "012 555 001", "ចាន់", "សុភា", "Chan", "Sophea"),
    Reader("km", PHONE, "០១២ ៥៥៥ ០០២", "ស៊ឹម", "ស្រីពៅ", "Sim", "Sreypov", javascript=False),
]


class Walk:
    """One browser of one person, speaking in addresses and fields."""

    def __init__(self, visitor, snap, reader, prefix):
        self.page = visitor(reader.language, reader.viewport, javascript=reader.javascript)
        self.snap_page, self.reader, self.prefix = snap, reader, prefix

    def url(self, name, *args):
        with override(self.reader.language):
            return reverse(name, args=args)

    def go(self, name, *args):
        self.visit(self.url(name, *args))

    def visit(self, url):
        answer = self.page.goto(url)
        assert answer.status == 200, f"{url}: {answer.status}"

    def snap(self, step):
        return self.snap_page(self.page, f"{self.prefix} {step}")

    def fill(self, **fields):
        for name, value in fields.items():
            control = self.page.locator(f"main [name='{name}']").first
            if control.evaluate("e => e.type") in ("radio", "checkbox"):
                self.page.locator(f"main [name='{name}'][value='{value}']").check()
            elif control.evaluate("e => e.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(str(value))

    def press(self, selector="main form .actions button"):
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        expect(self.page.locator("main .errorlist")).to_have_count(0)

    def move(self, target, within="main"):
        """Press the button that moves something to the state ``target``."""
        self.press(f"{within} form:has(input[name='to'][value='{target}']) button")

    def save_register(self, button):
        """With a script the register saves by itself; without one a button sends the form."""
        if not self.reader.javascript:
            return self.press(button)
        if "all_present" in button:
            self.page.locator(button).click()
        else:
            self.page.locator("main fieldset.mark input[inputmode=numeric]").first.blur()
        saved = self.page.locator("[data-registers]").get_attribute("data-saved")
        expect(self.page.locator("[data-registers] [data-part=state]")).to_have_text(saved)
        expect(self.page.locator(".saving--pending")).to_have_count(0)
        return None

    def sign_in(self, login, password=PASSWORD):
        self.page.locator("[name='login']").fill(login)
        self.page.locator("[name='password']").fill(password)
        self.press()

    def text(self):
        return self.page.locator("main").inner_text()


@pytest.fixture
def site(settings):
    """The site as ``setup_site`` makes it, staff for it, and one open round."""
    pages = setup_site()
    organisations = [make_organisation(name=f"Organisation {letter}") for letter in "ABCD"]
    staff = {}
    for name, role, organisation in [
        ("trainer", Role.TRAINER, 0),
        ("mentor", Role.MENTOR, 1),
        ("reviewer-1", Role.REVIEWER, 1),
        ("reviewer-2", Role.REVIEWER, 2),
        ("coordinator", Role.COORDINATOR, 3),
        ("finance", Role.FINANCE, 3),
    ]:
        user = make_user(role=role, email=f"{name}@example.org", last_name="Staff", first_name=name)
        staff[name] = make_person(
            user=user,
            family_name="Staff",
            given_name=name.title(),
            family_name_km="បុគ្គលិក",
            given_name_km=name,
            organisation=organisations[organisation],
        )
    return pages, organisations, staff


def make_cohort(course, staff, reader) -> Cohort:
    """Three half-day sessions that have begun, so that the register is open."""
    now = timezone.localtime()
    cohort = Cohort.objects.create(
        course=course,
        code=f"pcm1-{reader.language}",
        starts_on=now.date() - timedelta(days=2),
        ends_on=now.date(),
        venue="Phnom Penh",
        province="12",
        capacity=20,
        state="running",
    )
    cohort.trainers.add(staff["trainer"])
    modules = list(ModulePage.objects.child_of(course).order_by("path"))
    schedule_sessions(
        cohort=cohort,
        actor=staff["coordinator"].user,
        plans=[
            SessionPlan(
                topic=module.title,
                starts_at=now - timedelta(days=2 - n, minutes=5),
                planned_minutes=180,
                module_key=module.translation_key,
            )
            for n, module in enumerate(modules)
        ],
    )
    return cohort


@pytest.fixture
def begin(visitor, snap):
    """``begin(reader, "trainer")`` opens a browser for a person of this run."""

    def open_browser(reader, who):
        return Walk(visitor, snap, reader, f"{reader.language} {who}")

    return open_browser


def test_the_whole_job(site, begin):
    pages, organisations, staff = site
    course = CoursePage.objects.get(code="PCM1", locale__language_code="en")
    for reader in READERS:
        cohort = make_cohort(course, staff, reader)
        trainee = begin(reader, "trainee")
        person = enrol(trainee, reader, course, cohort, organisations[0])
        take_attendance(begin(reader, "trainer"), cohort, person)
        learn(trainee, reader, course, person)
        close(begin(reader, "trainer"), cohort)
        receive_certificate(trainee, begin(reader, "anyone"), reader, person)

        round_page = make_round(
            courses=[course],
            title=f"Seed grants {reader.language}",
            slug=f"seed-grants-{reader.language}",
            code=f"SG-{reader.language.upper()}",
            parent=pages["grants"],
        )
        application = propose(trainee, reader, round_page)
        coordinator = begin(reader, "coordinator")
        coordinator.go("account_login")
        coordinator.sign_in("coordinator@example.org")
        open_review(coordinator, round_page, application, staff)
        for name in ("reviewer-1", "reviewer-2"):
            score(begin(reader, name), name, application)
        award(coordinator, round_page, application)
        carry_out(trainee, coordinator, begin(reader, "finance"), application)
        see_totals(coordinator, round_page)
        mentor(begin(reader, "mentor"), staff, person)


def enrol(trainee: Walk, reader: Reader, course, cohort: Cohort, organisation) -> Person:
    """From the front page to a place in the cohort, by phone number and without email."""
    page = trainee.page
    trainee.visit(f"/{reader.language}/")
    trainee.snap("01 front page")
    page.locator(".hero .button").first.click()
    trainee.snap("02 catalogue")
    page.locator(f"main a[href*='/{course.slug}/']").first.click()
    expect(page).to_have_url(re.compile(course.slug))
    trainee.snap("03 course")
    page.locator("main a[href*='login']").first.click()
    page.locator("main a[href*='signup']").click()
    trainee.fill(contact=reader.phone, password=PASSWORD)
    trainee.snap("04 make an account")
    trainee.press()
    trainee.snap("05 sign in")
    trainee.sign_in(reader.phone)
    expect(page).to_have_url(re.compile("about-you"))
    trainee.fill(
        family_name_km=reader.family_km,
        given_name_km=reader.given_km,
        family_name=reader.family,
        given_name=reader.given,
        gender="woman",
        birth_year="១៩៩៥" if reader.language == "km" else "1995",
        organisation=str(organisation.pk),
        cadre="social-worker",
        province="02",
    )
    page.locator("[name='consent']").check()
    trainee.snap("06 about you")
    trainee.press()
    trainee.snap("07 enrol")
    trainee.press()
    trainee.go("home:my_page")
    trainee.snap("08 my page")
    enrolment = Enrolment.objects.get(cohort=cohort)
    assert enrolment.state == "enrolled"
    assert (enrolment.organisation, enrolment.gender) == (organisation, "woman")
    assert enrolment.person.user.email is None
    return enrolment.person


def take_attendance(trainer: Walk, cohort: Cohort, person: Person) -> None:
    """Three sessions in the register: all present, one late by half an hour."""
    trainer.go("account_login")
    trainer.sign_in("trainer@example.org")
    trainer.go("records:teach")
    trainer.snap("09 teaching")
    sessions = list(cohort.sessions.order_by("starts_at"))
    for number, session in enumerate(sessions):
        trainer.go("records:register", session.pk)
        if number == 2:
            mark = trainer.page.locator("main fieldset.mark").first
            mark.locator("input[type=radio][value=late]").check()
            mark.locator("input[inputmode=numeric]").fill("១៥០")
            trainer.snap("10 register")
            trainer.save_register("main form button[data-plain]")
        else:
            trainer.save_register("main form button[name=all_present]")
    trainer.go("records:cohort", cohort.pk)
    trainer.snap("11 cohort")
    minutes = list(
        person.enrolments.get(cohort=cohort)
        .attendances.order_by("session")
        .values_list("minutes", flat=True)
    )
    assert minutes == [180, 180, 150]


def learn(trainee: Walk, reader: Reader, course, person: Person) -> None:
    """Read every lesson, then pass the post-test."""
    page = trainee.page
    local = course.get_translation(
        course.locale.__class__.objects.get(language_code=reader.language)
    )
    trainee.visit(local.url)
    trainee.snap("12 course, enrolled")
    lessons = 0
    page.locator(".card--brand a.button").first.click()
    while True:
        if lessons == 0:
            trainee.snap("13 lesson")
        mark = page.locator("form[action*='/done/'] button.button:not(.button--quiet)")
        if not mark.count():
            break
        with page.expect_navigation():
            mark.click()
        lessons += 1
    assert lessons == person.lesson_progress.filter(done_at__isnull=False).count() == 10
    post_test = AssessmentPage.objects.child_of(local).get(kind="post-test")
    trainee.visit(post_test.url)
    trainee.snap("14 post-test")
    trainee.press("form[action*='/start/'] button")
    attempt = AssessmentAttempt.objects.get(person=person, submitted_at__isnull=True)
    assert "is_correct" not in page.content()
    for number, question in enumerate(attempt.questions):
        right = [choice["key"] for choice in question["choices"] if choice["is_correct"]]
        wrong = [choice["key"] for choice in question["choices"] if not choice["is_correct"]]
        for key in right if number else wrong[:1]:
            page.locator(f"main input[value='{key}']").check()
    trainee.snap("15 questions")
    trainee.press("main button[name=hand_in]")
    trainee.snap("16 result")
    attempt.refresh_from_db()
    assert attempt.score == attempt.max_score - attempt.questions[0]["points"]


def close(trainer: Walk, cohort: Cohort) -> None:
    trainer.go("account_login")
    trainer.sign_in("trainer@example.org")
    trainer.go("records:close_cohort", cohort.pk)
    trainer.snap("17 close the cohort")
    trainer.press()
    trainer.snap("18 cohort closed")
    cohort.refresh_from_db()
    assert cohort.state == "closed"


def receive_certificate(trainee: Walk, anyone: Walk, reader: Reader, person: Person) -> None:
    """Download it, read it as pixels, follow its QR code as a stranger would."""
    trainee.visit("/certificates/")
    trainee.snap("19 my certificates")
    link = trainee.page.locator("main a[href$='certificate.pdf']").first.get_attribute("href")
    pdf = trainee.page.request.get(link).body()
    certificate = Certificate.objects.get(owner=person.user)
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    assert len(document) == 1
    text = document[0].get_textpage().get_text_range()
    for words in (
        f"{reader.family} {reader.given}",
        "Project Cycle Management I",
        "8.5",
        certificate.number,
    ):
        assert words in text, words
    assert f"{reader.family_km} {reader.given_km}" in text.replace("\u200b", "")
    image = document[0].render(scale=PIXELS_PER_POINT).to_pil()
    path = trainee.snap("20 certificates").with_name(f"{reader.language}-21-certificate.png")
    image.save(path)
    (code,) = zxingcpp.read_barcodes(image)
    assert code.text == f"{settings.SITE_URL}/c/{certificate.code}/"
    anyone.visit(f"/c/{certificate.code}/")
    anyone.snap("22 check")
    shown = anyone.text()
    assert f"{reader.family} {reader.given}" in shown
    assert "Project Cycle Management I" in shown or "វដ្ត" in shown
    expect(anyone.page.locator("main .tag--good, main .notice--good").first).to_be_visible()


def propose(trainee: Walk, reader: Reader, round_page: GrantRoundPage) -> Application:
    """Write a proposal with a budget in USD, leave, come back, send."""
    page = trainee.page
    trainee.visit(round_page.url)
    trainee.snap("23 round")
    trainee.press("form[action*='/start/'] button")
    application = Application.objects.get(round=round_page)
    trainee.go("seedgrants:edit", application.pk, "about")
    trainee.fill(title="Evening sessions for mothers")
    trainee.snap("24 proposal, about")
    trainee.press()
    for part in (1, 2):
        page.locator("main textarea").first.fill(f"Forty mothers in three villages, part {part}.")
        trainee.snap(f"25 proposal, part {part}")
        trainee.press("main button[name=go][value=" + ("later]" if part == 1 else "next]"))
        if part == 1:  # leave, and come back another day
            trainee.go("home:my_page")
            trainee.snap("26 my page, a draft waits")
            page.locator(f"main a[href*='/grants/proposals/{application.pk}/']").first.click()
            trainee.go("seedgrants:edit", application.pk, "1")
            assert page.locator("main textarea").first.input_value().endswith("part 1.")
            trainee.press()
    quantity, cost = ("៤០", "១.៥០") if reader.language == "km" else ("40", "1.50")
    line = page.locator("main fieldset").last
    line.locator("[name$=item]").fill("Snacks")
    line.locator("[name$=category]").select_option("venue")
    line.locator("[name$=quantity]").fill(quantity)
    line.locator("[name$=unit]").fill("person")
    line.locator("[name$=unit_cost]").fill(cost)
    line.locator("[name$=times]").fill("6")
    trainee.snap("27 budget")
    trainee.press("main button[name=go][value=next]")
    trainee.snap("28 check and send")
    trainee.press()
    trainee.snap("29 receipt")
    application.refresh_from_db()
    assert (application.state, str(application.requested)) == ("submitted", "360.00")
    return application


def open_review(coordinator: Walk, round_page, application, staff) -> None:
    GrantRoundPage.objects.filter(pk=round_page.pk).update(closes_at=timezone.now())
    coordinator.go("home:my_page")
    coordinator.snap("30 coordinator’s page")
    coordinator.go("seedgrants:board", round_page.pk)
    coordinator.move("closed")
    coordinator.go("seedgrants:board", round_page.pk)
    coordinator.move("reviewing")
    coordinator.go("seedgrants:manage", application.pk)
    for name in ("reviewer-1", "reviewer-2"):
        coordinator.page.locator(f"[name=reviewers][value='{staff[name].pk}']").check()
    coordinator.snap("31 ask reviewers")
    coordinator.press("form[action*='/assign/'] button")
    application.refresh_from_db()
    assert application.state == "under-review"


def score(reviewer: Walk, name: str, application: Application) -> None:
    reviewer.go("account_login")
    reviewer.sign_in(f"{name}@example.org")
    reviewer.go("seedgrants:my_reviews")
    reviewer.snap("32 reviews")
    review = Review.objects.get(
        application=application, reviewer__user__email=f"{name}@example.org"
    )
    reviewer.go("seedgrants:review", review.pk)
    assert "Forty mothers" not in reviewer.text()
    reviewer.snap("33 declare")
    reviewer.press("main button[name=answer][value=free]")
    reviewer.go("seedgrants:review", review.pk)
    assert "Forty mothers" in reviewer.text()
    for points in reviewer.page.locator("main input[name^='s_']").all():
        points.fill("4")
    reviewer.fill(feedback="A clear plan. Say who counts the people.")
    reviewer.snap("34 score")
    reviewer.press("main button[name=go][value=submit]")
    review.refresh_from_db()
    assert (review.state, review.percent) == ("submitted", 80)


def award(coordinator: Walk, round_page, application) -> None:
    coordinator.go("seedgrants:manage", application.pk)
    coordinator.move("discussion")
    coordinator.go("seedgrants:manage", application.pk)
    coordinator.fill(
        outcome="award", amount="300", feedback="Keep the receipts from the first day."
    )
    coordinator.snap("35 decide")
    coordinator.press("form[action*='/decide/'] button")
    coordinator.go("seedgrants:board", round_page.pk)
    coordinator.snap("36 board")
    coordinator.go("seedgrants:publish", round_page.pk)
    coordinator.snap("37 publish")
    coordinator.press()
    application.refresh_from_db()
    assert application.state == "awarded"


def carry_out(trainee: Walk, coordinator: Walk, finance: Walk, application) -> None:
    """Accept, start, pay, report, accept the report."""
    grant = application.grant
    today = timezone.localdate()
    trainee.go("seedgrants:grant", grant.pk)
    trainee.snap("38 grant offered")
    trainee.move("accepted")
    coordinator.go("seedgrants:grant", grant.pk)
    coordinator.page.locator("details:has(form[action*='/agreement/']) summary").click()
    coordinator.fill(starts_on=today - timedelta(days=30), ends_on=today)
    coordinator.press("form[action*='/agreement/'] button")
    trainee.go("seedgrants:agreement", grant.agreements.get().pk)
    trainee.snap("38 agreement")
    trainee.fill(name="Signed by me")
    trainee.press("main form.form button")
    coordinator.go("seedgrants:grant", grant.pk)
    coordinator.press("form[action*='/activate/'] button")
    coordinator.go("seedgrants:grant", grant.pk)
    coordinator.page.locator("details:has(form[action*='/plan/']) summary").click()
    coordinator.fill(amount="300", due_on=today)
    coordinator.press("form[action*='/plan/'] button")
    for state in ("ready", "approved"):
        coordinator.go("seedgrants:grant", grant.pk)
        coordinator.move(state)
    finance.go("account_login")
    finance.sign_in("finance@example.org")
    finance.go("seedgrants:payments")
    finance.snap("39 payments")
    tranche = grant.tranches.get()
    finance.go("seedgrants:pay", tranche.pk)
    finance.fill(paid_on=today, reference="TR-001")
    finance.press()
    trainee.go("seedgrants:grant", grant.pk)
    trainee.move("acknowledged")
    coordinator.go("seedgrants:grant", grant.pk)
    coordinator.move("open")
    report = grant.reports.get()
    trainee.go("seedgrants:report", report.pk)
    trainee.fill(
        done="Six evening sessions.",
        changed="Mothers know whom to call.",
        learned="Start earlier.",
        lasting="The group meets on.",
        women="38",
        men="2",
        girls="0",
        boys="0",
        people="40",
    )
    money = trainee.page.locator("main [name^=line]").first
    money.fill("285.50")
    trainee.snap("40 report")
    trainee.press("main button[name=go][value=submit]")
    coordinator.go("seedgrants:report", report.pk)
    coordinator.snap("41 report to accept")
    coordinator.move("accepted")
    grant.refresh_from_db()
    assert (str(grant.paid), str(grant.spent)) == ("300.00", "285.50")


def see_totals(coordinator: Walk, round_page) -> None:
    coordinator.go("seedgrants:board", round_page.pk)
    coordinator.snap("42 totals of the round")
    shown = coordinator.text()
    for amount in ("300.00", "285.50"):
        assert amount in shown
    coordinator.go("reports:figures")
    coordinator.snap("43 figures")
    assert "Organisation A" in coordinator.text()


def mentor(mentor: Walk, staff, person: Person) -> None:
    mentorship = start_mentorship(
        mentor=staff["mentor"], learner=person, actor=staff["coordinator"].user
    )
    mentor.go("account_login")
    mentor.sign_in("mentor@example.org")
    mentor.go("records:mentoring")
    mentor.snap("44 mentoring")
    mentor.go("records:visit", mentorship.pk)
    mentor.fill(
        met_on=timezone.localdate(),
        minutes="៤៥",
        way="phone",
        skill_practised="Work plan: who does what by when",
        went_well="She named one person for every task.",
        next_step="Look at the plan with the team on Monday.",
    )
    mentor.snap("45 visit")
    mentor.press()
    mentor.snap("46 mentorship")
    visit = mentorship.visits.get()
    assert (visit.minutes, visit.way) == (45, "phone")

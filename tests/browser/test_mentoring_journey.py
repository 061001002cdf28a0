"""The months after a workshop: matched, met, planned, followed up, handed over.

The mentor and the learner read Khmer on a phone; the coordinator sits at a desk.
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from courses.models import ModuleObjective
from home.roles import setup_groups
from home.setup import setup_locales, setup_pages
from lms.records.models import ActionPlan, FollowUp, GroupMeeting, MentoringVisit, Mentorship
from lms.roles import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD
from tests.factories.courses import make_course, make_curriculum, make_module
from tests.factories.learning import make_mentor, make_visit
from tests.factories.mentoring import make_completion, make_follow_up, make_group, make_rating
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enrolment():
    """A learner who completed a course of two objectives, and nineteen others."""
    setup_locales()
    setup_groups()
    course = make_course(
        parent=make_curriculum(parent=setup_pages()["catalogue"]), title="Listening first"
    )
    module = make_module(parent=course, title="Listening")
    for text in ("ask open questions", "wait for the answer"):
        ModuleObjective.objects.create(page=module, text=text, locale=module.locale)
    cohort = make_cohort(course=course, code="listen-1")
    for n in range(19):
        make_enrolment(cohort=cohort, person=make_person(given_name=f"Learner {n}", language="km"))
    person = make_trainee(
        family_name="Chan", given_name="Sophea", family_name_km="ចាន់", given_name_km="សុភា",
        phone="+85512345678", language="km", province="02",
    )  # fmt: skip
    return make_enrolment(cohort=cohort, person=person, state="completed")


class Reader:
    """One person in one browser."""

    def __init__(self, visitor, snap, user, language, viewport):
        self.page, self.snap_page = visitor(language, viewport), snap
        self.language = language
        self.page.goto(f"/{language}/accounts/login/")
        self.page.fill("[name=login]", user.email)
        self.page.fill("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("main form button").first.click()

    def go(self, name, *args, snap=""):
        with override(self.language):
            url = reverse(f"records:{name}", args=args)
        assert self.page.goto(url).status == 200
        if snap:
            self.snap_page(self.page, snap)

    def press(self, selector="main form .actions .button"):
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def snap(self, step):
        self.snap_page(self.page, step)


def test_a_year_after_the_workshop(enrolment, visitor, snap):
    learner = enrolment.person
    mentors = [make_mentor(language="km", province="02", given_name=f"M{n}") for n in range(4)]
    desk = Reader(visitor, snap, make_person(role=Role.COORDINATOR).user, "en", DESKTOP)
    desk.go("match_learners")
    desk.page.get_by_role("link", name="Fill in the suggestions").click()
    desk.snap("01 match")
    desk.press()
    assert Mentorship.objects.active().count() == 20
    mentorship = Mentorship.objects.get(learner=learner)
    mentor = mentorship.mentor

    phone = Reader(visitor, snap, mentor.user, "km", PHONE)
    write_a_visit(phone, mentorship)
    a_year_of_ratings(mentorship)
    phone.go("mentorship", mentorship.pk, snap="04 mentorship")
    phone.go("skills", mentorship.pk, snap="05 skills")
    phone.go("contract", mentorship.pk, snap="06 agreement")

    own = Reader(visitor, snap, learner.user, "km", PHONE)
    write_a_plan(own, enrolment)
    plan = ActionPlan.objects.get()
    phone.go("action_plan", plan.pk, snap="09 plan read by the mentor")
    phone.press("form[action$='review/'] button")
    own.go("action_plan", plan.pk)
    own.press("form[action*='steps'] button")
    assert plan.steps.filter(done_on__isnull=False).count() == 1

    call(phone, make_follow_up(completion=make_completion(enrolment=enrolment)))
    meet_in_a_group(phone, make_group(facilitator=mentor, people=[learner], name="ថ្ងៃសុក្រ"))

    own.go("mentorship", mentorship.pk, snap="14 what a learner sees")
    own.page.locator("[name=sharing][value=notes]").check()
    own.press("form[action$='sharing/'] button")
    desk.go("hand_over", mentor.pk, snap="15 hand over")
    new = next(one for one in mentors if one != mentor)
    desk.page.select_option("[name=to]", str(new.pk))
    desk.press()
    desk.snap("16 mentoring of a coordinator")
    desk.go("cohort_skills", enrolment.cohort_id, snap="17 skills of a cohort")
    desk.go("supervision_hours", snap="18 hours")
    after = Reader(visitor, snap, new.user, "km", PHONE)
    after.go("mentorship", mentorship.pk)
    expect(after.page.get_by_text("She waited.")).to_be_visible()
    after.go("mentoring", snap="19 mentoring of a mentor")


def write_a_visit(phone, mentorship):
    """Typed without a connection, kept through closing the page, then saved once."""
    phone.go("visit", mentorship.pk)
    page = phone.page
    page.fill("[name=minutes]", "៦០")
    page.check("[name=way][value=visit]")
    page.fill("[name=went_well]", "She waited.")
    page.locator("details > summary").first.click()
    page.select_option("[name=skill_1_mentor]", "2")
    page.select_option("[name=skill_1_learner]", "3")
    page.fill("[name=next_on]", (timezone.localdate() + timedelta(days=30)).isoformat())
    expect(page.locator("[data-draft-status]")).to_be_visible()
    page.wait_for_function("Object.keys(localStorage).some(name => name.startsWith('draft:'))")
    page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.locator("main form .actions .button").first.click()
    expect(page.locator(".saving--pending")).to_be_visible()
    phone.snap("02 no connection")
    page.context.set_offline(False)
    phone.go("mentoring")
    phone.go("visit", mentorship.pk, snap="03 the draft is back")
    assert page.input_value("[name=went_well]") == "She waited."
    phone.press()
    visit = MentoringVisit.objects.get()
    assert (visit.minutes, visit.went_well, visit.ratings.get().by_mentor) == (60, "She waited.", 2)
    page.wait_for_function("!Object.keys(localStorage).some(name => name.startsWith('draft:'))")


def a_year_of_ratings(mentorship):
    """The other meetings of the year, one a month."""
    key = MentoringVisit.objects.get().ratings.get().objective_key
    for month in range(1, 12):
        visit = make_visit(mentorship=mentorship, met_on=date(2025, month, 5))
        level = 1 + month // 4
        make_rating(
            visit=visit, objective_key=key, by_mentor=level, by_learner=min(4, level + month % 2)
        )


def write_a_plan(own, enrolment):
    own.go("my_courses")
    own.page.locator("a[href$='/plan/']").click()
    own.page.fill("[name=change]", "រាល់ការចុះជួបបញ្ចប់ដោយកាលបរិច្ឆេទ")
    own.page.fill("[name=step_1]", "ជួបអ្នកគ្រប់គ្រងរបស់ខ្ញុំ")
    own.page.fill("[name=step_1_with]", "អ្នកគ្រប់គ្រង")
    own.page.fill("[name=step_2]", "សាកល្បងជាមួយក្រុម")
    own.snap("07 write a plan")
    own.press()
    own.snap("08 plan")


def call(phone, follow_up):
    phone.go("follow_ups", snap="10 calls")
    phone.page.locator("main .button[href*='follow-ups/']").first.click()
    phone.page.check("[name=still_in_job][value=yes]")
    phone.page.check("[name=skills_by_self][value='3']")
    phone.snap("11 call")
    phone.press()
    assert FollowUp.objects.get(pk=follow_up.pk).state == "reached"


def meet_in_a_group(phone, group):
    phone.go("group_meeting", group.pk)
    phone.page.fill("[name=minutes]", "90")
    phone.page.check("[name=present]")
    phone.page.fill("[name=topic]", "ការសម្រាក")
    phone.snap("12 meeting of a group")
    phone.press()
    phone.snap("13 group")
    assert GroupMeeting.objects.get().present.count() == 1

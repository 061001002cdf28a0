"""A test taken on a phone that loses its connection: no answer is lost, none counts twice."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from lms.roles import Role
from tests.browser.conftest import PHONE
from tests.factories.accounts import PASSWORD
from tests.factories.courses import make_assessment, make_course
from tests.factories.learning import begin_test, right_answer
from tests.factories.records import make_cohort, make_enrolment, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_answers_given_without_a_connection_arrive_later(visitor, snap):
    trainee = make_person(role=Role.TRAINEE)
    course = make_course()
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    attempt = begin_test(person=trainee, assessment=make_assessment(parent=course, questions=3))
    first, second, third = [(q["key"], right_answer(q)) for q in attempt.questions]
    page = visitor("en", PHONE)

    def choose(question):
        key, (choice,) = question
        page.locator(f"[name='{key}'][value='{choice}']").check()

    def stored():
        attempt.refresh_from_db()
        return attempt.answers

    page.goto("/en/accounts/login/")
    page.fill("[name=login]", trainee.user.email)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    page.goto(reverse("records:attempt", args=[attempt.pk]))
    state = page.locator("[data-state]")

    with page.expect_response(lambda answer: answer.url.endswith("/answers/")):
        choose(first)
    expect(page.locator(".saving--pending")).to_have_count(0)
    assert stored() == dict([first])

    page.context.set_offline(True)
    choose(second)
    choose(third)
    expect(state).to_contain_text("2")
    snap(page, "two answers wait for the connection")
    assert stored() == dict([first])

    # The phone is put away and the page is opened again once there is a connection.
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(reverse("records:attempt", args=[attempt.pk]))
    expect(page.locator(".saving--pending")).to_have_count(0)
    snap(page, "all answers are saved")
    assert stored() == dict([first, second, third])

    with page.expect_navigation():
        page.locator("main button[name=hand_in]").click()
    attempt.refresh_from_db()
    assert (attempt.percent, trainee.attempts.count()) == (100, 1)

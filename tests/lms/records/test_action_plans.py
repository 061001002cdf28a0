"""Action plans: written, looked through, ticked off, printed."""

from datetime import date, timedelta

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from lms.records.mentoring_steps import mentoring_steps
from lms.records.models import ActionPlan
from lms.records.services.action_plans import NoPlaceHeld, Step, tick_step, write_plan
from tests.factories.learning import (
    finish_lesson,
    make_mentor,
    make_mentorship,
    make_taught_course,
)
from tests.factories.mentoring import make_completion, make_plan
from tests.factories.records import make_cohort, make_enrolment, make_trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def enrolment():
    return make_enrolment(person=make_trainee(), state="completed")


@pytest.fixture
def mentor(enrolment):
    return make_mentorship(mentor=make_mentor(), learner=enrolment.person).mentor


def titles(user):
    return [step.title for step in mentoring_steps(user)]


def test_plan_goes_from_the_course_to_done(client, enrolment, mentor):
    make_completion(enrolment=enrolment)
    person = enrolment.person
    assert titles(person.user) == ["Write your action plan"]
    client.force_login(person.user)
    page = reverse("records:write_plan", args=[enrolment.pk])
    data = {"change": "Visits end with a date", "help_needed": ""}
    assert "Write at least one step." in client.post(page, data).text
    data |= {
        "step_1": "Talk with my manager",
        "step_1_due": "២០៩៩-០១-៣១",
        "step_3": "Try it with two families",
        "step_3_with": "my team",
    }
    client.post(page, data)
    plan = ActionPlan.objects.get()
    assert list(plan.steps.values_list("text", "with_whom", "due_on")) == [
        ("Talk with my manager", "", date(2099, 1, 31)),
        ("Try it with two families", "my team", None),
    ]
    assert (titles(person.user), titles(mentor.user)) == (
        [],
        ["Look an action plan through with your learner"],
    )
    client.post(reverse("records:tick_step", args=[plan.steps.first().pk]), {"done": "1"})
    client.force_login(mentor.user)
    client.post(reverse("records:review_plan", args=[plan.pk]))
    plan.refresh_from_db()
    assert (plan.reviewed_by, titles(mentor.user)) == (mentor, [])
    assert "Steps done: 1 of 2" in client.get(reverse("records:mentoring")).text


def test_written_over_keeps_what_is_done(enrolment):
    user = enrolment.person.user
    plan = make_plan(enrolment=enrolment, steps=("One", "Two"))
    first = plan.steps.first()
    tick_step(step=first, actor=user, done=True)
    write_plan(
        enrolment=enrolment,
        actor=user,
        change="More",
        steps=[Step("One, again", pk=first.pk), Step("Three")],
    )
    assert list(plan.steps.values_list("text", "done_on")) == [
        ("One, again", timezone.localdate()),
        ("Three", None),
    ]


def test_step_of_another_plan_is_not_taken(client, enrolment):
    stranger = make_plan()
    client.force_login(enrolment.person.user)
    client.post(
        reverse("records:write_plan", args=[enrolment.pk]),
        {"change": "x", "step_1": "Mine", "step_1_pk": stranger.steps.get().pk},
    )
    assert stranger.steps.get().text == "Talk with my manager"
    assert enrolment.action_plan.steps.get().text == "Mine"


def test_plan_is_ones_own_and_of_a_course_one_is_in(enrolment):
    with pytest.raises(PermissionDenied):
        write_plan(enrolment=enrolment, actor=make_trainee().user, change="x")
    waiting = make_enrolment(person=make_trainee(), state="waiting")
    with pytest.raises(NoPlaceHeld):
        write_plan(enrolment=waiting, actor=waiting.person.user, change="x")


def test_personal_data_is_asked_about(client, enrolment):
    client.force_login(enrolment.person.user)
    page = reverse("records:write_plan", args=[enrolment.pk])
    data = {"change": "x", "step_1": "Call 012 345 678"}
    html = client.post(page, data).text
    assert ("a phone number" in html, ActionPlan.objects.count()) == (True, 0)
    client.post(page, data | {"confirm": "on"})
    assert ActionPlan.objects.get().warned is True


def address_to_write(enrolment):
    return reverse("records:write_plan", args=[enrolment.pk])


def test_the_last_lesson_leads_to_the_plan(client, max_queries):
    course = make_taught_course(lessons=2)
    person = make_trainee()
    enrolment = make_enrolment(cohort=make_cohort(course=course), person=person)
    first, last = course.all_lessons
    client.force_login(person.user)
    asked = f'<a class="button button--quiet" href="{address_to_write(enrolment)}">Write your'

    def asks():
        return [asked in client.get(page.url).text for page in (first, last, course)]

    finish_lesson(person=person, lesson=last)
    assert asks() == [False, False, False]  # one lesson is left
    finish_lesson(person=person, lesson=first)
    assert asks() == [False, True, True]
    for page in (last, course):
        with max_queries(10):
            client.get(page.url)
    make_plan(enrolment=enrolment)
    assert asks() == [False, False, False]


def test_a_course_taken_twice_asks_for_the_plan_of_the_last_time(client):
    course = make_taught_course(lessons=1)
    person = make_trainee()
    today = timezone.localdate()
    before, lately = (
        make_enrolment(
            cohort=make_cohort(course=course, starts_on=day, ends_on=day),
            person=person,
            state=state,
        )
        for day, state in (
            (today - timedelta(days=400), "completed"),
            (today - timedelta(days=4), "enrolled"),
        )
    )
    finish_lesson(person=person, lesson=course.all_lessons[0])
    client.force_login(person.user)
    lesson = course.all_lessons[0].url
    assert address_to_write(lately) in client.get(lesson).text
    make_plan(enrolment=lately)
    assert address_to_write(before) not in client.get(lesson).text


@pytest.mark.parametrize(("kind", "state"), [("event", "enrolled"), ("course", "waitlisted")])
def test_nobody_plans_after_an_event_or_without_a_place(client, kind, state):
    course = make_taught_course(lessons=1, kind=kind)
    person = make_trainee()
    make_enrolment(cohort=make_cohort(course=course), person=person, state=state)
    finish_lesson(person=person, lesson=course.all_lessons[0])
    client.force_login(person.user)
    for page in (course.all_lessons[0], course):
        assert "Write your action plan" not in client.get(page.url).text


def test_my_courses_ask_for_the_plan_that_is_not_written(client, enrolment):
    client.force_login(enrolment.person.user)
    page = reverse("records:my_courses")
    button = f'<a class="button" href="{address_to_write(enrolment)}">Write your action plan'
    assert button in client.get(page).text
    plan = make_plan(enrolment=enrolment)
    html = client.get(page).text
    assert ("Write your action plan" in html, "My action plan" in html) == (False, True)
    assert reverse("records:action_plan", args=[plan.pk]) in html


def test_plan_is_printed(client, enrolment):
    plan = make_plan(enrolment=enrolment, steps=("ជួបអ្នកគ្រប់គ្រង",))
    client.force_login(enrolment.person.user)
    answer = client.get(reverse("records:action_plan_pdf", args=[plan.pk]))
    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == (
        "application/pdf",
        True,
    )
    document = pypdfium2.PdfDocument(answer.content)
    text = document[0].get_textpage().get_text_bounded()
    assert (len(document), "Every visit ends with a date" in text) == (1, True)

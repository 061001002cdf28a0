"""The trainer's queue and the page on which one piece of work is marked."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import course_of
from lms.records.models import AssessmentAttempt, Submission
from lms.records.next_steps import next_steps
from lms.roles import Role
from tests.factories.courses import make_assessment, make_course
from tests.factories.learning import take_test
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee
from tests.factories.work import make_assignment, make_submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
QUEUE = "/en/teach/marking/"


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def trainer():
    return make_person(role=Role.TRAINER, family_name="Vanna", given_name="")


@pytest.fixture
def course():
    return make_course(title="Projects")


@pytest.fixture
def cohort(course, trainer):
    return make_cohort(course=course, trainers=[trainer], code="spring")


@pytest.fixture
def assignment(course):
    return make_assignment(parent=course, title="Logframe")


@pytest.fixture
def teaching(client, trainer):
    client.force_login(trainer.user)
    return client


def make_work(cohort, assignment, name="Dara", days=0):
    person = make_trainee(family_name=name, given_name="")
    make_enrolment(cohort=cohort, person=person)
    work = make_submission(person=person, assignment=assignment, text=f"Work of {name}")
    work.submitted_at = timezone.now() - timedelta(days=days)
    work.save()
    return work


def make_open_attempt(cohort, course, name="Sokha", days=0):
    person = make_trainee(family_name=name, given_name="")
    make_enrolment(cohort=cohort, person=person)
    attempt = take_test(person=person, assessment=make_assessment(parent=course, title="Test"))
    AssessmentAttempt.objects.filter(pk=attempt.pk).update(
        needs_marking=True, submitted_at=timezone.now() - timedelta(days=days)
    )
    return attempt


def mark_url(work):
    return reverse("records:mark_submission", args=[work.pk])


def outcome(work, button="accept", **more):
    return {
        "seen": work.submitted_at.isoformat(),
        "points_1": "4",
        "points_2": "៣.៥",
        "feedback_1": "Clear",
        "feedback": "Well thought out.",
        button: "1",
    } | more


# -- The queue ----------------------------------------------------------------------------


def test_queue_shows_work_and_tests_who_waits_longest_first(teaching, cohort, assignment, course):
    make_work(cohort, assignment, "Newest")
    make_open_attempt(cohort, course, "Middle", days=2)
    make_work(cohort, assignment, "Oldest", days=5)
    html = text_of(teaching.get(QUEUE))
    assert sorted(["Oldest", "Middle", "Newest"], key=html.index) == ["Oldest", "Middle", "Newest"]
    assert ("3 pieces of work" in html, "spring" in html, "Projects" in html) == (True,) * 3


def test_queue_holds_only_what_one_may_mark(teaching, trainer, cohort, assignment):
    other = make_assignment(title="Elsewhere")
    make_work(make_cohort(course=course_of(other)), other, "Stranger")
    make_enrolment(cohort=cohort, person=trainer)
    make_submission(person=trainer, assignment=assignment)
    html = text_of(teaching.get(QUEUE))
    assert "Nothing waits to be marked." in html
    assert "Stranger" not in html


def test_coordinator_sees_all(client, cohort, assignment):
    make_work(cohort, assignment)
    client.force_login(make_person(role=Role.COORDINATOR).user)
    assert "Dara" in text_of(client.get(QUEUE))


def test_queue_is_narrowed_to_a_course_or_cohort(teaching, trainer, cohort, assignment, course):
    make_work(cohort, assignment, "Spring")
    autumn = make_cohort(course=course, trainers=[trainer], code="autumn")
    make_work(autumn, assignment, "Autumn")
    other = make_assignment()
    make_work(make_cohort(course=course_of(other), trainers=[trainer]), other, "Elsewhere")

    def shown(wanted):
        html = text_of(teaching.get(QUEUE, {"in": wanted}))
        names = ("Spring", "Autumn", "Elsewhere")
        return [name for name in names if f"<strong>{name}" in html]

    assert shown(f"course-{course.translation_key}") == ["Spring", "Autumn"]
    assert shown(f"cohort-{autumn.pk}") == ["Autumn"]
    assert shown("nonsense") == shown("") == ["Spring", "Autumn", "Elsewhere"]


def test_queue_takes_the_same_queries_for_one_and_forty(teaching, cohort, assignment, course):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert teaching.get(QUEUE).status_code == 200
        return len(queries)

    make_work(cohort, assignment)
    make_open_attempt(cohort, course)
    cost()
    first = cost()
    for number in range(40):
        make_work(cohort, assignment, f"Person {number}")
    assert cost() == first
    assert first <= 15
    assert "Page 2 of 2" in text_of(teaching.get(QUEUE, {"page": "2"}))


def test_teaching_page_and_front_page_count_what_waits(teaching, trainer, cohort, assignment):
    assert "Nothing waits to be marked." in text_of(teaching.get("/en/teach/"))
    assert "wait for you" not in str(next_steps(trainer.user))
    for name in ("A", "B", "C"):
        make_work(cohort, assignment, name)
    assert "3 pieces of work wait for you." in text_of(teaching.get("/en/teach/"))
    steps = {step.title: step.url for step in next_steps(trainer.user)}
    assert steps["3 pieces of work wait for you"] == QUEUE


def test_trainee_is_told_of_returned_work_until_it_is_handed_in_again(cohort, assignment):
    work = make_work(cohort, assignment)
    Submission.objects.update(state="returned", marked_at=timezone.now())
    user = work.person.user
    assert [step.url for step in next_steps(user) if step.title == "Work over: Logframe"] == [
        reverse("records:submission", args=[work.pk])
    ]
    make_submission(person=work.person, assignment=assignment)
    assert "Work over: Logframe" not in [step.title for step in next_steps(user)]


# -- Marking ------------------------------------------------------------------------------


def test_trainer_accepts_with_points_in_either_digits(teaching, trainer, cohort, assignment):
    work = make_work(cohort, assignment)
    assert "Work of Dara" in text_of(teaching.get(mark_url(work)))
    assert teaching.post(mark_url(work), outcome(work)).url == QUEUE
    work.refresh_from_db()
    assert (work.state, work.feedback, work.marked_by) == (
        "accepted", "Well thought out.", trainer.user,
    )  # fmt: skip
    assert [work.marks[c["key"]]["points"] for c in work.rubric] == ["4.00", "3.50"]


def test_trainer_returns_without_points(teaching, cohort, assignment):
    work = make_work(cohort, assignment)
    teaching.post(mark_url(work), outcome(work, "return", points_1="", points_2=""))
    work.refresh_from_db()
    assert work.state == "returned"


@pytest.mark.parametrize(
    ("changes", "button", "message"),
    [
        ({"points_1": ""}, "accept", "Give points here, or return the work."),
        ({"points_1": "6"}, "accept", "less than or equal to 5"),
        ({"points_1": "-1"}, "accept", "greater than or equal to 0"),
        ({"points_1": "many"}, "accept", "Enter a number."),
        ({"points_1": "NaN"}, "accept", "Enter a number."),
        ({"feedback": "", "feedback_1": " "}, "return", "Say what to work over"),
        ({"seen": "yesterday"}, "accept", "Reload the page"),
        ({"seen": "2026-13-45T00:00:00+00:00"}, "accept", "Reload the page"),
        ({"seen": "2026-01-01T00:00:00"}, "accept", "Reload the page"),
        ({"feedback_2": "Ask 012 345 678"}, "accept", "a phone number"),
        ({"feedback_2": "x" * 4001}, "accept", "at most 4000 characters"),
    ],
)
def test_bad_marks_say_what_to_do_and_lose_nothing(
    teaching, cohort, assignment, changes, button, message
):
    work = make_work(cohort, assignment)
    data = outcome(work, button, feedback="Well thought out.") | changes
    html = text_of(teaching.post(mark_url(work), data))
    assert message in html
    assert (data["feedback"] in html, data["feedback_1"] in html) == (True, True)
    work.refresh_from_db()
    assert work.state == "submitted"


def test_second_trainer_hears_of_the_first_and_loses_nothing(teaching, cohort, assignment, trainer):
    work = make_work(cohort, assignment)
    other = make_person(role=Role.TRAINER, family_name="Bopha")
    cohort.trainers.add(other)
    second = Client()
    second.force_login(other.user)
    second.get(mark_url(work))
    teaching.post(mark_url(work), outcome(work, feedback="From the first"))
    html = text_of(second.post(mark_url(work), outcome(work, "return", feedback="My long words")))
    assert "Somebody else has marked this work in the meantime." in html
    assert ("From the first" in html, "My long words" in html) == (True, True)
    assert 'name="accept"' not in html
    work.refresh_from_db()
    assert (work.state, work.marked_by) == ("accepted", trainer.user)


def test_newer_version_is_shown_with_the_words_kept(teaching, cohort, assignment):
    work = make_work(cohort, assignment, days=1)
    make_submission(person=work.person, assignment=assignment, text="Newer text")
    html = text_of(teaching.post(mark_url(work), outcome(work, feedback="My long words")))
    assert "A newer version of this work was handed in" in html
    assert ("Newer text" in html, "My long words" in html) == (True, True)
    work.refresh_from_db()
    assert work.state == "submitted"
    # The form speaks of the newer version now.
    assert f'value="{work.submitted_at.isoformat()}"' in html


def test_marked_work_leads_to_its_result(teaching, cohort, assignment):
    work = make_work(cohort, assignment)
    teaching.post(mark_url(work), outcome(work))
    assert teaching.get(mark_url(work)).url == reverse("records:submission", args=[work.pk])


def test_earlier_versions_are_at_hand(teaching, cohort, assignment):
    first = make_work(cohort, assignment)
    teaching.post(mark_url(first), outcome(first, "return"))
    second = make_submission(person=first.person, assignment=assignment, text="Second")
    html = text_of(teaching.get(mark_url(second)))
    assert reverse("records:submission", args=[first.pk]) in html


def test_page_of_a_stranger_is_not_found(client, cohort, assignment):
    work = make_work(cohort, assignment)
    for role in (Role.TRAINER, Role.MENTOR, Role.REVIEWER, Role.TRAINEE):
        client.force_login(make_person(role=role).user)
        assert client.get(mark_url(work)).status_code == 404
        assert client.post(mark_url(work), outcome(work)).status_code == 404

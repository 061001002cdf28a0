"""Mentoring pages: what is shown to whom, the visit form and its nudge."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.records.models import ActionItem, AssessmentAttempt, MentoringVisit, Mentorship
from lms.roles import Role
from tests.factories.courses import make_assessment, make_question_of
from tests.factories.learning import (
    begin_test,
    make_action,
    make_mentor,
    make_mentorship,
    make_taught_course,
    make_visit,
    take_test,
)
from tests.factories.records import make_enrolment, make_person, make_trainee

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentorship(roles):
    return make_mentorship(
        mentor=make_mentor(family_name="Vanna", given_name=""),
        learner=make_trainee(family_name="Lida", given_name=""),
    )


@pytest.fixture
def mentor(client, mentorship):
    client.force_login(mentorship.mentor.user)
    return client


def url(name, obj=None):
    return reverse(f"records:{name}", args=[obj.pk] if obj else [])


def visit_data(**fields):
    return {
        "met_on": timezone.localdate().isoformat(),
        "minutes": "45",
        "way": "visit",
        "skill_practised": "Open questions",
        "went_well": "She waited for the answer.",
        "next_step": "Try it with a colleague.",
    } | fields


# -- Lists and pages ----------------------------------------------------------------------


def test_mentor_sees_learners_with_last_visit_and_open_actions(mentor, mentorship):
    today = timezone.localdate()
    visit = make_visit(mentorship=mentorship, met_on=today - timedelta(days=3))
    make_action(visit=visit)
    make_mentorship(learner=make_person(family_name="Stranger"))
    html = mentor.get(url("mentoring")).content.decode()
    assert "Lida" in html
    assert "1 open action" in html
    assert "Last visit:" in html
    assert "Stranger" not in html
    assert "Start a mentorship" not in html


def test_learner_sees_their_mentor(client, mentorship):
    client.force_login(mentorship.learner.user)
    html = client.get(url("mentoring")).content.decode()
    assert ("Vanna" in html, "My learners" in html) == (True, False)


def test_newcomer_has_no_mentor_yet(client, roles):
    client.force_login(make_trainee().user)
    assert "You have no mentor yet." in client.get(url("mentoring")).content.decode()


def test_coordinator_sees_all_and_may_start(client, mentorship):
    client.force_login(make_person(role=Role.COORDINATOR).user)
    html = client.get(url("mentoring")).content.decode()
    assert ("Vanna" in html, "Lida" in html, "Start a mentorship" in html) == (True, True, True)


@pytest.mark.parametrize("role", [Role.MENTOR, Role.TRAINEE, Role.COORDINATOR])
def test_list_takes_the_same_queries_for_one_and_thirty(client, roles, role):
    me = make_person(role=role)
    client.force_login(me.user)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(url("mentoring"))
        return len(queries)

    def add():
        make_mentorship(**{"learner" if role == Role.TRAINEE else "mentor": me})

    add()
    count()
    first = count()
    for _ in range(29):
        add()
    assert count() == first
    assert first <= 15


def test_mentorship_page_shows_notes_to_those_who_may_read(client, mentorship):
    visit = make_visit(mentorship=mentorship, went_well="She waited.")
    make_action(visit=visit, text="Draw a genogram")
    page = url("mentorship", mentorship)
    for user, status in (
        (mentorship.mentor.user, 200),
        (mentorship.learner.user, 200),
        (make_person(role=Role.COORDINATOR).user, 200),
        (make_mentor().user, 404),
        (make_person(role=Role.TRAINER).user, 404),
    ):
        client.force_login(user)
        response = client.get(page)
        assert response.status_code == status
        assert ("She waited." in response.content.decode()) == (status == 200)
    client.force_login(mentorship.mentor.user)
    assert client.get(page)["Cache-Control"] == "private, no-store"


def results_on(client, mentorship):
    html = client.get(url("mentorship", mentorship)).content.decode()
    return (
        html[html.index("Results of tests") :].split("</details>")[0] if "<details" in html else ""
    )


def test_mentor_sees_how_the_tests_of_a_learner_went(mentor, mentorship):
    learner = mentorship.learner
    first, second = make_taught_course(title="First course"), make_taught_course(title="Second")
    take_test(person=learner, assessment=first.pre_test, right=1)
    take_test(person=learner, assessment=second.post_test, right=4)
    for right in (1, 2):
        take_test(person=learner, assessment=first.post_test, right=right)
    begin_test(person=learner, assessment=first.post_test)
    shown = results_on(mentor, mentorship)
    # The course that a test was taken of last stands first; what is open is not shown.
    first_course, second_course = shown.split("Second")
    assert "First course" in first_course
    assert ("25%" in first_course, "50%" in first_course) == (True, True)  # pre-test, best of two
    assert ("2 attempts" in first_course, "not passed" in first_course) == (True, True)
    assert "Tests passed: 0 of 1" in first_course
    assert ("100%" in second_course, "1 attempt" in second_course) == (True, True)
    assert "Tests passed: 1 of 1" in second_course
    for question in AssessmentAttempt.objects.first().questions:
        assert question["text"] not in shown
        assert not any(choice["text"] in shown for choice in question["choices"])


def test_a_test_that_waits_to_be_marked_has_no_result_yet(mentor, mentorship):
    course = make_taught_course()
    test = make_assessment(parent=course, questions=[make_question_of("open")], pass_percent=50)
    take_test(person=mentorship.learner, assessment=test)
    shown = results_on(mentor, mentorship)
    assert ("waiting to be marked" in shown, "passed" in shown) == (True, False)


def test_a_test_whose_time_is_over_counts_as_handed_in(mentor, mentorship):
    attempt = begin_test(person=mentorship.learner, assessment=make_taught_course().post_test)
    attempt.due_at = timezone.now() - timedelta(minutes=5)
    attempt.save()
    assert "not passed" in results_on(mentor, mentorship)


def test_results_are_for_learner_mentors_of_today_and_coordinators(client, mentorship):
    take_test(person=mentorship.learner, assessment=make_taught_course().post_test)
    stranger = make_mentorship().learner
    take_test(person=stranger, assessment=make_taught_course(title="Elsewhere").post_test)
    coordinator = make_person(role=Role.COORDINATOR).user
    for user in (mentorship.mentor.user, mentorship.learner.user, coordinator):
        client.force_login(user)
        shown = results_on(client, mentorship)
        assert ("100%" in shown, "Elsewhere" in shown) == (True, False)
    other = make_mentor()
    make_mentorship(mentor=other)
    client.force_login(other.user)
    assert client.get(url("mentorship", mentorship)).status_code == 404
    own = Mentorship.objects.get(mentor=other)
    assert results_on(client, own) == ""
    # A mentor of before still reads what they wrote, and no test taken since.
    mentorship.state, mentorship.ended_on = "ended", timezone.localdate()
    mentorship.save()
    client.force_login(mentorship.mentor.user)
    assert results_on(client, mentorship) == ""


@pytest.mark.parametrize("tests", [1, 30])
def test_results_take_the_same_queries(mentor, mentorship, tests, max_queries):
    courses = [make_taught_course() for _ in range(-(-tests // 10))]
    for number in range(tests):
        test = courses[number // 10].post_test
        take_test(person=mentorship.learner, assessment=test)
    mentor.get(url("mentorship", mentorship))
    with max_queries(11):
        assert "100%" in results_on(mentor, mentorship)


@pytest.mark.parametrize("visits", [1, 30])
def test_mentorship_page_takes_few_queries(mentor, mentorship, visits):
    for number in range(visits):
        visit = make_visit(mentorship=mentorship, minutes=number + 1)
        make_action(visit=visit)
    mentor.get(url("mentorship", mentorship))
    with CaptureQueriesContext(connection) as queries:
        mentor.get(url("mentorship", mentorship))
    assert len(queries) <= 11, len(queries)


# -- The visit form -----------------------------------------------------------------------


def test_visit_is_written_down_with_actions(mentor, mentorship):
    response = mentor.post(
        url("visit", mentorship),
        visit_data(
            minutes="៤៥",
            action_1="Draw a genogram",
            action_1_by="learner",
            action_1_due="2030-01-31",
            action_3="Send a form",
            action_3_by="mentor",
        ),
    )
    assert response["Location"] == f"{url('mentorship', mentorship)}?saved=visit"
    visit = MentoringVisit.objects.get()
    assert (visit.minutes, visit.warned) == (45, False)
    assert list(visit.actions.order_by("pk").values_list("text", "owner", "due_on")) == [
        ("Draw a genogram", mentorship.learner.pk, date(2030, 1, 31)),
        ("Send a form", mentorship.mentor.pk, None),
    ]


def test_visit_sent_twice_is_kept_once(mentor, mentorship):
    for _ in range(2):
        mentor.post(url("visit", mentorship), visit_data(action_1="Draw a genogram"))
    assert (MentoringVisit.objects.count(), ActionItem.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"met_on": "2999-01-01"}, "This day is still to come."),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"minutes": "many"}, "whole number"),
        ({"way": "telepathy"}, "Select a valid choice"),
        ({"skill_practised": ""}, "Write the skill you practised."),
        ({"action_2_due": "2030-01-31"}, "Write what is to be done, or empty the date."),
    ],
)
def test_visit_form_says_what_to_mend_and_keeps_what_was_typed(mentor, mentorship, fields, message):
    html = mentor.post(url("visit", mentorship), visit_data(**fields)).content.decode()
    assert message in html
    assert "She waited for the answer." in html
    assert MentoringVisit.objects.count() == 0


@pytest.mark.parametrize("field", ["skill_practised", "went_well", "next_step", "action_2"])
def test_personal_data_is_asked_about_and_kept_when_confirmed(mentor, mentorship, field):
    data = visit_data(**{field: "Call ០១២ ៣៤៥ ៦៧៨"})
    html = mentor.post(url("visit", mentorship), data).content.decode()
    assert "This looks like it contains a phone number." in html
    assert 'name="confirm"' in html
    assert MentoringVisit.objects.count() == 0
    mentor.post(url("visit", mentorship), data | {"confirm": "on", "warned": "on"})
    assert MentoringVisit.objects.get().warned is True


def test_warning_is_remembered_when_the_data_are_taken_out(mentor, mentorship):
    html = mentor.post(
        url("visit", mentorship), visit_data(went_well="sok@example.org")
    ).content.decode()
    assert '<input type="hidden" name="warned" value="on"' in html
    mentor.post(url("visit", mentorship), visit_data(warned="on"))
    visit = MentoringVisit.objects.get()
    assert (visit.warned, visit.went_well) == (True, "She waited for the answer.")


def test_visit_form_says_that_it_cannot_recognise_names(mentor, mentorship):
    html = mentor.get(url("visit", mentorship)).content.decode()
    assert "it cannot recognise names" in html
    assert 'name="confirm"' not in html


def test_visit_of_an_ended_mentorship_is_refused(mentor, mentorship):
    Mentorship.objects.update(state="ended")
    html = mentor.post(url("visit", mentorship), visit_data(), follow=True).content.decode()
    assert "This mentorship has ended" in html
    assert MentoringVisit.objects.count() == 0


def test_notes_appear_in_no_message_log_or_search(mentor, mentorship, caplog):
    caplog.set_level("DEBUG")
    response = mentor.post(
        url("visit", mentorship), visit_data(went_well="SECRET", action_1="SECRET"), follow=True
    )
    html = response.content.decode()
    assert "SECRET" not in html[html.index('class="messages"') :].split("</ul>")[0]
    assert "SECRET" not in mentor.get(url("mentoring")).content.decode()
    assert "SECRET" not in mentor.get(reverse("home:my_page")).content.decode()
    assert "SECRET" not in caplog.text
    assert not hasattr(MentoringVisit, "search_fields")
    assert not hasattr(ActionItem, "search_fields")


# -- Actions ------------------------------------------------------------------------------


def test_learner_ticks_an_action_and_takes_it_back(client, mentorship):
    action = make_action(visit=make_visit(mentorship=mentorship))
    client.force_login(mentorship.learner.user)
    for done, day in (("1", timezone.localdate()), ("0", None)):
        response = client.post(url("tick_action", action), {"done": done})
        assert response["Location"] == url("mentorship", mentorship)
        action.refresh_from_db()
        assert action.done_on == day


def test_action_of_others_cannot_be_ticked(client, mentorship):
    action = make_action(visit=make_visit(mentorship=mentorship))
    for user, status in (
        (make_mentor().user, 404),
        (make_person(role=Role.COORDINATOR).user, 403),
    ):
        client.force_login(user)
        assert client.post(url("tick_action", action), {"done": "1"}).status_code == status
    action.refresh_from_db()
    assert action.done_on is None


# -- Start and end ------------------------------------------------------------------------


@pytest.fixture
def coordinator(client, roles):
    client.force_login(make_person(role=Role.COORDINATOR).user)
    return client


def test_coordinator_finds_a_learner_and_starts(coordinator):
    mentor = make_mentor()
    enrolment = make_enrolment(person=make_person(family_name="Lida", family_name_km="លីដា"))
    html = coordinator.get(url("start_mentorship"), {"q": "លីដា"}).content.decode()
    assert f"?learner={enrolment.person.pk}" in html
    page = f"{url('start_mentorship')}?learner={enrolment.person.pk}"
    html = coordinator.get(page).content.decode()
    assert mentor.name in html
    assert str(enrolment.cohort) in html
    response = coordinator.post(
        page,
        {
            "mentor": mentor.pk,
            "enrolment": enrolment.pk,
            "frequency": "weekly",
            "goals": "Listen more.",
        },
    )
    mentorship = Mentorship.objects.get()
    assert response["Location"] == url("mentorship", mentorship)
    assert (mentorship.mentor, mentorship.learner, mentorship.enrolment, mentorship.goals) == (
        mentor,
        enrolment.person,
        enrolment,
        "Listen more.",
    )
    html = coordinator.post(page, {"mentor": mentor.pk, "frequency": "weekly"}).content.decode()
    assert "This mentor already follows this person." in html


def test_start_offers_only_mentors_and_the_learners_own_courses(coordinator):
    learner, other = make_mentor(), make_enrolment()
    page = f"{url('start_mentorship')}?learner={learner.pk}"
    for data in (
        {"mentor": learner.pk},
        {"mentor": make_trainee().pk},
        {"mentor": make_mentor().pk, "enrolment": other.pk},
    ):
        assert "Select a valid choice" in coordinator.post(page, data).content.decode()
    assert Mentorship.objects.count() == 0


def test_goals_are_asked_about_too(coordinator):
    learner, mentor = make_person(), make_mentor()
    page = f"{url('start_mentorship')}?learner={learner.pk}"
    data = {"mentor": mentor.pk, "goals": "Help N1234567", "frequency": "monthly"}
    assert "a long number" in coordinator.post(page, data).content.decode()
    coordinator.post(page, data | {"confirm": "on"})
    assert Mentorship.objects.get().warned is True


@pytest.mark.parametrize("learner", ["x", "0", "-1", "9" * 8, "9" * 40])
def test_start_with_an_unknown_learner_is_not_found(coordinator, learner):
    response = coordinator.get(url("start_mentorship"), {"learner": learner})
    assert response.status_code == 404


def test_coordinator_ends_a_mentorship(coordinator):
    mentorship = make_mentorship()
    html = coordinator.post(url("end_mentorship", mentorship), follow=True).content.decode()
    assert "The mentorship has ended." in html
    mentorship.refresh_from_db()
    assert (mentorship.state, mentorship.ended_on) == ("ended", timezone.localdate())


def test_mentor_cannot_end_a_mentorship(mentor, mentorship):
    assert mentor.post(url("end_mentorship", mentorship)).status_code == 403

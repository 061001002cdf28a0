"""Tests as a trainee meets them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import RightAnswers
from lms.records.models import AssessmentAttempt
from lms.records.services.assessments import why_answers_wait
from lms.roles import Role
from tests.factories.courses import (
    make_assessment,
    make_question,
    make_question_of,
    make_questions_of_every_kind,
)
from tests.factories.learning import (
    as_form_data,
    begin_test,
    make_taught_course,
    right_answer,
    right_answers,
    take_test,
)
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return make_taught_course(lessons=3)


@pytest.fixture
def trainee(course, roles):
    trainee = make_trainee()
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    return trainee


@pytest.fixture
def learner(client, trainee):
    """The browser of a trainee of the course."""
    client.force_login(trainee.user)
    return client


def start_url(assessment):
    return reverse("records:start_assessment", args=[assessment.pk])


# -- Tests --------------------------------------------------------------------------------


def test_assessment_page_shows_how_one_stands(learner, trainee, course):
    url = course.post_test.url
    assert "You have not taken this test yet." in learner.get(url).content.decode()
    attempt = begin_test(person=trainee, assessment=course.post_test)
    html = learner.get(url).content.decode()
    assert "Continue the test" in html
    assert reverse("records:attempt", args=[attempt.pk]) in html
    take_test(person=trainee, assessment=course.post_test, right=2)
    html = learner.get(url).content.decode()
    assert ("50%" in html, "not passed" in html, "Try again" in html) == (True, True, True)
    take_test(person=trainee, assessment=course.post_test, right=4)
    html = learner.get(url).content.decode()
    best = html[html.index("Your best result:") :].split("</p>")[0]
    assert "100%" in best
    assert ">passed<" in best


def test_pre_test_that_was_taken_cannot_be_started(learner, trainee, course):
    take_test(person=trainee, assessment=course.pre_test)
    assert start_url(course.pre_test) not in learner.get(course.pre_test.url).content.decode()
    response = learner.post(start_url(course.pre_test), follow=True)
    assert "The pre-test is taken once" in response.content.decode()
    assert AssessmentAttempt.objects.count() == 1


def test_start_twice_opens_the_same_attempt(learner, course):
    first = learner.post(start_url(course.post_test))
    second = learner.post(start_url(course.post_test))
    attempt = AssessmentAttempt.objects.get()
    assert first["Location"] == second["Location"] == reverse("records:attempt", args=[attempt.pk])


def test_start_is_for_those_who_take_part(client, course, roles):
    client.force_login(make_trainee().user)
    assert client.post(start_url(course.post_test)).status_code == 403
    assert AssessmentAttempt.objects.count() == 0


@pytest.fixture
def attempt(trainee, course):
    return begin_test(person=trainee, assessment=course.post_test)


@pytest.fixture
def url(attempt):
    return reverse("records:attempt", args=[attempt.pk])


@pytest.fixture
def result_url(attempt):
    return reverse("records:attempt_result", args=[attempt.pk])


def choice_keys(attempt, *, right):
    return [
        choice["key"]
        for question in attempt.questions
        for choice in question["choices"]
        if choice["is_correct"] == right
    ]


def test_attempt_shows_choices_in_the_frozen_order(learner, attempt, url):
    attempt.questions = [
        question | {"choices": question["choices"][::-1]} for question in attempt.questions[::-1]
    ]
    attempt.save()
    html = learner.get(url).content.decode()
    keys = [choice["key"] for question in attempt.questions for choice in question["choices"]]
    places = [html.index(f'value="{key}"') for key in keys]
    assert places == sorted(places)


def test_attempt_does_not_give_the_right_answers_away(learner, attempt, url, result_url):
    """Apart from keys, texts and places, the HTML of a right choice is that of a wrong one."""
    attempt.questions = [
        question
        | {
            "choices": [
                choice | {"text": "A choice", "feedback": "FEEDBACK"}
                for choice in question["choices"]
            ]
        }
        for question in attempt.questions
    ]
    attempt.save()
    html = learner.get(url).content.decode()
    for word in ("FEEDBACK", "is_correct", "right answer", "True", "correct"):
        assert word not in html
    first, second = attempt.questions[0]["choices"]
    labels = [
        html[html.rindex("<label", 0, html.index(f'value="{choice["key"]}"')) :].split("</label>")[
            0
        ]
        for choice in (first, second)
    ]
    bare = [
        label.replace(choice["key"], "").replace(f'_{place}"', '"')
        for place, (label, choice) in enumerate(zip(labels, (first, second), strict=True))
    ]
    assert bare[0] == bare[1]
    assert learner.get(result_url)["Location"] == url
    learner.post(url, right_answers(attempt, 1) | {"hand_in": "1"})
    assert "FEEDBACK" not in learner.get(url).content.decode()


def test_save_and_continue_later_keeps_the_answers(learner, attempt, url):
    answers = right_answers(attempt, 2)
    response = learner.post(url, answers | {"save": "1"}, follow=True)
    html = response.content.decode()
    assert "Your answers are saved." in html
    assert html.count("checked") == 2
    attempt.refresh_from_db()
    assert {k: v for k, v in attempt.answers.items() if v} == answers
    assert attempt.submitted_at is None


def test_hand_in_with_open_questions_asks_once_more_and_loses_nothing(
    learner, attempt, url, result_url
):
    answers = right_answers(attempt, 2)
    html = learner.post(url, answers | {"hand_in": "1"}).content.decode()
    assert "These questions have no answer: 3, 4." in html
    assert html.count("checked") == 2
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert {k: v for k, v in attempt.answers.items() if v} == answers
    response = learner.post(url, answers | {"hand_in_anyway": "1"})
    assert response["Location"] == result_url
    attempt.refresh_from_db()
    assert attempt.percent == Decimal("50.00")


def test_hand_in_twice_counts_once(learner, attempt, url, result_url):
    learner.post(url, right_answers(attempt) | {"hand_in": "1"})
    attempt.refresh_from_db()
    first = attempt.submitted_at
    response = learner.post(url, {"hand_in_anyway": "1"})
    assert response["Location"] == result_url
    attempt.refresh_from_db()
    assert (attempt.percent, attempt.submitted_at) == (Decimal("100.00"), first)


def test_an_answer_that_is_no_choice_is_refused_and_nothing_is_lost(learner, attempt, url):
    answers = right_answers(attempt, 2)
    key = attempt.questions[3]["key"]
    html = learner.post(url, answers | {key: ["nonsense"], "hand_in": "1"}).content.decode()
    assert "Select a valid choice" in html
    assert html.count("checked") == 2
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_several_answers_are_kept_and_may_be_taken_back(learner, attempt, url):
    question = attempt.questions[0]
    question["kind"] = "multiple"
    attempt.save()
    both = [choice["key"] for choice in question["choices"]]
    learner.post(url, {question["key"]: both, "save": "1"})
    attempt.refresh_from_db()
    assert attempt.answers[question["key"]] == both
    assert "Several answers may be right." in learner.get(url).content.decode()
    learner.post(url, {"save": "1"})
    attempt.refresh_from_db()
    assert attempt.answers[question["key"]] == []


def test_result_shows_every_question_and_the_gain(learner, trainee, course):
    course.post_test.right_answers = RightAnswers.ALWAYS
    course.post_test.save()
    take_test(person=trainee, assessment=course.pre_test, right=1)
    attempt = begin_test(person=trainee, assessment=course.post_test)
    answers = right_answers(attempt, 2) | {
        attempt.questions[2]["key"]: [choice_keys(attempt, right=False)[2]]
    }
    learner.post(reverse("records:attempt", args=[attempt.pk]), answers | {"hand_in_anyway": "1"})
    response = learner.get(reverse("records:attempt_result", args=[attempt.pk]))
    html = response.content.decode()
    assert "50%" in html
    assert "2 of 4 points." in html
    assert "not passed" in html
    assert "25 percentage points more than in the pre-test" in html
    assert html.count('tag--good">right<') == 2
    assert [html.count(f">{word}</span>\n") for word in ("not right", "no answer")] == [1, 1]
    assert (html.count("your answer"), html.count("right answer")) == (3, 4)
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.TRAINER, Role.COORDINATOR])
def test_attempt_is_its_owners_alone(client, roles, course, role, attempt, url, result_url):
    client.force_login(make_person(role=role).user)
    assert client.get(url).status_code == 404
    assert client.post(url, {"hand_in_anyway": "1"}).status_code == 404
    assert client.get(result_url).status_code == 404
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


# -- Every kind of question ---------------------------------------------------------------


@pytest.fixture
def mixed(trainee, course):
    """An attempt with one question of each kind."""
    test = make_assessment(parent=course, questions=make_questions_of_every_kind())
    return begin_test(person=trainee, assessment=test)


def address(name, attempt):
    return reverse(f"records:{name}", args=[attempt.pk])


def question_of(attempt, kind):
    return next(question for question in attempt.questions if question["kind"] == kind)


def test_every_kind_can_be_answered_by_its_form_alone(learner, mixed):
    answers = right_answers(mixed)
    response = learner.post(
        address("attempt", mixed), as_form_data(answers) | {"hand_in": "1"}, follow=True
    )
    assert "A trainer reads your open answers." in response.content.decode()
    mixed.refresh_from_db()
    assert {key: sorted(texts) for key, texts in mixed.answers.items()} == {
        key: sorted(texts) for key, texts in answers.items()
    }


def test_saved_answers_of_every_kind_are_shown_again(learner, mixed):
    url, data = address("attempt", mixed), as_form_data(right_answers(mixed))
    learner.post(url, data | {"save": "1"})
    html = learner.get(url).content.decode()
    assert html.count(" checked") == 5  # one, two of several, true, one step of the scale
    assert html.count(" selected") == 6  # three pairs, three places
    assert [f'value="{typed}"' in html for typed in ("Phnom Penh", "1200")] == [True, True]
    assert "I would ask them first.</textarea>" in html


def test_no_kind_gives_its_answer_away(learner, mixed):
    html = learner.get(address("attempt", mixed)).content.decode()
    form = html[html.index("data-answers") :]
    assert "Phnom Penh" not in form
    assert "1200" not in form
    assert not any(word in form for word in ("The capital", "Twelve hundred", "why right"))
    matching = question_of(mixed, "matching")
    options = [form.index(f'value="{option["key"]}"') for option in matching["options"]]
    rows = [form.index(row["key"]) for row in matching["rows"]]
    assert (options, rows) == (sorted(options), sorted(rows))
    names = {option["key"]: option["text"] for option in matching["options"]}
    assert [names[row["right"]] for row in matching["rows"]] != list(names.values())


def test_the_fields_are_labelled(learner, mixed):
    html = learner.get(address("attempt", mixed)).content.decode()
    for kind in ("matching", "ordering"):
        question = question_of(mixed, kind)
        for row in question["rows"]:
            name = f"{question['key']}-{row['key']}"
            assert f'<label for="{name}">{row["text"]}</label>' in html
            assert f'id="{name}"' in html
    for kind in ("short", "number", "open"):
        assert f'<label for="id_{question_of(mixed, kind)["key"]}">' in html
    assert "never about a client" in html


@pytest.mark.parametrize(
    ("kind", "bad", "message"),
    [
        ("number", "a dozen", "Write a number, such as 12 or 12.5."),
        ("number", "1" * 30, "Write a number, such as 12 or 12.5."),
        ("short", "x" * 251, "at most 250 characters"),
        ("open", "ក" * 5001, "at most 5000 characters"),
        ("true-false", "maybe", "Select a valid choice."),
        ("rating", "9", "Select a valid choice."),
    ],
)
def test_an_answer_refused_says_why_and_keeps_all_others(learner, mixed, kind, bad, message):
    answers = right_answers(mixed)
    key = question_of(mixed, kind)["key"]
    data = as_form_data(answers) | {key: bad, "hand_in": "1"}
    html = learner.post(address("attempt", mixed), data).content.decode()
    assert message in html
    assert "The others are saved." in html
    mixed.refresh_from_db()
    assert (mixed.is_open, key in mixed.answers, len(mixed.answers)) == (True, False, 8)


def test_rows_refuse_what_is_not_in_the_list_and_two_in_one_place(learner, mixed):
    ordering, matching = question_of(mixed, "ordering"), question_of(mixed, "matching")
    data = {f"{ordering['key']}-{row['key']}": "1" for row in ordering["rows"]}
    data[f"{matching['key']}-{matching['rows'][0]['key']}"] = "no such option"
    html = learner.post(address("attempt", mixed), data | {"save": "1"}).content.decode()
    assert "Two lines have the same place." in html
    assert "Choose from the list." in html
    assert html.count('value="1" selected') == 3


def test_a_part_of_the_pairs_is_kept_and_asked_about(learner, mixed):
    matching = question_of(mixed, "matching")
    answers = right_answers(mixed)
    answers[matching["key"]] = right_answer(matching)[:2]
    html = learner.post(
        address("attempt", mixed), as_form_data(answers) | {"hand_in": "1"}
    ).content.decode()
    assert "These questions have no answer: 4." in html
    learner.post(address("attempt", mixed), as_form_data(answers) | {"hand_in_anyway": "1"})
    mixed.refresh_from_db()
    assert (mixed.is_open, mixed.answers[matching["key"]]) == (False, right_answer(matching)[:2])


def test_personal_data_in_an_open_answer_is_asked_about_once(learner, mixed):
    data = as_form_data(right_answers(mixed))
    data[question_of(mixed, "open")["key"]] = "Call ០១២ ៣៤៥ ៦៧៨"
    url = address("attempt", mixed)
    html = learner.post(url, data | {"hand_in": "1"}).content.decode()
    assert "a phone number" in html
    mixed.refresh_from_db()
    assert mixed.is_open is True
    assert learner.post(url, data | {"hand_in_anyway": "1"}).status_code == 302
    mixed.refresh_from_db()
    assert mixed.is_open is False


def test_result_reviews_every_kind(learner, trainee, course):
    questions = [question for question in make_questions_of_every_kind() if question.kind != "open"]
    attempt = begin_test(
        person=trainee, assessment=make_assessment(parent=course, questions=questions)
    )
    answers = right_answers(attempt)
    matching, ordering = question_of(attempt, "matching"), question_of(attempt, "ordering")
    answers[matching["key"]] = right_answer(matching)[:1]
    answers[ordering["key"]] = [f"{row['key']}:{n}" for n, row in enumerate(ordering["rows"], 1)]
    answers[question_of(attempt, "number")["key"]] = ["១២០៥"]
    answers[question_of(attempt, "short")["key"]] = ["Siem Reap"]
    data = as_form_data(answers) | {"hand_in_anyway": "1"}
    learner.post(address("attempt", attempt), data)
    attempt.refresh_from_db()
    assert (attempt.score, attempt.max_score) == (5, 9)
    html = learner.get(address("attempt_result", attempt)).content.decode()
    assert [
        html.count(f">{word}</span>") for word in ("partly right", "not right", "answered")
    ] == [
        1,
        2,
        1,
    ]
    assert "1200 ± 5" in html
    assert "Twelve hundred" in html
    assert "The capital" not in html  # feedback of an answer that was not given
    assert "Phnom Penh" in html
    assert html.index('<strong lang="en">one<') < html.index('<strong lang="en">two<')


def test_attempt_frozen_before_the_new_kinds_is_shown_as_before(learner, trainee, course):
    course.post_test.right_answers = RightAnswers.ALWAYS
    course.post_test.save()
    attempt = begin_test(person=trainee, assessment=course.post_test)
    old = {"kind": "single", "points": 1, "objective_key": None, "text": "Old question"}
    choices = [
        {"key": "a", "text": "Old right", "is_correct": True, "feedback": "Because."},
        {"key": "b", "text": "Old wrong", "is_correct": False, "feedback": ""},
    ]
    attempt.questions = [old | {"key": "q1", "choices": choices}]
    attempt.save()
    assert "Old question" in learner.get(address("attempt", attempt)).content.decode()
    learner.post(address("attempt", attempt), {"q1": "b", "hand_in": "1"})
    html = learner.get(address("attempt_result", attempt)).content.decode()
    assert ("not right" in html, "Because." in html, "0%" in html) == (True, True, True)


# -- When the right answers are shown -----------------------------------------------------


def result_of(learner, attempt):
    return learner.get(address("attempt_result", attempt)).content.decode()


@pytest.mark.parametrize(
    ("pass_percent", "attempts_allowed", "taken", "words"),
    [
        (60, None, 1, "You see the right answers once you have passed."),
        (60, 2, 1, "once you have passed, or after your last attempt."),
        (None, 2, 1, "You see the right answers after your last attempt."),
        (60, 2, 2, ""),
        (None, None, 1, ""),
    ],
)
def test_right_answers_wait_while_they_could_still_help(
    learner, trainee, course, pass_percent, attempts_allowed, taken, words
):
    test = make_assessment(
        parent=course, pass_percent=pass_percent, attempts_allowed=attempts_allowed
    )
    attempts = [take_test(person=trainee, assessment=test, right=0) for _ in range(taken)]
    html = result_of(learner, attempts[0])
    assert words in html
    assert ("right answer<" in html) == (not words)


def test_right_answers_of_every_attempt_show_once_one_passed(learner, trainee, course):
    failed = take_test(person=trainee, assessment=course.post_test, right=1)
    html = result_of(learner, failed)
    assert html.count("right answer<") == 1  # the one that was given
    assert "once you have passed" in html
    take_test(person=trainee, assessment=course.post_test)
    html = result_of(learner, failed)
    assert (html.count("right answer<"), "once you have passed" in html) == (4, False)


def test_a_passed_attempt_of_another_person_or_test_shows_nothing(learner, trainee, course):
    other = make_trainee()
    take_test(person=other, assessment=course.post_test)
    take_test(person=trainee, assessment=course.pre_test)
    failed = take_test(person=trainee, assessment=course.post_test, right=0)
    assert "right answer<" not in result_of(learner, failed)


def test_a_trainer_may_show_the_right_answers_always_or_never(learner, trainee, course):
    test = make_assessment(parent=course, pass_percent=60, right_answers=RightAnswers.ALWAYS)
    failed = take_test(person=trainee, assessment=test, right=0)
    assert "right answer<" in result_of(learner, failed)
    test.right_answers = RightAnswers.NEVER
    test.save()
    passed = take_test(person=trainee, assessment=test)
    assert "does not show the right answers" in result_of(learner, failed)
    assert "does not show the right answers" not in result_of(learner, passed)  # all were given


def test_never_holds_while_the_test_is_taken_down(learner, trainee, course):
    test = make_assessment(parent=course, pass_percent=60, right_answers=RightAnswers.NEVER)
    failed = take_test(person=trainee, assessment=test, right=0)
    test.unpublish()
    html = result_of(learner, failed)
    assert ("right answer<" in html, test.url in html) == (False, False)


def test_no_kind_gives_its_answer_away_while_answers_wait(learner, trainee, course):
    """What was not answered rightly shows the own answer and what feedback there is to it."""
    questions = make_questions_of_every_kind()
    test = make_assessment(parent=course, questions=questions, right_answers=RightAnswers.NEVER)
    attempt = begin_test(person=trainee, assessment=test)
    single, several = question_of(attempt, "single"), question_of(attempt, "multiple")
    matching, ordering = question_of(attempt, "matching"), question_of(attempt, "ordering")
    for question in (single, several):
        for choice in question["choices"]:
            choice["feedback"] = "Good." if choice["is_correct"] else "Think again."
    attempt.save()
    wrong, right = (
        [choice["key"] for choice in several["choices"] if choice["is_correct"] == is_right]
        for is_right in (False, True)
    )
    places = {row["key"]: 4 - int(row["right"]) for row in ordering["rows"]}
    answers = {
        single["key"]: [choice["key"] for choice in single["choices"] if not choice["is_correct"]][
            :1
        ],
        several["key"]: [right[0], wrong[0]],
        matching["key"]: right_answer(matching)[:1],
        ordering["key"]: [f"{key}:{place}" for key, place in places.items()],
        question_of(attempt, "short")["key"]: ["Siem Reap"],
        question_of(attempt, "number")["key"]: ["7"],
    }
    learner.post(address("attempt", attempt), as_form_data(answers) | {"hand_in_anyway": "1"})
    html = result_of(learner, attempt)
    assert (html.count("Think again."), html.count("Good.")) == (2, 0)
    assert html.count("your answer<") == 3
    for giveaway in ("right answer<", "Right answer:", "Right place:", "Phnom Penh", "1200"):
        assert giveaway not in html
    assert html.index(">three<") < html.index(">two<") < html.index(">one<")
    assert ("Siem Reap" in html, ">7<" in html or "<p>7</p>" in html) == (True, True)
    assert html.count("Your answer:") == 3  # one pair, and two that were typed


@pytest.mark.parametrize("count", [1, 10])
def test_asking_why_answers_wait_costs_one_query(trainee, course, count, max_queries):
    for _ in range(count):
        attempt = take_test(person=trainee, assessment=course.post_test, right=1)
    with max_queries(1):
        assert why_answers_wait(attempt, course.post_test) != ""


# -- Saving each answer -------------------------------------------------------------------


def send(client, attempt, *keys, **answers):
    """What the page's script sends when the questions ``keys`` change."""
    data = {"question": list(keys)} | as_form_data(answers)
    return client.post(address("attempt_answers", attempt), data)


def test_answers_sent_one_by_one_leave_the_others_alone(learner, attempt):
    (first, right), (second, other) = list(right_answers(attempt, 2).items())
    assert send(learner, attempt, first, **{first: right}).json() == {
        "saved": [first],
        "errors": {},
    }
    assert send(learner, attempt, second, **{second: other}).json()["saved"] == [second]
    attempt.refresh_from_db()
    assert attempt.answers == {first: right, second: other}
    send(learner, attempt, first)  # taken back
    attempt.refresh_from_db()
    assert attempt.answers == {first: [], second: other}


def test_an_answer_sent_that_is_refused_says_why(learner, mixed):
    number, short = (question_of(mixed, kind)["key"] for kind in ("number", "short"))
    sent = send(learner, mixed, number, short, **{number: ["many"], short: ["Phnom Penh"]})
    assert sent.json() == {
        "saved": [short],
        "errors": {number: ["Write a number, such as 12 or 12.5."]},
    }


@pytest.mark.parametrize("data", [{}, {"question": "nonsense"}, {"nonsense": "x" * 1000}])
def test_nonsense_sent_changes_nothing(learner, attempt, data):
    response = learner.post(address("attempt_answers", attempt), data)
    assert (response.status_code, response.json()) == (200, {"saved": [], "errors": {}})


def test_answers_sent_after_handing_in_say_where_to_look(learner, attempt, result_url):
    learner.post(address("attempt", attempt), {"hand_in_anyway": "1"})
    response = send(learner, attempt, attempt.questions[0]["key"])
    assert (response.status_code, response.json()["url"]) == (409, result_url)
    assert "handed this test in" in response.json()["over"]


def test_answers_sent_are_ones_own_and_need_a_sign_in(client, learner, attempt, roles):
    client.force_login(make_trainee().user)
    assert send(client, attempt).status_code == 404
    client.logout()
    assert "/accounts/login/" in send(client, attempt)["Location"]


# -- How often, and how long --------------------------------------------------------------


def end_time(attempt, **ago):
    attempt.due_at = timezone.now() - timedelta(**ago)
    attempt.save(update_fields=["due_at"])


def test_time_limit_is_told_before_and_during_the_test(learner, trainee, course):
    test = make_assessment(parent=course, time_limit_minutes=20)
    html = learner.get(test.url).content.decode()
    assert "20 minutes" in html
    assert "handed in by itself" in html
    learner.post(start_url(test))
    attempt = AssessmentAttempt.objects.get()
    html = learner.get(address("attempt", attempt)).content.decode()
    ends = timezone.localtime(attempt.due_at)
    assert f"This test ends at {ends:%H:%M} on" in html
    left = int(html.split('data-left="')[1].split('"')[0])
    assert 1190 <= left <= 1200


def test_after_the_end_the_page_hands_in_what_was_saved(learner, attempt, url, result_url):
    learner.post(url, right_answers(attempt, 1) | {"save": "1"})
    end_time(attempt, minutes=5)
    response = learner.get(url, follow=True)
    assert response.redirect_chain[-1][0] == result_url
    assert "The time is up." in response.content.decode()
    attempt.refresh_from_db()
    assert attempt.percent == Decimal("25.00")


def test_answers_posted_after_the_end_do_not_count(learner, attempt, url, result_url):
    learner.post(url, right_answers(attempt, 1) | {"save": "1"})
    end_time(attempt, minutes=5)
    response = learner.post(url, right_answers(attempt) | {"hand_in": "1"})
    assert response["Location"] == result_url
    attempt.refresh_from_db()
    assert attempt.percent == Decimal("25.00")


def test_answers_sent_after_the_end_are_refused(learner, attempt, result_url):
    end_time(attempt, minutes=5)
    key = attempt.questions[0]["key"]
    response = send(learner, attempt, key, **{key: right_answers(attempt)[key]})
    assert (response.status_code, response.json()["url"]) == (409, result_url)
    assert "The time is up." in response.json()["over"]
    attempt.refresh_from_db()
    assert (attempt.is_open, attempt.percent) == (False, 0)


def test_test_page_counts_the_attempts(learner, trainee, course):
    test = make_assessment(parent=course, attempts_allowed=2)
    assert "You can take it 2 times." in learner.get(test.url).content.decode()
    take_test(person=trainee, assessment=test)
    assert "You can take it 1 time." in learner.get(test.url).content.decode()
    take_test(person=trainee, assessment=test)
    html = learner.get(test.url).content.decode()
    assert "taken 2 times, and you have used them all" in html
    assert start_url(test) not in html
    assert "used them all" in learner.post(start_url(test), follow=True).content.decode()
    assert AssessmentAttempt.objects.count() == 2


def test_test_page_while_waiting_to_be_marked(learner, trainee, course):
    test = make_assessment(parent=course, questions=[make_question(), make_question_of("open")])
    take_test(person=trainee, assessment=test)
    html = learner.get(test.url).content.decode()
    assert ("waiting to be marked" in html, "Your best result" in html) == (True, False)


def test_result_names_the_objectives(learner, trainee, course, roles):
    take_test(person=trainee, assessment=course.pre_test, right=1)
    attempt = take_test(person=trainee, assessment=course.post_test, right=4)
    html = learner.get(address("attempt_result", attempt)).content.decode()
    assert "What you have gained" in html
    assert "Other questions" in html
    assert ("25%" in html, "100%" in html, "+75" in html) == (True, True, True)


def test_an_empty_post_is_a_form_left_empty(learner, attempt, url):
    assert learner.post(url)["Location"] == url
    attempt.refresh_from_db()
    assert (attempt.is_open, any(attempt.answers.values())) == (True, False)

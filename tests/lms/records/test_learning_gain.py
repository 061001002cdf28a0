"""What a person and a cohort gained between pre-test and post-test."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from courses.models import ModuleObjective, Question
from lms.records.models import AssessmentAttempt
from lms.records.services.learning_gain import (
    Change,
    gain_per_objective,
    gain_since_pre_test,
    learning_gain,
    objective_texts,
)
from lms.roles import Role
from tests.factories.courses import make_assessment, make_module, make_question_of
from tests.factories.learning import make_taught_course, take_test
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    """Two objectives; questions 1 and 2 belong to the first, 3 and 4 to the second."""
    course = make_taught_course()
    module = make_module(parent=course)
    course.all_objectives = [
        ModuleObjective.objects.create(page=module, text=text, sort_order=n, locale=course.locale)
        for n, text in enumerate(["Draw a map", "Write a plan"])
    ]
    for test in (course.pre_test, course.post_test):
        for n, question in enumerate(test.questions.all()):
            key = course.all_objectives[n // 2].translation_key
            Question.objects.filter(pk=question.pk).update(objective_key=key)
    return course


def change(before, after):
    return Change(Decimal(before), Decimal(after))


def rows(objectives):
    return [(each.text, each.before, each.after, each.gain) for each in objectives]


def test_gain_per_objective_is_in_the_order_of_the_course(course):
    person = make_person()
    take_test(person=person, assessment=course.pre_test, right=1)
    attempt = take_test(person=person, assessment=course.post_test, right=3)
    assert rows(gain_per_objective(attempt)) == [
        ("Draw a map", 50, 100, 50),
        ("Write a plan", 0, 50, 50),
    ]


def test_gain_per_objective_needs_both_tests(course):
    person = make_person()
    assert gain_per_objective(take_test(person=person, assessment=course.post_test)) == []
    assert gain_per_objective(take_test(person=person, assessment=course.pre_test)) == []


def test_gain_per_objective_of_a_test_waiting_to_be_marked_is_not_told(course):
    person = make_person()
    take_test(person=person, assessment=course.pre_test)
    attempt = take_test(person=person, assessment=course.post_test)
    attempt.needs_marking, attempt.percent = True, None
    assert gain_per_objective(attempt) == []


def test_objectives_are_named_in_the_readers_language(course):
    khmer = Locale.objects.create(language_code="km")
    first = course.all_objectives[0]
    ModuleObjective.objects.create(
        page=make_module(parent=course),
        text="គូរផែនទី",
        locale=khmer,
        translation_key=first.translation_key,
    )
    keys = [str(objective.translation_key) for objective in course.all_objectives]
    with translation.override("km"):
        assert list(objective_texts(keys).values()) == ["គូរផែនទី", "Write a plan"]
    with translation.override("vi"):
        assert list(objective_texts(keys).values()) == ["Draw a map", "Write a plan"]


def test_an_objective_that_was_deleted_keeps_its_figures(course):
    person = make_person()
    take_test(person=person, assessment=course.pre_test, right=1)
    attempt = take_test(person=person, assessment=course.post_test)
    course.all_objectives[0].delete()
    assert rows(gain_per_objective(attempt)) == [
        ("Write a plan", 0, 100, 100),
        ("", 50, 100, 50),
    ]


def test_learning_gain_means_are_of_those_who_took_both(course):
    both, better, before_only, after_only, nothing = (make_person() for _ in range(5))
    take_test(person=both, assessment=course.pre_test, right=1)
    take_test(person=both, assessment=course.post_test, right=2)
    take_test(person=better, assessment=course.pre_test, right=2)
    take_test(person=better, assessment=course.post_test, right=4)
    take_test(person=before_only, assessment=course.pre_test, right=4)
    take_test(person=after_only, assessment=course.post_test, right=4)
    people = [person.pk for person in (both, better, before_only, after_only, nothing)]
    found = learning_gain(people=people, course_key=course.translation_key)
    assert (found.both, found.overall) == (2, change("37.50", "75.00"))
    assert found.overall.gain == Decimal("37.50")
    assert found.people == {
        both.pk: change(25, 50),
        better.pk: change(50, 100),
        before_only.pk: Change(Decimal(100), None),
        after_only.pk: Change(None, Decimal(100)),
        nothing.pk: Change(None, None),
    }
    assert rows(found.objectives) == [
        ("Draw a map", 75, 100, 25),
        ("Write a plan", 0, 50, 50),
    ]


def test_learning_gain_counts_the_best_marked_post_test(course):
    person = make_person()
    take_test(person=person, assessment=course.pre_test, right=1)
    for right in (3, 2):
        take_test(person=person, assessment=course.post_test, right=right)
    waiting = take_test(person=person, assessment=course.post_test)
    AssessmentAttempt.objects.filter(pk=waiting.pk).update(percent=None, needs_marking=True)
    found = learning_gain(people=[person.pk], course_key=course.translation_key)
    assert found.people[person.pk] == change(25, 75)


def test_a_pre_test_of_rating_scales_alone_is_no_beginning_to_compare_with(course):
    person = make_person()
    scales = make_assessment(parent=course, kind="pre-test", questions=[make_question_of("rating")])
    take_test(person=person, assessment=scales)
    attempt = take_test(person=person, assessment=course.post_test)
    assert gain_since_pre_test(attempt) is None
    found = learning_gain(people=[person.pk], course_key=course.translation_key)
    assert found.people[person.pk] == Change(None, Decimal(100))


def test_learning_gain_of_nobody(course):
    found = learning_gain(people=[], course_key=course.translation_key)
    assert (found.both, found.people, found.overall.gain, found.objectives) == (0, {}, None, [])


def test_editing_questions_changes_no_earlier_gain(course):
    person = make_person()
    take_test(person=person, assessment=course.pre_test, right=1)
    attempt = take_test(person=person, assessment=course.post_test, right=3)
    before = rows(gain_per_objective(attempt))
    questions = Question.objects.filter(page__in=[course.pre_test, course.post_test])
    questions.update(points=7, objective_key=None)
    questions.first().delete()
    attempt.refresh_from_db()
    assert rows(gain_per_objective(attempt)) == before
    assert attempt.percent == 75


@pytest.fixture
def cohort(course, roles):
    cohort = make_cohort(course=course, trainers=[make_person(role=Role.TRAINER)])
    cohort.trainer = cohort.trainers.get().user
    return cohort


def take_both(cohort, *, family_name, before=1, after=3):
    person = make_trainee(family_name=family_name)
    make_enrolment(cohort=cohort, person=person)
    take_test(person=person, assessment=cohort.course.pre_test, right=before)
    take_test(person=person, assessment=cohort.course.post_test, right=after)
    return person


def test_results_page_shows_means_objectives_and_people(client, cohort, course):
    take_both(cohort, family_name="Chea")
    take_both(cohort, family_name="Dara", before=3, after=3)
    make_enrolment(cohort=cohort, person=make_person(family_name="Keo"))
    make_enrolment(cohort=cohort, person=make_person(family_name="Gone"), state="withdrawn")
    client.force_login(cohort.trainer)
    response = client.get(reverse("records:cohort_results", args=[cohort.pk]))
    html = response.content.decode()
    assert "2 of 3 people took both" in html
    assert ("50%" in html, "75%" in html, "+25" in html) == (True, True, True)
    assert [name in html for name in ("Draw a map", "Chea", "Keo", "Gone")] == [True] * 3 + [False]
    assert response["Cache-Control"] == "private, no-store"


def test_results_page_hands_in_what_is_overdue(client, cohort, course):
    person = take_both(cohort, family_name="Chea")
    course.post_test.time_limit_minutes = 1
    AssessmentAttempt.objects.filter(person=person, kind="post-test").update(
        submitted_at=None, percent=None, score=None, due_at="2020-01-01T00:00Z"
    )
    client.force_login(cohort.trainer)
    html = client.get(reverse("records:cohort_results", args=[cohort.pk])).content.decode()
    assert "1 of 1 people took both" in html


def test_results_page_before_anybody_took_a_test(client, cohort):
    client.force_login(cohort.trainer)
    html = client.get(reverse("records:cohort_results", args=[cohort.pk])).content.decode()
    assert "Nobody has taken both the pre-test and the post-test yet." in html
    assert "Nobody is enrolled yet." in html


def test_results_page_is_for_the_cohorts_trainers(client, cohort):
    person = take_both(cohort, family_name="Chea")
    for other in (person, make_person(role=Role.TRAINER), make_person(role=Role.FOCAL_POINT)):
        client.force_login(other.user)
        url = reverse("records:cohort_results", args=[cohort.pk])
        assert client.get(url).status_code == 404


def test_results_page_costs_the_same_for_thirty(client, cohort, django_assert_max_num_queries):
    client.force_login(cohort.trainer)
    url = reverse("records:cohort_results", args=[cohort.pk])
    take_both(cohort, family_name="Chea")
    client.get(url)
    with django_assert_max_num_queries(15) as few:
        client.get(url)
    for n in range(29):
        take_both(cohort, family_name=f"Sok {n}")
    with django_assert_max_num_queries(len(few)):
        client.get(url)

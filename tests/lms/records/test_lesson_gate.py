"""Lessons open for those who take part."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction

from courses.models import AssignmentPage, EvaluationPage
from lms.records.lesson_gate import gate_lessons
from lms.records.models import AssessmentAttempt
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_assessment, make_lesson, make_module
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def cohort():
    return make_cohort()


@pytest.fixture
def lesson(cohort):
    return make_lesson(parent=make_module(parent=cohort.course))


@pytest.mark.parametrize("signed_in", [True, False])
def test_others_are_sent_to_the_course_with_a_word(client, lesson, cohort, signed_in):
    if signed_in:
        client.force_login(make_trainee().user)
    response = client.get(lesson.url)
    assert response["Location"] == cohort.course.url
    (message,) = [str(m) for m in get_messages(response.wsgi_request)]
    assert ("Sign in" in message) is not signed_in


@pytest.mark.parametrize(
    ("state", "may_read"),
    [
        ("enrolled", True),
        ("completed", True),
        ("not-completed", True),
        ("applied", False),
        ("waiting", False),
        ("declined", False),
        ("withdrawn", False),
    ],
)
def test_who_holds_a_place_reads(rf, lesson, cohort, state, may_read):
    person = make_trainee()
    make_enrolment(cohort=cohort, person=person, state=state)
    assert served(lesson, person.user) is may_read


def served(page, user):
    """Whether the gate lets the page through."""
    request = RequestFactory().get("/")
    request.user = user
    request.session, request._messages = {}, NoMessages()
    return gate_lessons(page, request, (), {}) is None


class NoMessages:
    def add(self, *args):
        pass


def test_a_place_in_another_course_does_not_open_this_one(lesson):
    person = make_trainee()
    make_enrolment(person=person)
    assert not served(lesson, person.user)


def test_assessments_are_gated_and_courses_are_not(lesson, cohort):
    person = make_trainee()
    assert not served(make_assessment(parent=cohort.course), person.user)
    assert served(cohort.course, person.user)
    assert served(lesson.get_parent().specific, person.user)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_trainers_and_coordinators_read_everything(lesson, role):
    assert served(lesson, make_user(role=role))


def test_a_translation_opens_with_the_same_enrolment(lesson, cohort):
    person = make_trainee()
    make_enrolment(cohort=cohort, person=person)
    khmer = Locale.objects.get_or_create(language_code="km")[0]
    translated = lesson.copy_for_translation(khmer, copy_parents=True)
    assert served(translated, person.user)
    assert not served(translated, make_trainee().user)


@pytest.mark.parametrize(
    ("page_type", "fields"),
    [(AssignmentPage, {"instructions": "<p>Do it</p>"}), (EvaluationPage, {})],
)
def test_assignments_and_evaluations_are_gated_too(cohort, page_type, fields):
    page = cohort.course.add_child(instance=page_type(title="Work", slug="work", **fields))
    assert not served(page, make_trainee().user)
    assert served(page, make_user(role=Role.TRAINER))


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.TRAINER, Role.COORDINATOR])
def test_a_question_pool_is_nobodys_page_and_nobodys_test(client, cohort, role):
    pool = make_assessment(parent=cohort.course, kind="pool")
    person = make_person(role=role)
    make_enrolment(cohort=cohort, person=person)
    client.force_login(person.user)
    assert client.get(pool.url).status_code == 404
    assert client.post(reverse("records:start_assessment", args=[pool.pk])).status_code == 404
    assert pool.title not in client.get(cohort.course.url).text
    assert not AssessmentAttempt.objects.exists()


def test_a_question_pool_can_be_previewed_in_the_admin(client, cohort):
    pool = make_assessment(parent=cohort.course, kind="pool")
    client.force_login(make_user(is_superuser=True, is_staff=True))
    assert client.get(f"/admin/pages/{pool.pk}/view_draft/").status_code == 200


def test_the_gate_takes_one_query_for_the_enrolled(lesson, cohort, django_assert_num_queries):
    person = make_person(user=make_user())
    make_enrolment(cohort=cohort, person=person)
    with django_assert_num_queries(1):
        assert served(lesson, person.user)


def test_the_admin_preview_is_untouched(client, lesson):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    response = client.get(f"/admin/pages/{lesson.pk}/view_draft/")
    assert response.status_code == 200


def test_a_private_test_is_not_begun_by_its_address(client, cohort):
    test = make_assessment(parent=cohort.course)
    closed = PageViewRestriction.objects.create(
        page=test, restriction_type=PageViewRestriction.GROUPS
    )
    closed.groups.add(Group.objects.get(name=Role.TRAINER))
    person = make_trainee()
    make_enrolment(cohort=cohort, person=person)
    client.force_login(person.user)
    assert client.post(reverse("records:start_assessment", args=[test.pk])).status_code == 403
    assert not AssessmentAttempt.objects.exists()

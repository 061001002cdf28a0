"""A trainee's pages: about you, enrol, my courses, withdraw."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from courses.models import CoursePrerequisite
from lms.records.models import Affiliation, Enrolment, Person
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
    make_trainee,
)

pytestmark = pytest.mark.django_db

ABOUT = {
    "family_name_km": "ចាន់",
    "given_name_km": "សុភា",
    "family_name": "Chan",
    "given_name": "Sophea",
    "gender": "woman",
    "birth_year": "១៩៩០",
    "organisation": "",
    "cadre": "social-worker",
    "position": "Team leader",
    "province": "17",
    "consent": "on",
}


def notes(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def trainee(client):
    person = make_trainee()
    client.force_login(person.user)
    return person


@pytest.fixture
def newcomer(client):
    user = make_user(role=Role.TRAINEE)
    client.force_login(user)
    return user


def test_about_you_makes_a_person_with_a_post_and_goes_on(client, newcomer):
    organisation, cohort = make_organisation(), make_cohort()
    url = reverse("records:enrol", args=[cohort.pk])
    response = client.get(url)
    assert response["Location"] == f"{reverse('records:about_you')}?next={url}"
    page = client.get(response["Location"])
    assert f'name="next" value="{url}"' in page.content.decode()
    response = client.post(
        reverse("records:about_you"), ABOUT | {"organisation": organisation.pk, "next": url}
    )
    assert response["Location"] == url
    person = Person.objects.get()
    assert (person.user, person.birth_year, person.province, person.data_consent_on) == (
        newcomer,
        1990,
        "17",
        timezone.localdate(),
    )
    post = Affiliation.objects.get()
    assert (post.organisation, post.position, post.cadre, post.is_focal_point) == (
        organisation,
        "Team leader",
        "social-worker",
        False,
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"consent": ""}, "Tick the box"),
        ({"birth_year": "90"}, "Write a year between"),
        ({"birth_year": "9" * 400}, "Write a year between"),
        ({"family_name": "", "given_name": "", "family_name_km": "", "given_name_km": ""}, "name"),
        ({"province": "99"}, "valid choice"),
        ({"organisation": "12345"}, "valid choice"),
        ({"family_name": "x" * 101}, "at most 100"),
    ],
)
def test_about_you_keeps_what_was_typed(client, newcomer, changes, message):
    response = client.post(reverse("records:about_you"), ABOUT | changes)
    page = response.content.decode()
    assert response.status_code == 200
    assert message in page
    assert 'value="Team leader"' in page
    assert Person.objects.count() == 0


def test_about_you_is_asked_once_and_shows_nobody_else(client, trainee):
    other = make_person(family_name="Secret", phone="+85512999888")
    for response in (
        client.get(reverse("records:about_you")),
        client.post(reverse("records:about_you"), ABOUT),
    ):
        assert response["Location"] == reverse("records:my_courses")
    assert set(Person.objects.all()) == {trainee, other}


def test_about_you_shows_no_data_of_people(client, newcomer):
    make_person(family_name="Secret", organisation=make_organisation())
    assert "Secret" not in client.get(reverse("records:about_you")).content.decode()


def test_about_you_goes_nowhere_else(client, newcomer):
    response = client.post(
        reverse("records:about_you"), ABOUT | {"next": "https://elsewhere.example/"}
    )
    assert response["Location"] == reverse("records:my_courses")


def test_enrol_asks_first_then_enrols(client, trainee):
    cohort = make_cohort(capacity=2)
    url = reverse("records:enrol", args=[cohort.pk])
    assert "2 of 2" in client.get(url).content.decode()
    assert Enrolment.objects.count() == 0
    response = client.post(url)
    assert response["Location"] == reverse("records:my_courses")
    assert notes(response) == ["You are enrolled. You can read the lessons now."]
    assert Enrolment.objects.get().person == trainee


def test_enrol_says_what_stands_in_the_way(client, trainee):
    first, course = make_course(title="Foundations"), make_course()
    CoursePrerequisite.objects.create(page=course, course=first)
    url = reverse("records:enrol", args=[make_cohort(course=course).pk])
    page = client.get(url).content.decode()
    assert "Complete this first" in page
    assert "Foundations" in page
    response = client.post(url)
    assert notes(response) == [
        "Complete this first: Foundations. If you know its content already, ask your trainer or a "
        "coordinator to enrol you."
    ]
    assert response["Location"] == url


def test_enrol_in_a_full_cohort_offers_the_waiting_list(client, trainee):
    cohort = make_cohort(capacity=1)
    make_enrolment(cohort=cohort)
    url = reverse("records:enrol", args=[cohort.pk])
    assert "Join the waiting list" in client.get(url).content.decode()
    assert notes(client.post(url)) == ["All places are taken, so you are on the waiting list."]


def test_enrol_page_shows_how_i_stand(client, trainee):
    enrolment = make_enrolment(person=trainee, state="applied")
    page = client.get(reverse("records:enrol", args=[enrolment.cohort_id])).content.decode()
    assert "Your enrolment: applied." in page


def test_withdraw_asks_first_and_keeps_the_reason(client, trainee):
    enrolment = make_enrolment(person=trainee)
    url = reverse("records:withdraw", args=[enrolment.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": "x" * 256}).status_code == 200
    client.post(url, {"reason": "new job"})
    enrolment.refresh_from_db()
    assert enrolment.state == "withdrawn"
    assert enrolment.events.get().reason == "new job"
    assert client.post(url)["Location"] == reverse("records:my_courses")


def test_nobody_withdraws_someone_else(client, trainee):
    enrolment = make_enrolment()
    url = reverse("records:withdraw", args=[enrolment.pk])
    assert client.get(url).status_code == client.post(url).status_code == 404


def test_my_courses_of_a_newcomer_leads_to_about_you(client, newcomer):
    page = client.get(reverse("records:my_courses")).content.decode()
    assert reverse("records:about_you") in page


@pytest.mark.parametrize("rows", [1, 30])
def test_my_courses_takes_the_same_queries(client, trainee, rows, django_assert_max_num_queries):
    for _ in range(rows):
        enrolment = make_enrolment(person=trainee)
        make_session(cohort=enrolment.cohort, starts_at=timezone.now() + timedelta(days=1))
    make_enrolment()
    client.get(reverse("records:my_courses"))
    with django_assert_max_num_queries(12):
        response = client.get(reverse("records:my_courses"))
    shown = response.context["enrolments"]
    assert len(shown) == rows
    assert len(shown[0].cohort.sessions_to_come) == 1

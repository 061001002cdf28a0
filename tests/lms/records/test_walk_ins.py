"""People who came and are not on the list."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from courses.models import CoursePrerequisite
from lms.records.models import Enrolment, Person
from lms.roles import Role
from tests.factories.courses import make_course
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def trainer(client):
    person = make_person(role=Role.TRAINER)
    client.force_login(person.user)
    return person


@pytest.fixture
def session(trainer):
    return make_session(cohort=make_cohort(trainers=[trainer]))


def send(client, session, data, account):
    """As a phone sends somebody added without a connection."""
    return client.post(
        url(session), data | {"account": account.user.pk}, headers={"Accept": "application/json"}
    )


def url(session):
    return reverse("records:walk_in", args=[session.pk])


def someone(**fields):
    return {
        "key": str(uuid4()),
        "family_name": "ចាន់",
        "given_name": "Sreymom",
        "gender": "woman",
        "phone": "០១២ ៣៤៥ ៦៧៨",
        "consent": "on",
    } | fields


def notes(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_finding_shows_name_and_organisation_and_nothing_else(client, session):
    organisation = make_organisation(name="River House")
    person = make_person(
        family_name="Chan",
        phone="+85512345678",
        email="chan@example.org",
        organisation=organisation,
    )
    make_enrolment(cohort=session.cohort, person=make_person(family_name="Chanda"))
    page = client.get(url(session), {"q": "chan"})
    assert [(p.family_name, p.is_in) for p in page.context["found"]] == [
        ("Chan", False),
        ("Chanda", True),
    ]
    text = page.content.decode()
    assert "River House" in text
    for private in ("345678", "chan@example.org", person.number):
        assert private not in text
    assert client.get(url(session), {"q": "០១២ ៣៤៥"}).context["found"] == [person]
    assert client.get(url(session), {"q": "c"}).context["found"] == []


def test_someone_found_is_enrolled_as_walk_in_and_marked_present(client, session):
    person = make_person()
    for _time in range(2):
        response = client.post(url(session), {"person": person.pk})
        assert response["Location"] == reverse("records:register", args=[session.pk])
    enrolment = Enrolment.objects.get()
    assert (enrolment.person, enrolment.way, enrolment.state) == (person, "walk-in", "enrolled")
    assert list(session.attendances.values_list("enrolment", "status", "minutes")) == [
        (enrolment.pk, "present", 120)
    ]
    for wrong in ("", "abc", "-1", "99999", "៩" * 3, "9" * 30):
        assert client.post(url(session), {"person": wrong}).status_code == 404


def test_a_new_person_is_added_once_however_often_they_are_sent(client, session, trainer):
    organisation = make_organisation()
    data = someone(organisation=organisation.pk)
    for _time in range(2):
        # The second time they look like themselves, and a phone asks for JSON.
        response = send(client, session, data | {"is_new": "1"}, trainer)
        assert response.json() == {"enrolment": Enrolment.objects.get().pk}
    person = Enrolment.objects.get().person
    assert (person.family_name_km, person.family_name, person.given_name) == ("ចាន់", "", "Sreymom")
    assert (person.phone.as_e164, person.gender, person.accession) == (
        "+85512345678",
        "woman",
        "walk-in",
    )
    assert person.data_consent_on == timezone.localdate()
    assert person.affiliation_on(timezone.localdate()).organisation == organisation
    assert Enrolment.objects.get().organisation == organisation
    assert session.attendances.get().status == "present"


def test_a_phone_sends_the_same_person_again_without_asking(client, session, trainer):
    data = someone()
    for _time in range(2):
        assert send(client, session, data, trainer).status_code == 200
    assert Enrolment.objects.count() == 1
    other = make_person(role=Role.TRAINER)
    assert send(client, session, someone(phone=""), other).status_code == 403
    assert Enrolment.objects.count() == 1


def test_who_may_be_known_already_is_asked_about(client, session, trainer):
    known = make_person(family_name="Sok", phone="+85512345678", given_name="Dara")
    data = someone()
    page = client.post(url(session), data)
    assert page.context["alike"] == [known]
    assert 'value="Sreymom"' in page.content.decode()
    assert Person.objects.filter(accession="walk-in").count() == 0
    assert send(client, session, data, trainer).status_code == 409
    namesake = someone(family_name="sok", given_name="DARA", phone="")
    assert client.post(url(session), namesake).context["alike"] == [known]
    client.post(url(session), data | {"is_new": "1"})
    assert Person.objects.filter(accession="walk-in").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"family_name": "", "given_name": " "},
        {"consent": ""},
        {"phone": "🙂"},
        {"family_name": "x" * 101},
        {"gender": "x"},
        {"organisation": "x"},
    ],
)
def test_nothing_typed_is_lost(client, session, wrong):
    page = client.post(url(session), someone() | wrong)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert ('value="Sreymom"' in page.content.decode()) == ("given_name" not in wrong)
    assert Enrolment.objects.count() == 0


def test_without_the_courses_to_complete_first_a_reason_is_asked(client, session):
    course = session.cohort.course
    CoursePrerequisite.objects.create(page=course, course=make_course(title="First steps"))
    person = make_person()
    page = client.post(url(session), {"person": person.pk})
    assert "First steps" in notes(page)[0]
    assert Enrolment.objects.count() == 0
    client.post(url(session), {"person": person.pk, "override_reason": "Took it elsewhere"})
    assert Enrolment.objects.get().override_reason == "Took it elsewhere"


def test_a_full_cohort_says_so_and_keeps_what_was_typed(client, session):
    session.cohort.capacity = 0
    session.cohort.save()
    page = client.post(url(session), someone())
    assert page.status_code == 200
    assert len(notes(page)) == 1
    assert 'value="Sreymom"' in page.content.decode()
    assert Person.objects.filter(accession="walk-in").count() == 0


def test_nobody_is_added_to_a_register_that_is_not_open(client, session):
    session.starts_at = timezone.now() + timedelta(days=1)
    session.save()
    client.post(url(session), someone())
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 10])
def test_finding_takes_the_same_queries(client, session, rows, django_assert_max_num_queries):
    organisation = make_organisation()
    for _ in range(rows):
        make_person(family_name="Chan", organisation=organisation)
    client.get(url(session))
    with django_assert_max_num_queries(15):
        assert len(client.get(url(session), {"q": "chan"}).context["found"]) == rows

"""Organisations, people and cohorts in the Wagtail admin."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from lms.records.models import Cohort, Organisation, Person, Session
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.records import (
    make_affiliation,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def coordinator(client):
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


def notes(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def person_data(posts=(), initial=0, **fields):
    data = {
        "family_name": "Chan",
        "given_name": "Sophea",
        "family_name_km": "",
        "given_name_km": "",
        "gender": "woman",
        "birth_year": "",
        "phone": "",
        "email": "",
        "language": "km",
        "province": "",
        "account": "",
        "data_consent_on": "",
        "photo_consent_on": "",
        "affiliations": inline_formset(posts, initial=initial),
    }
    return nested_form_data(data | fields)


def post_data(organisation, **fields):
    return {
        "organisation": organisation.pk,
        "cadre": "police",
        "position": "",
        "started_on": "2024-01-01",
        "ended_on": "",
    } | fields


def cohort_data(course, sessions=(), initial=0, quotas=(), **fields):
    data = {
        "course": course.pk,
        "code": "pcm1-2026",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-06",
        "venue": "",
        "province": "",
        "language": "km",
        "capacity": "",
        "enrolment_policy": "open",
        "registration_opens_on": "",
        "registration_closes_on": "",
        "sessions": inline_formset(sessions, initial=initial),
        "quotas": inline_formset(quotas),
    }
    return nested_form_data(data | fields)


def session_data(**fields):
    return {
        "topic": "Day 1",
        "starts_at": "2026-03-02 08:00",
        "planned_minutes": "360",
        "venue": "",
    } | fields


def test_a_person_gets_a_number_and_khmer_digits_are_read(client, coordinator):
    organisation = make_organisation()
    client.post(
        reverse("person:add"),
        person_data(
            [post_data(organisation, started_on="២០២៤-០១-០៥")],
            birth_year="១៩៩០",
            phone="០១២ ៣៤៥ ៦៧៨",
            data_consent_on="២០២៥-០១-០១",
        ),
    )
    person = Person.objects.get()
    assert (person.number, person.birth_year, str(person.phone), person.data_consent_on) == (
        f"P{person.pk:05}",
        1990,
        "+85512345678",
        date(2025, 1, 1),
    )
    assert person.affiliations.get().started_on == date(2024, 1, 5)
    assert Person.objects.search(person.number).get() == person


@pytest.mark.parametrize(
    ("posts", "fields", "message"),
    [
        (0, {"family_name": "", "given_name": ""}, "Write at least one name"),
        (0, {"account": "nobody@example.org"}, "no account with this address"),
        (0, {"account": "not a phone"}, "no account with this address"),
        (0, {"birth_year": "many"}, "whole number"),
        (1, {}, "before the day the post began"),
    ],
)
def test_a_wrong_person_is_explained(client, coordinator, posts, fields, message):
    wrong = [post_data(make_organisation(), ended_on="2023-12-31")] * posts
    response = client.post(reverse("person:add"), person_data(wrong, **fields))
    assert message in response.content.decode()
    assert Person.objects.count() == 0


def test_an_account_is_linked_by_its_address_and_let_go(client, coordinator):
    user = make_user(phone="+85512345678")
    person = make_person()
    edit = reverse("person:edit", args=[person.pk])
    client.post(edit, person_data(account="012 345 678"))
    person.refresh_from_db()
    assert person.user == user
    assert f'value="{user.email}"' in client.get(edit).content.decode()
    other = client.post(
        reverse("person:edit", args=[make_person().pk]), person_data(account=user.email)
    )
    assert "already belongs to" in other.content.decode()
    client.post(edit, person_data())
    person.refresh_from_db()
    assert person.user is None


def test_a_person_keeps_number_and_posts_when_edited(client, coordinator):
    person = make_person(organisation=make_organisation())
    post = person.affiliations.get()
    row = post_data(post.organisation, id=post.pk, ended_on="2024-06-30")
    client.post(
        reverse("person:edit", args=[person.pk]), person_data([row], initial=1, given_name="New")
    )
    edited = Person.objects.get()
    assert (edited.number, edited.given_name) == (person.number, "New")
    assert edited.affiliations.get().ended_on == date(2024, 6, 30)


@pytest.mark.parametrize("query", ["ចាន់", "chan", "012345678", "០១២៣៤៥", "T0"])
def test_the_list_finds_people(client, coordinator, query):
    person = make_person(family_name="Chan", family_name_km="ចាន់", phone="+85512345678")
    Person.objects.create(number="X1", given_name="Else")
    response = client.get(reverse("person:index"), {"q": query})
    assert list(response.context["object_list"]) == [person]


def test_the_list_filters_by_todays_organisation(client, coordinator):
    organisation = make_organisation()
    person, left = make_person(organisation=organisation), make_person()
    make_affiliation(person=left, organisation=organisation, ended_on=date(2021, 1, 1))
    response = client.get(reverse("person:index"), {"organisation": organisation.pk})
    assert list(response.context["object_list"]) == [person]


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("name", ["person", "cohort", "organisation"])
def test_lists_take_the_same_queries(
    client, coordinator, name, rows, django_assert_max_num_queries
):
    organisation, course = make_organisation(), make_course()
    for _ in range(rows):
        make_enrolment(
            cohort=make_cohort(course=course), person=make_person(organisation=organisation)
        )
        make_organisation()
    url = reverse(f"{name}:index")
    client.get(url)
    with django_assert_max_num_queries(19):
        assert client.get(url).status_code == 200


def test_a_cohort_with_sessions_is_made_of_the_default_languages_page(client, coordinator):
    trainer = make_person(role=Role.TRAINER)
    make_person()
    course = make_course()
    khmer = Locale.objects.get_or_create(language_code="km")[0]
    translation = course.copy_for_translation(khmer, copy_parents=True)
    form = client.get(reverse("cohort:add")).context["form"]
    assert list(form.fields["trainers"].queryset) == [trainer]
    client.post(
        reverse("cohort:add"),
        cohort_data(
            translation,
            [session_data(planned_minutes="៣៦០")],
            capacity="២០",
        )
        | {"trainers": [trainer.pk]},
    )
    cohort = Cohort.objects.get()
    assert (cohort.course, cohort.capacity, list(cohort.trainers.all())) == (course, 20, [trainer])
    assert cohort.sessions.get().planned_minutes == 360


@pytest.mark.parametrize(
    "fields",
    [
        {"ends_on": "2026-03-01"},
        {"registration_opens_on": "2026-02-02", "registration_closes_on": "2026-02-01"},
    ],
)
def test_a_cohort_that_ends_before_it_begins_is_explained(client, coordinator, fields):
    response = client.post(reverse("cohort:add"), cohort_data(make_course(), **fields))
    assert "This is before the first day." in response.content.decode()
    assert Cohort.objects.count() == 0


def test_more_places_move_the_waiting_list_up(client, coordinator):
    cohort = make_cohort(capacity=1)
    make_enrolment(cohort=cohort)
    waiting = make_enrolment(cohort=cohort, state="waiting")
    data = cohort_data(cohort.course, capacity="2", ends_on=f"{cohort.ends_on}")
    client.post(reverse("cohort:edit", args=[cohort.pk]), data)
    waiting.refresh_from_db()
    assert waiting.state == "enrolled"


def same_session(session, **changes):
    """What the cohort's form sends for a session nobody touched, but for ``changes``."""
    begins = timezone.localtime(session.starts_at)
    return session_data(
        id=session.pk,
        topic=session.topic,
        starts_at=f"{begins:%Y-%m-%d %H:%M}",
        planned_minutes=session.planned_minutes,
        venue=session.venue,
        **changes,
    )


def test_a_session_with_a_register_stays(client, coordinator):
    cohort = make_cohort()
    held = make_session(cohort=cohort)
    held.attendances.create(enrolment=make_enrolment(cohort=cohort), status="present", minutes=120)
    rows = [same_session(held, DELETE="1")]
    url = reverse("cohort:edit", args=[cohort.pk])
    response = client.post(url, cohort_data(cohort.course, rows, initial=1))
    assert "so it stays" in response.content.decode()
    assert Session.objects.get() == held


@pytest.mark.parametrize(
    ("change", "is_refused"),
    [({"planned_minutes": "90"}, True), ({"venue": "School"}, False), ({"topic": "Named"}, False)],
)
def test_a_session_with_a_register_stays_as_long_as_it_was(client, coordinator, change, is_refused):
    cohort = make_cohort()
    held = make_session(cohort=cohort)
    held.attendances.create(enrolment=make_enrolment(cohort=cohort), status="present", minutes=120)
    url = reverse("cohort:edit", args=[cohort.pk])
    rows = [same_session(held) | change]
    response = client.post(url, cohort_data(cohort.course, rows, initial=1))
    assert ("so it stays" in response.content.decode()) is is_refused
    (name, value), *_rest = change.items()
    held.refresh_from_db()
    assert (str(getattr(held, name)) == value) is not is_refused


@pytest.mark.parametrize("has_people", [True, False])
def test_a_session_is_taken_out_while_nobody_counts_on_it(client, coordinator, has_people):
    cohort = make_cohort()
    session = make_session(cohort=cohort)
    if has_people:
        make_enrolment(cohort=cohort)
    url = reverse("cohort:edit", args=[cohort.pk])
    rows = [same_session(session, DELETE="1")]
    response = client.post(url, cohort_data(cohort.course, rows, initial=1))
    assert ("People are to be told" in response.content.decode()) is has_people
    assert Session.objects.exists() is has_people


def test_what_carries_records_is_not_deleted(client, coordinator):
    organisation = make_organisation()
    person = make_person(organisation=organisation)
    enrolment = make_enrolment(person=person, organisation=organisation)
    for name, row in (
        ("organisation", organisation),
        ("person", person),
        ("cohort", enrolment.cohort),
    ):
        url = reverse(f"{name}:delete", args=[row.pk])
        for response in (client.get(url), client.post(url)):
            assert response["Location"] == reverse(f"{name}:edit", args=[row.pk])
            assert "cannot be deleted" in notes(response)[-1]
        row.refresh_from_db()


def test_what_carries_nothing_is_deleted(client, coordinator):
    organisation, person, cohort = make_organisation(), make_person(), make_cohort()
    for name, row in (("organisation", organisation), ("person", person), ("cohort", cohort)):
        assert client.get(reverse(f"{name}:delete", args=[row.pk])).status_code == 200
        client.post(reverse(f"{name}:delete", args=[row.pk]))
    counts = [model.objects.count() for model in (Organisation, Person, Cohort)]
    assert counts == [0, 0, 0]


@pytest.mark.parametrize("role", [Role.TRAINER, Role.TRAINEE, Role.FOCAL_POINT])
@pytest.mark.parametrize("name", ["person", "cohort", "organisation"])
def test_others_have_no_business_here(client, role, name):
    person = make_person()
    client.force_login(make_user(role=role))
    for url in (
        reverse(f"{name}:index"),
        reverse(f"{name}:add"),
        reverse(f"{name}:edit", args=[person.pk]),
        reverse(f"{name}:delete", args=[person.pk]),
    ):
        assert client.get(url).status_code in (302, 403, 404)
        assert client.post(url).status_code in (302, 403, 404)
    assert Person.objects.count() == 1

"""People: numbers, accounts, posts, age bands and finding someone."""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from lms.records.enums import AgeBand, Cadre
from lms.records.exceptions import AlreadyLinked
from lms.records.models import Affiliation, Completion, Person
from lms.records.models.people import age_band_on
from lms.records.services.people import (
    affiliate_person,
    create_person,
    introduce_oneself,
    link_account,
    person_of,
)
from tests.factories.accounts import make_user
from tests.factories.certificates import make_certificate
from tests.factories.records import (
    make_affiliation,
    make_enrolment,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db


def test_create_person_numbers_from_the_key_and_makes_it_searchable():
    person = create_person(family_name="Chan", given_name="Sophea")
    assert person.number == f"P{person.pk:05}"
    assert list(Person.objects.search(person.number.lower())) == [person]


def test_two_people_get_different_numbers():
    numbers = {create_person(given_name="Sok").number for _ in range(3)}
    assert len(numbers) == 3


@pytest.mark.parametrize(
    ("year", "band"),
    [
        (None, AgeBand.UNKNOWN),
        (2010, AgeBand.UNDER_18),
        (2007, AgeBand.FROM_18),
        (2001, AgeBand.FROM_18),
        (2000, AgeBand.FROM_25),
        (1990, AgeBand.FROM_35),
        (1975, AgeBand.FROM_50),
        (1930, AgeBand.FROM_50),
    ],
)
def test_age_band_on_a_date(year, band):
    assert age_band_on(year, date(2025, 6, 1)) == band


def test_affiliation_on_is_the_post_of_that_day():
    person, first, second = make_person(), make_organisation(), make_organisation()
    make_affiliation(
        person=person, organisation=first, started_on=date(2020, 1, 1), ended_on=date(2023, 5, 31)
    )
    make_affiliation(person=person, organisation=second, started_on=date(2023, 6, 1))
    assert person.affiliation_on(date(2019, 12, 31)) is None
    assert person.affiliation_on(date(2023, 5, 31)).organisation == first
    assert person.affiliation_on(date(2023, 6, 1)).organisation == second


def test_affiliate_person_starts_today_by_default():
    post = affiliate_person(
        person=make_person(), organisation=make_organisation(), cadre=Cadre.POLICE
    )
    assert (post.started_on, post.ended_on, post.cadre) == (timezone.localdate(), None, "police")


def test_person_of_an_account_is_asked_for_once(django_assert_num_queries):
    user = make_user()
    with django_assert_num_queries(1):
        assert person_of(user) is None
        assert person_of(user) is None
    assert person_of(AnonymousUser()) is None


def test_link_account_refuses_an_account_that_belongs_to_someone():
    user = make_user()
    person = link_account(person=make_person(), user=user)
    assert person_of(user) == person
    assert link_account(person=person, user=user) == person
    with pytest.raises(AlreadyLinked):
        link_account(person=make_person(), user=user)
    with pytest.raises(AlreadyLinked):
        link_account(person=person, user=make_user())


def test_introduce_oneself_twice_leaves_one_person():
    user = make_user(phone="+85512345678")
    organisation = make_organisation()
    person = introduce_oneself(
        user=user, organisation=organisation, given_name="Dara", cadre=Cadre.TEACHER
    )
    assert (str(person.phone), person.email) == ("+85512345678", user.email)
    assert person.data_consent_on == timezone.localdate()
    post = Affiliation.objects.get()
    assert (post.person, post.organisation, post.cadre) == (person, organisation, "teacher")
    with pytest.raises(AlreadyLinked):
        introduce_oneself(user=user, organisation=organisation, given_name="Dara")
    assert Person.objects.count() == 1
    assert Affiliation.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        "012345678",
        "012 345 678",
        "០១២ ៣៤៥ ៦៧៨",
        "+855 12 345 678",
        "012-345-678",
        "+85512",
        "345678",
    ],
)
def test_a_phone_number_is_found_however_it_is_typed(typed):
    person = make_person(phone="+85512345678")
    make_person(phone="+85516999999")
    assert list(Person.objects.search(typed)) == [person]


@pytest.mark.parametrize("typed", ["chan soph", "SOPHEA", "ចាន់", "សុភា ចាន់", "sophea@example"])
def test_a_person_is_found_by_part_of_a_name_in_either_script(typed):
    person = make_person(
        family_name="Chan",
        given_name="Sophea",
        family_name_km="ចាន់",
        given_name_km="សុភា",
        email="sophea@example.org",
    )
    make_person()
    assert list(Person.objects.search(typed)) == [person]


def test_link_account_hands_over_the_certificates_earned_before():
    person = make_person()
    certificate = make_certificate(owner=None)
    Completion.objects.create(
        enrolment=make_enrolment(person=person),
        course_key=uuid4(),
        completed_on=date(2026, 1, 6),
        rule={},
        figures={},
        certificate=certificate,
    )
    user = make_user()
    link_account(person=person, user=user)
    certificate.refresh_from_db()
    assert certificate.owner == user

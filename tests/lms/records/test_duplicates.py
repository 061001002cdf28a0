"""Who may be the same person, and why."""

import pytest
from django.core.exceptions import PermissionDenied

from lms.records.enums import LikenessReason as Why
from lms.records.models import NotDuplicate, Person
from lms.records.name_keys import name_keys, sound_keys
from lms.records.services.duplicates import (
    Identity,
    LikenessIndex,
    index_people,
    tell_apart,
)
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.records import make_affiliation, make_organisation, make_person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sok", "Sokh"),
        ("Chan", "Chann"),
        ("Sophea", "Sophia"),
        ("Sothea", "Sotea"),
        ("Vuthy", "Wuthi"),
        ("Chhun", "Chun"),
        ("Chantou", "Chantu"),
        ("Srey Mom", "Sreymom"),
        ("Oeun", "Eun"),
        ("Nguyễn", "Nguyen"),
        ("Đào", "Dao"),
    ],
)
def test_spellings_of_one_name_sound_the_same(one, other):
    assert sound_keys(one, "Dara") & sound_keys(other, "Dara")
    assert sound_keys("Dara", one) & sound_keys(other, "Dara")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sok", "Sokha"), ("Chan", "Chen"), ("Heng", "Eng"), ("Sophea", "Sopheap"), ("Dara", "Tara")],
)
def test_other_names_sound_otherwise(one, other):
    assert not sound_keys(one) & sound_keys(other)


def test_khmer_name_has_one_key_however_it_is_encoded_or_parted():
    # Typed in another order inside the cluster, and without a space between the names.
    assert name_keys("ស្ត្រី", "សុខ") & name_keys("ស្រ្តី", "សុខ")
    assert name_keys("សុខ", "សុភា") & name_keys("", "សុខសុភា")
    assert name_keys("សុខ", "សុភា") & name_keys("សុភា", "សុខ")
    assert name_keys("", "") == frozenset()


SOPHEA = Identity(
    family_name="Sok",
    given_name="Sophea",
    family_name_km="សុខ",
    given_name_km="សុភា",
    gender="woman",
    birth_year=1990,
    phone="+85512345678",
    email="sophea@example.org",
    organisations=frozenset({7}),
)


@pytest.mark.parametrize(
    ("known", "score", "reasons"),
    [
        ({"phone": "+85512345678"}, 60, (Why.PHONE,)),
        ({"email": "Sophea@Example.org"}, 60, (Why.EMAIL,)),
        ({"family_name_km": "សុភា", "given_name_km": "សុខ"}, 40, (Why.KHMER_NAME,)),
        ({"family_name": "SOPHEA", "given_name": "Sok"}, 35, (Why.LATIN_NAME,)),
        (
            {"family_name": "Sokh", "given_name": "Sophia", "birth_year": 1990},
            50,
            (Why.SOUND, Why.BIRTH_YEAR),
        ),
        (
            {"family_name": "Sokh", "given_name": "Sophia", "organisations": frozenset({7, 8})},
            40,
            (Why.SOUND, Why.ORGANISATION),
        ),
        (
            {"phone": "+85512345678", "family_name": "Chea", "given_name": "Dara"},
            40,
            (Why.PHONE, Why.OTHER_NAME),
        ),
        (
            {"phone": "+85512345678", "gender": "man"},
            35,
            (Why.PHONE, Why.OTHER_GENDER),
        ),
        (
            {"family_name": "Sok", "given_name": "Sophea", "phone": "+85512345678"},
            95,
            (Why.PHONE, Why.LATIN_NAME),
        ),
        ({"phone": "+85512345678", "birth_year": 1991}, 60, (Why.PHONE,)),
        ({"phone": "+85512345678", "birth_year": 1970}, 35, (Why.PHONE, Why.OTHER_BIRTH_YEAR)),
    ],
)
def test_likeness_is_found_with_its_reasons(known, score, reasons):
    index = LikenessIndex([(3, SOPHEA)])
    assert index.like(Identity(**known)) == [(3, score, reasons)]


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"birth_year": 1990, "organisations": frozenset({7}), "gender": "woman"},
        {"family_name": "Sokh", "given_name": "Sophia"},
        {"family_name": "Sok", "given_name": "Sophea", "gender": "man"},
        {"family_name": "Sok", "given_name": "Sophea", "birth_year": 1960},
    ],
)
def test_too_little_in_common_is_no_likeness(known):
    assert LikenessIndex([(3, SOPHEA)]).like(Identity(**known)) == []


def test_name_alone_is_never_almost_certain():
    index = LikenessIndex([(3, SOPHEA)])
    name = {
        field: getattr(SOPHEA, field)
        for field in ("family_name", "given_name", "family_name_km", "given_name_km")
    }
    (alone,) = index.like(Identity(**name))
    (with_phone,) = index.like(Identity(**name, phone=SOPHEA.phone))
    assert (alone.is_almost_certain, with_phone.is_almost_certain) == (False, True)


@pytest.mark.django_db
def test_name_that_very_many_bear_says_nothing():
    index = LikenessIndex((n, Identity(family_name="Sok", given_name="Chan")) for n in range(101))
    assert index.likely_pairs() == []


@pytest.mark.django_db
def test_people_are_indexed_in_one_query(django_assert_num_queries):
    organisation = make_organisation()
    one = make_person(family_name="Chea", given_name="Vuthy", organisation=organisation)
    make_affiliation(person=one, organisation=make_organisation())
    two = make_person(family_name="Wuthi", given_name="Chea", organisation=organisation)
    gone = make_person(family_name="Chea", given_name="Vuthy", phone="+85512345678")
    Person.objects.filter(pk=gone.pk).update(merged_into=one)
    with django_assert_num_queries(1):
        index = index_people()
        found = index.like(Identity(family_name="Chea", given_name="Vuthi", birth_year=1980))
    assert (len(index), found) == (2, [])
    assert index.likely_pairs() == [(one.pk, two.pk, 40, (Why.SOUND, Why.ORGANISATION))]
    assert index.like(Identity.of(two))[0].person == two.pk


@pytest.mark.django_db
def test_those_told_apart_are_no_longer_a_pair(roles):
    coordinator = make_user(role=Role.COORDINATOR)
    one, two = (make_person(phone="012 345 678", given_name="Vuthy") for _ in range(2))
    assert [pair[:2] for pair in index_people().likely_pairs()] == [(one.pk, two.pk)]
    with pytest.raises(PermissionDenied):
        tell_apart(first=two, second=one, actor=make_user(role=Role.TRAINER))
    for _ in range(2):
        tell_apart(first=two, second=one, actor=coordinator)
    assert index_people().likely_pairs() == []
    assert NotDuplicate.objects.get().decided_by == coordinator

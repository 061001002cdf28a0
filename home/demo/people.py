"""The invented coalition: organisations, people, and one account for every role."""

import random
from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from home.demo.names import FAMILY_NAMES, MEN, ORGANISATIONS, WOMEN
from lms.records.enums import Cadre, Gender
from lms.records.models import Organisation, Person
from lms.records.services.people import affiliate_person, create_person, link_account
from lms.roles import Role

TRAINEES = 60
ACCOUNTS_BY_PHONE = 5
# (key, role, number of accounts, index of the organisation of the first)
STAFF = [
    ("trainer", Role.TRAINER, 2, 0),
    ("mentor", Role.MENTOR, 2, 6),
    ("reviewer", Role.REVIEWER, 3, 3),
    ("coordinator", Role.COORDINATOR, 1, 0),
    ("finance", Role.FINANCE, 1, 0),
    ("focal-point", Role.FOCAL_POINT, 1, 2),
]
CADRES = [
    Cadre.SOCIAL_WORKER,
    Cadre.COUNSELLOR,
    Cadre.HOUSEMOTHER,
    Cadre.MANAGER,
    Cadre.TEACHER,
    Cadre.POLICE,
    Cadre.OTHER,
]


def make_organisations() -> list[Organisation]:
    return [
        Organisation.objects.create(
            name=name,
            name_km=name_km,
            short_name=short,
            kind=kind,
            province=province,
            member_since=date(2010 + n, 3, 1) if kind == "member" else None,
        )
        for n, (name, name_km, short, kind, province) in enumerate(ORGANISATIONS)
    ]


def make_people(organisations: list[Organisation]) -> tuple[list[Person], dict[str, list[Person]]]:
    """Return the trainees and the staff by key; the same invented people every time."""
    chance = random.Random(2014)  # noqa: S311 invented people, no secrets
    names = _names(chance)
    trainees = [_make_person(next(names), chance, organisations) for _ in range(TRAINEES)]
    staff = {}
    for key, _role, number, organisation in STAFF:
        staff[key] = [
            _make_person(
                next(names),
                chance,
                [organisations[organisation + n]],
                is_focal=key == "focal-point",
            )
            for n in range(number)
        ]
    return trainees, staff


def _names(chance: random.Random):
    """Every combination once, women a little more often than men."""
    women = [(family, given, Gender.WOMAN) for family in FAMILY_NAMES for given in WOMEN]
    men = [(family, given, Gender.MAN) for family in FAMILY_NAMES for given in MEN]
    everyone = women + men
    chance.shuffle(everyone)
    yield from everyone


def _make_person(name, chance, organisations, *, is_focal=False) -> Person:
    (family, family_km), (given, given_km), gender = name
    organisation = chance.choice(organisations)
    person = create_person(
        family_name=family,
        given_name=given,
        family_name_km=family_km,
        given_name_km=given_km,
        gender=gender,
        birth_year=chance.randint(1968, 2003),
        province=organisation.province,
        language="km",
        data_consent_on=date(2024, 1, 15),
    )
    cadre = chance.choice(CADRES)
    affiliate_person(
        person=person,
        organisation=organisation,
        started_on=date(2023, 1, 1),
        cadre=cadre,
        position=str(cadre.label),
        is_volunteer=chance.random() < 0.1,
        is_focal_point=is_focal,
    )
    return person


def make_accounts(trainees: list[Person], staff: dict[str, list[Person]], *, password: str) -> None:
    """One account a staff member by email, and some trainees by phone number alone."""
    for key, role, _number, _organisation in STAFF:
        for n, person in enumerate(staff[key], start=1):
            email = f"{key}{n if len(staff[key]) > 1 else ''}@demo.example"
            _make_account(person, role, password, email=email, language="en")
    for n, person in enumerate(trainees[:ACCOUNTS_BY_PHONE], start=1):
        phone = f"+8551200000{n}"  # a number of six zeros is nobody's
        person.phone = phone
        person.save()
        _make_account(person, Role.TRAINEE, password, phone=phone, language="km")


def _make_account(person, role, password, **fields):
    user = get_user_model().objects.create_user(
        password=password,
        first_name=person.given_name,
        last_name=person.family_name,
        last_login=timezone.now(),
        **fields,
    )
    user.groups.add(Group.objects.get(name=role))
    link_account(person=person, user=user)

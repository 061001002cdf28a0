"""People, organisations and cohorts for tests."""

from datetime import date, timedelta
from itertools import count

from django.utils import timezone

from lms.records.enums import AgeBand, Gender
from lms.records.models import Affiliation, Cohort, Enrolment, Organisation, Person, Session
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_course

_serial = count(1)


def make_organisation(**fields):
    return Organisation.objects.create(**{"name": f"Organisation {next(_serial)}"} | fields)


def make_affiliation(*, person, organisation, **fields):
    return Affiliation.objects.create(
        **{"person": person, "organisation": organisation, "started_on": date(2020, 1, 1)} | fields
    )


def make_person(*, organisation=None, role=None, **fields):
    """A person, with an affiliation since 2020 and an account where asked for."""
    n = next(_serial)
    if role:
        fields["user"] = make_user(role=role)
    person = Person.objects.create(
        **{"number": f"T{n:05}", "family_name": "Sok", "given_name": f"Person {n}"} | fields
    )
    if organisation:
        make_affiliation(person=person, organisation=organisation)
    return person


def make_trainee(**fields):
    """A person who can sign in (``person.user``)."""
    return make_person(**{"role": Role.TRAINEE} | fields)


def make_cohort(*, course=None, trainers=(), **fields):
    n = next(_serial)
    today = timezone.localdate()
    cohort = Cohort.objects.create(
        **{
            "course": course or make_course(),
            "code": f"cohort-{n}",
            "starts_on": today,
            "ends_on": today + timedelta(days=3),
        }
        | fields
    )
    cohort.trainers.set(trainers)
    return cohort


def make_enrolment(*, cohort=None, person=None, **fields):
    """Someone who holds a place, past every check."""
    return Enrolment.objects.create(
        **{
            "cohort": cohort or make_cohort(),
            "person": person or make_person(),
            "state": "enrolled",
            "gender": Gender.WOMAN,
            "age_band": AgeBand.UNKNOWN,
        }
        | fields
    )


def make_session(*, cohort=None, **fields):
    """A session of two hours that began an hour ago."""
    return Session.objects.create(
        **{
            "cohort": cohort or make_cohort(),
            "topic": f"Session {next(_serial)}",
            "starts_at": timezone.now() - timedelta(hours=1),
            "planned_minutes": 120,
        }
        | fields
    )

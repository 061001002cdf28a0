"""A focal point keeps the list of who works at their organisation.

Each change stands in the history on the person's page of the admin.
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from lms.khmer import fold
from lms.records.enums import Accession
from lms.records.exceptions import OwnPost
from lms.records.models import Affiliation, Organisation, Person
from lms.records.models.people import person_of
from lms.records.permissions import organisations_watched, update_staff, watch_organisation
from lms.records.services.people import affiliate_person, create_person


def namesakes(*, organisation: Organisation, **names) -> list[Person]:
    """Who works at the organisation today and has one of these names, in either script.

    ``names`` are those of the model: ``family_name``, ``given_name`` and the two in Khmer.
    """
    latin = fold(f"{names['family_name']} {names['given_name']}")
    khmer = fold(f"{names['family_name_km']} {names['given_name_km']}")
    staff = Affiliation.objects.current().filter(organisation=organisation)
    return [
        person
        for person in Person.objects.filter(pk__in=staff.values("person"))
        if (latin and fold(person.full_name) == latin)
        or (khmer and fold(person.full_name_km) == khmer)
    ]


@transaction.atomic
def add_staff(*, organisation: Organisation, actor, person: dict, post: dict) -> Person:
    """Make a person who works at the organisation.

    ``person`` and ``post`` are fields of the models. Somebody who is known from elsewhere gets a
    second record: a focal point sees nobody else's people, and a coordinator merges the two.
    """
    if not watch_organisation.allows(actor, organisation):
        raise PermissionDenied
    made = create_person(accession=Accession.NOMINATION, **person)
    affiliate_person(person=made, organisation=organisation, **post)
    log(instance=made, action="wagtail.create", user=actor)
    return made


def own_post(*, person: Person, actor) -> Affiliation | None:
    """The post of today at an organisation of which ``actor`` is focal point."""
    watched = organisations_watched(actor)
    if watched is None:
        return None
    posts = Affiliation.objects.current().filter(person=person, organisation__in=watched)
    return posts.select_related("organisation").first()


@transaction.atomic
def change_staff(*, person: Person, actor, fields: dict, post: dict) -> Person:
    """Write down what has changed about somebody of the own staff.

    With ``post["ended_on"]`` they leave: from the day after, they are no longer the organisation's
    to see or to change, and what they learned there stays in its figures.

    :raises PermissionDenied: when they do not work there (any more).
    :raises OwnPost: when a focal point would end the own post.
    """
    if not update_staff.allows(actor, person):
        raise PermissionDenied
    affiliation = own_post(person=person, actor=actor)
    ended_on: date | None = post.get("ended_on")
    if ended_on and person == person_of(actor):
        raise OwnPost
    for name, value in fields.items():
        setattr(person, name, value)
    person.save()
    for name, value in post.items():
        setattr(affiliation, name, value)
    affiliation.save()
    log(instance=person, action="wagtail.edit", user=actor)
    return person

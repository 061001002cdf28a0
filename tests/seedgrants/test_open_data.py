"""The open data on grants passes the 360Giving Data Standard, as stated here and as published."""

import json
import os
import re
from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from referencing import Registry, Resource

from seedgrants.models import Event
from seedgrants.published import as_360giving
from seedgrants.services import consent
from tests.factories.records import make_organisation
from tests.factories.seedgrants import (
    fresh,
    line,
    make_active_grant,
    make_applicant,
    make_coordinator,
    make_round,
)
from tests.seedgrants.giving_schema import problems_in, validator
from tests.seedgrants.test_views import count_queries

pytestmark = pytest.mark.django_db

PAGE, FILE = "/en/grants/published/", "/en/grants/published.json"
SCHEMAS = os.environ.get("GIVING_SCHEMAS", "")


def make_listed(*, alone=False, **kwargs):
    """A running grant whose grantee, ``alone`` without an organisation, agreed to be listed."""
    grant = make_active_grant(coordinator=make_coordinator(), **kwargs)
    if alone:
        type(grant.application).objects.filter(pk=grant.application_id).update(organisation=None)
    return consent.set_consent(grant=grant, by=grant.application.applicant.user, agreed=True)


def riel(amount):
    """A round in riel, and a budget and award of this amount."""
    return {
        "round_page": make_round(currency="KHR", fund=Decimal(90000000), cap=Decimal(9000000)),
        "lines": [line(quantity=Decimal(1), unit_cost=Decimal(amount), times=1)],
        "amount": Decimal(amount),
        "amounts": (amount,),
    }


@pytest.fixture
def package():
    """One grant to an organisation and one to somebody alone."""
    make_listed()
    make_listed(alone=True)
    return as_360giving()


def downloaded(client, address=FILE):
    """Read as a strict reader of numbers does."""
    return json.loads(client.get(address).content, parse_float=Decimal)


def test_it_follows_the_rules_as_stated_here(package):
    assert problems_in(json.loads(json.dumps(package))) == []


@pytest.mark.skipif(
    not SCHEMAS, reason="GIVING_SCHEMAS names no folder with the two files that 360Giving publishes"
)
def test_it_follows_the_rules_as_published(package):
    def read(address):
        name = address.rpartition("/")[2]
        return Resource.from_contents(json.loads((Path(SCHEMAS) / name).read_text("utf-8")))

    whole = read("360-giving-package-schema.json").contents
    rules = validator(whole, registry=Registry(retrieve=read))
    assert problems_in(json.loads(json.dumps(package)), rules) == []
    assert problems_in({"grants": [{}]}, rules) == ["grants/0: oneOf"]


def first(package):
    return package["grants"][-1]  # The oldest, to an organisation.


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda p: p.update(grants=[]), "grants: minItems"),
        (lambda p: p.pop("grants"), ": required"),
        (lambda p: p["grants"].append(first(p)), "grants: uniqueItems"),
        (lambda p: p.update(version="1.4.0"), "version: pattern"),
        (lambda p: p.update(version=1.4), "version: type"),
        (lambda p: p.update(version="9.9"), "version: enum"),
        (lambda p: p.update(issued="27/11/2026"), "issued: oneOf"),
        (lambda p: p.update(downloadURL="/grants/published.json"), "downloadURL: format"),
        (lambda p: p.update(contact="Sok Dara"), ": additionalProperties"),
        (lambda p: p["publisher"].pop("name"), "publisher: required"),
        (lambda p: first(p).pop("awardDate"), "grants/1: oneOf"),
        (lambda p: first(p).pop("recipientOrganization"), "grants/1: oneOf"),
        (
            lambda p: first(p).update(recipientIndividual={"id": "1", "name": "A"}),
            "grants/1: oneOf",
        ),
        (lambda p: first(p).update(recipientOrganization=[]), "recipientOrganization: minItems"),
        (lambda p: first(p).update(fundingOrganization=[{"id": "1"}]), "Organization/0: required"),
        (lambda p: first(p).update(amountAwarded="250"), "amountAwarded: type"),
        (lambda p: first(p).update(awardDate="2026-13-01"), "awardDate: oneOf"),
        (lambda p: first(p).update(dateModified="2026-11-27"), "dateModified: format"),
        (lambda p: first(p)["plannedDates"][0].update(endDate="soon"), "endDate: oneOf"),
        (lambda p: first(p).update(currency="usd"), "currency: enum"),
        (lambda p: first(p).update(women=33), "grants/1: additionalProperties"),
    ],
)
def test_the_rules_find_what_is_wrong(package, spoil, problem):
    spoilt = deepcopy(package)
    spoil(spoilt)
    assert any(found.endswith(problem) for found in problems_in(spoilt))


def test_without_a_grant_there_is_no_file_and_no_way_to_it(client):
    grant = make_listed()
    assert "published.json" in client.get(PAGE).content.decode()
    assert client.get(FILE).status_code == 200
    consent.set_consent(grant=grant, by=grant.application.applicant.user, agreed=False)
    assert "published.json" not in client.get(PAGE).content.decode()
    assert client.get(FILE).status_code == 404


def test_the_package_says_what_it_is_and_where(package, settings):
    settings.GRANTS_DATA_PREFIX, settings.GRANTS_DATA_LICENSE = "360G-ours", "https://li.example/"
    about = as_360giving()
    assert "license" not in package
    assert problems_in(about) == []
    modified = datetime.fromisoformat(about.pop("modified"))
    assert (timezone.now() - modified).total_seconds() < 60
    assert {name: about[name] for name in about if name != "grants"} == {
        "version": "1.4",
        "identifier": "360G-ours-grants",
        "title": f"{settings.WAGTAIL_SITE_NAME}: Grants given",
        "description": "These grantees agreed to be listed.",
        "issued": timezone.localdate().isoformat(),
        "publisher": {
            "identifier": "360G-ours-funder",
            "name": settings.WAGTAIL_SITE_NAME,
            "website": settings.SITE_URL,
        },
        "downloadURL": settings.SITE_URL + FILE,
        "accessURL": settings.SITE_URL + PAGE,
        "license": "https://li.example/",
    }


def test_it_is_the_same_in_every_language(client):
    make_listed(applicant=make_applicant(organisation=make_organisation(province="17")))
    english, khmer = downloaded(client), downloaded(client, FILE.replace("en", "km", 1))
    del english["modified"], khmer["modified"]
    assert english == khmer


def test_an_organisation_is_named_with_its_province_and_nothing_more(client):
    organisation = make_organisation(name="River Friends", province="17")
    make_listed(applicant=make_applicant(organisation=organisation))
    [grant] = downloaded(client)["grants"]
    assert grant["title"] == "Safe migration"
    assert grant["recipientOrganization"] == [
        {
            "id": f"360G-seedgrants-org-{organisation.pk}",
            "name": "River Friends",
            "location": [{"name": "Siem Reap", "countryCode": "KH", "geoCode": "KH17"}],
        }
    ]


def test_invariant_22_somebody_alone_is_known_by_no_word_of_their_own(client):
    applicant = make_applicant()
    applicant.province = "17"
    applicant.save()
    grants = [make_listed(alone=True, applicant=applicant) for _n in range(2)]
    found = downloaded(client)["grants"]
    rounds = {grant.application.round.title for grant in grants}
    assert {grant["title"] for grant in found} == rounds
    assert {grant["recipientIndividual"]["name"] for grant in found} == {"Individual Recipient"}
    assert len({grant["recipientIndividual"]["id"] for grant in found}) == 2
    text = json.dumps(found)
    assert not any(word in text for word in (str(applicant), "Safe migration", "KH17"))


@pytest.mark.parametrize(
    ("make", "written"),
    [
        (lambda: {"amount": Decimal("100.10"), "amounts": ("100.10",)}, "100.1"),
        (dict, "250"),
        (lambda: riel("4000000"), "4000000"),
    ],
)
def test_amounts_are_written_to_the_cent_and_no_further(client, make, written):
    grant = make_listed(**make())
    text = client.get(FILE).content.decode()
    assert re.findall(r'"amount(\w+)": ([^,]+),', text) == [
        ("AppliedFor", str(int(grant.decision.requested))),
        ("Awarded", written),
        ("Disbursed", "0"),
    ]


def test_the_largest_amounts_stay_exact(client):
    grant = make_listed()
    type(grant).objects.update(amount=Decimal("9999999999.99"), paid=Decimal("9999999999.98"))
    [found] = downloaded(client)["grants"]
    assert found["amountAwarded"] == Decimal("9999999999.99")
    assert found["amountDisbursed"] == Decimal("9999999999.98")


def test_a_grant_is_modified_when_something_happened_to_it_or_it_was_listed(client):
    grant = make_listed()
    consented = timezone.localtime(fresh(grant).consent_at)
    assert downloaded(client)["grants"][0]["dateModified"] == consented.isoformat(
        timespec="seconds"
    )
    later = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
    Event.objects.create(subject="grant", object_id=grant.pk, grant=grant, to_state="x", at=later)
    assert downloaded(client)["grants"][0]["dateModified"] == "2030-01-02T10:04:05+07:00"


def test_many_grants_ask_no_more_than_one(client):
    make_listed()
    one = count_queries(client, FILE)
    for _n in range(4):
        make_listed()
    assert count_queries(client, FILE) == one

"""7, 8, 12 and 22 at every address of the permission matrix, for whoever stands too near or outside.

Each kind of person has every permission of the grants and a tie to the world's proposals. Someone
with the same permissions and no tie walks the same way: what they cannot reach proves nothing.
"""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from lms.records.models import Mentorship
from seedgrants.models import (
    Agreement,
    Application,
    Grant,
    GrantReport,
    GrantRoundPage,
    Review,
    Tranche,
)
from seedgrants.next_steps import next_steps
from seedgrants.services import consent, decisions, reports, reviews
from seedgrants.tasks import look_after_grants
from seedgrants.transitions import move
from tests.factories.accounts import make_user
from tests.factories.records import make_organisation, make_person
from tests.factories.seedgrants import (
    allow,
    fresh,
    make_active_grant,
    make_coordinator,
    make_discussed,
    make_grant,
    make_round,
    make_world_of_grants,
    write_report,
)
from tests.permissions.seedgrants import ROWS
from tests.permissions.world import make_world
from tests.test_permission_matrix import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

PROPOSALS = ("draft", "submitted", "under_review")
OPEN_TO_ALL = ("seedgrants:published", "seedgrants:published_json", "seedgrants:start")


@pytest.fixture
def world():
    world = make_world()
    organisation = make_organisation()
    applicant = make_person(user=world.users["trainee"], organisation=organisation)
    applicant.email = "applicant@example.org"
    applicant.save()
    world.organisation, world.applicant = organisation, applicant
    world.grants = make_world_of_grants(users=world.users)
    return world


def outsider(world, tie):
    """Somebody who reviews, coordinates and pays, with the tie."""
    user = allow(make_user(), "review_proposals", "coordinate_grants", "pay_grants")
    organisation = world.organisation if tie == "own side" else make_organisation()
    person = make_person(user=user, organisation=organisation, email="outsider@example.org")
    if tie == "mentor":
        Mentorship.objects.create(mentor=person, learner=world.applicant, ended_on=date(2020, 1, 1))
    application = fresh(world.grants.under_review)
    if tie in ("asked to review", "recused"):
        [review] = reviews.assign_reviewers(
            application=application, reviewers=[person], by=make_coordinator()
        )
    if tie == "recused":
        reviews.declare(review=review, by=user, conflict=True, reason="My cousin")
    return user


def addresses(world):
    """Every address of the matrix: ``(row, what its key names, url)``.

    One of a proposal is asked for each proposal, one of a round for each round.
    """
    things = vars(world.grants)
    proposals = {name: things[name].pk for name in PROPOSALS}
    proposals["grant"] = things["grant"].application_id
    rounds = {name: fresh(things[name]).round_id for name in PROPOSALS}
    rounds["grant"] = fresh(things["grant"]).application.round_id
    for row in ROWS:
        kwargs = row.kwargs(world)
        with override("en"):
            url = reverse(row.name, kwargs=kwargs)
            if "/grants/proposals/" in url:
                several = proposals
            elif "/grants/rounds/" in url and kwargs:
                several = rounds
            else:
                yield row, thing_of(world, url), url
                continue
            for name, pk in several.items():
                found = name if several is proposals else "round"
                yield row, found, reverse(row.name, kwargs=kwargs | {"pk": pk})


def thing_of(world, url):
    parts = {
        "/grants/files/": "draft",
        "/grants/kept/": "draft",
        "/grants/comments/": "draft",
        "/grants/reviews/": "under_review",
        "/grants/awards/": "grant",
        "/grants/agreements/": "grant",
        "/grants/payments/": "grant",
        "/grants/reports/": "grant",
        "/grants/move/": "grant",
        "/grants/feedback/": "draft",
    }
    lists = ("/grants/feedback/", "/grants/reviews/", "/grants/payments/")
    return next((n for p, n in parts.items() if p in url and not url.endswith(lists)), "list")


def words_of(response) -> str:
    """What a person would read in it; of a PDF nothing, whether it came is told by its status."""
    content = response.getvalue() if response.streaming else response.content
    if "spreadsheetml" in response.get("Content-Type", ""):
        rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
        return str(list(rows))
    return content.decode(errors="replace")


def walk(world, user):
    """Reads every address: ``came`` holds those that answered, ``told`` those that named a proposal."""
    client = Client()
    if user:
        client.force_login(user)
    found = SimpleNamespace(came=set(), told=set(), words={})
    for row, thing, url in addresses(world):
        if row.get is None:
            continue
        response = client.get(url)
        assert response.status_code < 500, url
        words = words_of(response)
        if not refused(response) and response.status_code == 200:
            found.came.add((row.name, thing, url))
        found.words[url] = words
        found.told |= {
            (row.name, name, url) for name, marks in marks_of(world) if marks_in(marks, words)
        }
    return found


def marks_of(world):
    """By proposal: its title and its number."""
    for name in (*PROPOSALS, "grant"):
        application = fresh(getattr(world.grants, name)).application
        yield name, [mark for mark in (application.title, application.number) if mark]


def marks_in(marks, words) -> bool:
    return any(mark in words for mark in marks)


def names(found):
    return {(name, thing) for name, thing, _url in found}


TIES = {
    "own side": {"draft", "submitted", "under_review", "grant"},
    "mentor": {"draft", "submitted", "under_review"},
    "asked to review": {"under_review"},
    "recused": {"under_review"},
}
# What somebody without a tie is told about: it makes the silence of the others mean something.
TOLD = {
    ("seedgrants:board", "submitted"),
    ("seedgrants:board", "under_review"),
    ("seedgrants:board", "grant"),
    ("seedgrants:export", "submitted"),
    ("seedgrants:export", "under_review"),
    ("seedgrants:export", "grant"),
    ("seedgrants:manage", "submitted"),
    ("seedgrants:manage", "under_review"),
    ("seedgrants:timeline", "submitted"),
    ("seedgrants:timeline", "under_review"),
    ("seedgrants:grant", "grant"),
    ("seedgrants:ledger", "grant"),
    ("seedgrants:pay", "grant"),
    ("seedgrants:report", "grant"),
    ("seedgrants:agreement", "grant"),
}
CAME = {
    ("seedgrants:proposal_pdf", "submitted"),
    ("seedgrants:proposal_pdf", "under_review"),
    ("seedgrants:agreement_pdf", "grant"),
}


def test_somebody_without_a_tie_reaches_what_the_matrix_gives(world):
    found = walk(world, outsider(world, "none"))
    assert names(found.told) >= TOLD
    assert names(found.came) >= CAME
    # A draft is the applicant's alone, whoever asks.
    assert not {row for row in names(found.told | found.came) if row[1] == "draft"}
    tables = {url for name, thing, url in found.told if name == "seedgrants:export"}
    assert {url.rsplit("/", 1)[1] for url in tables} >= {"applications.csv", "applications.xlsx"}


@pytest.mark.parametrize("tie", TIES)
def test_invariants_07_08_12_no_address_tells_of_what_is_too_near(world, tie):
    user, near = outsider(world, tie), TIES[tie]
    found = walk(world, user)
    told = {row for row in found.told if row[1] in near}
    came = {row for row in found.came if row[1] in near}
    if tie == "asked to review":
        own = {("seedgrants:my_reviews", "under_review")}
        assert names(told) <= own
        assert not [w for w in found.words.values() if world.grants.under_review.title in w]
        told = set()
    assert (told, came) == (set(), set())
    # Far things are there as for everybody: the walk was no walk past closed doors.
    far = {row for row in TOLD if row[1] not in near}
    if tie == "mentor":  # a mentee's grant has its own pages, but comes from a proposal
        far -= {("seedgrants:board", "grant"), ("seedgrants:export", "grant")}
    assert names(found.told) >= far


@pytest.mark.parametrize("tie", TIES)
def test_invariants_07_08_12_nothing_can_be_sent_to_what_is_too_near(world, tie):
    client = Client()
    client.force_login(outsider(world, tie))
    wrong = []
    for row, thing, url in addresses(world):
        if row.post is None or thing not in TIES[tie] or row.name in OPEN_TO_ALL:
            continue
        response = client.post(url, row.data(world))
        if not refused(response):
            wrong.append((url, response.status_code))
    assert wrong == []


def test_without_a_tie_one_can_send(world):
    client = Client()
    client.force_login(outsider(world, "none"))
    taken = {
        row.name
        for row, thing, url in addresses(world)
        if row.post is not None
        and thing in (*PROPOSALS, "grant")
        and not refused(client.post(url, row.data(world)))
    }
    assert taken >= {
        "seedgrants:note",
        "seedgrants:decide",
        "seedgrants:assign",
        "seedgrants:return",
        "seedgrants:plan",
        "seedgrants:activate",
        "seedgrants:pay",
        "seedgrants:extend_report",
        "seedgrants:move",
    }


@pytest.mark.parametrize("tie", ["own side", "mentor"])
def test_invariant_07_no_letter_and_no_next_step_tells_of_it(
    tie, django_capture_on_commit_callbacks
):
    """Letters of a whole round go to the applicant; the outsider's way is named to nobody near."""
    world = make_world()
    world.organisation = make_organisation()
    world.applicant = make_person(
        user=world.users["trainee"], organisation=world.organisation, email="applicant@example.org"
    )
    with django_capture_on_commit_callbacks(execute=True):
        world.grants = make_world_of_grants(users=world.users)
        user = outsider(world, tie)
        free = outsider(world, "none")
    report = world.grants.report
    write_report(report, coordinator=make_coordinator())
    look_after_grants()
    letters = {address for letter in mail.outbox for address in letter.to}
    assert "applicant@example.org" in letters
    assert "outsider@example.org" not in letters

    def told(someone):
        steps = str([(step.title, step.note, step.url) for step in next_steps(someone)])
        return {name for name, marks in marks_of(world) if marks_in(marks, steps)}

    assert told(free) == {"grant"}
    assert told(user) == (set() if tie == "own side" else {"grant"})


# ---- 22: what the public may read

STORY = "Beneficiary Srey told us"


def granted(**more):
    """A running grant with an accepted report about people."""
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, title="Wells for all", **more)
    report = write_report(
        grant.reports.get(), coordinator=coordinator, note=STORY, women=7771, men=0, girls=0, boys=0
    )
    reports.accept_report(report=report, by=coordinator)
    return fresh(grant)


def agree(grant, agreed=True):
    return consent.set_consent(grant=grant, by=grant.application.applicant.user, agreed=agreed)


def listed():
    agree(granted())


def never_asked():
    granted()


def taken_back():
    grant = granted()
    agree(grant)
    agree(grant, agreed=False)


def suspended():
    grant = granted()
    agree(grant)
    move(fresh(grant), "suspended", by=make_coordinator(), reason="Asked to wait")


def terminated():
    grant = granted()
    agree(grant)
    move(fresh(grant), "terminated", by=make_coordinator(), reason="It ended")


def only_offered():
    agree(make_grant(title="Wells for all"))


def declined_offer():
    grant = make_grant(title="Wells for all")
    agree(grant)
    move(grant, "declined", by=grant.application.applicant.user, reason="No time")


def practised():
    coordinator = make_coordinator()
    application = make_discussed(
        coordinator=coordinator, round_page=make_round(is_practice=True), title="Wells for all"
    )
    decide(application, coordinator)


def decide(application, coordinator, *, publish=True):
    decisions.decide(
        application=application,
        outcome="award",
        amount=application.requested,
        feedback="Yes.",
        by=coordinator,
    )
    if publish:
        decisions.publish_decisions(round_page=application.round, by=coordinator)


def not_published():
    coordinator = make_coordinator()
    application = make_discussed(coordinator=coordinator, title="Wells for all")
    decide(application, coordinator, publish=False)


SILENT = [
    never_asked,
    taken_back,
    suspended,
    terminated,
    only_offered,
    declined_offer,
    practised,
    not_published,
]


def public_addresses():
    """All addresses of the grants, by whoever has not signed in: things are numbered from one."""
    with override("en"):
        yield from (reverse("seedgrants:published"), reverse("seedgrants:published_json"))
        for row in ROWS:
            if row.get is None or row.name in OPEN_TO_ALL:
                continue
            kwargs = row.kwargs(SimpleNamespace(grants=Everything()))
            for pk in Everything.pks() if "pk" in kwargs else [None]:
                yield reverse(row.name, kwargs=kwargs | ({"pk": pk} if pk else {}))


class Everything:
    """Stands for each thing of the world by the keys that are there."""

    pk = 1

    def __getattr__(self, name):
        return self

    @staticmethod
    def pks():
        models = (GrantRoundPage, Application, Grant, GrantReport, Agreement, Tranche, Review)
        return sorted({pk for model in models for pk in model.objects.values_list("pk", flat=True)})


def read_by_the_public(make):
    """What anybody and somebody with an account and no part in it can read, words and letters."""
    make()
    [application] = Application.objects.all()
    organisation = application.organisation.name
    pages = {}
    client, member = Client(), Client()
    member.force_login(make_person(user=make_user()).user)
    for url in public_addresses():
        for who in (client, member):
            pages[who, url] = words_of(who.get(url))
    pages[client, "round"] = words_of(client.get(application.round.url or "/"))
    marks = ("Wells for all", organisation, application.number)
    return {
        url.rsplit("/grants/", 1)[-1]
        for (_who, url), words in pages.items()
        if marks_in([mark for mark in marks if mark], words)
    }, "".join(pages.values())


def test_invariant_22_a_listed_grant_is_read_by_all_and_names_nobody():
    told, words = read_by_the_public(listed)
    assert told == {"published/", "published.json"}
    [application] = Application.objects.all()
    person = application.applicant
    for private in (STORY, "7771", "Flip charts", "About Question", str(person), person.number):
        assert private not in words


@pytest.mark.parametrize("make", SILENT)
def test_invariant_22_nothing_is_public_without_an_active_grant_and_a_yes(make):
    told, words = read_by_the_public(make)
    assert told == set()
    assert STORY not in words

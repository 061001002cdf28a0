"""Who must not learn what: 7, 8 and 9 for people with several roles, and 22."""

from decimal import Decimal

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from lms.records.models import Mentorship
from seedgrants import permissions
from seedgrants.log_actions import EXPORT_TABLE
from seedgrants.next_steps import next_steps
from seedgrants.services import decisions, reviews
from tests.factories.accounts import make_user
from tests.factories.records import make_organisation, make_person
from tests.factories.seedgrants import (
    allow,
    approve,
    fresh,
    make_active_grant,
    make_applicant,
    make_coordinator,
    make_discussed,
    make_file,
    make_finance,
    make_reviewer,
    make_submitted,
    make_under_review,
    score_review,
    write_report,
)
from tests.seedgrants.test_flow import signed_in

pytestmark = pytest.mark.django_db


def reviewer_who_coordinates():
    """The person, and a proposal that they and another were asked to review."""
    person = make_reviewer()
    person.user = allow(person.user, "coordinate_grants")
    application = make_under_review(reviewers=[person, make_reviewer()])
    return person, application


def addresses_of(application):
    return [
        f"/en/grants/proposals/{application.pk}/manage/",
        f"/en/grants/proposals/{application.pk}/timeline/",
    ]


def statuses(user, application):
    client = signed_in(user)
    return {client.get(address).status_code for address in addresses_of(application)}


def test_invariant_08_a_coordinator_who_reviews_declares_first():
    person, application = reviewer_who_coordinates()
    pdf = f"/en/grants/proposals/{application.pk}/sent/1.pdf"
    table = f"/en/grants/rounds/{application.round_id}/applications.csv"
    client = signed_in(person.user)
    assert statuses(person.user, application) == {404}
    assert client.get(pdf).status_code == 404
    assert application.number.encode() not in client.get(table).getvalue()
    board = client.get(f"/en/grants/rounds/{application.round_id}/").content.decode()
    assert application.number not in board
    assert "looked after by somebody else" in board
    # Whoever coordinates and reviews nothing here sees all of it.
    other = make_coordinator()
    assert statuses(other, application) == {200}
    assert application.number.encode() in signed_in(other).get(table).getvalue()


def test_invariant_09_a_coordinator_who_reviews_reads_others_after_their_own():
    person, application = reviewer_who_coordinates()
    own, other = application.reviews.get(reviewer=person), application.reviews.last()
    score_review(other, feedback="Only the other one wrote this.")
    own = reviews.declare(review=own, by=person.user, conflict=False)
    scores = f"/en/grants/rounds/{application.round_id}/scores.csv"
    client = signed_in(person.user)
    assert statuses(person.user, application) == {404}
    assert application.number.encode() not in client.get(scores).getvalue()
    reviews.save_scores(
        review=own,
        by=person.user,
        scores={score.criterion_key: 1 for score in own.scores.all()},
        feedback="Thin.",
    )
    reviews.submit_review(review=fresh(own), by=person.user)
    assert statuses(person.user, application) == {200}
    assert "Only the other one wrote this." in client.get(addresses_of(application)[0]).text
    assert application.number.encode() in client.get(scores).getvalue()


def test_invariant_08_a_review_never_written_bars_until_the_decision_is_published():
    person, application = reviewer_who_coordinates()
    score_review(application.reviews.exclude(reviewer=person).get())
    other = make_coordinator()
    decisions.open_discussion(application=application, by=other, reason="One is ill")
    decisions.decide(application=application, outcome="decline", feedback="No.", by=other)
    assert statuses(person.user, application) == {404}
    decisions.publish_decisions(round_page=application.round, by=other)
    assert statuses(person.user, application) == {200}


def test_invariant_08_a_declared_conflict_bars_the_coordinator_too():
    person, application = reviewer_who_coordinates()
    own = application.reviews.get(reviewer=person)
    reviews.declare(review=own, by=person.user, conflict=True, reason="My cousin")
    assert statuses(person.user, application) == {404}


def test_invariant_07_a_coordinator_does_not_look_after_a_mentee():
    application = make_submitted()
    person = make_person(user=make_coordinator())
    assert list(permissions.managed_applications(person.user)) == [application]
    Mentorship.objects.create(mentor=person, learner=application.applicant)
    assert list(permissions.managed_applications(person.user)) == []
    assert statuses(person.user, application) == {404}


def papers_of(grant):
    """The pages of a running grant, and those that only finance has."""
    agreement, tranche, report = grant.agreements.get(), grant.tranches.get(), grant.reports.get()
    proof = make_file(grant.application, purpose="proof", tranche=tranche, content=b"proof")
    receipt = make_file(grant.application, purpose="receipt", report=report, content=b"receipt")
    shared = [
        f"/en/grants/awards/{grant.pk}/",
        f"/en/grants/awards/{grant.pk}/ledger/",
        f"/en/grants/agreements/{agreement.pk}/",
        f"/en/grants/agreements/{agreement.pk}.pdf",
        f"/en/grants/files/{proof.pk}/",
    ]
    stories = [f"/en/grants/reports/{report.pk}/", f"/en/grants/files/{receipt.pk}/"]
    return shared, stories, [f"/en/grants/payments/{tranche.pk}/"]


def test_invariant_12_ones_own_sides_grant_is_not_there():
    organisation, coordinator = make_organisation(), make_coordinator()
    applicant = make_applicant(organisation=organisation)
    grant = make_active_grant(applicant=applicant, coordinator=coordinator)
    report = write_report(grant.reports.get(), coordinator=coordinator)
    approve(grant.tranches.get(), coordinator)
    shared, stories, of_finance = papers_of(grant)
    seen = {
        (coordinator, True): shared + stories,
        (make_finance(), True): shared + of_finance,
        (applicant.user, True): shared + stories,
        (make_coordinator(organisation=organisation), False): shared + stories,
        (make_finance(organisation=organisation), False): shared + of_finance,
    }
    for (user, may), addresses in seen.items():
        client = signed_in(user)
        for address in addresses:
            answer = client.get(address)
            if answer.streaming:
                answer.getvalue()
            assert (address, answer.status_code) == (address, 200 if may else 404)
    number = grant.application.number
    for (user, may), addresses in seen.items():
        if of_finance[0] in addresses:
            payments_page = signed_in(user).get("/en/grants/payments/").content.decode()
            assert (number in payments_page) is may
            assert bool(next_steps(user)) is may
        elif user != applicant.user:
            assert any(str(report.pk) in step.url for step in next_steps(user)) is may
            to = {"to": "changes-requested", "reason": "Say more."}
            answer = signed_in(user).post(f"/en/grants/move/report/{report.pk}/", to)
            assert answer.status_code == (302 if may else 404)


def test_invariant_12_a_pending_award_of_ones_own_side_is_in_no_total():
    organisation, coordinator = make_organisation(), make_coordinator()
    applicant = make_applicant(organisation=organisation)
    near = make_coordinator(organisation=organisation)
    application = make_discussed(applicant=applicant, coordinator=coordinator)
    decisions.decide(
        application=application,
        outcome="award",
        amount=Decimal("123.00"),
        feedback="Yes.",
        by=coordinator,
    )
    pages = [
        f"/en/grants/rounds/{application.round_id}/",
        f"/en/grants/rounds/{application.round_id}/publish/",
    ]

    def awarded(user):
        return {signed_in(user).get(page).context["awarded"] for page in pages}

    assert awarded(coordinator) == {Decimal("123.00")}
    assert awarded(near) == {Decimal(0)}
    decisions.publish_decisions(round_page=application.round, by=coordinator)
    assert awarded(near) == {Decimal("123.00")}


def test_who_exports_a_table_is_written_into_the_rounds_history(client):
    organisation = make_organisation()
    application = make_submitted(applicant=make_applicant(organisation=organisation))
    round_page = application.round
    near, other = make_coordinator(organisation=organisation), make_coordinator()
    expected = []
    for user, proposals in ((other, 1), (near, 0)):
        for table in ("applications", "scores", "ledger", "reports"):
            for kind in ("csv", "xlsx"):
                signed_in(user).get(f"/en/grants/rounds/{round_page.pk}/{table}.{kind}")
                name = f"{round_page.code}-{table}.{kind}"
                expected.append((user.pk, {"file": name, "proposals": proposals}))
    # Whoever is refused took nothing.
    refused = f"/en/grants/rounds/{round_page.pk}/scores.csv"
    assert signed_in(application.applicant.user).get(refused).status_code == 403
    entries = PageLogEntry.objects.for_instance(round_page).filter(action=EXPORT_TABLE)
    assert list(entries.order_by("pk").values_list("user", "data")) == expected
    client.force_login(make_user(is_superuser=True, is_staff=True))
    history = client.get(reverse("wagtailadmin_pages:history", args=[round_page.pk])).text
    assert f"“{round_page.code}-ledger.xlsx” was exported (proposals: 1)" in history

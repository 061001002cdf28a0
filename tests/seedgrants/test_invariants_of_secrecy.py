"""Who must not learn what: 7, 8 and 9 for people with several roles, and 22."""

import pytest

from lms.records.models import Mentorship
from seedgrants import permissions
from seedgrants.services import decisions, reviews
from tests.factories.records import make_person
from tests.factories.seedgrants import (
    allow,
    fresh,
    make_coordinator,
    make_reviewer,
    make_submitted,
    make_under_review,
    score_review,
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

"""The whole chain through the pages, as people would click it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from seedgrants.enums import RoundState
from seedgrants.models import Application, Event, Grant, GrantRoundPage
from tests.factories.seedgrants import (
    make_applicant,
    make_coordinator,
    make_finance,
    make_reviewer,
    make_round,
)

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def post(client, name, /, *args, **data):
    response = client.post(reverse(f"seedgrants:{name}", args=args), data, follow=True)
    assert response.status_code == 200
    return response


def get(client, name, /, *args):
    response = client.get(reverse(f"seedgrants:{name}", args=args))
    assert response.status_code == 200
    return response


def budget(version, **row):
    row = {
        "category": "activities",
        "item": "Flip charts",
        "quantity": "១០",
        "unit": "box",
        "unit_cost": "1,2.50",
        "times": "2",
        "note": "",
    } | row
    return {
        "version": version,
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        **{f"lines-0-{name}": value for name, value in row.items()},
    }


def move(client, subject, thing, to, **data):
    return post(client, "move", subject, thing.pk, to=to, **data)


def write_proposal(client, round_page):
    """From the call to the receipt; returns the application."""
    response = client.post(reverse("seedgrants:start", args=[round_page.pk]))
    application = Application.objects.get()
    assert response["Location"] == reverse("seedgrants:edit", args=[application.pk, "about"])
    post(client, "edit", application.pk, "about", version=1, title="Safe migration")
    for section, question in enumerate(round_page.questions.all(), start=1):
        version = Application.objects.get().version
        data = {f"q_{question.translation_key.hex}": "Because girls leave school."}
        post(client, "edit", application.pk, str(section), version=version, **data)
    version = Application.objects.get().version
    page = post(client, "edit", application.pk, "budget", **budget(version))
    assert "250.00 USD" in page.content.decode()
    key = page.context["form"].initial["key"]
    receipt = post(client, "edit", application.pk, "check", key=key)
    application.refresh_from_db()
    revision = application.revisions.get()
    assert application.number in receipt.content.decode()
    assert revision.sha256 in receipt.content.decode().replace("<wbr>", "")
    return application


def test_the_whole_chain(client):
    round_page = make_round()
    applicant, coordinator = make_applicant(), make_coordinator()
    finance, reviewers = make_finance(), [make_reviewer(), make_reviewer()]
    trainee, chair, treasurer = map(signed_in, (applicant.user, coordinator, finance))
    application = write_proposal(trainee, round_page)

    GrantRoundPage.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    move(chair, "round", round_page, "closed")
    move(chair, "round", round_page, "reviewing")
    post(chair, "assign", application.pk, reviewers=[person.pk for person in reviewers])
    for points, person in zip((5, 3), reviewers, strict=True):
        reviewer, review = signed_in(person.user), person.grant_reviews.get()
        post(reviewer, "declare", review.pk, answer="free")
        assert "Because girls leave school." in get(reviewer, "review", review.pk).content.decode()
        scores = {f"s_{score.criterion_key.hex}": points for score in review.scores.all()}
        post(reviewer, "review", review.pk, feedback="Clear.", go="submit", **scores)
    move(chair, "application", application, "discussion")
    post(chair, "decide", application.pk, outcome="award", amount="200.00", feedback="Well done.")
    assert "200.00 USD" not in get(trainee, "application", application.pk).content.decode()
    board = get(chair, "board", round_page.pk).content.decode()
    assert "80.0" in board
    assert "40.0" in board
    assert "4,800.00 USD" in board
    post(chair, "publish", round_page.pk)
    round_page.refresh_from_db()
    assert round_page.state == RoundState.DECIDED
    page = get(trainee, "application", application.pk).content.decode()
    assert "Your proposal is awarded 200.00 USD." in page
    assert "Well done." in page

    grant = Grant.objects.get()
    move(trainee, "grant", grant, "accepted")
    post(chair, "draw_up", grant.pk, starts_on="2026-01-01", ends_on="2026-12-31")
    agreement = grant.agreements.get()
    post(trainee, "agreement", agreement.pk, name="Sok Dara")
    assert "Sok Dara" in get(chair, "agreement", agreement.pk).content.decode()
    post(chair, "activate", grant.pk, reports=1)
    post(chair, "plan", grant.pk, amount="២០០", due_on="2026-01-10")
    tranche, report = grant.tranches.get(), grant.reports.get()
    move(chair, "tranche", tranche, "ready")
    move(chair, "tranche", tranche, "approved")
    assert "200.00 USD" in get(treasurer, "payments").content.decode()
    post(treasurer, "pay", tranche.pk, paid_on="2026-01-11", reference="ABA 1")
    move(trainee, "tranche", tranche, "acknowledged")
    move(chair, "report", report, "open")
    story = {"done": "We met.", "changed": "They ask.", "learned": "Start early."}
    story["lasting"] = "The group goes on."
    people = {"women": "1,000", "men": "៥", "girls": "0", "boys": "0", "people": "1005"}
    spent = {f"line_{report.lines.get().pk}": "200"}
    post(trainee, "report", report.pk, version=1, go="submit", **story, **people, **spent)
    move(chair, "report", report, "accepted")
    move(chair, "grant", grant, "closing")
    move(chair, "grant", grant, "closed")

    grant.refresh_from_db()
    assert (grant.state, grant.paid, grant.spent) == ("closed", Decimal(200), Decimal(200))
    board = get(chair, "board", round_page.pk).content.decode()
    assert "1,005: 1,000 women, 5 men, 0 girls, 0 boys" in board
    assert Event.objects.filter(subject="tranche").count() == 5
    assert list(Event.objects.filter(subject="application").values_list("to_state", flat=True)) == [
        "draft",
        "submitted",
        "under-review",
        "discussion",
        "awarded",
    ]

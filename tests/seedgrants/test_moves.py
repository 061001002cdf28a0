"""The plain buttons lead only where they are offered, and nothing gets stuck on the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from seedgrants.enums import ApplicationState, Outcome
from seedgrants.models import Application, Event, GrantRoundPage
from seedgrants.services import decisions, feedback, submission
from tests.factories.records import make_organisation
from tests.factories.seedgrants import (
    fresh,
    make_applicant,
    make_coordinator,
    make_discussed,
    make_draft,
    make_feedback,
    make_submitted,
    set_state,
)
from tests.seedgrants.test_flow import get, post, signed_in

pytestmark = pytest.mark.django_db


def refused_targets(client, application, *, offered):
    """Press every button there is not; each is answered in words and changes nothing."""
    state, events = application.state, Event.objects.count()
    for target in set(ApplicationState.values) - set(offered):
        page = post(client, "move", "application", application.pk, to=target, reason="Why not")
        assert "Load the page again" in page.content.decode(), target
        assert fresh(application).state == state, target
    assert Event.objects.count() == events


def test_an_applicant_presses_only_what_is_offered():
    draft = make_draft(filled=False)
    refused_targets(signed_in(draft.applicant.user), draft, offered=["withdrawn"])
    asked, _comment = make_feedback(make_draft())
    application = fresh(asked.application)
    refused_targets(signed_in(application.applicant.user), application, offered=["withdrawn"])
    assert fresh(asked).is_waiting
    feedback.take_draft_back(application=application, by=application.applicant.user)
    feedback.ask_for_feedback(
        application=application, by=application.applicant.user, mentor=asked.mentor
    )


def test_a_coordinator_presses_only_what_is_offered():
    application = make_submitted()
    refused_targets(signed_in(make_coordinator()), application, offered=["ineligible"])


def test_a_refusal_does_not_tell_the_applicant_what_the_panel_does():
    application = make_discussed()
    client = signed_in(application.applicant.user)
    page = post(client, "move", "application", application.pk, to="awarded").content.decode()
    assert "it is now “being read”" in page
    assert "in discussion" not in page


def test_publication_waits_for_nothing_that_was_never_sent():
    coordinator = make_coordinator()
    application = make_discussed(coordinator=coordinator)
    decisions.decide(
        application=application, outcome=Outcome.DECLINE, feedback="No.", by=coordinator
    )
    set_state(application.round, "open")
    stray = make_draft(round_page=application.round)
    Application.objects.filter(pk=stray.pk).update(state=ApplicationState.SUBMITTED)
    set_state(application.round, "reviewing")
    decisions.publish_decisions(round_page=application.round, by=coordinator)
    assert fresh(application).state == ApplicationState.DECLINED


def test_a_coordinator_gives_a_late_draft_more_time_without_reading_it():
    organisation = make_organisation()
    coordinator = make_coordinator(organisation=organisation)
    draft = make_draft(title="Secret of the draft")
    own_side = make_draft(
        round_page=draft.round, applicant=make_applicant(organisation=organisation)
    )
    GrantRoundPage.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    client = signed_in(coordinator)
    board = get(client, "board", draft.round_id).content.decode()
    assert str(draft.applicant) in board
    assert "Secret of the draft" not in board
    assert str(own_side.applicant) not in board
    soon = timezone.localtime() + timedelta(days=1)
    data = {"until": soon.strftime("%Y-%m-%dT%H:%M"), "reason": "Flood"}
    past = {"until": "2020-01-01T10:00", "reason": "Flood"}
    page = post(client, "more_time", draft.pk, **past)
    assert "Write a time that is still to come." in page.content.decode()
    assert not draft.extensions.exists()
    post(client, "more_time", draft.pk, **data)
    submission.submit_application(application=draft, by=draft.applicant.user, key="late")
    assert draft.extensions.get().reason == "Flood"
    for other in (draft, own_side):  # sent by now; of one's own side
        assert client.post(f"/en/grants/proposals/{other.pk}/more-time/", data).status_code == 404

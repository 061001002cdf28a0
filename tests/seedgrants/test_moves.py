"""The plain buttons lead only where they are offered, and nothing gets stuck on the way."""

import pytest

from seedgrants.enums import ApplicationState, Outcome
from seedgrants.models import Application, Event
from seedgrants.services import decisions, feedback
from tests.factories.seedgrants import (
    fresh,
    make_coordinator,
    make_discussed,
    make_draft,
    make_feedback,
    make_submitted,
    set_state,
)
from tests.seedgrants.test_flow import post, signed_in

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

"""The plain buttons lead only where they are offered, and nothing gets stuck on the way."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from seedgrants.enums import ApplicationState, Happening, Outcome
from seedgrants.exceptions import MoveRefused
from seedgrants.models import Application, Decision, Event, GrantRoundPage
from seedgrants.services import (
    consent,
    decisions,
    feedback,
    grants,
    ledger,
    payments,
    reports,
    submission,
)
from seedgrants.transitions import move
from tests.factories.records import make_organisation
from tests.factories.seedgrants import (
    approve,
    fresh,
    make_active_grant,
    make_agreement,
    make_applicant,
    make_coordinator,
    make_discussed,
    make_draft,
    make_feedback,
    make_finance,
    make_round,
    make_signed_grant,
    make_submitted,
    set_state,
    write_report,
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
    given = draft.events.get(to_state="more-time")
    assert (given.from_state, given.reason, given.actor) == ("draft", "Flood", coordinator)
    for other in (draft, own_side):  # sent by now; of one's own side
        assert client.post(f"/en/grants/proposals/{other.pk}/more-time/", data).status_code == 404


DAY = date(2026, 2, 1)


def test_each_payment_but_the_first_has_a_report_to_wait_for():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, amounts=("50.00", "50.00"))
    with pytest.raises(MoveRefused, match="There is 1 report: plan one payment more"):
        grants.plan_tranches(grant=grant, by=coordinator, plan=[(Decimal(50), DAY)])
    grant = make_signed_grant(coordinator=coordinator)
    plan = [(Decimal(50), DAY)] * 3
    grants.plan_tranches(grant=grant, by=coordinator, plan=plan)
    client = signed_in(coordinator)
    page = post(client, "activate", grant.pk, reports=1)
    assert "plan one payment more than that at most" in page.content.decode()
    assert fresh(grant).state == "accepted"
    post(client, "activate", grant.pk, reports=2)
    assert fresh(grant).state == "active"


def test_a_planned_payment_goes_away_and_leaves_an_event():
    coordinator, finance = make_coordinator(), make_finance()
    grant = make_active_grant(coordinator=coordinator, amounts=("50.00", "50.00"))
    first, second = grant.tranches.all()
    client = signed_in(coordinator)
    page = post(client, "remove_tranche", first.pk)
    assert "Only the last payment" in page.content.decode()
    assert page.content.decode().count("Remove this payment") == 1
    post(client, "remove_tranche", second.pk)
    assert list(grant.tranches.all()) == [first]
    assert Event.objects.get(to_state="removed").object_id == second.pk
    timeline = get(client, "timeline", grant.application_id).content.decode()
    assert "taken off the plan" in timeline
    payments.pay_tranche(
        tranche=approve(first, coordinator), by=finance, paid_on=DAY, reference="1"
    )
    with pytest.raises(MoveRefused):
        grants.remove_tranche(tranche=fresh(first), by=coordinator)
    payments.reverse_payment(
        tranche=fresh(first), by=finance, on=DAY, reference="2", reason="Bounced"
    )
    with pytest.raises(MoveRefused):
        grants.remove_tranche(tranche=fresh(first), by=coordinator)


def test_a_report_that_does_not_come_back_can_be_done_without():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    report = write_report(grant.reports.get(), coordinator=coordinator)
    reports.request_changes(report=report, by=coordinator, reason="Say who counted.")
    move(fresh(report), "waived", by=coordinator, reason="She has moved away")
    move(grant, "closing", by=coordinator)


def test_an_accepted_grant_that_is_never_signed_lapses_and_frees_the_fund():
    coordinator = make_coordinator()
    grant = make_agreement(coordinator=coordinator).grant
    round_page = grant.application.round
    assert Decision.objects.awarded_in(round_page) == 250
    move(grant, "lapsed", by=coordinator, reason="No answer for three months")
    assert Decision.objects.awarded_in(round_page) == 0
    signed = make_signed_grant(coordinator=coordinator)
    with pytest.raises(MoveRefused, match="is signed"):
        move(signed, "lapsed", by=coordinator, reason="Too late")


def test_a_discussion_goes_back_to_review_and_its_decision_falls_away():
    coordinator = make_coordinator()
    application = make_discussed(coordinator=coordinator)
    decision = decisions.decide(
        application=application, outcome=Outcome.DECLINE, feedback="No.", by=coordinator
    )
    client = signed_in(coordinator)
    assert "Back to review" in get(client, "manage", application.pk).content.decode()
    post(client, "move", "application", application.pk, to="under-review", reason=" ")
    assert fresh(application).state == "discussion"
    post(client, "move", "application", application.pk, to="under-review", reason="One more eye")
    assert fresh(application).state == "under-review"
    assert fresh(decision).state == "replaced"
    with pytest.raises(MoveRefused, match=application.number):
        decisions.publish_decisions(round_page=application.round, by=coordinator)
    decisions.open_discussion(application=fresh(application), by=coordinator)
    decisions.decide(
        application=application, outcome=Outcome.DECLINE, feedback="No.", by=coordinator
    )
    decisions.publish_decisions(round_page=application.round, by=coordinator)
    assert fresh(application).state == "declined"


def test_an_answer_locks_the_proposal_before_the_request(monkeypatch):
    """As sending and taking back do: otherwise two of them wait for each other."""
    asked, _comment = make_feedback(make_draft())
    locked = []

    def lock(thing):
        locked.append(type(thing))
        return fresh(thing)

    monkeypatch.setattr(feedback, "lock", lock)
    feedback.answer_feedback(request=asked, by=asked.mentor.user, summary="Name the place.")
    assert locked == [Application, type(asked)]
    assert fresh(asked.application).state == "draft"


def test_a_round_opens_with_a_rubric():
    coordinator = make_coordinator()
    round_page = make_round(state="draft", criteria=0)
    client = signed_in(coordinator)
    page = post(client, "move", "round", round_page.pk, to="open")
    assert "Write at least one criterion first" in page.content.decode()
    assert fresh(round_page).state == "draft"
    ready = make_round(state="draft")
    post(client, "move", "round", ready.pk, to="open")
    assert fresh(ready).state == "open"


def test_a_round_is_copied_on_its_board_and_not_in_the_page_editor(admin_client):
    round_page = make_round()
    address = reverse("wagtailadmin_pages:copy", args=[round_page.pk])
    parent = round_page.get_parent()
    data = {"new_title": "Next", "new_slug": "next", "new_parent_page": parent.pk}
    for page in (admin_client.get(address), admin_client.post(address, data)):
        assert page["Location"].endswith(f"/grants/rounds/{round_page.pk}/")
    assert "Copy the round here" in get(admin_client, "board", round_page.pk).content.decode()
    assert GrantRoundPage.objects.count() == 1


def test_a_withdrawn_proposal_is_taken_up_again_while_the_round_is_open():
    asked, _comment = make_feedback(make_draft())
    application = fresh(asked.application)
    owner = application.applicant.user
    client = signed_in(owner)
    post(client, "move", "application", application.pk, to="withdrawn")
    assert not fresh(asked).is_waiting
    assert "Take it up again" in get(client, "application", application.pk).content.decode()
    post(client, "move", "application", application.pk, to="draft")
    assert fresh(application).state == "draft"
    feedback.ask_for_feedback(application=application, by=owner, mentor=asked.mentor)
    revision = submission.submit_application(application=application, by=owner, key="1")
    post(client, "move", "application", application.pk, to="withdrawn")
    post(client, "move", "application", application.pk, to="draft")
    again = submission.submit_application(application=application, by=owner, key="2")
    assert (revision.number, again.number) == (1, 2)
    post(client, "move", "application", application.pk, to="withdrawn")
    GrantRoundPage.objects.update(closes_at=timezone.now())
    assert "Take it up again" not in get(client, "application", application.pk).content.decode()
    page = post(client, "move", "application", application.pk, to="draft")
    assert "This round takes no proposals now." in page.content.decode()
    assert fresh(application).state == "withdrawn"


def test_the_timeline_tells_everything_that_was_done():
    coordinator, finance = make_coordinator(), make_finance()
    grant = make_active_grant(coordinator=coordinator)
    application, owner = grant.application, grant.application.applicant.user
    payments.pay_tranche(
        tranche=approve(grant.tranches.get(), coordinator), by=finance, paid_on=DAY, reference="1"
    )
    ledger.record_return(grant=grant, amount=Decimal(50), on=DAY, reference="2", by=finance)
    ledger.write_off(grant=grant, amount=Decimal(50), on=DAY, reason="Lost", by=coordinator)
    consent.set_consent(grant=grant, by=owner, agreed=True)
    consent.set_consent(grant=grant, by=owner, agreed=False)
    later = timezone.localdate() + timedelta(days=900)
    reports.extend_report(report=grant.reports.get(), until=later, reason="Flood", by=coordinator)
    happenings = application.events.filter(to_state__in=Happening.values)
    assert list(happenings.values_list("subject", "to_state", "reason", "actor")) == [
        ("grant", "drawn-up", "", coordinator.pk),
        ("grant", "signed", "", owner.pk),
        ("grant", "given-back", "", finance.pk),
        ("grant", "written-off", "Lost", coordinator.pk),
        ("grant", "listed", "", owner.pk),
        ("grant", "not-listed", "", owner.pk),
        ("report", "more-time", "Flood", coordinator.pk),
    ]
    for user in (coordinator, owner):
        page = get(signed_in(user), "timeline", application.pk).content.decode()
        for happening in set(Happening) - {Happening.REMOVED}:
            assert str(happening.label) in page


def test_payments_are_planned_before_or_after_the_reports():
    coordinator = make_coordinator()
    grant = grants.activate_grant(grant=make_signed_grant(coordinator=coordinator), by=coordinator)
    grants.plan_tranches(grant=grant, by=coordinator, plan=[(Decimal(50), DAY)] * 2)
    [report] = grants.schedule_reports(grant=grant, by=coordinator, ends=[grant.ends_on])
    assert report.number == 1

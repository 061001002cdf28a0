"""What must always hold once there is money: 12, 13, 16 to 20 and 22."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from seedgrants.diagrams import page as diagrams_page
from seedgrants.enums import EntryKind, Subject
from seedgrants.exceptions import (
    BadAmount,
    ConflictOfInterest,
    Incomplete,
    MoveRefused,
    NotAllowed,
)
from seedgrants.models import Agreement, GrantRoundPage, LedgerEntry, Notice, Signature
from seedgrants.models.history import WrittenOnce
from seedgrants.next_steps import next_steps
from seedgrants.published import as_360giving
from seedgrants.services import (
    agreements,
    amendments,
    consent,
    feedback,
    grants,
    ledger,
    payments,
    reminders,
    reports,
)
from seedgrants.transitions import move
from seedgrants.workflows import MOVES, subject_of
from tests.conftest import PROJECT
from tests.factories.records import make_organisation
from tests.factories.seedgrants import (
    PNG,
    approve,
    fresh,
    line,
    make_active_grant,
    make_agreement,
    make_applicant,
    make_coordinator,
    make_finance,
    make_grant,
    make_mentor,
    make_round,
    make_under_review,
    write_report,
)
from tests.seedgrants.test_flow import get, post, signed_in

pytestmark = pytest.mark.django_db

DAY = date(2026, 1, 2)


def paid_grant(*, coordinator, amount="250.00", **kwargs):
    """A running grant whose only tranche is paid; returns the grant and who paid."""
    finance = make_finance()
    grant = make_active_grant(coordinator=coordinator, amounts=(amount,), **kwargs)
    tranche = approve(grant.tranches.get(), coordinator)
    payments.pay_tranche(tranche=tranche, by=finance, paid_on=DAY, reference="1")
    return fresh(grant), finance


def two_lines():
    """A budget of 150 and 100."""
    return [
        line(item="Snacks", quantity=Decimal(10), unit_cost=Decimal(15), times=1),
        line(item="Cards", quantity=Decimal(10), unit_cost=Decimal(10), times=1),
    ]


def test_every_invariant_has_a_test_named_after_it():
    named = {
        int(number)
        for path in Path(__file__).parent.glob("test_*.py")
        for number in re.findall(r"def test_invariant_(\d\d)_", path.read_text())
    }
    assert named == set(range(1, 23))


def test_the_diagrams_in_the_docs_are_current():
    with override("en"):
        assert (PROJECT / "docs/grant-states.md").read_text() == diagrams_page()


def test_every_workflow_has_its_subject_and_labels():
    assert {subject_of(model) for model in MOVES} == set(Subject)
    assert all(str(move.label) for moves in MOVES.values() for move in moves)


def test_invariant_12_a_contra_entry_is_not_for_ones_own_side():
    organisation = make_organisation()
    coordinator = make_coordinator()
    grant, _finance = paid_grant(
        coordinator=coordinator, applicant=make_applicant(organisation=organisation)
    )
    near = make_finance(organisation=organisation)
    with pytest.raises(ConflictOfInterest):
        payments.reverse_payment(
            tranche=grant.tranches.get(), by=near, on=DAY, reference="2", reason="Wrong account"
        )
    with pytest.raises(ConflictOfInterest):
        ledger.record_return(grant=grant, amount=Decimal(1), on=DAY, reference="2", by=near)


def test_invariant_13_a_payment_is_undone_only_by_a_contra_entry():
    coordinator = make_coordinator()
    grant, finance = paid_grant(coordinator=coordinator)
    tranche = grant.tranches.get()
    with pytest.raises(MoveRefused):
        payments.reverse_payment(tranche=tranche, by=finance, on=DAY, reference="2", reason=" ")
    payments.reverse_payment(
        tranche=tranche, by=finance, on=DAY, reference="2", reason="Wrong account"
    )
    grant, tranche = fresh(grant), fresh(tranche)
    assert (grant.paid, tranche.state, tranche.paid_by) == (0, "planned", None)
    with pytest.raises(MoveRefused):
        payments.reverse_payment(tranche=tranche, by=finance, on=DAY, reference="2", reason="x")
    tranche = approve(tranche, coordinator)
    payments.pay_tranche(tranche=tranche, by=finance, paid_on=DAY, reference="3")
    entries = grant.ledger.with_balance()
    assert [(e.kind, e.amount, e.balance) for e in entries] == [
        (EntryKind.PAYMENT, Decimal(250), Decimal(250)),
        (EntryKind.CONTRA, Decimal(-250), Decimal(0)),
        (EntryKind.PAYMENT, Decimal(250), Decimal(250)),
    ]
    assert entries[1].reverses == entries[0]
    assert fresh(grant).paid == 250


def test_invariant_13_ledger_never_changes():
    grant, _finance = paid_grant(coordinator=make_coordinator())
    entry = grant.ledger.get()
    entry.amount = Decimal(1)
    with pytest.raises(WrittenOnce):
        entry.save()
    with pytest.raises(WrittenOnce):
        LedgerEntry.objects.all().delete()


def test_invariant_14_the_agreed_lines_are_the_award():
    grant = make_grant(amount=Decimal("100.01"), lines=two_lines())
    assert [(row.item, row.amount) for row in grant.lines.all()] == [
        ("Snacks", Decimal("60.01")),
        ("Cards", Decimal("40.00")),
    ]


def test_invariant_15_a_cut_in_riel_stays_in_whole_hundreds():
    round_page = make_round(currency="KHR", fund=Decimal(9000000), cap=Decimal(900000))
    rows = [
        line(quantity=Decimal(1), unit_cost=Decimal(amount), times=1) for amount in (70000, 30100)
    ]
    grant = make_grant(round_page=round_page, lines=rows, amount=Decimal(50000))
    assert [row.amount for row in grant.lines.all()] == [35000, 15000]


def test_invariant_16_a_later_last_day_leaves_no_gap():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, parts=2)
    owner = grant.application.applicant.user
    amendment = amendments.propose_amendment(
        grant=grant, by=owner, reason="Floods", ends_on=date(2027, 1, 31)
    )
    amendments.accept_amendment(amendment=amendment, by=coordinator)
    grant = fresh(grant)
    periods = list(grant.reports.values_list("starts_on", "ends_on"))
    assert grant.ends_on == date(2027, 1, 31)
    assert periods[-1][1] == grant.ends_on
    assert periods[1][0] == periods[0][1] + timedelta(days=1)
    with pytest.raises(Incomplete):
        amendments.propose_amendment(grant=grant, by=owner, reason="No", ends_on=periods[1][0])


def test_invariant_18_spending_is_cumulative():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, amounts=("100.00", "150.00"), parts=2)
    first = write_report(grant.reports.get(number=1), coordinator=coordinator, actual=Decimal(100))
    second = reports.open_report(report=grant.reports.get(number=2), by=coordinator)
    assert second.lines.get().before == 0
    reports.accept_report(report=first, by=coordinator)
    row = second.lines.get()
    assert (row.planned, row.before, row.so_far) == (250, 100, 100)
    assert fresh(grant).spent == 100


def test_invariant_18_what_is_unspent_is_returned_or_written_off_before_closing():
    coordinator = make_coordinator()
    grant, finance = paid_grant(coordinator=coordinator)
    report = write_report(grant.reports.get(), coordinator=coordinator, actual=Decimal(100))
    reports.accept_report(report=report, by=coordinator)
    move(fresh(grant), "closing", by=coordinator)
    with pytest.raises(BadAmount):
        ledger.record_return(
            grant=grant, amount=Decimal("150.01"), on=DAY, reference="R1", by=finance
        )
    ledger.record_return(grant=grant, amount=Decimal(100), on=DAY, reference="R1", by=finance)
    with pytest.raises(MoveRefused):
        move(fresh(grant), "closed", by=coordinator)
    with pytest.raises(MoveRefused):
        ledger.write_off(grant=grant, amount=Decimal(50), on=DAY, reason=" ", by=coordinator)
    ledger.write_off(grant=grant, amount=Decimal(50), on=DAY, reason="Stolen", by=coordinator)
    grant = fresh(grant)
    assert (grant.returned, grant.written_off, grant.unspent) == (100, 50, 0)
    assert grant.ledger.with_balance()[-1].balance == 0
    move(grant, "closed", by=coordinator)


def test_invariant_18_the_ledger_knows_no_day_to_come():
    coordinator, finance = make_coordinator(), make_finance()
    grant = make_active_grant(coordinator=coordinator)
    tranche = approve(grant.tranches.get(), coordinator)
    tomorrow = timezone.localdate() + timedelta(days=1)
    said = {"paid_on": tomorrow.isoformat(), "reference": "1"}
    page = post(signed_in(finance), "pay", tranche.pk, **said).content.decode()
    assert "still to come" in page
    assert (fresh(tranche).state, grant.ledger.count()) == ("approved", 0)
    payments.pay_tranche(tranche=tranche, by=finance, paid_on=timezone.localdate(), reference="1")
    with pytest.raises(Incomplete):
        ledger.record_return(
            grant=grant, amount=Decimal(1), on=tomorrow, reference="R1", by=finance
        )
    with pytest.raises(Incomplete):
        ledger.write_off(grant=grant, amount=Decimal(1), on=tomorrow, reason="x", by=coordinator)
    with pytest.raises(Incomplete):
        payments.reverse_payment(
            tranche=tranche, by=finance, on=tomorrow, reference="", reason="Wrong account"
        )
    assert fresh(grant).ledger.count() == 1


@pytest.mark.parametrize("state", ["suspended", "terminated"])
def test_a_payment_of_a_grant_that_stands_still_is_not_to_be_paid(state):
    coordinator, finance = make_coordinator(), make_finance()
    grant = make_active_grant(coordinator=coordinator)
    approve(grant.tranches.get(), coordinator)
    client = signed_in(finance)
    assert len(get(client, "payments").context["to_pay"]) == 1
    assert [step.title for step in next_steps(finance)] == ["Pay 1 approved tranche"]
    move(grant, "suspended", by=coordinator, reason="Flood")
    if state == "terminated":
        move(grant, "terminated", by=coordinator, reason="Flood")
    assert len(get(client, "payments").context["to_pay"]) == 0
    assert next_steps(finance) == []


def undo(grant, finance):
    return payments.reverse_payment(
        tranche=grant.tranches.get(), by=finance, on=DAY, reference="2", reason="Wrong account"
    )


def test_invariant_18_a_payment_is_not_undone_when_its_money_is_accounted_for():
    coordinator = make_coordinator()
    grant, finance = paid_grant(coordinator=coordinator)
    ledger.record_return(grant=grant, amount=Decimal(1), on=DAY, reference="R1", by=finance)
    with pytest.raises(MoveRefused, match="given back"):
        undo(grant, finance)
    assert (fresh(grant).paid, fresh(grant).unspent) == (250, 249)


def test_invariant_18_a_mistyped_return_is_taken_back_by_a_contra_entry():
    coordinator = make_coordinator()
    grant, finance = paid_grant(coordinator=coordinator)
    entry = ledger.record_return(
        grant=grant, amount=Decimal(100), on=DAY, reference="R1", by=finance
    )
    said = {"entry": entry, "on": DAY, "reason": "It was 10.00"}
    with pytest.raises(NotAllowed):
        ledger.take_back(**said, by=coordinator)
    with pytest.raises(MoveRefused):
        ledger.take_back(**said | {"reason": " "}, by=finance)
    with pytest.raises(MoveRefused):
        ledger.take_back(**said | {"entry": grant.ledger.get(kind="payment")}, by=finance)
    contra = ledger.take_back(**said, by=finance)
    assert (contra.kind, contra.amount, contra.reverses) == (EntryKind.CONTRA, 100, entry)
    with pytest.raises(MoveRefused):
        ledger.take_back(**said, by=finance)
    grant = fresh(grant)
    assert (grant.paid, grant.returned, grant.unspent) == (250, 0, 250)
    ledger.record_return(grant=grant, amount=Decimal(10), on=DAY, reference="R1", by=finance)
    grant = fresh(grant)
    assert (grant.paid, grant.returned, grant.unspent) == (250, 10, 240)
    assert grant.ledger.with_balance()[-1].balance == grant.unspent


def test_invariant_18_a_write_off_is_taken_back_on_the_ledgers_page():
    coordinator = make_coordinator()
    grant, finance = paid_grant(coordinator=coordinator)
    entry = ledger.write_off(
        grant=grant, amount=Decimal(5), on=DAY, reason="Stolen", by=coordinator
    )
    client = signed_in(coordinator)
    assert "Undo by a contra entry" in get(client, "ledger", grant.pk).content.decode()
    said = {"entry": entry.pk, "on": "2026-01-03", "reason": "It was found"}
    refused = post(signed_in(finance), "take_back_entry", grant.pk, **said)
    assert "Nothing in the ledger can be taken back now." in refused.content.decode()
    assert post(client, "take_back_entry", grant.pk, **said | {"reason": ""}).redirect_chain == []
    assert "The contra entry is in the ledger" in (
        post(client, "take_back_entry", grant.pk, **said).content.decode()
    )
    assert "taken back already" in (
        post(client, "take_back_entry", grant.pk, **said).content.decode()
    )
    assert fresh(grant).written_off == 0
    page = get(client, "ledger", grant.pk).content.decode()
    assert "It was found" in page
    assert "Undo by a contra entry" not in page


@pytest.mark.parametrize("state", ["closing", "closed", "terminated"])
def test_invariant_18_a_payment_is_not_undone_when_the_grant_is_over(state):
    grant, finance = paid_grant(coordinator=make_coordinator())
    type(grant).objects.filter(pk=grant.pk).update(state=state)
    with pytest.raises(MoveRefused, match="grant is over"):
        undo(grant, finance)
    assert (fresh(grant).paid, grant.tranches.get().state) == (250, "paid")


@pytest.mark.parametrize(
    ("spent", "returned", "closes"),
    [(250, 0, True), (260, 0, True), (200, 50, True), (201, 50, False), (0, 251, False)],
)
def test_invariant_18_a_grant_is_not_closed_with_more_accounted_for_than_paid(
    spent, returned, closes
):
    """What the grantee spent of their own is no obstacle."""
    coordinator = make_coordinator()
    grant, _finance = paid_grant(coordinator=coordinator)
    grant.reports.update(state="waived")
    type(grant).objects.filter(pk=grant.pk).update(state="closing", spent=spent, returned=returned)
    if closes:
        move(fresh(grant), "closed", by=coordinator)
    else:
        with pytest.raises(MoveRefused, match="correct the ledger"):
            move(fresh(grant), "closed", by=coordinator)


def test_invariant_19_a_signed_agreement_never_changes():
    coordinator = make_coordinator()
    agreement = make_agreement(coordinator=coordinator)
    owner = agreement.grant.application.applicant.user
    with pytest.raises(NotAllowed):
        agreements.accept_agreement(agreement=agreement, by=coordinator, name="Not me")
    with pytest.raises(MoveRefused):
        grants.activate_grant(grant=agreement.grant, by=coordinator)
    agreements.accept_agreement(agreement=agreement, by=owner, name="Sok Dara")
    agreement = Agreement.objects.get()
    assert "250.00 USD" in agreement.texts["en"]
    assert set(agreement.texts) == {"en", "km"}
    before = agreement.sha256
    for row in (agreement, agreement.signature):
        with pytest.raises(WrittenOnce):
            row.save()
        with pytest.raises(WrittenOnce):
            row.delete()
    GrantRoundPage.objects.update(agreement="<p>Something else</p>")
    with pytest.raises(MoveRefused):
        agreements.draw_up_agreement(
            grant=agreement.grant, by=coordinator, starts_on=DAY, ends_on=DAY
        )
    with pytest.raises(MoveRefused):
        agreements.accept_agreement(agreement=agreement, by=owner, name="Again")
    assert Agreement.objects.get().sha256 == before
    assert Signature.objects.get().name == "Sok Dara"


def test_invariant_19_only_the_newest_version_is_signed_and_paper_counts():
    coordinator = make_coordinator()
    old = make_agreement(coordinator=coordinator)
    grant = old.grant
    GrantRoundPage.objects.update(agreement="<p>[grantee] gets [amount] <b>[title]</b></p>")
    new = agreements.draw_up_agreement(
        grant=fresh(grant), by=coordinator, starts_on=DAY, ends_on=date(2026, 6, 30)
    )
    assert (new.version, "250.00 USD" in new.texts["en"]) == (2, True)
    with pytest.raises(MoveRefused):
        agreements.accept_agreement(
            agreement=old, by=grant.application.applicant.user, name="Sok Dara"
        )
    agreements.record_paper(
        agreement=new,
        by=coordinator,
        name="Sok Dara",
        signed_on=DAY,
        photograph=ContentFile(PNG, name="signed.png"),
    )
    active = grants.activate_grant(grant=grant, by=coordinator)
    assert (active.signed_on, active.ends_on) == (DAY, date(2026, 6, 30))
    assert new.files.get().purpose == "signed"


def test_invariant_19_words_of_an_applicant_are_no_markup():
    coordinator = make_coordinator()
    grant = make_grant(coordinator=coordinator)
    grant.application.title = "<script>alert(1)</script>"
    grant.application.save()
    grant = grants.accept_grant(grant=fresh(grant), by=grant.application.applicant.user)
    agreement = agreements.draw_up_agreement(
        grant=grant, by=coordinator, starts_on=DAY, ends_on=DAY
    )
    assert "<script>" not in json.dumps(agreement.texts)


def test_invariant_20_reminders_are_one_letter_a_day_sent_once():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, parts=2)
    owner = grant.application.applicant
    mentor = make_mentor(owner)
    for person in (owner, mentor):
        person.email, person.language = f"p{person.pk}@example.org", "en"
        person.save()
    today = timezone.localdate()
    for report in grant.reports.all():
        reports.open_report(report=report, by=coordinator)
    grant.reports.update(due_on=today - timedelta(days=3))
    assert [reminders.send_digests(), reminders.send_digests()] == [2, 0]
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([owner.email, mentor.email])
    letter = next(letter for letter in mail.outbox if letter.to == [owner.email])
    assert letter.body.count("Safe migration") == 2
    letters = Notice.objects.filter(key__startswith="digest:")
    assert letters.filter(sent_at__isnull=False).count() == 2
    mail.outbox.clear()
    assert reminders.send_digests(today=today + timedelta(days=1)) == 0


def test_invariant_20_reports_open_by_themselves_with_one_event():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    grant.reports.update(ends_on=timezone.localdate() + timedelta(days=3), starts_on=DAY)
    assert [reports.open_due_reports(), reports.open_due_reports()] == [1, 0]
    event = grant.events.filter(subject="report", to_state="open").get()
    assert event.actor is None


def test_invariant_22_public_only_when_agreed_to(client):
    coordinator = make_coordinator()
    organisation = make_organisation(name="River Friends")
    grant, _finance = paid_grant(
        coordinator=coordinator, applicant=make_applicant(organisation=organisation)
    )
    owner = grant.application.applicant
    pages = ["/en/grants/published/", "/en/grants/published.json"]
    assert all("Safe migration" not in client.get(p).content.decode() for p in pages)
    assert as_360giving() is None
    with pytest.raises(NotAllowed):
        consent.set_consent(grant=grant, by=coordinator, agreed=True)
    consent.set_consent(grant=grant, by=owner.user, agreed=True)
    for page in pages:
        text = client.get(page).content.decode()
        assert "Safe migration" in text
        assert str(owner) not in text
    report = write_report(grant.reports.get(), coordinator=coordinator, women=4321)
    reports.accept_report(report=report, by=coordinator)
    assert "4321" not in json.dumps(as_360giving())
    consent.set_consent(grant=grant, by=owner.user, agreed=False)
    assert as_360giving() is None


def test_amendment_moves_money_between_lines_and_nothing_else():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, lines=two_lines())
    owner = grant.application.applicant.user
    snacks, cards = grant.lines.all()
    with pytest.raises(BadAmount):
        amendments.propose_amendment(
            grant=grant, by=owner, reason="More cards", amounts={cards.pk: Decimal(130)}
        )
    amounts = {snacks.pk: Decimal(120), cards.pk: Decimal(130)}
    amendment = amendments.propose_amendment(
        grant=grant, by=owner, reason="More cards", amounts=amounts
    )
    with pytest.raises(MoveRefused):
        amendments.propose_amendment(grant=grant, by=owner, reason="Twice", amounts=amounts)
    with pytest.raises(NotAllowed):
        amendments.accept_amendment(amendment=amendment, by=owner)
    amendments.accept_amendment(amendment=amendment, by=coordinator)
    assert [row.amount for row in grant.lines.all()] == [120, 130]
    assert fresh(grant).amount == 250


def test_report_that_moved_more_than_a_tenth_needs_an_amendment():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, lines=two_lines())
    report = write_report(grant.reports.get(), coordinator=coordinator, actual=Decimal("175.01"))
    with pytest.raises(MoveRefused, match="amendment"):
        reports.accept_report(report=report, by=coordinator)
    amendment = amendments.propose_amendment(
        grant=grant,
        by=grant.application.applicant.user,
        reason="More snacks",
        amounts={
            row.pk: amount
            for row, amount in zip(grant.lines.all(), (Decimal(180), Decimal(70)), strict=True)
        },
    )
    amendments.accept_amendment(amendment=amendment, by=coordinator)
    assert reports.accept_report(report=fresh(report), by=coordinator).state == "accepted"


def test_report_explains_a_difference_of_more_than_a_tenth():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    report = grant.reports.get()
    with pytest.raises(Incomplete, match="more than a tenth"):
        write_report(report, coordinator=coordinator, actual=Decimal(100), note="")
    report = fresh(report)
    row = report.lines.get()
    assert (row.variance, row.variance_percent) == (Decimal(-150), Decimal("-60.0"))
    assert not row.needs_explanation(at_the_end=False)
    row.actual = Decimal("275.00")
    assert not row.needs_explanation(at_the_end=True)
    row.actual = Decimal("275.01")
    assert row.needs_explanation(at_the_end=False)


def test_report_date_that_has_passed_is_extended():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    report = reports.open_report(report=grant.reports.get(), by=coordinator)
    type(report).objects.update(due_on=DAY, ends_on=DAY)
    assert fresh(report).is_overdue
    later = timezone.localdate() + timedelta(days=7)
    with pytest.raises(MoveRefused):
        reports.extend_report(report=report, until=later, reason="", by=coordinator)
    reports.extend_report(report=report, until=later, reason="Flood", by=coordinator)
    assert (fresh(report).due_on, fresh(report).is_overdue) == (later, False)
    assert report.extensions.get().was_due_on == DAY


def test_mentor_reads_a_report_before_it_is_sent():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    report = reports.open_report(report=grant.reports.get(), by=coordinator)
    owner = grant.application.applicant
    mentor = make_mentor(owner)
    client, reader = signed_in(owner.user), signed_in(mentor.user)
    post(client, "ask_report", report.pk, mentor=mentor.pk, question="Enough?")
    asked = report.feedback_requests.get()
    assert "Enough?" in get(reader, "feedback", asked.pk).content.decode()
    post(reader, "feedback", asked.pk, go="comment", target="answer:done", text="Say where.")
    feedback.answer_feedback(request=fresh(asked), by=mentor.user, summary="Nearly.")
    assert "Say where." in get(client, "report", report.pk).content.decode()
    assert "Nearly." in get(client, "compare", asked.pk).content.decode()


def test_sent_report_is_frozen_with_its_hash():
    coordinator = make_coordinator()
    report = write_report(
        make_active_grant(coordinator=coordinator).reports.get(), coordinator=coordinator
    )
    revision = report.revisions.get()
    assert revision.content["budget"][0]["actual"] == "100.00"
    with pytest.raises(WrittenOnce):
        revision.save()


def test_timeline_tells_each_what_they_may_know():
    coordinator = make_coordinator()
    application = make_under_review(coordinator=coordinator)
    move(application, "discussion", by=coordinator, reason="Only one read it")
    own = get(signed_in(application.applicant.user), "timeline", application.pk).content.decode()
    staff = get(signed_in(coordinator), "timeline", application.pk).content.decode()
    assert "Only one read it" in staff
    assert "Only one read it" not in own
    assert own.count("being read") == 1
    assert "conflict of interest not declared" not in own


def test_a_database_refuses_payments_above_the_award():
    grant, _finance = paid_grant(coordinator=make_coordinator())
    with pytest.raises(IntegrityError), transaction.atomic():
        type(grant).objects.filter(pk=grant.pk).update(paid=Decimal("250.01"))

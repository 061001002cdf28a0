"""Invariant 3: two clicks, one row, wherever a form adds one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from seedgrants.models import Agreement, Comment, DiscussionNote, LedgerEntry, SentForm, Tranche
from seedgrants.services import grants, ledger, once, payments
from seedgrants.tasks import look_after_grants
from tests.factories.seedgrants import (
    approve,
    fresh,
    make_active_grant,
    make_coordinator,
    make_draft,
    make_feedback,
    make_finance,
    make_grant,
    make_under_review,
)
from tests.seedgrants.test_flow import get, signed_in

pytestmark = pytest.mark.django_db


def paid(grant, coordinator, finance):
    tranche = approve(grant.tranches.get(), coordinator)
    payments.pay_tranche(tranche=tranche, by=finance, paid_on=timezone.localdate(), reference="1")
    return tranche


def returned():
    coordinator, finance = make_coordinator(), make_finance()
    grant = make_active_grant(coordinator=coordinator)
    paid(grant, coordinator, finance)
    said = {"amount": "10", "on": "2026-01-02", "reference": "R1"}
    rows = LedgerEntry.objects.filter(kind="returned")
    return finance, "returned", grant.pk, said, rows, {"reference": "R2"}


def written_off():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    paid(grant, coordinator, make_finance())
    said = {"amount": "10", "on": "2026-01-02", "reason": "Stolen"}
    rows = LedgerEntry.objects.filter(kind="written-off")
    return coordinator, "written_off", grant.pk, said, rows, {"amount": "11"}


def taken_back():
    coordinator, finance = make_coordinator(), make_finance()
    grant = make_active_grant(coordinator=coordinator)
    paid(grant, coordinator, finance)
    entries = [
        ledger.record_return(
            grant=grant, amount=Decimal(10), on=timezone.localdate(), reference="R", by=finance
        )
        for _time in range(2)
    ]
    said = {"entry": entries[0].pk, "on": "2026-01-02", "reason": "Twice"}
    rows = LedgerEntry.objects.filter(kind="contra")
    return finance, "take_back_entry", grant.pk, said, rows, {"entry": entries[1].pk}


def planned():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, amounts=())
    said = {"amount": "10", "due_on": "2026-01-02", "condition": ""}
    rows = Tranche.objects.filter(grant=grant)
    return coordinator, "plan", grant.pk, said, rows, {"due_on": "2026-02-02"}


def drawn_up():
    coordinator = make_coordinator()
    grant = make_grant(coordinator=coordinator)
    grants.accept_grant(grant=grant, by=grant.application.applicant.user)
    said = {"starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    rows = Agreement.objects.all()
    return coordinator, "draw_up", grant.pk, said, rows, {"ends_on": "2026-11-30"}


def noted():
    coordinator = make_coordinator()
    application = make_under_review(coordinator=coordinator)
    rows = DiscussionNote.objects.all()
    return coordinator, "note", application.pk, {"text": "Good"}, rows, {"text": "Better"}


def commented():
    asked, _comment = make_feedback(make_draft())
    said = {"go": "comment", "target": "whole", "text": "Good"}
    rows = Comment.objects.filter(target="whole")
    return asked.mentor.user, "feedback", asked.pk, said, rows, {"text": "Better"}


@pytest.mark.parametrize(
    "prepare", [returned, written_off, taken_back, planned, drawn_up, noted, commented]
)
def test_invariant_03_a_second_click_is_answered_as_the_first(prepare):
    user, name, pk, said, rows, other_words = prepare()
    client, address = signed_in(user), reverse(f"seedgrants:{name}", args=[pk])

    def click(**data):
        response = client.post(address, {"key": "k1"} | said | data, follow=True)
        return response.redirect_chain, [str(message) for message in response.context["messages"]]

    first = click()
    assert first[0]
    assert click() == first
    assert rows.count() == 1
    # From the page before, with other words, it is another form; so it is from a new page.
    assert click(**other_words) == first
    assert rows.count() == 2


def test_invariant_03_a_payment_and_its_contra_are_answered_alike_twice():
    coordinator, finance = make_coordinator(), make_finance()
    grant = make_active_grant(coordinator=coordinator)
    tranche = approve(grant.tranches.get(), coordinator)
    client = signed_in(finance)
    for name, said in (
        ("pay", {"paid_on": "2026-01-02", "reference": "1"}),
        ("reverse", {"on": "2026-01-03", "reason": "Wrong account"}),
    ):
        address = reverse(f"seedgrants:{name}", args=[tranche.pk])
        answers = [
            client.post(address, {"key": name} | said, follow=True).redirect_chain
            for _click in range(2)
        ]
        assert answers[0] == answers[1] != []
    assert grant.ledger.count() == 2


def test_a_refused_form_is_sent_again_with_its_key():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator, amounts=())
    client, address = signed_in(coordinator), reverse("seedgrants:plan", args=[grant.pk])
    said = {"key": "k1", "amount": "250.01", "due_on": "2026-01-02"}
    page = client.post(address, said).content.decode()
    assert 'name="key" value="k1"' in page
    assert not SentForm.objects.exists()
    client.post(address, said | {"amount": "250"})
    assert fresh(grant).tranches.count() == 1


def test_each_page_has_a_key_of_its_own_and_no_id_twice():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    paid(grant, coordinator, make_finance())
    client = signed_in(coordinator)
    pages = [get(client, "ledger", grant.pk) for _time in range(2)]
    keys = {page.context["write_off_form"]["key"].value() for page in pages}
    assert len(keys) == 2
    assert 'id="False"' not in pages[0].content.decode()
    assert f'<input type="hidden" name="key" value="{min(keys)}">' in "".join(
        page.content.decode() for page in pages
    )


def test_old_clicks_are_forgotten():
    SentForm.objects.create(mark="new")
    SentForm.objects.create(mark="old", at=timezone.now() - timedelta(days=31))
    look_after_grants()
    assert SentForm.objects.get().mark == "new"
    done = []
    once.once("new", lambda: done.append(1))
    once.once("old", lambda: done.append(1))
    assert len(done) == 1

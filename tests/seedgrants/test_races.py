"""Many at once on PostgreSQL: the fund, the payments, the second click.

Each race is run once; ``RACES=20`` in the environment, as ``make races`` sets it, runs each
twenty times.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from seedgrants.enums import Outcome, RoundState
from seedgrants.exceptions import SeedGrantError
from seedgrants.models import (
    Application,
    Decision,
    Event,
    Grant,
    GrantReport,
    GrantRoundPage,
    LedgerEntry,
    Revision,
    Tranche,
)
from seedgrants.services import (
    amendments,
    decisions,
    drafts,
    grants,
    ledger,
    payments,
    reports,
    reviews,
    submission,
)
from seedgrants.services.once import once
from tests.factories.seedgrants import (
    approve,
    fresh,
    make_active_grant,
    make_applicant,
    make_coordinator,
    make_draft,
    make_finance,
    make_reviewer,
    make_round,
    make_submitted,
    set_state,
    write_report,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 50
DAY = date(2026, 1, 2)
TIMES = int(os.environ.get("RACES", "1"))


def at_once(action, arguments):
    """Run ``action`` for each argument in a thread of its own; count those that got through."""

    def run(argument):
        try:
            action(argument)
        except (SeedGrantError, ValidationError):
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(run, arguments))


def in_discussion(round_page, coordinator, count):
    """The keys of so many proposals of the round, ready to be decided on."""
    people = [make_reviewer(), make_reviewer()]
    applications = [make_submitted(round_page=round_page) for _ in range(count)]
    set_state(round_page, RoundState.REVIEWING)
    for application in applications:
        reviews.assign_reviewers(application=application, reviewers=people, by=coordinator)
        decisions.open_discussion(application=application, by=coordinator, reason="Race")
    return [application.pk for application in applications]


def test_invariant_13_fifty_awards_stay_within_the_fund():
    coordinator = make_coordinator()
    round_page = make_round(fund=Decimal(5000))
    applications = in_discussion(round_page, coordinator, THREADS)

    def award(pk):
        decisions.decide(
            application=Application.objects.get(pk=pk),
            outcome=Outcome.AWARD,
            amount=Decimal(250),
            feedback="Yes.",
            by=coordinator,
        )

    for _time in range(TIMES):
        assert at_once(award, applications) == 20
        assert Decision.objects.awarded_in(round_page) == Decimal(5000)
        Decision.objects.update(state="replaced")


def test_invariant_13_fifty_payments_stay_within_the_award():
    coordinator, finance = make_coordinator(), make_finance()
    grant = make_active_grant(coordinator=coordinator, amounts=["5.00"] * THREADS, parts=THREADS)
    # More approved payments than the award holds, as no service would plan them.
    Tranche.objects.filter(grant=grant).update(
        amount=Decimal(10), state="approved", approved_by=coordinator
    )

    def pay(pk):
        payments.pay_tranche(
            tranche=Tranche.objects.get(pk=pk),
            by=finance,
            paid_on=DAY,
            reference=str(pk),
        )

    for _time in range(TIMES):
        assert at_once(pay, grant.tranches.values_list("pk", flat=True)) == 25
        assert Grant.objects.get().paid == Decimal(250)
        assert grant.tranches.filter(state="paid").count() == 25
        undo_payments(grant, coordinator)


def undo_payments(grant, coordinator):
    """As if nothing had been paid: the race begins anew."""
    LedgerEntry._base_manager.filter(grant=grant).delete()
    Grant.objects.filter(pk=grant.pk).update(paid=0)
    grant.tranches.update(state="approved", approved_by=coordinator, paid_by=None)


def test_invariant_03_fifty_clicks_one_payment():
    coordinator, finance = make_coordinator(), make_finance()
    tranche = approve(make_active_grant(coordinator=coordinator).tranches.get(), coordinator)

    def pay(pk):
        payments.pay_tranche(
            tranche=Tranche.objects.get(pk=pk),
            by=finance,
            paid_on=DAY,
            reference="1",
        )

    for time in range(1, TIMES + 1):
        assert at_once(pay, [tranche.pk] * THREADS) == 1
        assert Event.objects.filter(subject="tranche", to_state="paid").count() == time
        undo_payments(tranche.grant, coordinator)


def test_invariant_03_fifty_clicks_one_submission():
    for time in range(1, TIMES + 1):
        draft = make_draft()
        user = draft.applicant.user

        def send(key, draft=draft, user=user):
            submission.submit_application(application=fresh(draft), by=user, key=key)

        assert at_once(send, ["key"] * THREADS) == THREADS
        assert Revision.objects.count() == time
        assert draft.events.filter(to_state="submitted").count() == 1


def test_numbers_of_fifty_submissions_differ():
    round_page = make_round()
    drafts = {d.pk: d for d in (make_draft(round_page=round_page) for _ in range(THREADS))}

    def send(pk):
        draft = drafts[pk]
        submission.submit_application(
            application=Application.objects.get(pk=pk), by=draft.applicant.user, key="k"
        )

    assert at_once(send, drafts) == THREADS
    numbers = set(Application.objects.values_list("number", flat=True))
    assert numbers == {f"{round_page.code}-{n:03}" for n in range(1, THREADS + 1)}


def make_paid_grant(coordinator, finance):
    grant = make_active_grant(coordinator=coordinator)
    tranche = approve(grant.tranches.get(), coordinator)
    payments.pay_tranche(tranche=tranche, by=finance, paid_on=DAY, reference="1")
    return fresh(grant)


def test_invariant_13_fifty_planned_payments_stay_within_the_award():
    coordinator = make_coordinator()
    for _time in range(TIMES):
        grant = make_active_grant(coordinator=coordinator, amounts=(), parts=THREADS)

        def plan(_n, pk=grant.pk):
            grants.plan_tranches(
                grant=Grant.objects.get(pk=pk), by=coordinator, plan=[(Decimal(10), DAY)]
            )

        assert at_once(plan, range(THREADS)) == 25
        assert sorted(grant.tranches.values_list("number", flat=True)) == list(range(1, 26))


def test_invariant_13_awards_and_a_lower_fund_at_once():
    coordinator = make_coordinator()
    round_page = make_round(fund=Decimal(5000))
    applications = in_discussion(round_page, coordinator, 8)

    def act(pk):
        if pk is None:
            page = GrantRoundPage.objects.get(pk=round_page.pk)
            page.fund = Decimal(500)
            page.save()
            return
        decisions.decide(
            application=Application.objects.get(pk=pk),
            outcome=Outcome.AWARD,
            amount=Decimal(250),
            feedback="Yes.",
            by=coordinator,
        )

    for _time in range(TIMES):
        at_once(act, [*applications[:2], None, *applications[2:]])
        assert Decision.objects.awarded_in(round_page) <= fresh(round_page).fund
        Decision.objects.update(state="replaced")
        GrantRoundPage.objects.update(fund=Decimal(5000))


def test_invariant_18_fifty_returns_and_write_offs_stay_within_what_is_unspent():
    coordinator, finance = make_coordinator(), make_finance()
    for _time in range(TIMES):
        grant = make_paid_grant(coordinator, finance)

        def settle(n, pk=grant.pk):
            said = {"grant": Grant.objects.get(pk=pk), "amount": Decimal(10), "on": DAY}
            if n % 2:
                ledger.record_return(**said, reference=str(n), by=finance)
            else:
                ledger.write_off(**said, reason=str(n), by=coordinator)

        assert at_once(settle, range(THREADS)) == 25
        grant = fresh(grant)
        assert (grant.unspent, grant.returned + grant.written_off) == (0, 250)
        assert grant.ledger.with_balance()[-1].balance == 0


def test_invariant_18_a_return_and_an_undone_payment_at_once():
    coordinator, finance = make_coordinator(), make_finance()
    for _time in range(TIMES):
        grant = make_paid_grant(coordinator, finance)

        def act(n, pk=grant.pk):
            grant = Grant.objects.get(pk=pk)
            if n % 2:
                ledger.record_return(
                    grant=grant, amount=Decimal(250), on=DAY, reference="1", by=finance
                )
            else:
                payments.reverse_payment(
                    tranche=grant.tranches.get(), by=finance, on=DAY, reference="", reason="No"
                )

        assert at_once(act, range(THREADS)) == 1
        grant = fresh(grant)
        assert grant.unspent == 0
        assert (grant.paid, grant.returned) in ((0, 0), (250, 250))


def test_invariant_03_fifty_clicks_one_row():
    """The same form fifty times: all are answered alike, and one did it."""
    coordinator, finance = make_coordinator(), make_finance()
    for time in range(TIMES):
        grant = make_paid_grant(coordinator, finance)

        def click(_n, pk=grant.pk, mark=str(time)):
            once(
                mark,
                lambda: ledger.record_return(
                    grant=Grant.objects.get(pk=pk),
                    amount=Decimal(1),
                    on=DAY,
                    reference="1",
                    by=finance,
                ),
            )

        assert at_once(click, range(THREADS)) == THREADS
        assert fresh(grant).returned == 1


def test_invariant_03_fifty_clicks_one_draft():
    round_page = make_round()
    for time in range(1, TIMES + 1):
        user = make_applicant().user
        assert (
            at_once(
                lambda page, user=user: drafts.start_application(round_page=page, by=user),
                [round_page] * THREADS,
            )
            == THREADS
        )
        assert Application.objects.count() == time
        assert Event.objects.filter(subject="application", to_state="draft").count() == time


def test_invariant_03_fifty_clicks_accept_one_report():
    coordinator, finance = make_coordinator(), make_finance()
    for _time in range(TIMES):
        grant = make_paid_grant(coordinator, finance)
        report = write_report(grant.reports.get(), coordinator=coordinator)

        def accept(pk):
            reports.accept_report(report=GrantReport.objects.get(pk=pk), by=coordinator)

        assert at_once(accept, [report.pk] * THREADS) == 1
        assert fresh(grant).spent == 100


def test_invariant_03_fifty_clicks_one_amendment():
    coordinator = make_coordinator()
    for _time in range(TIMES):
        grant = make_active_grant(coordinator=coordinator)
        owner = grant.application.applicant.user

        def propose(pk, owner=owner):
            amendments.propose_amendment(
                grant=Grant.objects.get(pk=pk),
                by=owner,
                reason="Floods",
                ends_on=date(2027, 1, 31),
            )

        assert at_once(propose, [grant.pk] * THREADS) == 1
        assert grant.amendments.count() == 1

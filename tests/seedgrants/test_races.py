"""Many at once on PostgreSQL: the fund, the payments, the second click.

Each race is run once; ``RACES=20`` in the environment runs each twenty times.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from seedgrants.enums import Outcome, RoundState
from seedgrants.exceptions import SeedGrantError
from seedgrants.models import (
    Application,
    Decision,
    Event,
    Grant,
    LedgerEntry,
    Revision,
    Tranche,
)
from seedgrants.services import decisions, payments, reviews, submission
from tests.factories.seedgrants import (
    approve,
    fresh,
    make_active_grant,
    make_coordinator,
    make_draft,
    make_finance,
    make_reviewer,
    make_round,
    make_submitted,
    set_state,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
THREADS = 50
TIMES = int(os.environ.get("RACES", "1"))


def at_once(action, arguments):
    """Run ``action`` for each argument in a thread of its own; count those that got through."""

    def run(argument):
        try:
            action(argument)
        except SeedGrantError:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return sum(pool.map(run, arguments))


def test_invariant_13_fifty_awards_stay_within_the_fund():
    coordinator = make_coordinator()
    round_page = make_round(fund=Decimal(5000))
    people = [make_reviewer(), make_reviewer()]
    applications = [make_submitted(round_page=round_page) for _ in range(THREADS)]
    set_state(round_page, RoundState.REVIEWING)
    for application in applications:
        reviews.assign_reviewers(application=application, reviewers=people, by=coordinator)
        decisions.open_discussion(application=application, by=coordinator, reason="Race")

    def award(pk):
        decisions.decide(
            application=Application.objects.get(pk=pk),
            outcome=Outcome.AWARD,
            amount=Decimal(250),
            feedback="Yes.",
            by=coordinator,
        )

    for _time in range(TIMES):
        assert at_once(award, [application.pk for application in applications]) == 20
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
            paid_on=date(2026, 1, 2),
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
            paid_on=date(2026, 1, 2),
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

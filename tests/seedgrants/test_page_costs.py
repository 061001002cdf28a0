"""No page of grants asks more for many rows; grants from before the ledger get theirs."""

from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from seedgrants.models import GrantLine, LedgerEntry
from seedgrants.services import consent, feedback, payments, reports, submission
from tests.factories.seedgrants import (
    approve,
    fresh,
    make_active_grant,
    make_applicant,
    make_coordinator,
    make_draft,
    make_feedback,
    make_file,
    make_finance,
    make_reviewer,
    make_submitted,
    make_under_review,
    write_report,
)
from tests.seedgrants.test_flow import signed_in
from tests.seedgrants.test_views import count_queries

pytestmark = pytest.mark.django_db


def test_mentors_and_the_public_ask_as_much_for_ten_as_for_one(client):
    applicant, mentor = make_applicant(), None

    def add():
        nonlocal mentor
        asked, _comment = make_feedback(make_draft(applicant=applicant), mentor=mentor)
        mentor = asked.mentor
        grant = make_active_grant(applicant=applicant)
        consent.set_consent(grant=grant, by=applicant.user, agreed=True)

    add()
    pages = [(signed_in(mentor.user), "/en/grants/feedback/"), (client, "/en/grants/published/")]
    one = [count_queries(*page) for page in pages]
    for _n in range(9):
        add()
    assert [count_queries(*page) for page in pages] == one
    assert max(one) <= 10


def test_a_proposals_pages_ask_as_much_for_many_comments_and_files():
    draft = make_draft()
    question = draft.round.questions.first()
    question.kind = "file"
    question.save()
    asked, _comment = make_feedback(draft)

    def add(n):
        feedback.comment(request=asked, by=asked.mentor.user, target="line:0", text=f"Word {n}")
        make_file(
            draft,
            name=f"{n}.txt",
            content=f"file {n}".encode(),
            question_key=question.translation_key,
        )

    add(0)
    fresh_asked = feedback.answer_feedback(request=asked, by=asked.mentor.user, summary="Good.")
    client = signed_in(draft.applicant.user)
    pages = [f"/en/grants/proposals/{draft.pk}/edit/{part}/" for part in ("1", "budget", "check")]
    pages += [f"/en/grants/feedback/{asked.pk}/compare/", f"/en/grants/proposals/{draft.pk}/"]
    one = [count_queries(client, page) for page in pages]
    type(asked).objects.filter(pk=asked.pk).update(ended_at=None)
    asked.ended_at = None
    for n in range(1, 9):
        add(n)
    type(asked).objects.filter(pk=asked.pk).update(ended_at=fresh_asked.ended_at)
    assert [count_queries(client, page) for page in pages] == one
    assert max(one) <= 20


def test_ledger_and_timeline_ask_as_much_for_many_entries():
    coordinator, finance = make_coordinator(), make_finance()
    grant = make_active_grant(coordinator=coordinator)
    tranche = grant.tranches.get()

    def pay_and_undo():
        approve(fresh(tranche), coordinator)
        payments.pay_tranche(
            tranche=fresh(tranche), by=finance, paid_on=date(2026, 1, 2), reference="1"
        )
        payments.reverse_payment(
            tranche=fresh(tranche), by=finance, on=date(2026, 1, 3), reference="2", reason="Wrong"
        )

    pay_and_undo()
    client = signed_in(coordinator)
    pages = [
        f"/en/grants/awards/{grant.pk}/ledger/",
        f"/en/grants/awards/{grant.pk}/",
        f"/en/grants/proposals/{grant.application_id}/timeline/",
    ]
    one = [count_queries(client, page) for page in pages]
    for _n in range(4):
        pay_and_undo()
    assert [count_queries(client, page) for page in pages] == one
    assert len(fresh(grant).ledger.with_balance()) == 10


def test_a_proposals_page_costs_the_same_for_many_reviewers_left_out():
    application = make_under_review()
    client = signed_in(make_coordinator())
    address = f"/en/grants/proposals/{application.pk}/manage/"
    one = count_queries(client, address)
    for _n in range(9):
        make_reviewer(organisation=application.organisation)
    assert count_queries(client, address) == one


def test_grants_from_before_the_ledger_get_their_lines_and_entries():
    coordinator = make_coordinator()
    grant = make_active_grant(coordinator=coordinator)
    tranche = approve(grant.tranches.get(), coordinator)
    payments.pay_tranche(
        tranche=tranche, by=make_finance(), paid_on=date(2026, 1, 2), reference="7"
    )
    report = write_report(grant.reports.get(), coordinator=coordinator, actual=Decimal(100))
    reports.accept_report(report=report, by=coordinator)
    make_submitted()
    before = list(LedgerEntry.objects.values_list("kind", "amount", "reference"))
    lines = list(GrantLine.objects.values_list("item", "amount"))
    LedgerEntry._base_manager.filter(grant=grant).delete()
    GrantLine.objects.all().delete()
    migration = import_module("seedgrants.migrations.0003_ledger_of_running_grants")
    migration.fill(apps, None)
    migration.fill(apps, None)
    assert list(LedgerEntry.objects.values_list("kind", "amount", "reference")) == before
    assert list(GrantLine.objects.values_list("item", "amount")) == lines


def test_a_receipt_for_nobody_is_not_drawn(django_assert_num_queries):
    from seedgrants.tasks import mail_receipt

    application = make_submitted()
    user = application.applicant.user
    user.email, user.phone = None, "+85512345678"
    user.save()
    revision = application.revisions.get()
    assert revision.sha256 == submission.fingerprint(revision.content)
    with django_assert_num_queries(1):
        assert mail_receipt(revision.pk) is False

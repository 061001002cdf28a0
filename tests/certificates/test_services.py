"""Asking, issuing, revoking, replacing: outcomes and refusals."""

import hashlib
from dataclasses import fields
from datetime import UTC, datetime
from unittest import mock

import pytest

from certificates import services
from certificates.exceptions import AlreadyBeingReplaced, MoveNotAllowed, ReasonMissing
from certificates.models import (
    ALLOWED_MOVES,
    Certificate,
    CertificateState,
    NumberSequence,
)
from certificates.starter_designs import WORDS
from tests.factories.accounts import make_user
from tests.factories.certificates import (
    make_certificate,
    make_design,
    make_facts,
    make_requested,
    pdf_bytes,
)

pytestmark = pytest.mark.django_db
FACTS = [field.name for field in fields(services.CertificateFacts)]


def test_request_freezes_the_facts():
    facts = make_facts(rule="80 % of the sessions")
    owner = make_user()
    certificate = services.request_certificate(request_key="a", facts=facts, owner=owner)
    certificate.refresh_from_db()
    assert {name: getattr(certificate, name) for name in FACTS} == {
        name: getattr(facts, name) for name in FACTS
    }
    assert (certificate.owner, certificate.state, certificate.number) == (owner, "requested", None)


def test_request_takes_the_issuer_of_the_house_when_none_is_given():
    make_design(wordings=[("wording", {**WORDS["completion"][1], "issuer": "Our house"})])
    certificate = services.request_certificate(request_key="a", facts=make_facts(issuer=""))
    assert certificate.issuer == "Our house"


def test_request_twice_makes_one_certificate_with_the_first_facts():
    first = services.request_certificate(request_key="a", facts=make_facts())
    second = services.request_certificate(request_key="a", facts=make_facts(name="Another"))
    assert (second, second.name) == (first, "Sok Sophea")
    assert Certificate.objects.count() == 1


def test_request_is_issued_in_the_background(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        certificate = make_requested()
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.ISSUED


def test_request_of_an_issued_certificate_queues_nothing(django_capture_on_commit_callbacks):
    make_certificate(request_key="a")
    with django_capture_on_commit_callbacks() as callbacks:
        make_requested(request_key="a")
    assert callbacks == []


def test_issue_numbers_stores_and_hashes_the_pdf():
    when = datetime(2025, 12, 31, 18, 0, tzinfo=UTC)  # already 2026 in Phnom Penh
    with mock.patch("certificates.services.issuing.timezone.now", return_value=when):
        certificate = make_certificate()
    certificate.refresh_from_db()
    assert certificate.number == "2026-00001"
    assert (certificate.year, certificate.sequence, certificate.issued_at) == (2026, 1, when)
    content = pdf_bytes(certificate)
    assert content.startswith(b"%PDF-")
    assert certificate.sha256 == hashlib.sha256(content).hexdigest()
    assert len(content) <= 120 * 1024


def test_issue_twice_changes_nothing():
    certificate = make_certificate()
    again = services.issue_certificate(certificate=certificate)
    assert (again.number, again.pdf.name) == (certificate.number, certificate.pdf.name)
    assert NumberSequence.objects.get().last == 1


def test_issue_leaves_no_trace_when_the_pdf_fails():
    certificate = make_requested()
    with (
        mock.patch(
            "certificates.services.issuing.draw_certificate", side_effect=ValueError("broken")
        ),
        pytest.raises(ValueError, match="broken"),
    ):
        services.issue_certificate(certificate=certificate)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.number, certificate.pdf.name) == ("requested", None, "")
    assert NumberSequence.objects.count() == 0
    assert make_certificate().sequence == 1


def test_numbers_follow_without_gap():
    assert [make_certificate().sequence for _ in range(3)] == [1, 2, 3]


def test_revoke_keeps_who_when_and_why():
    boss = make_user()
    certificate = services.revoke_certificate(
        certificate=make_certificate(), reason=" Wrong person ", revoked_by=boss
    )
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.REVOKED
    assert (certificate.revoked_by, certificate.revoked_reason) == (boss, "Wrong person")
    assert certificate.revoked_at is not None


def test_revoke_wants_a_reason():
    certificate = make_certificate()
    with pytest.raises(ReasonMissing):
        services.revoke_certificate(certificate=certificate, reason=" ")


@pytest.mark.parametrize("state", [s for s, targets in ALLOWED_MOVES.items() if not targets])
def test_a_withdrawn_certificate_stays_withdrawn(state):
    certificate = make_certificate()
    Certificate.objects.filter(pk=certificate.pk).update(state=state)
    with pytest.raises(MoveNotAllowed):
        services.revoke_certificate(certificate=certificate, reason="again")
    with pytest.raises(MoveNotAllowed):
        services.supersede_certificate(certificate=certificate, facts=make_facts())


def test_a_certificate_still_being_made_cannot_be_revoked():
    with pytest.raises(MoveNotAllowed):
        services.revoke_certificate(certificate=make_requested(), reason="Too early")


def test_supersede_replaces_when_the_new_one_is_issued():
    owner = make_user()
    old = make_certificate(owner=owner)
    new = services.supersede_certificate(
        certificate=old, facts=make_facts(name="Sok Sophear", issuer="")
    )
    old.refresh_from_db()
    assert old.state == CertificateState.ISSUED
    new = services.issue_certificate(certificate=new)
    old.refresh_from_db()
    assert (old.state, old.superseded_by, old.name) == ("superseded", new, "Sok Sophea")
    assert (new.state, new.name, new.owner) == ("issued", "Sok Sophear", owner)
    assert (new.issuer, new.sequence) == (old.issuer, 2)


def test_supersede_twice_is_refused():
    old = make_certificate()
    services.supersede_certificate(certificate=old, facts=make_facts())
    with pytest.raises(AlreadyBeingReplaced):
        services.supersede_certificate(certificate=old, facts=make_facts())


def test_a_replacement_of_a_certificate_revoked_meanwhile_is_not_issued():
    old = make_certificate()
    new = services.supersede_certificate(certificate=old, facts=make_facts())
    services.revoke_certificate(certificate=old, reason="Never attended")
    with pytest.raises(MoveNotAllowed):
        services.issue_certificate(certificate=new)
    new.refresh_from_db()
    assert new.state == CertificateState.REQUESTED


def test_assign_owner_hands_over_several():
    owner = make_user()
    certificates = [make_requested(), make_requested()]
    other = make_requested()
    assert services.assign_owner(certificates=certificates, owner=owner) == 2
    assert set(owner.certificates.all()) == set(certificates)
    other.refresh_from_db()
    assert other.owner is None

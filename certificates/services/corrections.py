"""Withdrawing certificates, and putting new ones in the place of old ones."""

from dataclasses import fields, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from certificates.exceptions import (
    AlreadyBeingReplaced,
    MoveNotAllowed,
    NothingToCorrect,
    ReasonMissing,
)
from certificates.models import ALLOWED_MOVES, Certificate, CertificateState
from certificates.services.issuing import CertificateFacts, frozen, lock, move, queue


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, revoked_by=None) -> Certificate:
    """Withdraw a valid certificate; its check page says so from now on, without the reason.

    Raises ``ReasonMissing``, and ``MoveNotAllowed`` unless the certificate is valid.
    """
    if not reason.strip():
        raise ReasonMissing
    certificate = lock(certificate)
    move(certificate, CertificateState.REVOKED)
    certificate.revoked_at = timezone.now()
    certificate.revoked_by = revoked_by
    certificate.revoked_reason = reason.strip()
    certificate.is_shared = False
    certificate.save(
        update_fields=["state", "revoked_at", "revoked_by", "revoked_reason", "is_shared"]
    )
    return certificate


@transaction.atomic
def supersede_certificate(
    *, certificate: Certificate, facts: CertificateFacts, requested_by=None
) -> Certificate:
    """Ask for a corrected certificate in place of a valid one, for the same owner.

    The old one stays valid until the new one is issued, then it says that it was replaced. Raises
    ``MoveNotAllowed`` unless it is valid and ``AlreadyBeingReplaced`` when asked a second time.
    """
    certificate = lock(certificate)
    if CertificateState.SUPERSEDED not in ALLOWED_MOVES[certificate.state]:
        raise MoveNotAllowed(f"{certificate}: {certificate.state}")
    if Certificate.objects.filter(supersedes=certificate).exists():
        raise AlreadyBeingReplaced
    newer = Certificate.objects.create(
        request_key=f"supersedes:{certificate.pk}",
        supersedes=certificate,
        owner=certificate.owner,
        batch=certificate.batch,
        requested_by=requested_by,
        **frozen(facts) | {"issuer": facts.issuer or certificate.issuer},
    )
    queue(newer)
    return newer


def facts_of(certificate: Certificate) -> CertificateFacts:
    """The facts as they were frozen."""
    return CertificateFacts(
        **{field.name: getattr(certificate, field.name) for field in fields(CertificateFacts)}
    )


def correct_name(
    *, certificate: Certificate, name: str, name_km: str, requested_by=None
) -> Certificate:
    """Ask for the same certificate under a corrected name, in place of the old one.

    Raises ``NothingToCorrect`` when the name is the same, and what ``supersede_certificate`` does.
    """
    old = facts_of(certificate)
    new = replace(old, name=name.strip(), name_km=name_km.strip())
    if new == old:
        raise NothingToCorrect
    return supersede_certificate(certificate=certificate, facts=new, requested_by=requested_by)


def renew_certificate(
    *,
    certificate: Certificate,
    completed_on: date,
    expires_on: date | None = None,
    requested_by=None,
) -> Certificate:
    """Ask for a certificate with a new term in place of one that runs out, or has.

    Without ``expires_on`` the term begins anew as the design has it. The rest stays as it was,
    except the dates of the training, which belong to the first time.
    """
    facts = replace(
        facts_of(certificate),
        completed_on=completed_on,
        expires_on=expires_on,
        starts_on=None,
        ends_on=None,
    )
    return supersede_certificate(certificate=certificate, facts=facts, requested_by=requested_by)

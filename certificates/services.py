"""Asking for certificates, issuing, revoking and replacing them."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from certificates.drawing import draw_certificate
from certificates.exceptions import AlreadyBeingReplaced, MoveNotAllowed, ReasonMissing
from certificates.models import (
    ALLOWED_MOVES,
    Certificate,
    CertificateKind,
    CertificateState,
    CertificateTemplate,
    NumberSequence,
)


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says, as it is to be printed. ``language`` is the reader's own.

    Names stand family name first; at least one of ``name`` (Latin letters) and ``name_km`` is
    given. ``hours`` is training time; ``issuer`` is the house's own when empty.
    """

    course_title: str
    completed_on: date
    name: str = ""
    name_km: str = ""
    course_title_km: str = ""
    curriculum: str = ""
    curriculum_km: str = ""
    hours: Decimal | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    organisation: str = ""
    cohort: str = ""
    issuer: str = ""
    rule: str = ""
    language: str = "km"
    kind: str = CertificateKind.COMPLETION


def _queue(certificate: Certificate):
    transaction.on_commit(partial(async_task, "certificates.tasks.issue", certificate.pk))


@transaction.atomic
def request_certificate(
    *, request_key: str, facts: CertificateFacts, owner=None, requested_by=None
) -> Certificate:
    """Ask for a certificate; the background issues it once this transaction is committed.

    Asking again with the same ``request_key`` returns the certificate of the first time, whatever
    the facts say now, and puts it in the queue again if it was never issued.
    """
    certificate, _created = Certificate.objects.get_or_create(
        request_key=request_key,
        defaults=asdict(facts)
        | {
            "owner": owner,
            "requested_by": requested_by,
            "issuer": facts.issuer or CertificateTemplate.load().issuer,
        },
    )
    if certificate.state == CertificateState.REQUESTED:
        _queue(certificate)
    return certificate


def _lock(certificate: Certificate) -> Certificate:
    return Certificate.objects.select_for_update().get(pk=certificate.pk)


def _move(certificate: Certificate, state: CertificateState):
    if state not in ALLOWED_MOVES[certificate.state]:
        raise MoveNotAllowed(f"{certificate}: {certificate.state} to {state}")
    certificate.state = state


def _next_number(year: int) -> int:
    """The next number of the year; the year's row stays locked until the transaction ends."""
    NumberSequence.objects.get_or_create(year=year)
    sequence = NumberSequence.objects.select_for_update().get(year=year)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return sequence.last


@transaction.atomic
def issue_certificate(*, certificate: Certificate) -> Certificate:
    """Number, draw and store a requested certificate; one issued before is returned as it is.

    Number, PDF and state are one transaction: when drawing fails, the exception goes on to the
    caller, the certificate stays requested and no number is used up. A certificate that this one
    replaces is marked so at the same moment.
    """
    certificate = _lock(certificate)
    if certificate.state != CertificateState.REQUESTED:
        return certificate
    _move(certificate, CertificateState.ISSUED)
    certificate.issued_at = timezone.now()
    certificate.year = timezone.localtime(certificate.issued_at).year
    certificate.sequence = _next_number(certificate.year)
    certificate.number = f"{certificate.year}-{certificate.sequence:05}"
    pdf = draw_certificate(certificate, CertificateTemplate.load())
    certificate.sha256 = hashlib.sha256(pdf).hexdigest()
    certificate.pdf.save("", ContentFile(pdf), save=False)
    certificate.save()
    if certificate.supersedes_id:
        replaced = _lock(certificate.supersedes)
        _move(replaced, CertificateState.SUPERSEDED)
        replaced.save(update_fields=["state"])
    return certificate


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, revoked_by=None) -> Certificate:
    """Withdraw a valid certificate; its check page says so from now on, without the reason.

    Raises ``ReasonMissing``, and ``MoveNotAllowed`` unless the certificate is valid.
    """
    if not reason.strip():
        raise ReasonMissing
    certificate = _lock(certificate)
    _move(certificate, CertificateState.REVOKED)
    certificate.revoked_at = timezone.now()
    certificate.revoked_by = revoked_by
    certificate.revoked_reason = reason.strip()
    certificate.save(update_fields=["state", "revoked_at", "revoked_by", "revoked_reason"])
    return certificate


@transaction.atomic
def supersede_certificate(
    *, certificate: Certificate, facts: CertificateFacts, requested_by=None
) -> Certificate:
    """Ask for a corrected certificate in place of a valid one, for the same owner.

    The old one stays valid until the new one is issued, then it says that it was replaced. Raises
    ``MoveNotAllowed`` unless it is valid and ``AlreadyBeingReplaced`` when asked a second time.
    """
    certificate = _lock(certificate)
    if CertificateState.SUPERSEDED not in ALLOWED_MOVES[certificate.state]:
        raise MoveNotAllowed(f"{certificate}: {certificate.state}")
    if Certificate.objects.filter(supersedes=certificate).exists():
        raise AlreadyBeingReplaced
    newer = Certificate.objects.create(
        request_key=f"supersedes:{certificate.pk}",
        supersedes=certificate,
        owner=certificate.owner,
        requested_by=requested_by,
        **asdict(facts) | {"issuer": facts.issuer or certificate.issuer},
    )
    _queue(newer)
    return newer


def assign_owner(*, certificates: Iterable[Certificate], owner) -> int:
    """Hand certificates to the account of their person; return how many."""
    keys = [certificate.pk for certificate in certificates]
    return Certificate.objects.filter(pk__in=keys).update(owner=owner)

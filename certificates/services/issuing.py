"""Asking for certificates, and issuing them."""

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

from certificates.dates import expiry
from certificates.drawing import draw_certificate
from certificates.exceptions import MoveNotAllowed
from certificates.models import (
    ALLOWED_MOVES,
    Certificate,
    CertificateBatch,
    CertificateDesign,
    CertificateKind,
    CertificateNumbering,
    CertificateState,
    NumberSequence,
)
from certificates.number_patterns import number_of
from certificates.starter_designs import starter_design


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says, as it is to be printed. ``language`` is the reader's own.

    Names stand family name first; at least one of ``name`` (Latin letters) and ``name_km`` is
    given. ``hours`` is training time; ``issuer`` is the house's own when empty. ``expires_on`` is
    the last valid day; when empty the design decides. ``design_id`` names a design; when empty the
    usual one of the ``kind`` is taken.
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
    expires_on: date | None = None
    design_id: int | None = None


def design_of(facts: CertificateFacts) -> CertificateDesign:
    """The design that ``facts`` ask for as it is published now; unsaved when the site has none."""
    if facts.design_id:
        return CertificateDesign.objects.get(pk=facts.design_id)
    return CertificateDesign.objects.live_for(facts.kind) or starter_design(facts.kind)


def house_of(design: CertificateDesign) -> str:
    """Who issues, as the design says it in Latin letters, or else in any."""
    words = sorted((block.value for block in design.wordings), key=lambda w: w["language"] == "km")
    return next((word["issuer"] for word in words if word.get("issuer")), "")


def frozen(facts: CertificateFacts) -> dict:
    """The columns of a certificate with these facts, completed by its design."""
    design = design_of(facts)
    return asdict(facts) | {
        "design_id": design.pk,
        "issuer": facts.issuer or house_of(design),
        "expires_on": facts.expires_on or expiry(facts.completed_on, design.valid_months),
    }


def queue(certificate: Certificate):
    transaction.on_commit(partial(async_task, "certificates.tasks.issue", certificate.pk))


@transaction.atomic
def request_certificate(
    *, request_key: str, facts: CertificateFacts, owner=None, requested_by=None
) -> Certificate:
    """Ask for a certificate; the background issues it once this transaction is committed.

    Asking again with the same ``request_key`` returns the certificate of the first time, whatever
    the facts say now, and puts it in the queue again if it was never issued. Certificates of one
    cohort and kind make a batch.
    """
    certificate = Certificate.objects.filter(request_key=request_key).first()
    if certificate is None:
        certificate, _created = Certificate.objects.get_or_create(
            request_key=request_key,
            defaults=frozen(facts)
            | {"owner": owner, "requested_by": requested_by, "batch": _cohort_batch(facts)},
        )
    if certificate.state == CertificateState.REQUESTED:
        queue(certificate)
    return certificate


def _cohort_batch(facts: CertificateFacts) -> CertificateBatch | None:
    if not facts.cohort:
        return None
    batch, _created = CertificateBatch.objects.get_or_create(
        key=f"cohort:{facts.kind}:{facts.cohort}",
        defaults={"title": f"{facts.course_title[:200]} – {facts.cohort[:90]}"},
    )
    return batch


def lock(certificate: Certificate) -> Certificate:
    return Certificate.objects.select_for_update().get(pk=certificate.pk)


def move(certificate: Certificate, state: CertificateState):
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


def _freeze_design(certificate: Certificate) -> CertificateDesign:
    """Note down the version of the design that is published now, and return it as it is there."""
    design = certificate.design
    if design is None:
        return starter_design(certificate.kind)
    if design.live_revision is None:  # moved here from the settings of an earlier version
        design.live_revision = design.save_revision()
        design.save(update_fields=["live_revision"])
    certificate.design_revision = design.live_revision
    return design.live_revision.as_object()


@transaction.atomic
def issue_certificate(*, certificate: Certificate) -> Certificate:
    """Number, draw and store a requested certificate; one issued before is returned as it is.

    Number, PDF and state are one transaction: when drawing fails, the exception goes on to the
    caller, the certificate stays requested and no number is used up. A certificate that this one
    replaces is marked so at the same moment. The owner is told once it is committed.
    """
    certificate = lock(certificate)
    if certificate.state != CertificateState.REQUESTED:
        return certificate
    move(certificate, CertificateState.ISSUED)
    certificate.issued_at = timezone.now()
    certificate.year = timezone.localtime(certificate.issued_at).year
    certificate.sequence = _next_number(certificate.year)
    certificate.number = number_of(
        CertificateNumbering.load().pattern, year=certificate.year, sequence=certificate.sequence
    )
    pdf = draw_certificate(certificate, _freeze_design(certificate))
    certificate.sha256 = hashlib.sha256(pdf).hexdigest()
    certificate.problem = ""
    certificate.pdf.save("", ContentFile(pdf), save=False)
    certificate.save()
    if certificate.supersedes_id:
        replaced = lock(certificate.supersedes)
        move(replaced, CertificateState.SUPERSEDED)
        replaced.save(update_fields=["state"])
    if certificate.owner_id:
        transaction.on_commit(partial(async_task, "certificates.tasks.tell_owner", certificate.pk))
    return certificate


def draw_again(certificate: Certificate) -> bytes:
    """The PDF of an issued certificate anew, from its facts and the version of its design."""
    revision = certificate.design_revision
    design = revision.as_object() if revision else starter_design(certificate.kind)
    return draw_certificate(certificate, design)


def assign_owner(*, certificates: Iterable[Certificate], owner) -> int:
    """Hand certificates to the account of their person; return how many.

    The choice to share one was somebody else's: it starts anew.
    """
    keys = [certificate.pk for certificate in certificates]
    return Certificate.objects.filter(pk__in=keys).update(owner=owner, is_shared=False)

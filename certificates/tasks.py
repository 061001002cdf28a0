"""What the background does for certificates."""

from certificates.models import Certificate, CertificateBatch
from certificates.services import batches, issue_certificate, telling


def issue(pk: int):
    """Issue one certificate, unless its batch was stopped; a failure is kept where it is seen."""
    certificate = Certificate.objects.select_related("batch").get(pk=pk)
    if certificate.batch and certificate.batch.stopped_at:
        return
    try:
        issue_certificate(certificate=certificate)
    except Exception as error:
        batches.note_problem(pk=pk, error=error)
        raise


def issue_batch(pk: int) -> int:
    return batches.issue_batch(batch=CertificateBatch.objects.get(pk=pk))


def tell_owner(pk: int) -> bool:
    return telling.tell_owner(certificate=Certificate.objects.select_related("owner").get(pk=pk))

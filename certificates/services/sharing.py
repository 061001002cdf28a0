"""The owner's choice whether a certificate may be shown to the world."""

from django.db import transaction

from certificates.models import Certificate
from certificates.services.issuing import lock


@transaction.atomic
def share_certificate(*, certificate: Certificate, shared: bool) -> Certificate:
    """Open or close the page and the picture that others may pass on; only a valid one opens."""
    certificate = lock(certificate)
    certificate.is_shared = shared and certificate.is_valid
    certificate.save(update_fields=["is_shared"])
    return certificate

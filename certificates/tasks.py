"""What the background does for certificates."""

from certificates.models import Certificate
from certificates.services import issue_certificate


def issue(pk: int):
    issue_certificate(certificate=Certificate.objects.get(pk=pk))

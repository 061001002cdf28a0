"""Everything that writes certificates, one module a subject.

What other apps use stands here: they hand over ``CertificateFacts`` and never see how it is drawn.
"""

from certificates.services.corrections import (
    renew_certificate,
    revoke_certificate,
    supersede_certificate,
)
from certificates.services.issuing import (
    CertificateFacts,
    assign_owner,
    issue_certificate,
    request_certificate,
)

__all__ = [
    "CertificateFacts",
    "assign_owner",
    "issue_certificate",
    "renew_certificate",
    "request_certificate",
    "revoke_certificate",
    "supersede_certificate",
]

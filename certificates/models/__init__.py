"""Certificates, their designs and pictures, numbers, batches and the key that signs badges."""

from certificates.models.accesses import AccessKind, RegisterAccess
from certificates.models.batches import CertificateBatch
from certificates.models.certificates import (
    ALLOWED_MOVES,
    Certificate,
    CertificateState,
    generate_code,
    pdf_path,
)
from certificates.models.designs import CertificateDesign
from certificates.models.keys import SigningKey
from certificates.models.kinds import CertificateKind
from certificates.models.numbering import CertificateNumbering, NumberSequence
from certificates.models.pictures import CertificatePicture
from lms.fields import private_storage

# The first migration names some of these where they stood when it was written.
__all__ = [
    "ALLOWED_MOVES",
    "AccessKind",
    "Certificate",
    "CertificateBatch",
    "CertificateDesign",
    "CertificateKind",
    "CertificateNumbering",
    "CertificatePicture",
    "CertificateState",
    "NumberSequence",
    "RegisterAccess",
    "SigningKey",
    "generate_code",
    "pdf_path",
    "private_storage",
]

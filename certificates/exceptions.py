"""What can go wrong when a certificate is issued or withdrawn."""


class CertificateError(Exception):
    """Anything a caller may want to catch and tell a person."""


class MoveNotAllowed(CertificateError):
    """The certificate is in a state from which it cannot go where it was sent."""


class ReasonMissing(CertificateError):
    """A certificate is revoked only with a reason."""


class AlreadyBeingReplaced(CertificateError):
    """A newer certificate was already requested in place of this one."""


class NothingToPrint(CertificateError):
    """No typeface has a letter of the name: it would be a certificate for nobody."""


class NothingToCorrect(CertificateError):
    """A correction says the same as the certificate that it is to replace."""

"""Mail to the owner of a new certificate, in their language, with the address and not the file."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certificates.models import Certificate, CertificateState


def tell_owner(*, certificate: Certificate) -> bool:
    """Mail the owner that the certificate is there; return whether a mail was sent now.

    Claimed before it is sent, so that nobody is told twice; when the mail server refuses, the
    claim is given back and the error goes on to the caller.
    """
    owner = certificate.owner
    if owner is None or not owner.email or certificate.state != CertificateState.ISSUED:
        return False
    untold = Certificate.objects.filter(pk=certificate.pk, told_at=None)
    if not untold.update(told_at=timezone.now()):
        return False
    # A host's own accounts may have no language.
    with translation.override(getattr(owner, "language", "") or certificate.language):
        context = {
            "certificate": certificate,
            "course": certificate.localised_course,
            "list_url": settings.SITE_URL + reverse("certificates:list"),
        }
        subject = _("Your certificate is ready")
        text = render_to_string("certificates/mail/ready.txt", context)
    try:
        send_mail(subject, text, None, [owner.email])
    except Exception:
        Certificate.objects.filter(pk=certificate.pk).update(told_at=None)
        raise
    return True

"""Tells people that their certificate is there."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import CertificateState
from certificates.permissions import own_certificates
from lms.next_steps import NextStep

NEWS = timedelta(days=30)
AT_MOST = 3


def next_steps(user) -> list[NextStep]:
    """Valid certificates issued in the last 30 days, newest first; one query."""
    fresh = own_certificates(user).filter(
        state=CertificateState.ISSUED, issued_at__gte=timezone.now() - NEWS
    )
    return [
        NextStep(
            title=_("Your certificate is ready"),
            url=reverse("certificates:list"),
            note=certificate.localised_course,
        )
        for certificate in fresh.order_by("-issued_at")[:AT_MOST]
    ]

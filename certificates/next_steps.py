"""Tells people that their certificate is there."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import CertificateState
from certificates.permissions import own_certificates
from certificates.wording import long_date
from lms.next_steps import NextStep

NEWS = timedelta(days=30)
SOON = timedelta(days=60)
AT_MOST = 3


def next_steps(user) -> list[NextStep]:
    """Valid certificates issued in the last 30 days, or that run out in 60; newest first.

    One query.
    """
    now, today = timezone.now(), timezone.localdate()
    fresh = Q(issued_at__gte=now - NEWS)
    ending = Q(expires_on__range=(today, today + SOON))
    found = own_certificates(user).filter(fresh | ending, state=CertificateState.ISSUED)
    return [
        NextStep(
            title=_("Your certificate is ready")
            if certificate.issued_at >= now - NEWS
            else _("Your certificate runs out on %(day)s")
            % {"day": long_date(certificate.expires_on)},
            url=reverse("certificates:list"),
            note=certificate.localised_course,
        )
        for certificate in found.order_by("-issued_at")[:AT_MOST]
    ]

"""What a certificate says that somebody did."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    COMPLETION = "completion", _("certificate of completion")
    ATTENDANCE = "attendance", _("certificate of attendance")
    TRAINER = "trainer", _("trainer's certificate")

"""Certificates that were asked for together."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models.certificates import CertificateState


class CertificateBatchQuerySet(models.QuerySet):
    def with_progress(self):
        """Each with ``total``, ``issued`` and ``failed``; one that was replaced counts no more."""
        waiting = Q(certificates__state=CertificateState.REQUESTED)
        issued = Q(certificates__state__in=[CertificateState.ISSUED, CertificateState.REVOKED])
        return self.annotate(
            total=Count("certificates", filter=waiting | issued),
            issued=Count("certificates", filter=issued),
            failed=Count("certificates", filter=waiting & ~Q(certificates__problem="")),
        )


class CertificateBatch(models.Model):
    """A list of people, or a cohort; the background issues their certificates one by one.

    ``key`` makes one batch however often it is asked for. A batch that was stopped keeps its
    waiting certificates until somebody lets it go on.
    """

    key = models.CharField(max_length=300, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=300)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    stopped_at = models.DateTimeField(_("stopped"), null=True, editable=False)

    objects = CertificateBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of certificates")
        verbose_name_plural = _("batches of certificates")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.title

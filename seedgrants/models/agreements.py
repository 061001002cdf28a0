"""The agreement of a grant: drawn up from the round's text, signed once, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seedgrants.enums import SignedBy
from seedgrants.models.grants import Grant
from seedgrants.models.history import WrittenOnceModel


class Agreement(WrittenOnceModel):
    """A version of the text. ``texts`` is ``{"en": html, "km": html}``; ``sha256`` is over it."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    texts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "version"], name="agreement_version_once")
        ]

    def __str__(self):
        return f"{self.grant_id}/{self.version}"

    def texts_for(self, language: str) -> list[tuple[str, str]]:
        """Every language with its text, the reader's own first."""
        return sorted(self.texts.items(), key=lambda item: (item[0] != language, item[0]))


class Signature(WrittenOnceModel):
    """The grantee's yes to one version: ``name`` as typed here or as it stands on the paper."""

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="signature")
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="signature")
    method = models.CharField(max_length=5, choices=SignedBy)
    name = models.CharField(_("name of the signer"), max_length=160)
    signed_on = models.DateField(_("signed on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self):
        return f"{self.agreement_id}: {self.name}"

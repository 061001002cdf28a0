"""Who took personal data out of the register, and when."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccessKind(models.TextChoices):
    REGISTER = "register", _("register as a spreadsheet")
    ZIP = "zip", _("PDFs of a batch")
    PRINT = "print", _("a batch to print")
    RECIPIENTS = "recipients", _("list to sign")


class RegisterAccess(models.Model):
    """One file that was fetched: its kind, of what, and how many people it held. Never its text."""

    kind = models.CharField(_("what"), max_length=12, choices=AccessKind)
    of = models.CharField(_("of"), max_length=300, blank=True)
    people = models.PositiveIntegerField(_("people"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("fetched file")
        verbose_name_plural = _("fetched files")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.of}"

"""Forms that were sent: two clicks are one."""

from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """``mark`` stands for one form, as one page showed it, with what was typed in it."""

    mark = models.CharField(primary_key=True, max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "sent form"
        verbose_name_plural = "sent forms"

    def __str__(self):
        return self.mark

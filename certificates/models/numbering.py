"""How certificates are numbered, and the last number given out."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from certificates.number_patterns import DEFAULT_PATTERN, check_pattern


class NumberSequence(models.Model):
    """The last number given out in a year. Its row is the lock: numbers have no gap."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.year}: {self.last}"


@register_setting(icon="list-ol")
class CertificateNumbering(BaseGenericSetting):
    """The pattern of certificate numbers; a new one holds for later certificates only."""

    pattern = models.CharField(
        _("pattern of the numbers"),
        max_length=30,
        default=DEFAULT_PATTERN,
        validators=[check_pattern],
        help_text=_(
            "Letters, digits and hyphens, with {year} and {sequence}: CD-{year}-{sequence:04} "
            "gives CD-2026-0042. Numbers begin at 1 each year and have no gap."
        ),
    )

    panels = [FieldPanel("pattern")]

    class Meta:
        verbose_name = _("certificate numbers")

"""Reports own no table; this model only carries the permission to see them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Figures(models.Model):
    """No table: a place for the permission to see figures."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = [("view_figures", _("May see figures over all organisations"))]

    def __str__(self):
        return "figures"

"""Logos and signatures, kept out of the public image library: a signature is easily copied."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.fields import private_storage


def picture_path(picture, filename) -> str:
    return f"certificates/pictures/{filename}"


class CertificatePicture(models.Model):
    """A logo or a signature as it is printed; the file is never exchanged, so old designs stay."""

    title = models.CharField(
        _("title"),
        max_length=100,
        help_text=_("Such as “Logo of the house” or “Signature, director”."),
    )
    file = models.FileField(
        _("picture"),
        storage=private_storage,
        upload_to=picture_path,
        max_length=200,
        help_text=_("PNG, JPEG or WebP, 10 MB at most. PNG without a background looks best."),
    )
    width = models.PositiveIntegerField(editable=False, validators=[MinValueValidator(1)])
    height = models.PositiveIntegerField(editable=False, validators=[MinValueValidator(1)])
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("logo or signature")
        verbose_name_plural = _("logos and signatures")
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title

"""Files of seed grants: photographs and papers, kept private."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.fields import private_storage
from seedgrants.enums import FilePurpose
from seedgrants.models.agreements import Agreement
from seedgrants.models.applications import Application
from seedgrants.models.grants import Tranche
from seedgrants.models.reports import GrantReport


def place(file, name: str) -> str:
    """A name that tells nothing and cannot be guessed."""
    return f"seedgrants/{file.application_id}/{uuid.uuid4().hex}{PurePath(name).suffix}"


class GrantFileQuerySet(models.QuerySet):
    def present(self):
        """Those that were not taken away again."""
        return self.filter(removed_at__isnull=True)


class GrantFile(models.Model):
    """A file checked by its content (``lms.uploads``).

    What was once sent stays: taking a file away from a draft hides it there, and what was sent
    with it can still be read.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="files")
    purpose = models.CharField(max_length=10, choices=FilePurpose)
    question_key = models.UUIDField(null=True, blank=True)
    report = models.ForeignKey(
        GrantReport, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
    tranche = models.ForeignKey(
        Tranche, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="files"
    )
    file = models.FileField(storage=private_storage, upload_to=place, max_length=255)
    name = models.CharField(_("name"), max_length=150)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = GrantFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose=FilePurpose.ATTACHMENT)
                | Q(purpose=FilePurpose.RECEIPT, report__isnull=False)
                | Q(purpose=FilePurpose.PROOF, tranche__isnull=False)
                | Q(purpose=FilePurpose.SIGNED, agreement__isnull=False),
                name="grant_file_belongs_to_its_purpose",
            )
        ]

    def __str__(self):
        return self.name

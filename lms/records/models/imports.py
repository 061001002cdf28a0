"""Lists of people that were brought in from a spreadsheet, row by row, so that all can be undone."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.fields import private_storage
from lms.records.enums import ImportState, RowDecision
from lms.records.models.cohorts import Cohort
from lms.records.models.people import Organisation, Person


def list_path(person_import, filename: str) -> str:
    """A path that tells nothing and cannot be guessed; the name is kept in ``file_name``."""
    return f"imports/{uuid4().hex}.{filename.rpartition('.')[2].lower()}"


class PersonImport(models.Model):
    """One uploaded list. ``columns`` maps a field of the records to a column's number from 0.

    ``done`` of ``total`` rows are finished in the step that ``state`` names. With a ``cohort``
    those brought in are enrolled in it; with an ``organisation`` all of them work there.
    ``organisations`` says for each folded name what it stands for: ``{"name": as written,
    "rows": how many, "pk": key or None, "make": whether to make it, "made": whether it was}``.
    """

    file = models.FileField(_("file"), upload_to=list_path, storage=private_storage)
    file_name = models.CharField(max_length=255)
    sheet = models.CharField(max_length=100, blank=True)
    header_row = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict)
    organisations = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState, default=ImportState.UPLOADED
    )
    problem = models.CharField(max_length=255, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cohort = models.ForeignKey(
        Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="imports"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.file_name


class PersonImportRow(models.Model):
    """A row as it was read: what it says, what is wrong with it and what became of it.

    ``number`` is the row's number in the file, from 1. ``values`` maps fields to cleaned texts,
    ``errors`` and ``warnings`` fields to problems (see ``lists.problems``), ``duplicates`` lists
    ``{"person": pk, "score": 0-100, "reasons": [...]}``, most likely first: the first of them is
    who the row is when the decision is to use somebody. ``person`` is set once the row is brought
    in; ``changes`` keeps what came of it and what is needed to undo it.
    """

    person_import = models.ForeignKey(PersonImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    errors = models.JSONField(default=dict)
    warnings = models.JSONField(default=dict)
    duplicates = models.JSONField(default=list)
    decision = models.CharField(max_length=8, choices=RowDecision, default=RowDecision.CREATE)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_rows"
    )
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["person_import", "number"], name="one_import_row")
        ]

    def __str__(self):
        return f"{self.person_import_id}: {self.number}"

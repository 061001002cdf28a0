"""Photographs of signed sheets: kept with their day, and taken away again."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction

from lms.records.models import Cohort, SignedSheet
from lms.records.permissions import teach_cohort


@transaction.atomic
def keep_sheets(*, cohort: Cohort, day: date, files: list[ContentFile], actor) -> list[SignedSheet]:
    """Keep the pages of a day's sheet, which have gone through ``lms.uploads``.

    :raises PermissionDenied:
    """
    if not teach_cohort.allows(actor, cohort):
        raise PermissionDenied
    return [
        SignedSheet.objects.create(cohort=cohort, day=day, file=file, uploaded_by=actor)
        for file in files
    ]


@transaction.atomic
def delete_sheet(*, sheet: SignedSheet, actor) -> None:
    """Take a page away for good, its file too once that is certain.

    :raises PermissionDenied:
    """
    if not teach_cohort.allows(actor, sheet.cohort):
        raise PermissionDenied
    file = sheet.file
    sheet.delete()
    transaction.on_commit(lambda: file.storage.delete(file.name))

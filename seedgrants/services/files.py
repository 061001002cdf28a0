"""Keeping files that were checked by their content, and taking them off a draft again."""

import hashlib
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seedgrants.enums import FilePurpose
from seedgrants.exceptions import MoveRefused, NotAllowed
from seedgrants.models import Application, GrantFile
from seedgrants.permissions import Who, acts_as
from seedgrants.transitions import lock

MOST_FILES = 10


def keep_file(
    *,
    application: Application,
    purpose: str,
    upload: ContentFile,
    by,
    question_key: UUID | None = None,
    **links,
) -> GrantFile:
    """Keep a file from ``lms.uploads``; the same content in the same place is kept once."""
    data = upload.read()
    sha256 = hashlib.sha256(data).hexdigest()
    place = {"application": application, "purpose": purpose, "question_key": question_key} | links
    there = GrantFile.objects.present().filter(**place)
    same = there.filter(sha256=sha256).first()
    if same:
        return same
    if there.count() >= MOST_FILES:
        raise MoveRefused(
            _("%(most)s files are the most here. Remove one first.") % {"most": MOST_FILES}
        )
    return GrantFile.objects.create(
        **place,
        file=ContentFile(data, name=upload.name),
        name=upload.name,
        size=len(data),
        sha256=sha256,
        added_by=by,
    )


@transaction.atomic
def remove_file(*, file: GrantFile, by) -> None:
    """Take a file off a draft or off a report that is being written; what was sent keeps it."""
    application = lock(file.application)
    if not acts_as(by, Who.APPLICANT, application):
        raise NotAllowed(_("This is not yours to do."))
    writable = (
        application.is_editable
        if file.purpose == FilePurpose.ATTACHMENT
        else file.purpose == FilePurpose.RECEIPT and file.report.is_writable
    )
    if not writable:
        raise MoveRefused(_("This file was sent and stays."))
    GrantFile.objects.filter(pk=file.pk, removed_at__isnull=True).update(removed_at=timezone.now())

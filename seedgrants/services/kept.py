"""Keeping what could not be saved over newer work."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seedgrants.exceptions import NotAllowed
from seedgrants.models import Application, KeptText
from seedgrants.permissions import Who, acts_as


@transaction.atomic
def keep_text(
    *, application: Application, by, section: str, texts: list[tuple[str, str]]
) -> KeptText:
    """Keep one section as it was typed; asking twice keeps it once."""
    if not acts_as(by, Who.APPLICANT, application):
        raise NotAllowed(_("Only the applicant can write a proposal."))
    texts = [[str(label), text] for label, text in texts]
    sha256 = hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()
    kept, _created = KeptText.objects.get_or_create(
        application=application, section=section, sha256=sha256, defaults={"texts": texts}
    )
    if kept.settled_at:
        KeptText.objects.filter(pk=kept.pk).update(settled_at=None, at=timezone.now())
    return kept


@transaction.atomic
def settle_kept_text(*, kept: KeptText, by) -> None:
    """The writer has seen to it: it is shown no more."""
    if not acts_as(by, Who.APPLICANT, kept.application):
        raise NotAllowed(_("Only the applicant can write a proposal."))
    KeptText.objects.filter(pk=kept.pk).update(settled_at=timezone.now())

"""Keeping what could not be saved over newer work."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seedgrants.exceptions import NotAllowed
from seedgrants.models import Application, GrantReport, KeptText, Review
from seedgrants.permissions import Who, acts_as

WRITERS = {
    Application: ("application", Who.APPLICANT),
    GrantReport: ("report", Who.APPLICANT),
    Review: ("review", Who.REVIEWER),
}


@transaction.atomic
def keep_text(
    *,
    thing: Application | GrantReport | Review,
    by,
    texts: list[tuple[str, str]],
    section: str = "",
) -> KeptText:
    """Keep what was typed for ``thing``, one ``section`` of a proposal; asking twice keeps it once."""
    name, writer = WRITERS[type(thing)]
    check_writer(by, writer, thing)
    texts = [[str(label), text] for label, text in texts]
    sha256 = hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()
    kept, _created = KeptText.objects.get_or_create(
        **{name: thing}, section=section, sha256=sha256, defaults={"texts": texts}
    )
    if kept.settled_at:
        KeptText.objects.filter(pk=kept.pk).update(settled_at=None, at=timezone.now())
    return kept


@transaction.atomic
def settle_kept_text(*, kept: KeptText, by) -> None:
    """The writer has seen to it: it is shown no more."""
    check_writer(by, WRITERS[type(kept.thing)][1], kept.thing)
    KeptText.objects.filter(pk=kept.pk).update(settled_at=timezone.now())


def check_writer(by, writer: Who, thing) -> None:
    if not acts_as(by, writer, thing):
        raise NotAllowed(_("This is not yours to do."))

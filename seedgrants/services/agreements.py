"""Drawing up the agreement of a grant, and signing it once."""

import hashlib
import json
from datetime import date

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from seedgrants.agreement_text import USUAL
from seedgrants.enums import FilePurpose, GrantState, Happening, SignedBy
from seedgrants.exceptions import Incomplete, MoveRefused, NotAllowed
from seedgrants.models import Agreement, Grant, Signature
from seedgrants.money import format_money
from seedgrants.permissions import Who, acts_as
from seedgrants.services.files import keep_file
from seedgrants.transitions import happened, lock


def _texts(grant: Grant, *, starts_on: date, ends_on: date) -> dict[str, str]:
    """The round's agreement in each language that has one, filled in; the usual one without."""
    main = grant.application.round
    own = {
        page.locale.language_code: page.agreement
        for page in main.get_translations(inclusive=True).select_related("locale")
        if page.agreement
    }
    application = grant.application
    organisation = application.organisation
    texts = {}
    for language, text in (own or USUAL).items():
        with translation.override(language):
            words = {
                "funder": settings.WAGTAIL_SITE_NAME,
                "grantee": application.applicant,
                "organisation": organisation or "–",
                "number": application.number,
                "title": application.title,
                "amount": format_money(grant.amount, grant.currency),
                "starts": date_format(starts_on, "DATE_FORMAT"),
                "ends": date_format(ends_on, "DATE_FORMAT"),
            }
            for name, word in words.items():
                text = text.replace(f"[{name}]", escape(str(word)))
        texts[language] = text.strip()
    return texts


@transaction.atomic
def draw_up_agreement(*, grant: Grant, by, starts_on: date, ends_on: date) -> Agreement:
    """A new version of the agreement, for the grantee to read and sign.

    Once one is signed there is no other: what changes later is an amendment.
    """
    grant = lock(grant)
    if not acts_as(by, Who.COORDINATOR, grant):
        raise NotAllowed(_("Only a coordinator draws up an agreement."))
    if grant.state != GrantState.ACCEPTED:
        raise MoveRefused(_("The agreement is drawn up when the grantee has accepted the grant."))
    if Signature.objects.filter(grant=grant).exists():
        raise MoveRefused(_("The agreement is signed and is never changed."))
    if ends_on < starts_on:
        raise Incomplete([_("The grant ends after it starts.")])
    texts = _texts(grant, starts_on=starts_on, ends_on=ends_on)
    text = json.dumps(texts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    happened(grant, Happening.DRAWN_UP, by=by)
    return Agreement.objects.create(
        grant=grant,
        version=grant.agreements.count() + 1,
        starts_on=starts_on,
        ends_on=ends_on,
        texts=texts,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        made_by=by,
    )


def _sign(agreement: Agreement, **fields) -> Signature:
    grant = lock(agreement.grant)
    if grant.state != GrantState.ACCEPTED:
        raise MoveRefused(_("There is no agreement to sign now."))
    if Signature.objects.filter(grant=grant).exists():
        raise MoveRefused(_("The agreement is signed and is never changed."))
    if agreement.version != grant.agreements.count():
        raise MoveRefused(_("There is a newer version of this agreement. Load the page again."))
    if not fields["name"].strip():
        raise Incomplete([_("Write your full name.")])
    happened(grant, Happening.SIGNED, by=fields["by"])
    return Signature.objects.create(
        grant=grant, agreement=agreement, **fields | {"name": fields["name"].strip()}
    )


@transaction.atomic
def accept_agreement(*, agreement: Agreement, by, name: str) -> Signature:
    """The grantee signs by typing their name."""
    if not acts_as(by, Who.APPLICANT, agreement.grant):
        raise NotAllowed(_("Only the grantee signs."))
    return _sign(agreement, method=SignedBy.SITE, name=name, signed_on=timezone.localdate(), by=by)


@transaction.atomic
def record_paper(
    *, agreement: Agreement, by, name: str, signed_on: date, photograph: ContentFile
) -> Signature:
    """The grantee signed the printed agreement; ``photograph`` is a checked file of it."""
    if not acts_as(by, Who.COORDINATOR, agreement.grant):
        raise NotAllowed(_("Only a coordinator records a signed paper."))
    if signed_on > timezone.localdate():
        raise Incomplete([_("The paper cannot be signed on a day to come.")])
    signature = _sign(agreement, method=SignedBy.PAPER, name=name, signed_on=signed_on, by=by)
    keep_file(
        application=agreement.grant.application,
        purpose=FilePurpose.SIGNED,
        upload=photograph,
        by=by,
        agreement=agreement,
    )
    return signature

"""The grantee's yes to being listed publicly, which can be taken back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from seedgrants.enums import Happening
from seedgrants.exceptions import NotAllowed
from seedgrants.models import Grant
from seedgrants.permissions import Who, acts_as
from seedgrants.transitions import happened, lock


@transaction.atomic
def set_consent(*, grant: Grant, by, agreed: bool) -> Grant:
    """Only the grantee says yes or no; nobody for them."""
    if not acts_as(by, Who.APPLICANT, grant):
        raise NotAllowed(_("Only the grantee decides this."))
    grant = lock(grant)
    grant.consent_at = timezone.now() if agreed else None
    grant.save(update_fields=["consent_at"])
    happened(grant, Happening.LISTED if agreed else Happening.NOT_LISTED, by=by)
    return grant

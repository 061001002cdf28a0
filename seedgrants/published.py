"""What the public may see of grants: those whose grantee agreed, and nothing about anybody else.

``as_360giving`` follows the 360Giving Data Standard (a package of grants in JSON). No name of a
person and no figure about the people reached is in it; a grantee without an organisation appears
as an individual without a name.
"""

from django.conf import settings
from django.utils import timezone

from seedgrants.models import Grant, GrantRoundPage

# Of the publisher's own making, as the standard allows where there is no registered one.
PREFIX = "360G-seedgrants"


def published_grants():
    """Newest first; each with its proposal, round and organisation."""
    return (
        Grant.objects.public()
        .select_related("application__round", "application__organisation", "decision")
        .order_by("-decision__published_at", "-pk")
    )


def _organisation(organisation) -> dict:
    return {"id": f"{PREFIX}-org-{organisation.pk}", "name": organisation.name}


def _recipient(grant: Grant) -> dict:
    organisation = grant.application.organisation
    if organisation:
        return {"recipientOrganization": [_organisation(organisation)]}
    return {
        "recipientIndividual": {
            "id": f"{PREFIX}-ind-{grant.pk}",
            "name": "Individual",
        }
    }


def _grant(grant: Grant) -> dict:
    application = grant.application
    round_page: GrantRoundPage = application.round
    return {
        "id": f"{PREFIX}-{application.number}",
        "title": application.title,
        "description": f"{application.title}. {round_page.title}.",
        "currency": grant.currency,
        "amountAwarded": float(grant.amount),
        "amountDisbursed": float(grant.paid),
        "awardDate": timezone.localtime(grant.decision.published_at).date().isoformat(),
        "plannedDates": [
            {
                "startDate": grant.starts_on.isoformat(),
                "endDate": grant.ends_on.isoformat(),
            }
        ],
        "fundingOrganization": [{"id": f"{PREFIX}-funder", "name": settings.WAGTAIL_SITE_NAME}],
        "grantProgramme": [{"code": round_page.code, "title": round_page.title}],
        **_recipient(grant),
    }


def as_360giving() -> dict:
    return {"version": "1.4", "grants": [_grant(grant) for grant in published_grants()]}

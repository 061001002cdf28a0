"""What the public may see of grants: those whose grantee agreed, and nothing about anybody else.

``as_360giving`` packs them after the 360Giving Data Standard, version 1.4. No name of a person and
no figure about the people reached is in it. Nobody is asked where a project works, so nothing is
said of it: the province is the one the organisation has its office in.
"""

from decimal import Decimal

from django.conf import settings
from django.db.models import Max
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from seedgrants.models import Grant, GrantRoundPage

VERSION = "1.4"


def published_grants():
    """Newest first; each with its proposal, round and organisation."""
    return (
        Grant.objects.public()
        .select_related("application__round", "application__organisation", "decision")
        .order_by("-decision__published_at", "-pk")
    )


def as_360giving() -> dict | None:
    """The package, the same in every language; nothing without a grant, as it must hold one.

    It counts as modified whenever it is asked for: a grantee who takes the agreement back leaves no
    grant behind that could tell when.
    """
    found = published_grants().annotate(changed_at=Greatest("consent_at", Max("events__at")))
    if not found:
        return None
    with override(settings.LANGUAGE_CODE):
        return {
            "version": VERSION,
            "identifier": _identifier("grants"),
            "title": f"{settings.WAGTAIL_SITE_NAME}: {_('Grants given')}",
            "description": _("These grantees agreed to be listed."),
            "issued": _day(min(grant.consent_at for grant in found)),
            "modified": _moment(timezone.now()),
            "publisher": _publisher(),
            "downloadURL": settings.SITE_URL + reverse("seedgrants:published_json"),
            "accessURL": settings.SITE_URL + reverse("seedgrants:published"),
            **_license(),
            "grants": [_grant(grant) for grant in found],
        }


def _grant(grant: Grant) -> dict:
    application = grant.application
    round_page: GrantRoundPage = application.round
    return {
        "id": _identifier(application.number),
        **_title_and_recipient(grant),
        "description": f"{round_page.title}: {round_page.summary}",
        "currency": grant.currency,
        "amountAppliedFor": _number(grant.decision.requested),
        "amountAwarded": _number(grant.amount),
        "amountDisbursed": _number(grant.paid),
        "awardDate": _day(grant.decision.published_at),
        "plannedDates": [
            {"startDate": grant.starts_on.isoformat(), "endDate": grant.ends_on.isoformat()}
        ],
        "fundingOrganization": [_funder()],
        "grantProgramme": [{"code": round_page.code, "title": round_page.title}],
        "dateModified": _moment(grant.changed_at),
    }


def _title_and_recipient(grant: Grant) -> dict:
    """Of a grant to somebody without an organisation, the standard wants no word of their own and a
    key that no other record has: two grants of one person are two recipients."""
    application = grant.application
    if application.organisation:
        return {
            "title": application.title,
            "recipientOrganization": [_organisation(application.organisation)],
        }
    return {
        "title": application.round.title,
        "recipientIndividual": {
            "id": _identifier(f"IND-{grant.pk}"),
            "name": "Individual Recipient",
        },
    }


def _organisation(organisation) -> dict:
    about = {"id": _identifier(f"org-{organisation.pk}"), "name": organisation.name}
    if organisation.province:
        about["location"] = [
            {
                "name": organisation.get_province_display(),
                "countryCode": "KH",
                "geoCode": f"KH{organisation.province}",
            }
        ]
    return about


def _funder() -> dict:
    return {"id": _identifier("funder"), "name": settings.WAGTAIL_SITE_NAME}


def _publisher() -> dict:
    funder = _funder()
    return {"identifier": funder["id"], "name": funder["name"], "website": settings.SITE_URL}


def _license() -> dict:
    address = getattr(settings, "GRANTS_DATA_LICENSE", "")
    return {"license": address} if address else {}


def _identifier(own: str) -> str:
    prefix = getattr(settings, "GRANTS_DATA_PREFIX", "") or "360G-seedgrants"
    return f"{prefix}-{own}"


def _number(amount: Decimal) -> int | float:
    """Exact: our amounts have twelve digits at most, and a float says fifteen without a change."""
    return int(amount) if amount == int(amount) else float(amount)


def _day(moment) -> str:
    return timezone.localtime(moment).date().isoformat()


def _moment(moment) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")

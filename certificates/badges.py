"""Certificates as Open Badges 3.0: a verifiable credential, signed as a compact JWS with Ed25519.

After https://www.imsglobal.org/spec/ob/v3p0, section 8.2 (JSON Web Token proof format): the header's
``kid`` is the address of the public key as a JSON Web Key. What a badge says is what the check page
says, and no more; its owner alone can fetch it and decides whom to show it to.
"""

import json
from datetime import UTC, datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate, CertificateState, SigningKey
from certificates.services.keys import encoded, private_half

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
ACHIEVEMENT_TYPES = {
    "completion": "CertificateOfCompletion",
    "attendance": "Certificate",
    "trainer": "Certification",
}


def full_address(name: str, *args) -> str:
    return settings.SITE_URL + reverse(f"certificates:{name}", args=args)


def credential_id(certificate: Certificate) -> str:
    """Tells certificates apart without telling the address of the check page."""
    return uuid5(NAMESPACE_URL, certificate.check_url).urn


def house() -> str:
    """Whose badges these are, in sites that have a name and in those that have none."""
    return getattr(settings, "SITE_NAME", "") or settings.SITE_URL.partition("://")[2]


def issuer_of(name: str) -> dict:
    return {
        "id": full_address("issuer"),
        "type": ["Profile"],
        "name": name,
        "url": settings.SITE_URL,
    }


def credential_of(certificate: Certificate) -> dict:
    """The unsigned credential as JSON-LD."""
    title = certificate.course_title or certificate.course_title_km
    # One achievement a course and kind, whoever earned it.
    achievement = uuid5(NAMESPACE_URL, f"{settings.SITE_URL}#{certificate.kind}#{title}")
    credential = {
        "@context": CONTEXT,
        "id": credential_id(certificate),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": title,
        "issuer": issuer_of(certificate.issuer or house()),
        "validFrom": _instant(certificate.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityHash": certificate.name or certificate.name_km,
                    "identityType": "name",
                    "hashed": False,
                }
            ],
            "achievement": {
                "id": achievement.urn,
                "type": ["Achievement"],
                "achievementType": ACHIEVEMENT_TYPES[certificate.kind],
                "name": title,
                "description": certificate.curriculum or title,
                "criteria": {"narrative": certificate.rule or title},
            },
        },
        "credentialStatus": {
            "id": full_address("revoked_badges"),
            "type": "1EdTechRevocationList",
        },
        "evidence": [
            {
                "id": certificate.check_url,
                "type": ["Evidence"],
                "name": f"Certificate {certificate.number}",
            }
        ],
    }
    if certificate.expires_on:
        end = datetime.combine(certificate.expires_on, time(23, 59, 59))
        credential["validUntil"] = _instant(timezone.make_aware(end))
    return credential


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _seconds(instant: str) -> int:
    return int(datetime.fromisoformat(instant).timestamp())


def signed_badge(certificate: Certificate, key: SigningKey) -> str:
    """The credential as a compact JWS: the same facts and key, the same text."""
    credential = credential_of(certificate)
    claims = credential | {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "sub": credential["credentialSubject"]["identifier"][0]["identityHash"],
        "nbf": _seconds(credential["validFrom"]),
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    header = {"alg": "EdDSA", "typ": "JWT", "kid": full_address("badge_key", key.name)}
    signed = ".".join(
        encoded(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode())
        for part in (header, claims)
    )
    return f"{signed}.{encoded(private_half(key).sign(signed.encode()))}"


def public_key(key: SigningKey) -> dict:
    """The public half as a JSON Web Key (RFC 8037)."""
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": key.public,
        "kid": full_address("badge_key", key.name),
        "use": "sig",
        "alg": "EdDSA",
    }


def revocation_list() -> dict:
    """Badges that no longer count, by id: nobody learns a check page's address from it."""
    gone = Certificate.objects.filter(
        state__in=[CertificateState.REVOKED, CertificateState.SUPERSEDED]
    )
    return {
        "id": full_address("revoked_badges"),
        "issuer": full_address("issuer"),
        "revokedCredentials": [
            {"id": credential_id(certificate), "revoked": True}
            for certificate in gone.only("code").order_by("pk").iterator(2000)
        ],
    }

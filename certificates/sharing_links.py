"""Addresses with which an owner passes a certificate on."""

from urllib.parse import urlencode

from certificates.badges import full_address
from certificates.models import Certificate

LINKEDIN = "https://www.linkedin.com/profile/add"
FACEBOOK = "https://www.facebook.com/sharer/sharer.php"
TELEGRAM = "https://t.me/share/url"


def share_links(certificate: Certificate) -> dict[str, str]:
    """By name of the place: plain links, followed only when somebody clicks them."""
    shared = full_address("shared", certificate.code)
    linkedin = {
        "startTask": "CERTIFICATION_NAME",
        "name": certificate.course_title,
        "organizationName": certificate.issuer,
        "issueYear": certificate.completed_on.year,
        "issueMonth": certificate.completed_on.month,
        "certId": certificate.number,
        "certUrl": shared,
    }
    if certificate.expires_on:
        linkedin["expirationYear"] = certificate.expires_on.year
        linkedin["expirationMonth"] = certificate.expires_on.month
    return {
        "linkedin": f"{LINKEDIN}?{urlencode(linkedin)}",
        "facebook": f"{FACEBOOK}?{urlencode({'u': shared})}",
        "telegram": f"{TELEGRAM}?{urlencode({'url': shared, 'text': certificate.localised_course})}",
        "address": shared,
    }

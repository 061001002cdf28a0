"""What is public: certificates that their owners share, and how to verify badges."""

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from certificates.badges import full_address, house, issuer_of, public_key, revocation_list
from certificates.models import Certificate, CertificateState, SigningKey
from certificates.services.keys import signing_key
from certificates.share_pictures import share_picture
from certificates.views.checking import not_found
from certificates.wording import long_date

A_DAY = 24 * 60 * 60


def _shared(code: str) -> Certificate | None:
    found = Certificate.objects.filter(
        code=code, is_shared=True, state=CertificateState.ISSUED
    ).first()
    return found if found and found.is_valid else None


@require_safe
@never_cache
def shared(request, code):
    """A certificate as its owner shows it to the world; gone as soon as they change their mind."""
    certificate = _shared(code)
    if certificate is None:
        return not_found(request)
    context = {
        "certificate": certificate,
        "completed_on": long_date(certificate.completed_on),
        "address": full_address("shared", code),
        "picture": full_address("picture", code),
    }
    response = render(request, "certificates/shared.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def picture(request, code):
    """The picture of a shared certificate, in the language of the person it was given to."""
    certificate = _shared(code)
    if certificate is None:
        return not_found(request)
    key = f"certificates:picture:{certificate.sha256}"
    png = cache.get(key)
    if png is None:
        with translation.override(certificate.language):
            png = share_picture(certificate)
        cache.set(key, png, A_DAY)
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "max-age=3600"})


@require_safe
@cache_control(public=True, max_age=3600)
def issuer(request):
    """Who issues the badges, and with which keys."""
    signing_key()
    keys = [public_key(key) for key in SigningKey.objects.all()]
    return JsonResponse(issuer_of(house()) | {"keys": keys})


@require_safe
@cache_control(public=True, max_age=3600)
def badge_key(request, name):
    return JsonResponse(public_key(get_object_or_404(SigningKey, name=name)))


@require_safe
@cache_control(public=True, max_age=300)
def revoked_badges(request):
    return JsonResponse(revocation_list())

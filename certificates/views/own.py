"""One's own certificates: fetching them, and choosing whether to share them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates.badges import signed_badge
from certificates.models import Certificate
from certificates.permissions import may_download, own_certificates
from certificates.services.keys import signing_key
from certificates.services.sharing import share_certificate
from certificates.sharing_links import share_links
from certificates.views.checking import not_found


@require_safe
@never_cache
@login_required
def download(request, code):
    certificate = Certificate.objects.published().filter(code=code).first()
    if certificate is None or not may_download(request.user, certificate):
        return not_found(request)
    with certificate.pdf.open() as file:
        content = file.read()
    name = f"certificate-{certificate.number}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


@require_safe
@never_cache
@login_required
def badge(request, code):
    """The signed Open Badge of one's own certificate."""
    certificate = Certificate.objects.published().filter(code=code).first()
    if certificate is None or certificate.owner_id != request.user.pk or not certificate.is_valid:
        return not_found(request)
    name = f"badge-{certificate.number}.jwt"
    return HttpResponse(
        signed_badge(certificate, signing_key()),
        content_type="application/vc+jwt",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )


@require_safe
@login_required
def own(request):
    certificates = own_certificates(request.user)
    return render(request, "certificates/own.html", {"certificates": certificates})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def share(request, code):
    """One's own switch: whether others may see the page and the picture that can be passed on."""
    certificate = own_certificates(request.user).published().filter(code=code).first()
    if certificate is None:
        return not_found(request)
    if request.method == "POST":
        share_certificate(certificate=certificate, shared="shared" in request.POST)
        return redirect("certificates:share", code)
    context = {"certificate": certificate, "links": share_links(certificate)}
    return render(request, "certificates/share.html", context)

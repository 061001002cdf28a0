"""Checking a certificate, which anyone may."""

import hashlib

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates.forms import CheckFileForm, LookUpForm
from certificates.models import Certificate
from certificates.rate_limits import too_many_look_ups
from certificates.wording import long_date
from lms.khmer import fold_digits


def not_found(request):
    # These addresses have no language. Django would send a missing one on to the same address
    # under the visitor's language, where there is nothing either: it looks at the request's own
    # URL configuration for whether languages are in use.
    request.urlconf = "certificates.urls"
    return render(request, "certificates/unknown.html", status=404)


@require_safe
@never_cache
def check(request, code):
    """Name, course, date and whether it counts: nothing else, to whoever has the address."""
    certificate = Certificate.objects.published().filter(code=code).first()
    if certificate is None:
        return not_found(request)
    context = {
        "certificate": certificate,
        "completed_on": long_date(certificate.completed_on),
        "expires_on": certificate.expires_on and long_date(certificate.expires_on),
        "is_same_file": "same" in request.GET,
    }
    response = render(request, "certificates/check.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def look_up(request):
    """Find a check page by the number and the beginning of the family name."""
    form = LookUpForm(request.POST or None)
    status = 200
    if form.is_valid():
        number, name = form.cleaned_data["number"], form.cleaned_data["family_name"]
        address = request.META["REMOTE_ADDR"]
        if too_many_look_ups(address=address, number=fold_digits(number).strip()):
            form.add_error(None, _("Too many tries. Please wait 15 minutes and try again."))
            status = 429
        elif certificate := Certificate.objects.find(number, name):
            return redirect("certificates:check", certificate.code)
        else:
            form.add_error(
                None,
                _(
                    "No certificate has this number and family name. Compare both with the paper,"
                    " or scan its square code."
                ),
            )
    return render(request, "certificates/look_up.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def check_file(request):
    """Find the check page of a PDF by its content: any change at all makes it another file."""
    form = CheckFileForm(request.POST or None, request.FILES or None)
    status = 200
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        found = Certificate.objects.published().filter(sha256=hashlib.sha256(content).hexdigest())
        if too_many_look_ups(address=request.META["REMOTE_ADDR"]):
            form.add_error(None, _("Too many tries. Please wait 15 minutes and try again."))
            status = 429
        elif certificate := found.first():
            return redirect(reverse("certificates:check", args=[certificate.code]) + "?same")
        else:
            form.add_error(
                "file",
                _(
                    "This is not a file that we issued, or it was changed since. Check the number"
                    " on it instead."
                ),
            )
    return render(request, "certificates/check_file.html", {"form": form}, status=status)

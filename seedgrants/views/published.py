"""What the public may see: the grants whose grantees agreed, as a page and as open data."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from seedgrants.models import localise
from seedgrants.published import as_360giving, published_grants

MOST_SHOWN = 200


@require_safe
def published(request):
    grants = list(published_grants()[:MOST_SHOWN])
    localise(grant.application.round for grant in grants)
    return render(request, "seedgrants/published.html", {"grants": grants})


@require_safe
def published_json(request):
    package = as_360giving()
    if package is None:
        raise Http404
    response = JsonResponse(package, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="grants.json"'
    return response

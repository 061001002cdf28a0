"""Pairs of records that may be of one person, to be merged or told apart."""

from django.contrib import messages
from django.core.cache import cache
from django.db.models import Count, Max
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.records.models import NotDuplicate, Person
from lms.records.services.duplicates import LikelyPair, index_people, tell_apart
from lms.records.views.admin_pages import for_coordinators, paginate, show

PAIRS_A_PAGE = 20
# Comparing 10,000 people takes about a second; a correction may show that much later.
KEPT_SECONDS = 300


@require_http_methods(["GET", "HEAD", "POST"])
@for_coordinators
def likely_duplicates(request):
    """The pairs with their reasons, likeliest first; posting tells the two of a pair apart."""
    if request.method == "POST":
        return _tell_apart(request)
    pairs = paginate(request, _pairs(), PAIRS_A_PAGE)
    keys = {pk for pair in pairs["items"] for pk in pair[:2]}
    people = Person.objects.with_organisation().in_bulk(keys)
    shown = [
        {"people": [people[pair.first], people[pair.second]], "pair": pair}
        for pair in pairs["items"]
        if pair.first in people and pair.second in people
    ]
    return show(request, "duplicates", _("Likely duplicates"), icon="group", pairs=shown, **pairs)


def _pairs() -> list[LikelyPair]:
    state = Person.objects.aggregate(count=Count("pk"), last=Max("pk"))
    pairs = cache.get_or_set(
        f"likely-pairs:{state['count']}:{state['last']}",
        lambda: index_people().likely_pairs(),
        KEPT_SECONDS,
    )
    told_apart = set(NotDuplicate.objects.values_list("first", "second"))
    return [pair for pair in pairs if pair[:2] not in told_apart]


def _tell_apart(request):
    first, second = (
        get_object_or_404(Person, pk=number if number.isdecimal() else 0)
        for number in (request.POST.get("first", ""), request.POST.get("second", ""))
    )
    if first != second:
        tell_apart(first=first, second=second, actor=request.user)
        messages.success(
            request,
            _("%(first)s and %(second)s are two people. They will not be shown as a pair again.")
            % {"first": first, "second": second},
        )
    return redirect(request.get_full_path())

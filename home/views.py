"""Each person's own front page, and the address that says the site is alive."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from home.next_steps import next_steps
from home.rooms import rooms
from lms.records.models.people import person_of


@login_required
def my_page(request):
    """What to do next, then the rooms this person may enter."""
    return render(
        request,
        "home/my_page.html",
        {
            "name": person_of(request.user) or request.user,
            "steps": next_steps(request.user),
            "rooms": rooms(request.user),
        },
    )


@never_cache
def health(request):
    """200 while the database answers; for load balancers and uptime checks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})

"""Sessions in the calendar of a phone: one as a file, or all of a person's at a secret address."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from lms.records.ical import feed_of, one_session
from lms.records.models import CalendarFeed
from lms.records.models.people import person_of
from lms.records.permissions import see_session, teach_cohort
from lms.records.services.calendars import remove_feed, renew_feed

REMOVE = "remove"


@login_required
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "POST"])
def calendar(request):
    """The address of my calendar, and how a phone takes it in."""
    person = person_of(request.user)
    if person is None:
        return redirect(f"{reverse('records:about_you')}?next={request.path}")
    if request.method == "POST":
        if request.POST.get("do") == REMOVE:
            remove_feed(person=person)
            messages.success(request, _("The address is taken away. Nobody can read it any more."))
        else:
            renew_feed(person=person)
            messages.success(request, _("Your calendar has a new address."))
        return redirect("records:calendar")
    feed = CalendarFeed.objects.filter(person=person).first()
    address = feed and request.build_absolute_uri(
        reverse("records:calendar_feed", args=[feed.token])
    )
    return render(
        request,
        "records/calendar.html",
        {"address": address, "webcal": address and f"webcal://{address.partition('://')[2]}"},
    )


@require_safe
def calendar_feed(request, token):
    """A person's sessions, to whoever has the address: calendar programs cannot sign in."""
    feed = (
        CalendarFeed.objects.select_related("person")
        .filter(token=token, person__user__is_active=True)
        .first()
    )
    if feed is None:
        raise Http404
    content = feed_of(feed.person)
    etag = quote_etag(sha256(content).hexdigest()[:32])
    response = get_conditional_response(request, etag=etag) or _calendar(content, "training.ics")
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=900"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_required
@require_safe
def session_ics(request, pk):
    """One session as a file, for those who take part in it or train it."""
    session = get_object_or_404(
        see_session.objects_for(request.user).select_related("cohort__course"), pk=pk
    )
    is_trained = teach_cohort.allows(request.user, session.cohort)
    response = _calendar(one_session(session, is_trained=is_trained), f"session-{session.pk}.ics")
    response["Cache-Control"] = "private, no-store"
    return response


def _calendar(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )

"""Giving invitations: to one person, to a cohort, to the staff of an organisation."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_q.tasks import async_task

from lms.records.models import Affiliation, Cohort, Invitation, Organisation, Person
from lms.records.permissions import invite_person, may_coordinate, organisations_watched
from lms.records.services.invitations import (
    grouped,
    invite_people,
    link_of,
    revoke_invitation,
)
from lms.records.services.messages import email_of
from lms.records.slips import draw_slips

MAIL = "lms.records.tasks.mail_invitation"
NAMED = ("family_name", "given_name", "family_name_km", "given_name_km", "pk")
# Who has not answered for so long is past inviting by hand; and a task each.
AT_MOST = 400


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def invite_one(request, pk):
    """One person; coordinators anyone, a focal point the own staff."""
    person = get_object_or_404(
        invite_person.objects_for(request.user).select_related("user"), pk=pk
    )
    return _invite(
        request,
        [person],
        str(person),
        invitations=person.invitations.select_related("created_by")[:10],
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def invite_cohort(request, pk):
    """All of a cohort who hold a place."""
    if not may_coordinate(request.user):
        raise PermissionDenied
    cohort = get_object_or_404(Cohort.objects.select_related("course"), pk=pk)
    places = cohort.enrolments.holding_a_place()
    people = Person.objects.filter(pk__in=places.values("person"))
    return _invite(request, _ordered(people), str(cohort), cohort=cohort)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def invite_staff(request, pk):
    """All who work at an organisation today; for its focal points and for coordinators."""
    organisation = get_object_or_404(Organisation, pk=pk)
    watched = organisations_watched(request.user)
    if not may_coordinate(request.user) and (
        watched is None or not watched.filter(organisation=organisation).exists()
    ):
        raise PermissionDenied
    staff = Affiliation.objects.current().filter(organisation=organisation)
    people = Person.objects.filter(pk__in=staff.values("person"))
    return _invite(request, _ordered(people), str(organisation), organisation=organisation)


def _ordered(people) -> list[Person]:
    return list(people.select_related("user").order_by(*NAMED)[:AT_MOST])


def _invite(request, people: list[Person], title: str, **context):
    """Show who can be invited; posting makes links, slips or mails for those without account."""
    without = [person for person in people if person.user_id is None]
    chosen = set(request.POST.getlist("person"))
    if chosen:
        without = [person for person in without if str(person.pk) in chosen]
    with_mail = [person for person in without if email_of(person)]
    way = request.POST.get("way")
    if request.method == "POST" and without:
        if way == "slips":
            return _slips(invite_people(people=without, actor=request.user))
        if way == "links":
            invited = invite_people(people=without, actor=request.user)
            return render(
                request,
                "records/invited.html",
                {"invited": [_shown(*each) for each in invited], "title": title, **context},
            )
        if way == "mail" and with_mail:
            _mail(with_mail, request.user)
            messages.success(
                request,
                ngettext(
                    "%(count)s invitation goes out by mail.",
                    "%(count)s invitations go out by mail.",
                    len(with_mail),
                )
                % {"count": len(with_mail)},
            )
            return redirect(request.path)
    context |= {
        "people": people,
        "without": without,
        "with_mail": with_mail,
        "title": title,
        "may_coordinate": may_coordinate(request.user),
    }
    return render(request, "records/invite.html", context)


def _mail(people: list[Person], actor) -> None:
    asked_at = timezone.now().isoformat()
    for person in people:
        transaction.on_commit(partial(async_task, MAIL, person.pk, actor.pk, asked_at))


def _slips(invited) -> HttpResponse:
    return HttpResponse(
        draw_slips(invited),
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="invitations.pdf"'},
    )


def _shown(person: Person, code: str) -> dict:
    link = link_of(person, code)
    text = _("Your account for our training. The link works once.")
    return {
        "person": person,
        "code": grouped(code),
        "link": link,
        "telegram": f"https://t.me/share/url?{urlencode({'url': link, 'text': text})}",
    }


@login_required
@require_POST
def revoke(request, pk):
    """Make an invitation worthless, such as one on a lost paper."""
    invitation = get_object_or_404(
        Invitation.objects.filter(person__in=invite_person.objects_for(request.user)), pk=pk
    )
    revoke_invitation(invitation=invitation, actor=request.user)
    messages.success(request, _("The invitation no longer works."))
    return redirect("records:invite_person", invitation.person_id)

"""What a person should do next about seed grants."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.next_steps import NextStep
from lms.records.models import Person
from lms.records.services.people import person_of
from seedgrants.enums import (
    AmendmentState,
    ApplicationState,
    GrantState,
    ReportState,
    ReviewState,
    RoundState,
    TrancheState,
)
from seedgrants.models import Application, Grant, GrantReport, Review
from seedgrants.permissions import (
    COORDINATE,
    PAY,
    REVIEW,
    amendments_for,
    feedback_requests_for,
    managed_applications,
    reports_for,
    reviews_for,
    tranches_for,
)


def next_steps(user) -> list[NextStep]:
    """At most a handful: an applicant's own things, then those of a role."""
    person = person_of(user)
    steps = []
    if person is not None:
        steps += _drafts(person) + _grants(person) + _reports(person) + _to_read(user)
    if user.has_perm(REVIEW):
        steps += _reviews(user)
    if user.has_perm(COORDINATE):
        steps += _proposals(user)
    if user.has_perm(PAY):
        steps += _payments(user)
    return steps


def _drafts(person: Person) -> list[NextStep]:
    drafts = Application.objects.of(person).filter(state__in=Application.EDITABLE)
    return [
        NextStep(
            title=_("Finish your proposal"),
            url=reverse("seedgrants:edit", args=[draft.pk, "about"]),
            note=_("%(title)s, saved %(at)s")
            % {
                "title": draft,
                "at": date_format(timezone.localtime(draft.saved_at), "DATETIME_FORMAT"),
            },
            urgent=draft.state == ApplicationState.RETURNED,
        )
        for draft in drafts[:3]
    ]


def _to_read(user) -> list[NextStep]:
    """Drafts that a mentor promised to read."""
    waiting = feedback_requests_for(user).waiting().order_by("promised_for")
    return [
        NextStep(
            title=_("Give feedback on a draft"),
            url=reverse("seedgrants:feedback", args=[asked.pk]),
            note=_("%(name)s, promised for %(on)s")
            % {
                "name": asked.application.applicant,
                "on": date_format(asked.promised_for, "DATE_FORMAT"),
            },
            urgent=asked.promised_for <= timezone.localdate(),
        )
        for asked in waiting.select_related("application__applicant")[:3]
    ]


def _grants(person: Person) -> list[NextStep]:
    own = Grant.objects.filter(application__applicant=person).select_related("application")
    offered = [
        NextStep(
            title=_("Accept your grant"),
            url=reverse("seedgrants:grant", args=[grant.pk]),
            note=grant.application.title,
            urgent=True,
        )
        for grant in own.filter(state=GrantState.OFFERED)[:3]
    ]
    to_sign = own.filter(
        state=GrantState.ACCEPTED, agreements__isnull=False, signature__isnull=True
    ).distinct()
    offered += [
        NextStep(
            title=_("Read and sign your agreement"),
            url=reverse("seedgrants:grant", args=[grant.pk]),
            note=grant.application.title,
            urgent=True,
        )
        for grant in to_sign[:3]
    ]
    paid = own.filter(tranches__state=TrancheState.PAID).distinct()
    return offered + [
        NextStep(
            title=_("Say that a payment has come"),
            url=reverse("seedgrants:grant", args=[grant.pk]),
            note=grant.application.title,
        )
        for grant in paid[:3]
    ]


def _reports(person: Person) -> list[NextStep]:
    due = GrantReport.objects.filter(
        grant__application__applicant=person, state__in=GrantReport.WRITABLE
    ).order_by("due_on")
    return [
        NextStep(
            title=_("Write your grant report"),
            url=reverse("seedgrants:report", args=[report.pk]),
            note=_due(report),
            urgent=report.is_overdue or report.state == ReportState.CHANGES_REQUESTED,
            overdue=report.is_overdue,
        )
        for report in due[:3]
    ]


def _due(report: GrantReport) -> str:
    return _("Due %(on)s") % {"on": date_format(report.due_on, "DATE_FORMAT")}


def _reviews(user) -> list[NextStep]:
    waiting = (
        reviews_for(user)
        .filter(
            state__in=(ReviewState.INVITED, *Review.SCORING),
            application__state=ApplicationState.UNDER_REVIEW,
        )
        .count()
    )
    if not waiting:
        return []
    title = ngettext("Review %(n)s proposal", "Review %(n)s proposals", waiting) % {"n": waiting}
    return [NextStep(title=title, url=reverse("seedgrants:my_reviews"))]


def _proposals(user) -> list[NextStep]:
    steps = []
    new = managed_applications(user).filter(
        state=ApplicationState.SUBMITTED, round__state=RoundState.REVIEWING
    )
    if count := new.count():
        title = ngettext(
            "Find reviewers for %(n)s proposal", "Find reviewers for %(n)s proposals", count
        )
        steps.append(NextStep(title=title % {"n": count}, url=reverse("seedgrants:rounds")))
    amendments = amendments_for(user).filter(state=AmendmentState.PROPOSED)
    for amendment in amendments.select_related("grant__application")[:3]:
        steps.append(
            NextStep(
                title=_("Answer a proposed change"),
                url=reverse("seedgrants:grant", args=[amendment.grant_id]),
                note=amendment.application.title,
            )
        )
    reports = reports_for(user).filter(state=ReportState.SUBMITTED).order_by("submitted_at")
    for report in reports.select_related("grant__application")[:3]:
        steps.append(
            NextStep(
                title=_("Read a grant report"),
                url=reverse("seedgrants:report", args=[report.pk]),
                note=report.grant.application.title,
            )
        )
    return steps


def _payments(user) -> list[NextStep]:
    count = tranches_for(user).to_pay().count()
    if not count:
        return []
    title = ngettext("Pay %(n)s approved tranche", "Pay %(n)s approved tranches", count)
    return [NextStep(title=title % {"n": count}, url=reverse("seedgrants:payments"))]

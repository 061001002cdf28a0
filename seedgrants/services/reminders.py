"""One letter a day at most: what is due soon or late, for applicants, grantees and their mentors."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.records.models import Mentorship, Person
from seedgrants.enums import ApplicationState, GrantState
from seedgrants.models import Application, FeedbackRequest, GrantReport
from seedgrants.services.notices import absolute, language_of, send_once

# Days before (below zero) and after a date on which one is reminded of it.
BEFORE_AND_AFTER = (-14, -3, 0, 3, 14, 28)


@dataclass(frozen=True)
class Reminder:
    """A thing with a date, and where it is done; the words are made in the reader's language."""

    kind: str
    due_on: date
    what: str
    path: str

    @property
    def text(self) -> str:
        words = {
            "draft": _("Your proposal “%(what)s” is not sent. The last day is %(on)s."),
            "report": _("The report on “%(what)s” is due on %(on)s."),
            "late": _(
                "The report on “%(what)s” was due on %(on)s. Ask for more time if you need it."
            ),
            "learner": _("The report of a person you mentor, on “%(what)s”, is due on %(on)s."),
            "reading": _("A draft waits for your feedback: “%(what)s”, promised for %(on)s."),
        }
        return words[self.kind] % {
            "what": self.what,
            "on": date_format(self.due_on, "DATE_FORMAT"),
        }

    @property
    def url(self) -> str:
        return absolute(self.path)


def collect(today: date) -> dict[int, list[Reminder]]:
    """By the key of the person: what to remind them of today."""
    days = [today - timedelta(days=n) for n in BEFORE_AND_AFTER]
    found: dict[int, list[Reminder]] = {}

    def add(person: int, *values):
        found.setdefault(person, []).append(Reminder(*values))

    drafts = Application.objects.filter(state__in=Application.EDITABLE).select_related("round")
    for draft in drafts.filter(
        round__closes_at__gt=timezone.now(), round__closes_at__date__in=days
    ):
        closes_on = timezone.localtime(draft.round.closes_at).date()
        path = reverse("seedgrants:edit", args=[draft.pk, "about"])
        add(draft.applicant_id, "draft", closes_on, str(draft), path)
    reports = GrantReport.objects.filter(
        state__in=GrantReport.WRITABLE, due_on__in=days, grant__state=GrantState.ACTIVE
    ).select_related("grant__application")
    for report in reports:
        application = report.application
        path = reverse("seedgrants:report", args=[report.pk])
        kind = "late" if report.due_on < today else "report"
        add(application.applicant_id, kind, report.due_on, application.title, path)
        mentors = Mentorship.objects.active().filter(learner=application.applicant_id)
        for mentor in mentors.values_list("mentor", flat=True):
            home = reverse("seedgrants:feedback_list")
            add(mentor, "learner", report.due_on, application.title, home)
    waiting = FeedbackRequest.objects.waiting().filter(
        Q(report__isnull=False) | Q(application__state=ApplicationState.FEEDBACK),
        promised_for__in=(today, today + timedelta(days=2)),
    )
    for request in waiting.select_related("application"):
        path = reverse("seedgrants:feedback", args=[request.pk])
        add(request.mentor_id, "reading", request.promised_for, str(request.application), path)
    return found


def send_digests(*, today: date | None = None) -> int:
    """Send each person one letter with all their reminders of the day; how many went out."""
    today = today or timezone.localdate()
    found = collect(today)
    people = Person.objects.select_related("user").in_bulk(found)
    sent = 0
    for pk, reminders in found.items():
        person = people[pk]
        with translation.override(language_of(person)):
            sent += send_once(
                person=person,
                key=f"digest:{today.isoformat()}",
                subject=_("Your grants: what is due"),
                body=render_to_string(
                    "seedgrants/mail/digest.txt",
                    {"reminders": sorted(reminders, key=lambda r: r.due_on)},
                ),
            )
    return sent

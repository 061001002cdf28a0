"""One letter a day at most: what is due soon or late, for applicants, grantees and their mentors."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.records.models import Mentorship, Person
from seedgrants.enums import ApplicationState, GrantState, RoundState
from seedgrants.models import Application, FeedbackRequest, GrantReport, Notice
from seedgrants.services.notices import absolute, language_of, send_once

logger = logging.getLogger(__name__)

# Days before (below zero) and after a date on which one is reminded of it.
BEFORE_AND_AFTER = (-14, -3, 0, 3, 14, 28)
BEFORE_A_PROMISE = (-2, 0)
# A morning on which nothing went out is made good on one of the next two.
GRACE = 2


def stage_of(due_on: date, today: date, stages=BEFORE_AND_AFTER) -> int | None:
    """Which of the days around ``due_on`` it is, or was a moment ago; ``None`` between them."""
    passed = (today - due_on).days
    return next((n for n in stages if 0 <= passed - n <= GRACE), None)


@dataclass(frozen=True)
class Reminder:
    """A thing with a date, and where it is done; the words are made in the reader's language.

    ``key`` names the thing, its date and the stage before or after it.
    """

    key: str
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
            "learner-late": _(
                "The report of a person you mentor, on “%(what)s”, was due on %(on)s."
            ),
            "reading": _("A draft waits for your feedback: “%(what)s”, promised for %(on)s."),
        }
        return words[self.kind] % {
            "what": self.what,
            "on": date_format(self.due_on, "DATE_FORMAT"),
        }

    @property
    def url(self) -> str:
        return absolute(self.path)


def last_moment(draft: Application) -> datetime | None:
    """Until when the draft can be sent: the round's closing time or a longer extension."""
    closing = draft.round.closes_at if draft.round.state == RoundState.OPEN else None
    moments = [moment for moment in (closing, draft.until) if moment and moment > timezone.now()]
    return max(moments, default=None)


def collect(today: date) -> dict[int, list[Reminder]]:
    """By the key of the person: what to remind them of today."""
    found: dict[int, list[Reminder]] = {}

    def add(person: int, *values):
        found.setdefault(person, []).append(Reminder(*values))

    drafts = Application.objects.filter(state__in=Application.EDITABLE).exclude(
        round__state__in=(RoundState.DRAFT, RoundState.ARCHIVED)
    )
    drafts = drafts.annotate(until=Max("extensions__until")).filter(
        Q(round__closes_at__gt=timezone.now()) | Q(until__gt=timezone.now())
    )
    for draft in drafts.select_related("round"):
        moment = last_moment(draft)
        closes_on = timezone.localtime(moment).date() if moment else None
        if closes_on and (stage := stage_of(closes_on, today)) is not None:
            path = reverse("seedgrants:edit", args=[draft.pk, "about"])
            key = f"draft:{draft.pk}:{closes_on}:{stage}"
            add(draft.applicant_id, key, "draft", closes_on, str(draft), path)
    reports = GrantReport.objects.filter(
        state__in=GrantReport.WRITABLE,
        grant__state=GrantState.ACTIVE,
        due_on__gte=today - timedelta(days=BEFORE_AND_AFTER[-1] + GRACE),
        due_on__lte=today - timedelta(days=BEFORE_AND_AFTER[0]),
    ).select_related("grant__application")
    for report in reports:
        stage = stage_of(report.due_on, today)
        if stage is None:
            continue
        application = report.application
        path = reverse("seedgrants:report", args=[report.pk])
        is_late = report.due_on < today
        what = (report.due_on, application.title)
        key = f"report:{report.pk}:{report.due_on}:{stage}"
        add(application.applicant_id, key, "late" if is_late else "report", *what, path)
        mentors = Mentorship.objects.active().filter(learner=application.applicant_id)
        for mentor in mentors.values_list("mentor", flat=True):
            home = reverse("seedgrants:feedback_list")
            add(mentor, key, "learner-late" if is_late else "learner", *what, home)
    waiting = FeedbackRequest.objects.waiting().filter(
        Q(report__isnull=False) | Q(application__state=ApplicationState.FEEDBACK),
        promised_for__gte=today,
    )
    for request in waiting.select_related("application"):
        stage = stage_of(request.promised_for, today, BEFORE_A_PROMISE)
        if stage is not None:
            path = reverse("seedgrants:feedback", args=[request.pk])
            key = f"reading:{request.pk}:{request.promised_for}:{stage}"
            add(
                request.mentor_id,
                key,
                "reading",
                request.promised_for,
                str(request.application),
                path,
            )
    return without_told(found)


def without_told(found: dict[int, list[Reminder]]) -> dict[int, list[Reminder]]:
    """Leave out what a person was told of at this stage already."""
    keys = {reminder.key for reminders in found.values() for reminder in reminders}
    told = Notice.objects.filter(person__in=found, key__in=keys, sent_at__isnull=False)
    told = set(told.values_list("person", "key"))
    left = {
        person: [reminder for reminder in reminders if (person, reminder.key) not in told]
        for person, reminders in found.items()
    }
    return {person: reminders for person, reminders in left.items() if reminders}


def send_digests(*, today: date | None = None) -> int:
    """Send each person one letter with all their reminders of the day; how many went out.

    A letter that cannot be sent keeps nobody else's back; it is tried again by the next run.
    """
    today = today or timezone.localdate()
    found = collect(today)
    people = Person.objects.select_related("user").in_bulk(found)
    sent = 0
    for pk, reminders in found.items():
        try:
            sent += send_digest(people[pk], reminders, today)
        except (OSError, ValueError) as error:  # what smtplib raises is an OSError, too
            logger.warning("Reminders for person %s did not go out: %s", pk, type(error).__name__)
    return sent


@transaction.atomic
def send_digest(person: Person, reminders: list[Reminder], today: date) -> bool:
    """Mail the letter of the day, and remember what it told of."""
    with translation.override(language_of(person)):
        went_out = send_once(
            person=person,
            key=f"digest:{today.isoformat()}",
            subject=_("Your grants: what is due"),
            body=render_to_string(
                "seedgrants/mail/digest.txt",
                {"reminders": sorted(reminders, key=lambda r: r.due_on)},
            ),
        )
    if went_out:
        now = timezone.now()
        Notice.objects.bulk_create(
            Notice(person=person, key=reminder.key, sent_at=now) for reminder in reminders
        )
    return went_out

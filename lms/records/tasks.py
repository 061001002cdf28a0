"""Work done in the background. Each takes a primary key and may run twice."""

from datetime import datetime

from django.contrib.auth import get_user_model

from courses.models import CoursePage, ModulePage
from lms.records import long_sheets
from lms.records.handouts import store
from lms.records.models import Cohort, Person, Session
from lms.records.services import (
    closing,
    cohorts,
    invitations,
    mentoring_digest,
    outbox,
    reminders,
    sending,
)


def close_cohort(closing_pk: int) -> int:
    """Close a cohort, or judge it again; returns how many enrolments are settled."""
    return closing.run_closing(closing_pk=closing_pk).done


def make_handout(page_pk: int, *, is_facilitators: bool, lessons: list[int]) -> str | None:
    """Make the PDF of a module or course; nothing when it was unpublished in the meantime."""
    for model in (ModulePage, CoursePage):
        page = model.objects.live().select_related("locale").filter(pk=page_pk).first()
        if page:
            return store.make(page, is_facilitators=is_facilitators, lessons=lessons).name
    return None


def make_sheet(cohort_pk: int, session_pk: int | None) -> str | None:
    """Make the sign-in sheet of a session or of a whole cohort; nothing when it is gone."""
    cohort = Cohort.objects.select_related("course__locale").filter(pk=cohort_pk).first()
    session = Session.objects.filter(pk=session_pk, cohort=cohort_pk).first()
    if cohort is None or (session_pk and session is None):
        return None
    if session:
        session.cohort = cohort
    return long_sheets.make(cohort, session)


def send_messages() -> int:
    """Send the mails that wait."""
    return sending.send_messages()


def start_the_day() -> int:
    """Let cohorts run whose day has come, drop old news and sheets, remind of what is to come."""
    cohorts.begin_cohorts()
    outbox.drop_stale()
    long_sheets.remove_old()
    mentoring_digest.send_digests()
    return reminders.remind_cohorts()


def mail_invitation(person_pk: int, actor_pk: int, asked_at: str) -> bool:
    """Invite a person by mail, once for each time it was asked for."""
    return invitations.mail_invitation(
        person=Person.objects.select_related("user").get(pk=person_pk),
        actor=get_user_model().objects.get(pk=actor_pk),
        asked_at=datetime.fromisoformat(asked_at),
    )

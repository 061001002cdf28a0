"""Work done in the background. Each takes a primary key and may run twice."""

from datetime import datetime

from django.contrib.auth import get_user_model

from courses.models import CoursePage, ModulePage
from lms.records.handouts import store
from lms.records.models import Cohort, Person
from lms.records.services import cohorts, completion, invitations, outbox, reminders, sending


def request_certificates(cohort_pk: int) -> int:
    """Ask for the certificates of a closed cohort."""
    cohort = Cohort.objects.select_related("course__locale").get(pk=cohort_pk)
    return completion.request_certificates(cohort=cohort)


def make_handout(page_pk: int, *, is_facilitators: bool, lessons: list[int]) -> str | None:
    """Make the PDF of a module or course; nothing when it was unpublished in the meantime."""
    for model in (ModulePage, CoursePage):
        page = model.objects.live().select_related("locale").filter(pk=page_pk).first()
        if page:
            return store.make(page, is_facilitators=is_facilitators, lessons=lessons).name
    return None


def send_messages() -> int:
    """Send the mails that wait."""
    return sending.send_messages()


def start_the_day() -> int:
    """Let cohorts run whose day has come, drop old news, and remind of cohorts about to begin."""
    cohorts.begin_cohorts()
    outbox.drop_stale()
    return reminders.remind_cohorts()


def mail_invitation(person_pk: int, actor_pk: int, asked_at: str) -> bool:
    """Invite a person by mail, once for each time it was asked for."""
    return invitations.mail_invitation(
        person=Person.objects.select_related("user").get(pk=person_pk),
        actor=get_user_model().objects.get(pk=actor_pk),
        asked_at=datetime.fromisoformat(asked_at),
    )

"""Taking a person out of the records while every count stays true.

What says who somebody is goes, for good: names, ways to reach them, what they wrote, what was noted
about them. What is counted stays: gender, age band, province, organisation, enrolments, attendance,
scores. Certificates are documents of their own and stay as they were printed until they are revoked.
"""

from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from courses.models import QuestionKind
from lms.records.enums import AgeBand
from lms.records.exceptions import MergeRefused
from lms.records.models import (
    ActionItem,
    AssessmentAttempt,
    CalendarFeed,
    LessonNote,
    MentoringVisit,
    Mentorship,
    Message,
    Person,
    PersonImportRow,
    PersonMerge,
    Submission,
)
from lms.records.permissions import may_coordinate

NAME, NAME_KM = "Anonymous", "អនាមិក"
REMOVED = "–"


@transaction.atomic
def anonymise_person(*, person: Person, actor) -> Person:
    """Make ``person`` somebody nobody can recognise; this cannot be taken back.

    The account is switched off and keeps no address. Records merged into this one are included,
    and their merges can no longer be taken back.

    :raises PermissionDenied: for anybody but a coordinator, and for one's own record.
    """
    if not may_coordinate(actor) or person.user_id == actor.pk:
        raise PermissionDenied
    rows = Person.all_objects.select_for_update(of=("self",)).filter(pk=person.pk)
    person = rows.select_related("user").get()
    if person.merged_into_id:
        raise MergeRefused
    records = [person, *Person.all_objects.filter(merged_into=person).select_related("user")]
    user = person.user
    for record in records:
        _forget_who(record)
    if user is not None:
        _close_account(user)
    _forget_texts(records)
    for merge in PersonMerge.objects.filter(kept__in=records):
        merge.moved = {**merge.moved, "steps": [], "sealed": True}
        merge.save(update_fields=["moved"])
    ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Person),
        object_id__in=[str(record.pk) for record in records],
    ).update(label=NAME)
    log(instance=person, action="wagtail.edit", user=actor, title=NAME)
    return person


def _forget_who(record: Person) -> None:
    band = record.age_band_on(timezone.localdate())
    record.family_name = record.family_name_km = ""
    record.given_name, record.given_name_km = NAME, NAME_KM
    record.birth_year, record.age_band = None, "" if band == AgeBand.UNKNOWN else band
    record.phone = record.email = record.telegram = ""
    record.photo_consent_on = None
    record.user = None
    record.save()
    record.invitations.all().delete()
    CalendarFeed.objects.filter(person=record).delete()


def _close_account(user) -> None:
    """Switch the account off; an account must have an address, so it gets one that leads nowhere."""
    user.is_active = False
    user.email, user.phone = f"{uuid4().hex}@anonymous.invalid", None
    user.first_name = user.last_name = ""
    user.set_unusable_password()
    user.save()
    user.groups.clear()


def _forget_texts(records: list[Person]) -> None:
    LessonNote.objects.filter(person__in=records).delete()
    for work in Submission.objects.filter(person__in=records).exclude(file=""):
        transaction.on_commit(lambda file=work.file: file.storage.delete(file.name))
    Submission.objects.filter(person__in=records).update(
        text="", file="", file_name="", feedback=""
    )
    for attempt in AssessmentAttempt.objects.filter(person__in=records):
        _forget_words(attempt)
    Mentorship.objects.filter(learner__in=records).update(goals="")
    visits = MentoringVisit.objects.filter(mentorship__learner__in=records)
    ActionItem.objects.filter(visit__in=visits).update(text=REMOVED)
    visits.update(skill_practised=REMOVED, went_well="", next_step="")
    Message.objects.filter(person__in=records).update(data={})
    PersonImportRow.objects.filter(person__in=records).update(
        values={}, errors={}, warnings={}, duplicates=[], changes={}
    )


def _forget_words(attempt: AssessmentAttempt) -> None:
    """What was chosen is counted question by question and stays; what was written goes."""
    written = {
        question["key"]
        for question in attempt.questions
        if question["kind"] == QuestionKind.OPEN_TEXT
    }
    for key in written & attempt.answers.keys():
        attempt.answers[key] = [REMOVED]
    for mark in attempt.marks.values():
        mark["feedback"] = ""
    attempt.save(update_fields=["answers", "marks"])

"""Assignments: work is handed in, read by a trainer, and accepted or returned to be worked over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import AssignmentPage
from lms.records.enums import SubmissionState
from lms.records.exceptions import RecordsError
from lms.records.models import Person, Submission
from lms.records.permissions import mark_submission as may_mark


class NothingHandedIn(RecordsError):
    message = _("There is nothing to hand in yet. Write something or choose a file.")


class AlreadyAccepted(RecordsError):
    message = _("Your work was accepted, so there is nothing more to hand in.")


class AlreadyMarked(RecordsError):
    message = _("Somebody else has marked this work in the meantime. Nothing was changed.")


class ReplacedMeanwhile(RecordsError):
    message = _(
        "A newer version of this work was handed in while you were reading. It is shown now. "
        "Your comments are still here: look them over and save once more."
    )


@dataclass(frozen=True)
class Mark:
    """What a trainer gave for one criterion; no ``points`` where the work is returned without any."""

    points: Decimal | None
    feedback: str = ""


def rubric_of(assignment: AssignmentPage) -> list[dict]:
    """The rubric as it is now, in the shape that :class:`Submission` freezes."""
    return [
        {
            "key": str(criterion.translation_key),
            "title": criterion.title,
            "description": criterion.description,
            "points": criterion.points,
        }
        for criterion in assignment.criteria.all()
    ]


def submissions_of(*, person: Person, assignment: AssignmentPage) -> list[Submission]:
    """All that a person handed in for an assignment in any language, newest first; one query."""
    return list(
        Submission.objects.filter(
            person=person, assignment_key=assignment.translation_key
        ).order_by("-number")
    )


@transaction.atomic
def hand_in(
    *,
    person: Person,
    assignment: AssignmentPage,
    course_key: UUID,
    text: str = "",
    file: ContentFile | None = None,
    keeps_file: bool = False,
    warned: bool = False,
) -> Submission:
    """Hand in work with the rubric as it is now.

    While earlier work waits unread, this takes its place, so that a trainer never marks what is out
    of date; its file stays with ``keeps_file`` unless a new one comes. Returned work is kept beside
    the new one. ``warned``: see the model. :raises NothingHandedIn, AlreadyAccepted:
    """
    # Two tabs of one person wait for each other here.
    Person.objects.select_for_update().get(pk=person.pk)
    earlier = Submission.objects.filter(person=person, assignment_key=assignment.translation_key)
    if earlier.filter(state=SubmissionState.ACCEPTED).exists():
        raise AlreadyAccepted
    work = earlier.filter(state=SubmissionState.SUBMITTED).select_for_update().first()
    if work is None:
        last = earlier.aggregate(last=Max("number"))["last"] or 0
        work = Submission(person=person, assignment_key=assignment.translation_key, number=last + 1)
    if not text.strip() and file is None and not (keeps_file and work.file):
        raise NothingHandedIn
    if work.file and (file is not None or not keeps_file):
        transaction.on_commit(partial(work.file.storage.delete, work.file.name))
        work.file, work.file_name = "", ""
    if file is not None:
        work.file.save(file.name, file, save=False)
        work.file_name = file.name
    work.course_key = course_key
    work.title = assignment.title
    work.text = text
    work.warned = work.warned or warned
    work.rubric = rubric_of(assignment)
    work.submitted_at = timezone.now()
    work.save()
    return work


@transaction.atomic
def mark_submission(
    *,
    submission: Submission,
    actor,
    seen: datetime,
    marks: Mapping[str, Mark],
    feedback: str,
    accepts: bool,
) -> Submission:
    """Accept work, or return it to be worked over, with points and words for each criterion.

    ``seen`` is ``submitted_at`` of the work that the trainer read; ``marks`` go by criterion key.

    :raises PermissionDenied: unless ``actor`` teaches this person and it is not their own work.
    :raises AlreadyMarked, ReplacedMeanwhile: when it is no longer the work that was read.
    """
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    if not may_mark.allows(actor, submission):
        raise PermissionDenied
    if submission.state != SubmissionState.SUBMITTED:
        raise AlreadyMarked
    if submission.submitted_at != seen:
        raise ReplacedMeanwhile
    submission.state = SubmissionState.ACCEPTED if accepts else SubmissionState.RETURNED
    submission.marks = {
        criterion["key"]: {
            "points": "" if mark.points is None else f"{mark.points:.2f}",
            "feedback": mark.feedback,
        }
        for criterion in submission.rubric
        if (mark := marks.get(criterion["key"]))
    }
    submission.feedback = feedback
    submission.marked_at = timezone.now()
    submission.marked_by = actor
    submission.save(update_fields=["state", "marks", "feedback", "marked_at", "marked_by"])
    return submission


def returned_to(person: Person):
    """Work of ``person`` that was returned and not handed in again, returned last first."""
    newest = Submission.objects.filter(
        person=person, assignment_key=OuterRef("assignment_key")
    ).order_by("-number")
    return Submission.objects.filter(
        person=person, state=SubmissionState.RETURNED, number=newest.values("number")[:1]
    ).order_by("-marked_at", "-pk")

"""The rules by which two things of one person become one, for the kinds of this app."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.khmer import fold
from lms.records.enums import AttendanceSource, Cadre, EnrolmentState, SubmissionState
from lms.records.models import AttendanceChange, Enrolment, EnrolmentEvent, Submission
from lms.records.services.merge_journal import Journal
from lms.records.services.merge_rules import absorb, combines, prepares, repoint

# Whoever holds a place, or held one, did not only wait for it.
FURTHEST_FIRST = [
    EnrolmentState.COMPLETED,
    EnrolmentState.NOT_COMPLETED,
    EnrolmentState.ENROLLED,
    EnrolmentState.WAITING,
    EnrolmentState.APPLIED,
    EnrolmentState.WITHDRAWN,
    EnrolmentState.DECLINED,
]

combines("records.CalendarFeed")(absorb)
combines("records.EvaluationGiven")(absorb)


def columns_of(row: models.Model, *, but: set[str]) -> dict:
    """What stands in the columns of ``row``, those named in ``but`` and the key left out."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.attname not in but
    }


def best_of(better: models.Model, other: models.Model, *, but: set[str]) -> dict:
    """The columns of ``better``, with those of ``other`` where it says nothing."""
    second = columns_of(other, but=but)
    return {
        name: second[name] if value in (None, "") else value
        for name, value in columns_of(better, but=but).items()
    }


@combines("records.Enrolment")
def combine_enrolments(journal: Journal, row: Enrolment, other: Enrolment) -> None:
    """The state furthest along stays, with what was frozen then; both histories do."""
    better = min((other, row), key=lambda each: FURTHEST_FIRST.index(each.state))
    before = other.state
    values = best_of(better, row if better is other else other, but={"cohort_id", "person_id"})
    values["created_at"] = min(row.created_at, other.created_at)
    if {row.state, before} <= set(Enrolment.HOLDS_A_PLACE):
        journal.freed.add(row.cohort_id)
    absorb(journal, row, other, **values)
    if better is row and before != row.state:
        journal.make(
            EnrolmentEvent(
                enrolment=other,
                from_state=before,
                to_state=row.state,
                reason=journal.reason,
                actor=journal.actor,
            )
        )


@combines("records.Attendance")
def combine_attendance(journal: Journal, row, other) -> None:
    """A correction counts most, then the longer presence, then the later mark; both are kept."""
    better = max(
        (other, row),
        key=lambda mark: (
            mark.source == AttendanceSource.CORRECTION,
            mark.minutes,
            mark.recorded_at,
        ),
    )
    worse = row if better is other else other
    before = (worse.status, worse.minutes)
    source = worse.source
    absorb(journal, row, other, **columns_of(better, but={"session_id", "enrolment_id"}))
    if before != (other.status, other.minutes):
        journal.make(
            AttendanceChange(
                session_id=other.session_id,
                enrolment_id=other.enrolment_id,
                from_status=before[0],
                from_minutes=before[1],
                to_status=other.status,
                to_minutes=other.minutes,
                source=source,
                reason=journal.reason,
                actor=journal.actor,
            )
        )


@combines("records.Completion")
def combine_completions(journal: Journal, row, other) -> None:
    """The one with a certificate stays, of two the earlier; the second certificate stays valid."""
    better = min(
        (other, row),
        key=lambda each: (each.certificate_id is None, each.completed_on, each.pk),
    )
    worse = row if better is other else other
    if worse.certificate_id and better.certificate_id:
        journal.certificates.append(worse.certificate_id)
    absorb(journal, row, other, **best_of(better, worse, but={"enrolment_id"}))


@combines("records.LessonProgress")
def combine_progress(journal: Journal, row, other) -> None:
    done = [each.done_at for each in (row, other) if each.done_at]
    absorb(
        journal,
        row,
        other,
        opened_at=min(row.opened_at, other.opened_at),
        done_at=min(done, default=None),
        place=other.place or row.place,
    )


@combines("records.LessonNote")
def combine_notes(journal: Journal, row, other) -> None:
    both = sorted((other, row), key=lambda note: note.changed_at)
    texts = dict.fromkeys(note.text.strip() for note in both)
    absorb(journal, row, other, text="\n\n".join(texts), changed_at=both[-1].changed_at)


@combines("records.AssessmentAttempt")
def combine_open_attempts(journal: Journal, row, other) -> None:
    """Of two begun tests the one with more answers goes on, with the answers of the second."""
    better = max((other, row), key=lambda attempt: (len(attempt.answers), attempt is other))
    worse = row if better is other else other
    asked = {question.get("key") for question in better.questions}
    extra = {key: answer for key, answer in worse.answers.items() if key in asked}
    values = columns_of(better, but={"person_id"}) | {"answers": extra | better.answers}
    absorb(journal, row, other, **values)


@prepares("records.Submission")
def number_submissions(journal: Journal, rows: list, target) -> list:
    """Number the work of both in the order it was handed in; only the newest waits to be read."""
    keys = {row.assignment_key for row in rows}
    theirs = list(Submission.objects.filter(person=target, assignment_key__in=keys))
    shared = {work.assignment_key for work in theirs}
    works = [work for work in (*rows, *theirs) if work.assignment_key in shared]
    newest = {}
    for work in sorted(works, key=lambda each: (each.submitted_at, each.pk)):
        newest[work.assignment_key] = work
    for work in works:
        if work.state == SubmissionState.SUBMITTED and work != newest[work.assignment_key]:
            journal.change(
                work,
                state=SubmissionState.RETURNED,
                feedback=_("Handed in once more under another record of the same person."),
            )
    taken = {}
    # Far out of the way first: no number may be there twice even for a moment.
    ordered = sorted(works, key=lambda each: (each.submitted_at, each.pk))
    for place, work in enumerate(ordered):
        journal.change(work, number=10_000 + place)
    for work in ordered:
        taken[work.assignment_key] = taken.get(work.assignment_key, 0) + 1
        journal.change(work, number=taken[work.assignment_key])
    return rows


@prepares("records.Affiliation")
def combine_posts(journal: Journal, rows: list, target) -> list:
    """Posts at one organisation that overlap and say nothing different are one post."""
    theirs = list(target.affiliations.model.objects.filter(person=target))
    remaining = []
    for row in rows:
        other = next((post for post in theirs if _same_post(row, post)), None)
        if other is None:
            remaining.append(row)
            continue
        ends = [row.ended_on, other.ended_on]
        repoint(journal, row, other)
        journal.remove(row)
        journal.change(
            other,
            position=other.position or row.position,
            cadre=row.cadre if other.cadre == Cadre.OTHER else other.cadre,
            is_focal_point=other.is_focal_point or row.is_focal_point,
            started_on=min(row.started_on, other.started_on),
            ended_on=None if None in ends else max(ends),
        )
    return remaining


def _same_post(row, other) -> bool:
    today = timezone.localdate()
    latest_start = max(row.started_on, other.started_on)
    earliest_end = min(row.ended_on or max(today, latest_start),
                       other.ended_on or max(today, latest_start))  # fmt: skip
    positions = {fold(post.position) for post in (row, other) if post.position}
    cadres = {post.cadre for post in (row, other)} - {Cadre.OTHER}
    return (
        row.organisation_id == other.organisation_id
        and row.is_volunteer == other.is_volunteer
        and latest_start <= earliest_end
        and len(positions) <= 1
        and len(cadres) <= 1
    )

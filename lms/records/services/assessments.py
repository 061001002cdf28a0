"""Tests: an attempt freezes the questions, keeps every answer and is graded here only."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.freezing import snapshot_questions
from courses.grading import answered_open_questions, grade
from courses.models import AssessmentKind, AssessmentPage, RightAnswers
from lms.records.exceptions import RecordsError
from lms.records.models import AssessmentAttempt, Cohort, Person


class NoQuestions(RecordsError):
    message = _("This test has no questions yet. Please tell your trainer.")


class NoTest(RecordsError):
    message = _("This is a pool of questions for other tests. It is not taken itself.")


class AlreadySubmitted(RecordsError):
    message = _("You have handed this test in, so its answers can no longer change.")


class TimeIsUp(RecordsError):
    message = _("The time is up. The answers that were saved in time are handed in.")


class OnlyOnce(RecordsError):
    message = _("The pre-test is taken once: it shows where you started.")


class NoAttemptsLeft(RecordsError):
    """Says how many there were."""


def attempts_allowed(assessment: AssessmentPage) -> int | None:
    """How often one person may take it; ``None`` is as often as they like."""
    return 1 if assessment.kind == AssessmentKind.PRE_TEST else assessment.attempts_allowed


def refusal_to_start(assessment: AssessmentPage, taken: int) -> RecordsError | None:
    """Why someone who handed it in ``taken`` times may not begin again, or ``None``."""
    if assessment.kind == AssessmentKind.POOL:
        return NoTest()
    allowed = attempts_allowed(assessment)
    if allowed is None or taken < allowed:
        return None
    if assessment.kind == AssessmentKind.PRE_TEST:
        return OnlyOnce()
    return NoAttemptsLeft(
        ngettext(
            "This test can be taken once, and you have taken it.",
            "This test can be taken %(count)s times, and you have used them all.",
            allowed,
        )
        % {"count": allowed}
    )


def why_answers_wait(attempt: AssessmentAttempt, assessment: AssessmentPage) -> str:
    """Why the right answers to ``attempt``, which is handed in, are not shown; empty when they are.

    By default they wait while the person can still win by knowing them: until any attempt of theirs
    passed, or none is left. Where nobody can fail and nothing limits the attempts they do not wait.
    At most one query.
    """
    if assessment.right_answers == RightAnswers.NEVER:
        return gettext("This test does not show the right answers. Ask your trainer about them.")
    allowed, can_fail = attempts_allowed(assessment), attempt.pass_percent is not None
    if assessment.right_answers == RightAnswers.ALWAYS or (allowed is None and not can_fail):
        return ""
    taken = AssessmentAttempt.objects.submitted().filter(
        person=attempt.person_id, assessment_key=attempt.assessment_key
    )
    taken = list(taken.without_questions())
    if any(each.passed for each in taken) or (allowed is not None and len(taken) >= allowed):
        return ""
    if allowed is None:
        return gettext("You see the right answers once you have passed.")
    if can_fail:
        return gettext(
            "You see the right answers once you have passed, or after your last attempt."
        )
    return gettext("You see the right answers after your last attempt.")


@transaction.atomic
def start_attempt(
    *, person: Person, assessment: AssessmentPage, course_key: UUID
) -> AssessmentAttempt:
    """Return the person's open attempt, or begin one with the questions as they are now.

    An attempt whose time is over is handed in first.

    :raises NoTest, NoQuestions, OnlyOnce, NoAttemptsLeft:
    """
    # One start at a time for each person, so that the attempts are counted rightly.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    attempts = AssessmentAttempt.objects.filter(
        person=person, assessment_key=assessment.translation_key
    )
    unfinished = attempts.filter(submitted_at__isnull=True).first()
    if unfinished and not unfinished.is_overdue:
        return unfinished
    if unfinished:
        _close(unfinished, at=unfinished.due_at)
    if refusal := refusal_to_start(assessment, attempts.count()):
        raise refusal
    questions = snapshot_questions(assessment)
    if not questions:
        raise NoQuestions
    now, minutes = timezone.now(), assessment.time_limit_minutes
    try:
        with transaction.atomic():
            return AssessmentAttempt.objects.create(
                person=person,
                course_key=course_key,
                assessment_key=assessment.translation_key,
                kind=assessment.kind,
                title=assessment.title,
                language=assessment.locale.language_code,
                pass_percent=assessment.pass_percent,
                questions=questions,
                max_score=sum(question["points"] for question in questions),
                started_at=now,
                due_at=now + timedelta(minutes=minutes) if minutes else None,
            )
    except IntegrityError:  # a second click was a little faster
        return attempts.get(submitted_at__isnull=True)


def save_answers(*, attempt: AssessmentAttempt, answers: dict[str, list[str]]) -> AssessmentAttempt:
    """Keep ``answers`` (see :mod:`courses.grading`) beside those given before.

    :raises AlreadySubmitted: after the attempt was handed in.
    :raises TimeIsUp: after its time; it is handed in with what was saved before.
    """
    with transaction.atomic():
        attempt = AssessmentAttempt.objects.select_for_update().get(pk=attempt.pk)
        if not attempt.is_open:
            raise AlreadySubmitted
        late = attempt.is_overdue
        if late:
            _close(attempt, at=attempt.due_at)
        else:
            attempt.answers = attempt.answers | answers
            attempt.save(update_fields=["answers"])
    if late:  # outside, so that the handing in stays
        raise TimeIsUp
    return attempt


@transaction.atomic
def submit_attempt(*, attempt: AssessmentAttempt) -> AssessmentAttempt:
    """Grade and close the attempt with the answers saved. Handing in twice changes nothing.

    With answered open questions it waits for a trainer: ``needs_marking``, without a score.
    """
    attempt = AssessmentAttempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.is_open:
        _close(attempt, at=attempt.due_at if attempt.is_overdue else timezone.now())
    return attempt


def hand_in_overdue(attempts: QuerySet[AssessmentAttempt]) -> int:
    """Hand in those of ``attempts`` whose time is over; return how many. One query for none.

    Called wherever somebody looks, so no clock has to run for it.
    """
    overdue = list(attempts.overdue().values_list("pk", flat=True))
    for pk in overdue:
        submit_attempt(attempt=AssessmentAttempt(pk=pk))
    return len(overdue)


def hand_in_overdue_of(cohort: Cohort) -> int:
    """The same for those who hold a place in ``cohort``, in its course."""
    people = cohort.enrolments.holding_a_place().values("person")
    return hand_in_overdue(
        AssessmentAttempt.objects.filter(
            person__in=people, course_key=cohort.course.translation_key
        )
    )


def _close(attempt: AssessmentAttempt, *, at: datetime) -> None:
    attempt.submitted_at = at
    attempt.needs_marking = bool(answered_open_questions(attempt.questions, attempt.answers))
    if not attempt.needs_marking:
        score = grade(attempt.questions, attempt.answers)
        attempt.score, attempt.max_score = score.points, score.max_points
        attempt.percent = score.percent
    attempt.save(update_fields=["score", "max_score", "percent", "submitted_at", "needs_marking"])


def attempts_in_course(*, person: Person | None, course_key: UUID) -> dict[UUID, list]:
    """A person's attempts in a course by assessment key, newest first; one query, none for nobody."""
    found: dict[UUID, list] = {}
    if person is not None:
        attempts = AssessmentAttempt.objects.filter(person=person, course_key=course_key)
        for attempt in attempts.without_questions():
            found.setdefault(attempt.assessment_key, []).append(attempt)
    return found

"""Tests: an attempt freezes the questions, keeps every answer and is graded here only."""

from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.grading import grade, snapshot_questions
from courses.models import AssessmentKind, AssessmentPage
from lms.records.exceptions import RecordsError
from lms.records.models import AssessmentAttempt, Person


class NoQuestions(RecordsError):
    message = _("This test has no questions yet. Please tell your trainer.")


class AlreadySubmitted(RecordsError):
    message = _("You have handed this test in, so its answers can no longer change.")


class OnlyOnce(RecordsError):
    message = _("The pre-test is taken once: it shows where you started.")


def start_attempt(
    *, person: Person, assessment: AssessmentPage, course_key: UUID
) -> AssessmentAttempt:
    """Return the person's open attempt, or begin one with the questions as they are now.

    A pre-test is taken once. :raises NoQuestions, OnlyOnce:
    """
    attempts = AssessmentAttempt.objects.filter(
        person=person, assessment_key=assessment.translation_key
    )
    unfinished = attempts.filter(submitted_at__isnull=True).first()
    if unfinished:
        return unfinished
    if assessment.kind == AssessmentKind.PRE_TEST and attempts.exists():
        raise OnlyOnce
    questions = snapshot_questions(assessment)
    if not questions:
        raise NoQuestions
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
            )
    except IntegrityError:  # a second click was a little faster
        return attempts.get(submitted_at__isnull=True)


@transaction.atomic
def save_answers(*, attempt: AssessmentAttempt, answers: dict[str, list[str]]) -> AssessmentAttempt:
    """Keep ``answers`` (question key to chosen choice keys) beside those given before.

    :raises AlreadySubmitted: after the attempt was handed in.
    """
    attempt = AssessmentAttempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.submitted_at:
        raise AlreadySubmitted
    attempt.answers = attempt.answers | answers
    attempt.save(update_fields=["answers"])
    return attempt


@transaction.atomic
def submit_attempt(*, attempt: AssessmentAttempt) -> AssessmentAttempt:
    """Grade and close the attempt with the answers saved. Handing in twice changes nothing."""
    attempt = AssessmentAttempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.submitted_at:
        return attempt
    score = grade(attempt.questions, attempt.answers)
    attempt.score, attempt.max_score, attempt.percent = (
        score.points,
        score.max_points,
        score.percent,
    )
    attempt.submitted_at = timezone.now()
    attempt.save(update_fields=["score", "max_score", "percent", "submitted_at"])
    return attempt


def attempts_in_course(*, person: Person | None, course_key: UUID) -> dict[UUID, list]:
    """A person's attempts in a course by assessment key, newest first; one query, none for nobody."""
    found: dict[UUID, list] = {}
    if person is not None:
        attempts = AssessmentAttempt.objects.filter(person=person, course_key=course_key)
        for attempt in attempts.defer("questions", "answers"):
            found.setdefault(attempt.assessment_key, []).append(attempt)
    return found


def gain_since_pre_test(attempt: AssessmentAttempt) -> Decimal | None:
    """How many points of a hundred a post-test is above the pre-test of its course; may be below 0.

    ``None`` for another kind of test, before it is handed in, or when no pre-test was.
    """
    if attempt.kind != AssessmentKind.POST_TEST or attempt.is_open:
        return None
    before = AssessmentAttempt.objects.filter(
        person=attempt.person_id,
        course_key=attempt.course_key,
        kind=AssessmentKind.PRE_TEST,
        submitted_at__isnull=False,
    )
    percent = before.values_list("percent", flat=True).order_by("submitted_at").first()
    return None if percent is None else attempt.percent - percent

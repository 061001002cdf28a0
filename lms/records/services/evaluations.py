"""Evaluations of a course: given once, kept without a name, shown only when enough have answered.

Results move in steps: answers wait until ``ENOUGH`` of them are there and are then released
together. Whoever compares two views of the results therefore never sees what fewer than five people
added. Released answers are written anew in random order, so that the tables do not tell who was
first either.
"""

import random
from dataclasses import dataclass, field
from datetime import date
from statistics import mean
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import EvaluationPage, EvaluationQuestionKind, course_of
from lms.records.enums import CohortState
from lms.records.exceptions import RecordsError
from lms.records.models import (
    Cohort,
    Enrolment,
    EvaluationGiven,
    EvaluationResponse,
    LessonProgress,
    Person,
)
from lms.records.services.progress import required_lessons

ENOUGH = 5
SCALE = {
    1: _("1 – not at all"),
    2: _("2 – a little"),
    3: _("3 – so-so"),
    4: _("4 – much"),
    5: _("5 – very much"),
}


class AlreadyGiven(RecordsError):
    message = _("You have answered already. Thank you: each person answers once.")


class NothingAnswered(RecordsError):
    message = _("Answer at least one question.")


@dataclass(frozen=True)
class QuestionResult:
    """``counts`` are how many chose 1 to 5, ``texts`` open answers in random order."""

    text: str
    kind: str
    counts: tuple[int, ...] = ()
    mean: float | None = None
    texts: list[str] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return sum(self.counts) or len(self.texts)

    @property
    def bars(self) -> list[tuple[str, int]]:
        """The name of each step of the scale with how many chose it."""
        return list(zip(SCALE.values(), self.counts, strict=True))


@dataclass(frozen=True)
class EvaluationResult:
    """``questions`` speak for the ``counted`` of the ``given`` answers; none before ``ENOUGH``."""

    given: int
    counted: int
    questions: list[QuestionResult]

    @property
    def waiting(self) -> int:
        """How many answers are given but not counted yet."""
        return self.given - self.counted

    @property
    def needed(self) -> int:
        return ENOUGH


def may_answer(*, person: Person, evaluation: EvaluationPage) -> Enrolment | None:
    """The enrolment for which ``person`` may answer now, the newest first; ``None`` for none.

    It opens on the cohort's last day, or when the cohort is closed, or when all required lessons
    are done; each enrolment answers once.
    """
    return without_answer(
        enrolments_open(person=person, evaluation=evaluation),
        evaluation_key=evaluation.translation_key,
    ).first()


def enrolments_open(*, person: Person, evaluation: EvaluationPage) -> QuerySet[Enrolment]:
    """Enrolments of ``person`` that have come to the evaluation, answered or not, newest first."""
    course = course_of(evaluation)
    enrolments = Enrolment.objects.holding_a_place().filter(
        person=person, cohort__course__translation_key=course.translation_key
    )
    required = set(required_lessons(course))
    done = LessonProgress.objects.filter(
        person=person, lesson_key__in=required, done_at__isnull=False
    )
    if not required or done.count() < len(required):
        enrolments = enrolments.filter(is_over())
    return enrolments.select_related("cohort").order_by("-cohort__starts_on", "-pk")


def is_over(today: date | None = None) -> Q:
    """Enrolments whose cohort has come to its last day, or is closed."""
    today = today or timezone.localdate()
    return Q(cohort__ends_on__lte=today) | Q(cohort__state=CohortState.CLOSED)


def without_answer(enrolments: QuerySet[Enrolment], *, evaluation_key: UUID) -> QuerySet[Enrolment]:
    given = EvaluationGiven.objects.filter(evaluation_key=evaluation_key, enrolment=OuterRef("pk"))
    return enrolments.filter(~Exists(given))


@transaction.atomic
def give_evaluation(
    *, enrolment: Enrolment, evaluation: EvaluationPage, answers: dict[str, int | str]
) -> None:
    """Keep the answers (question key to a number 1-5 or a text) apart from who gave them.

    Nothing is returned, so that nothing can be kept beside the person.
    :raises PermissionDenied: for who holds no place. :raises NothingAnswered, AlreadyGiven:
    """
    if enrolment.state not in Enrolment.HOLDS_A_PLACE:
        raise PermissionDenied
    kept = [
        {
            "key": str(question.translation_key),
            "kind": question.kind,
            "text": question.text,
            "answer": answers[str(question.translation_key)],
        }
        for question in evaluation.questions.all()
        if answers.get(str(question.translation_key)) not in (None, "")
    ]
    if not kept:
        raise NothingAnswered
    key = evaluation.translation_key
    # Whoever answers at the same moment waits, so that a step is counted once.
    cohort = Cohort.objects.select_for_update().get(pk=enrolment.cohort_id)
    try:
        with transaction.atomic():
            EvaluationGiven.objects.create(enrolment=enrolment, evaluation_key=key)
    except IntegrityError as error:
        raise AlreadyGiven from error
    EvaluationResponse.objects.create(cohort=cohort, evaluation_key=key, answers=kept)
    _release(cohort, key)


def _release(cohort: Cohort, evaluation_key: UUID) -> None:
    waiting = EvaluationResponse.objects.filter(
        cohort=cohort, evaluation_key=evaluation_key, is_released=False
    )
    responses = list(waiting)
    if len(responses) < ENOUGH:
        return
    random.SystemRandom().shuffle(responses)
    waiting.delete()
    EvaluationResponse.objects.bulk_create(
        EvaluationResponse(
            id=uuid4(),
            cohort=cohort,
            evaluation_key=evaluation_key,
            answers=response.answers,
            is_released=True,
        )
        for response in responses
    )


def evaluation_results(*, cohorts, evaluation: EvaluationPage) -> EvaluationResult:
    """What the people of ``cohorts`` (a queryset) answered; two queries and the questions.

    Over several cohorts only answers that are released in their own cohort count, or a difference
    between two pages would tell what a few people said.
    """
    responses = EvaluationResponse.objects.filter(
        cohort__in=cohorts.values("pk"), evaluation_key=evaluation.translation_key
    )
    figures = responses.aggregate(
        given=Count("pk"), counted=Count("pk", filter=Q(is_released=True))
    )
    released = responses.filter(is_released=True).values_list("answers", flat=True)
    return EvaluationResult(
        given=figures["given"],
        counted=figures["counted"],
        questions=_question_results(evaluation, released) if figures["counted"] else [],
    )


def _question_results(evaluation: EvaluationPage, released) -> list[QuestionResult]:
    """The questions of the page in their order, then those that are no longer on it."""
    texts: dict[str, tuple[str, str]] = {
        str(question.translation_key): (question.text, question.kind)
        for question in evaluation.questions.all()
    }
    answers: dict[str, list] = {key: [] for key in texts}
    for response in released:
        for answer in response:
            key = answer["key"]
            known = texts.setdefault(key, (answer["text"], answer["kind"]))
            # A question that became another kind keeps only answers that fit it now.
            if known[1] == answer["kind"]:
                answers.setdefault(key, []).append(answer["answer"])
    return [_question_result(*texts[key], given) for key, given in answers.items()]


def _question_result(text: str, kind: str, given: list) -> QuestionResult:
    if kind == EvaluationQuestionKind.SCALE:
        return QuestionResult(
            text=text,
            kind=kind,
            counts=tuple(given.count(step) for step in SCALE),
            mean=mean(given) if given else None,
        )
    random.SystemRandom().shuffle(given)
    return QuestionResult(text=text, kind=kind, texts=given)

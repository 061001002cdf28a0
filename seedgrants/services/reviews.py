"""Asking reviewers, their declaration, their scores."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.records.models import Affiliation, Person
from seedgrants.enums import ApplicationState, ReviewState, RoundState
from seedgrants.exceptions import (
    ConflictOfInterest,
    Incomplete,
    MoveRefused,
    NotAllowed,
    StaleDraft,
)
from seedgrants.models import Application, Review, Score
from seedgrants.money import to_cents
from seedgrants.permissions import REVIEW, Who, acts_as, may_review, organisation_ids
from seedgrants.transitions import lock, move, record


def possible_reviewers(*, application: Application) -> QuerySet[Person]:
    """Those who may review proposals and are free of every conflict the records know of."""
    accounts = get_user_model().objects.with_perm(REVIEW, include_superusers=False)
    sides = organisation_ids(application.applicant) | {application.organisation_id}
    near = Affiliation.objects.current().filter(organisation__in=sides - {None})
    return Person.objects.filter(user__in=accounts).exclude(
        Q(pk=application.applicant_id)
        | Q(pk__in=near.values("person"))
        | Q(mentorships_given__learner=application.applicant_id)
    )


@transaction.atomic
def assign_reviewers(*, application: Application, reviewers: Iterable[Person], by) -> list[Review]:
    """Ask people to review the newest revision; with two of them the review begins.

    Asking someone twice leaves one review. Raises ``ConflictOfInterest`` for a reviewer of the
    applicant's side or a mentor of the applicant.
    """
    application = lock(application)
    if not acts_as(by, Who.COORDINATOR, application):
        raise NotAllowed(_("Only a coordinator asks reviewers."))
    if application.round.state not in (RoundState.REVIEWING, RoundState.DECIDED):
        raise MoveRefused(_("Close the round and start the reviews first."))
    if application.state not in (ApplicationState.SUBMITTED, ApplicationState.UNDER_REVIEW):
        raise MoveRefused(_("Reviewers are asked for a proposal that was just sent."))
    revision = application.revisions.get(number=application.revision_number)
    reviews = []
    for person in reviewers:
        if not may_review(person, application):
            raise ConflictOfInterest(
                _("%(name)s stands too near to the applicant to review this proposal.")
                % {"name": person}
            )
        if person.user is None or not person.user.has_perm(REVIEW):
            raise NotAllowed(_("%(name)s is not a reviewer.") % {"name": person})
        review, created = Review.objects.get_or_create(
            application=application, revision=revision, reviewer=person
        )
        if created:
            record(review, by=by)
        reviews.append(review)
    present = application.reviews.of_latest_revision().present().count()
    if application.state == ApplicationState.SUBMITTED and present >= 2:
        move(application, ApplicationState.UNDER_REVIEW, by=by)
    return reviews


def lay_out_rubric(review: Review) -> None:
    """A score for each criterion, in the reviewer's language where it is translated.

    Weight and highest score are the main page's: they are the same for every reader.
    """
    round_page = review.application.round
    translated = {c.translation_key: c for c in round_page.localized.criteria.all()}
    scores = []
    for order, criterion in enumerate(round_page.criteria.all()):
        words = translated.get(criterion.translation_key, criterion)
        same_scale = len(words.level_list) == len(criterion.level_list)
        scores.append(
            Score(
                review=review,
                criterion_key=criterion.translation_key,
                label=words.label,
                description=words.description or criterion.description,
                levels=(words if same_scale else criterion).level_list,
                weight=criterion.weight,
                max_score=criterion.max_score,
                order=order,
            )
        )
    Score.objects.bulk_create(scores)


@transaction.atomic
def declare(*, review: Review, by, conflict: bool, reason: str = "") -> Review:
    """Say whether there is a conflict of interest. Without one the rubric is laid out as it is now.

    A conflict found later ends the review too; it then counts neither as zero nor as present.
    """
    review = lock(review)
    if conflict:
        move(review, ReviewState.CONFLICTED, by=by, reason=reason)
    else:
        move(review, ReviewState.NO_CONFLICT, by=by)
        round_page = review.application.round
        review.rubric_version = round_page.rubric_version
        lay_out_rubric(review)
    review.declared_at = timezone.now()
    review.save(update_fields=["rubric_version", "declared_at"])
    return review


@transaction.atomic
def save_scores(
    *,
    review: Review,
    by,
    scores: dict[UUID, int | None],
    feedback: str,
    note: str = "",
    version: int | None = None,
) -> Review:
    """Save a review's draft: points by criterion key, ``None`` for not yet scored.

    Raises ``StaleDraft`` when it was saved after the page with ``version`` was opened.
    """
    review = lock(review)
    if not acts_as(by, Who.REVIEWER, review):
        raise NotAllowed(_("This review is somebody else's."))
    if not review.is_scoring:
        raise MoveRefused(_("This review can no longer be changed."))
    if version is not None and version != review.version:
        raise StaleDraft(
            _("This page was saved somewhere else after you opened it. Nothing is lost."),
            version=review.version,
        )
    if review.state == ReviewState.NO_CONFLICT:
        move(review, ReviewState.DRAFT, by=by)
    rows = list(review.scores.all())
    for row in rows:
        points = scores.get(row.criterion_key, row.score)
        if points is not None and not 0 <= points <= row.max_score:
            raise Incomplete([_("Score every criterion from 0 to its highest score.")])
        row.score = points
    Score.objects.bulk_update(rows, ["score"])
    review.feedback, review.note = feedback.strip(), note.strip()
    review.version += 1
    review.saved_at = timezone.now()
    review.save(update_fields=["feedback", "note", "version", "saved_at"])
    return review


def weigh(scores: Iterable[Score]) -> Decimal:
    """The weighted score in percent (0-100, two decimals)."""
    scores = list(scores)
    weights = sum(score.weight for score in scores)
    return to_cents(sum(score.part * score.weight for score in scores) * 100 / weights)


@transaction.atomic
def submit_review(*, review: Review, by) -> Review:
    """Hand in the saved draft. Raises ``Incomplete`` without every score and words to learn from."""
    review = lock(review)
    scores = list(review.scores.all())
    problems = []
    if not scores or any(score.score is None for score in scores):
        problems.append(_("Score every criterion."))
    if not review.feedback:
        problems.append(_("Write feedback that helps the applicant to learn."))
    if problems and review.state == ReviewState.DRAFT:
        raise Incomplete(problems)
    move(review, ReviewState.SUBMITTED, by=by)
    review.percent = weigh(scores)
    review.submitted_at = timezone.now()
    review.save(update_fields=["percent", "submitted_at"])
    return review

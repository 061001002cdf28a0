"""Deciding on proposals and publishing a round's decisions together, within cap and fund."""

from datetime import datetime
from decimal import Decimal
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from seedgrants.enums import ApplicationState, DecisionState, Outcome, ReviewState, RoundState
from seedgrants.exceptions import BadAmount, Incomplete, MoveRefused, NotAllowed
from seedgrants.models import (
    Application,
    Decision,
    DiscussionNote,
    Extension,
    Grant,
    GrantRoundPage,
)
from seedgrants.money import check_amount, format_money, to_cents
from seedgrants.permissions import Who, acts_as
from seedgrants.services.grants import agree_on_lines
from seedgrants.transitions import lock, move, record

TARGETS = {
    Outcome.AWARD: ApplicationState.AWARDED,
    Outcome.DECLINE: ApplicationState.DECLINED,
    Outcome.REVISE: ApplicationState.REVISE,
}
WAITING = (
    ApplicationState.SUBMITTED,
    ApplicationState.UNDER_REVIEW,
    ApplicationState.DISCUSSION,
)


def judge(application: Application) -> dict:
    """The aggregate of the newest revision's reviews, as fields of a decision.

    ``average`` and ``spread`` (highest less lowest) are percent; a recused review is not there.
    """
    reviews = list(application.reviews.of_latest_revision().counted())
    marks = [review.percent for review in reviews]
    return {
        "average": to_cents(sum(marks) / len(marks)) if marks else None,
        "spread": max(marks) - min(marks) if marks else None,
        "reviews_counted": len(marks),
        "figures": {
            "reviews": [
                {
                    "review": review.pk,
                    "percent": str(review.percent),
                    "rubric_version": review.rubric_version,
                }
                for review in reviews
            ]
        },
    }


def open_discussion(*, application: Application, by, reason: str = "") -> Application:
    """Take the proposal to discussion: the needed reviews are in, or a reason says why not."""
    move(application, ApplicationState.DISCUSSION, by=by, reason=reason)
    return application


@transaction.atomic
def back_to_review(*, application: Application, by, reason: str) -> Application:
    """Take the proposal out of the discussion; a decision that was not published falls away."""
    lock(application.round)
    application = lock(application)
    move(application, ApplicationState.UNDER_REVIEW, by=by, reason=reason)
    for pending in application.decisions.filter(state=DecisionState.PENDING):
        move(pending, DecisionState.REPLACED, by=None, reason="back to review")
    return application


@transaction.atomic
def add_discussion_note(*, application: Application, text: str, by) -> DiscussionNote:
    """Write down what the panel said; it stays as it is."""
    if not acts_as(by, Who.COORDINATOR, application):
        raise NotAllowed(_("Only a coordinator writes down the discussion."))
    if not text.strip():
        raise Incomplete([_("Write a note.")])
    return DiscussionNote.objects.create(application=application, text=text.strip(), author=by)


def _check_award(round_page: GrantRoundPage, application: Application, amount: Decimal) -> Decimal:
    """Return the amount; raise ``BadAmount`` above cap, request or what is left of the fund."""
    currency = application.currency
    amount = check_amount(amount, currency)
    if amount <= 0:
        raise BadAmount(_("Write the amount of the award."))
    if amount > round_page.cap:
        raise BadAmount(
            _("The most for one proposal is %(cap)s.")
            % {"cap": format_money(round_page.cap, currency)}
        )
    if amount > application.requested:
        raise BadAmount(
            _("The proposal asks for %(requested)s.")
            % {"requested": format_money(application.requested, currency)}
        )
    left = round_page.fund - Decision.objects.awarded_in(round_page)
    if amount > left:
        raise BadAmount(
            _("Only %(left)s is left of the round’s fund.") % {"left": format_money(left, currency)}
        )
    return amount


@transaction.atomic
def decide(
    *,
    application: Application,
    outcome: str,
    feedback: str,
    by,
    amount: Decimal | None = None,
    revise_until: datetime | None = None,
) -> Decision:
    """Decide on a proposal in discussion; nobody but the coordinators knows until publication.

    ``amount`` is in the application's currency. Deciding again replaces a pending decision. The
    reviews become final. Raises ``BadAmount`` above the cap, the request or the fund.
    """
    round_page = lock(application.round)
    application = lock(application)
    if not acts_as(by, Who.COORDINATOR, application):
        raise NotAllowed(_("Only a coordinator decides."))
    if application.state != ApplicationState.DISCUSSION:
        raise MoveRefused(_("Take the proposal to discussion first."))
    if not feedback.strip():
        raise Incomplete([_("Write feedback for the applicant.")])
    for pending in application.decisions.filter(state=DecisionState.PENDING):
        move(pending, DecisionState.REPLACED, by=None, reason="decided again")
    if outcome == Outcome.REVISE:
        if application.decisions.filter(
            outcome=Outcome.REVISE, state=DecisionState.PUBLISHED
        ).exists():
            raise MoveRefused(_("A proposal is revised once; award or decline it now."))
        if revise_until is None or revise_until <= timezone.now():
            raise Incomplete([_("Write until when the proposal can be revised.")])
    decision = Decision.objects.create(
        application=application,
        revision=application.revisions.get(number=application.revision_number),
        outcome=outcome,
        currency=application.currency,
        amount=(
            _check_award(round_page, application, amount or Decimal(0))
            if outcome == Outcome.AWARD
            else Decimal(0)
        ),
        requested=application.requested,
        cap=round_page.cap,
        feedback=feedback.strip(),
        revise_until=revise_until if outcome == Outcome.REVISE else None,
        rubric_version=round_page.rubric_version,
        decided_by=by,
        **judge(application),
    )
    record(decision, by=by)
    for review in application.reviews.filter(state=ReviewState.SUBMITTED):
        move(review, ReviewState.LOCKED, by=None)
    return decision


@transaction.atomic
def publish_decisions(*, round_page: GrantRoundPage, by) -> list[Decision]:
    """Publish every pending decision of the round at once and offer the grants.

    Raises ``MoveRefused`` while a proposal waits for its decision, or when an award above the
    round's threshold was decided by the same person; ``BadAmount`` when the fund does not hold.
    """
    round_page = lock(round_page)
    if not acts_as(by, Who.COORDINATOR, round_page):
        raise NotAllowed(_("Only a coordinator publishes decisions."))
    decisions = list(
        Decision.objects.select_for_update(of=("self",))
        .filter(application__round=round_page, state=DecisionState.PENDING)
        .select_related("application")
        .order_by("pk")
    )
    decided = [decision.application_id for decision in decisions]
    waiting = round_page.applications.sent().filter(state__in=WAITING).exclude(pk__in=decided)
    if waiting.exists():
        numbers = ", ".join(waiting.order_by("number").values_list("number", flat=True))
        raise MoveRefused(_("Decide on these proposals first: %(numbers)s.") % {"numbers": numbers})
    if not decisions:
        raise MoveRefused(_("There is nothing to publish."))
    if Decision.objects.awarded_in(round_page) > round_page.fund:
        raise BadAmount(_("The awards together are more than the round’s fund."))
    for decision in decisions:
        _publish(decision, round_page=round_page, by=by)
        transaction.on_commit(partial(async_task, "seedgrants.tasks.mail_decision", decision.pk))
    if round_page.state == RoundState.REVIEWING:
        move(round_page, RoundState.DECIDED, by=by)
    return decisions


def _publish(decision: Decision, *, round_page: GrantRoundPage, by) -> None:
    threshold = round_page.second_person_above
    if threshold is not None and decision.amount > threshold and decision.decided_by_id == by.pk:
        raise MoveRefused(
            _("An award above %(amount)s is published by someone other than its decider.")
            % {"amount": format_money(threshold, decision.currency)}
        )
    move(decision, DecisionState.PUBLISHED, by=by)
    decision.published_at = timezone.now()
    decision.save(update_fields=["published_at"])
    application = decision.application
    move(application, TARGETS[decision.outcome], by=None)
    if decision.outcome == Outcome.AWARD and not round_page.is_practice:
        grant = Grant.objects.create(
            application=application,
            decision=decision,
            currency=decision.currency,
            amount=decision.amount,
        )
        agree_on_lines(grant)
        record(grant, by=by)
    if decision.outcome == Outcome.REVISE:
        move(application, ApplicationState.DRAFT, by=None)
        Extension.objects.create(
            application=application,
            until=decision.revise_until,
            reason=str(Outcome.REVISE.value),
            granted_by=by,
        )

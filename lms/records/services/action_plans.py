"""Action plans: written by the trainee, looked through with the mentor, ticked off step by step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.records.exceptions import RecordsError
from lms.records.models import ActionPlan, ActionPlanStep, Enrolment
from lms.records.models.people import person_of
from lms.records.permissions_mentoring import own_plan, review_plan


class NoPlaceHeld(RecordsError):
    message = _("An action plan belongs to a course you took part in.")


@dataclass(frozen=True)
class Step:
    """A step as it is written; ``pk`` of the row it was, so that what is done stays done."""

    text: str
    with_whom: str = ""
    due_on: date | None = None
    pk: int | None = None


@transaction.atomic
def write_plan(
    *,
    enrolment: Enrolment,
    actor,
    change: str,
    help_needed: str = "",
    steps: Iterable[Step] = (),
    warned: bool = False,
) -> ActionPlan:
    """Write the plan of an enrolment, or write it over. Steps that are left out are gone.

    :raises PermissionDenied: unless the enrolment is the actor's own.
    :raises NoPlaceHeld: before they have a place.
    """
    enrolment = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    person = person_of(actor)
    if person is None or person.pk != enrolment.person_id:
        raise PermissionDenied
    if not enrolment.holds_a_place:
        raise NoPlaceHeld
    plan, _made = ActionPlan.objects.get_or_create(enrolment=enrolment)
    plan.change, plan.help_needed = change, help_needed
    plan.warned = plan.warned or warned
    plan.changed_at = timezone.now()
    plan.save()
    known = {step.pk: step for step in plan.steps.all()}
    kept = []
    for step in steps:
        row = known.get(step.pk) or ActionPlanStep(plan=plan)
        row.text, row.with_whom, row.due_on = step.text, step.with_whom, step.due_on
        row.save()
        kept.append(row.pk)
    plan.steps.exclude(pk__in=kept).delete()
    return plan


@transaction.atomic
def tick_step(*, step: ActionPlanStep, actor, done: bool) -> ActionPlanStep:
    """Mark a step done today, or not done after all. :raises PermissionDenied: unless one's own."""
    if not own_plan.allows(actor, step.plan):
        raise PermissionDenied
    if done != bool(step.done_on):
        step.done_on = timezone.localdate() if done else None
        step.save(update_fields=["done_on"])
    return step


@transaction.atomic
def mark_reviewed(*, plan: ActionPlan, actor) -> ActionPlan:
    """Mentor and trainee have looked the plan through today.

    :raises PermissionDenied: unless ``actor`` mentors the trainee.
    """
    if not review_plan.allows(actor, plan):
        raise PermissionDenied
    plan.reviewed_on, plan.reviewed_by = timezone.localdate(), person_of(actor)
    plan.save(update_fields=["reviewed_on", "reviewed_by"])
    return plan

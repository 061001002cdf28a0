"""Assignments, evaluations and marking on pages that are not about them alone."""

from django import template

from lms.records.lesson_gate import course_of
from lms.records.marking_queue import count_waiting
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate, may_train, takes_part
from lms.records.services.assignments import submissions_of
from lms.records.services.evaluations import enrolments_open, without_answer

register = template.Library()


def signed_in(context):
    """The user who reads this page, or ``None``; also in a preview without a request."""
    user = getattr(context.get("request"), "user", None)
    return user if user is not None and user.is_authenticated else None


@register.inclusion_tag("records/includes/assignment_actions.html", takes_context=True)
def assignment_actions(context, assignment):
    """All the person handed in for an assignment, and the way to hand in."""
    user = signed_in(context)
    if user is None:
        return {}
    if not takes_part(user, course_of(assignment)):
        return {"teaches": may_train(user) or may_coordinate(user)}
    submissions = submissions_of(person=person_of(user), assignment=assignment)
    return {
        "takes_part": True,
        "assignment": assignment,
        "submissions": submissions,
        "newest": submissions[0] if submissions else None,
    }


@register.inclusion_tag("records/includes/evaluation_actions.html", takes_context=True)
def evaluation_actions(context, evaluation):
    """Whether the person may answer now, has answered, or is too early."""
    user = signed_in(context)
    if user is None:
        return {}
    if not takes_part(user, course_of(evaluation)):
        return {"teaches": may_train(user) or may_coordinate(user)}
    enrolments = enrolments_open(person=person_of(user), evaluation=evaluation)
    return {
        "takes_part": True,
        "evaluation": evaluation,
        "is_open": enrolments.exists(),
        "may_answer": without_answer(
            enrolments, evaluation_key=evaluation.translation_key
        ).exists(),
    }


@register.inclusion_tag("records/includes/marking_link.html", takes_context=True)
def marking_link(context):
    """The way to the queue with how much waits in it."""
    return {"waiting": count_waiting(context["request"].user)}

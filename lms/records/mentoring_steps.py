"""What mentoring asks a person to do next: calls that are due, plans to write and to read."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import CourseKind
from lms.next_steps import NextStep
from lms.records.course_pages import attach_course_pages
from lms.records.models import ActionPlan, ChangeRequest, Completion
from lms.records.models.people import person_of
from lms.records.permissions import may_coordinate, may_mentor
from lms.records.permissions_mentoring import record_follow_up, review_plan

LOOK_BACK = timedelta(days=60)
AT_MOST = 2


def mentoring_steps(user) -> list[NextStep]:
    """No names and no notes: the front page of a phone is read by others, too."""
    return [
        *_calls(user),
        *_requests(user),
        *_plans_to_read(user),
        *_plans_to_write(user),
    ]


def _calls(user) -> list[NextStep]:
    if not (may_mentor(user) or may_coordinate(user)):
        return []
    number = record_follow_up.objects_for(user).due().order_by().count()
    if not number:
        return []
    return [
        NextStep(
            title=ngettext(
                "Call %(count)s person: how is it going after the course?",
                "Call %(count)s people: how is it going after the course?",
                number,
            )
            % {"count": number},
            url=reverse("records:follow_ups"),
            note=_("Their follow-up is due."),
            urgent=True,
        )
    ]


def _requests(user) -> list[NextStep]:
    if not may_coordinate(user):
        return []
    waiting = ChangeRequest.objects.filter(settled_at=None).values_list("mentorship", flat=True)
    return [
        NextStep(
            title=_("Somebody asks for a change in mentoring"),
            url=reverse("records:mentorship", args=[mentorship]),
            urgent=True,
        )
        for mentorship in waiting[:AT_MOST]
    ]


def _plans_to_read(user) -> list[NextStep]:
    if not may_mentor(user):
        return []
    waiting = review_plan.objects_for(user).filter(reviewed_on=None).values_list("pk", flat=True)
    return [
        NextStep(
            title=_("Look an action plan through with your learner"),
            url=reverse("records:action_plan", args=[plan]),
        )
        for plan in waiting[:AT_MOST]
    ]


def _plans_to_write(user) -> list[NextStep]:
    """After a course that was completed lately, in which no plan was written."""
    person = person_of(user)
    if person is None:
        return []
    completions = list(
        Completion.objects.filter(
            ~Exists(ActionPlan.objects.filter(enrolment=OuterRef("enrolment"))),
            enrolment__person=person,
            completed_on__gte=timezone.localdate() - LOOK_BACK,
        )
        .exclude(enrolment__cohort__course__kind=CourseKind.EVENT)
        .select_related("enrolment__cohort__course")
        .order_by("-completed_on", "-pk")[:AT_MOST]
    )
    if completions:
        attach_course_pages(completion.enrolment.cohort for completion in completions)
    return [
        NextStep(
            title=_("Write your action plan"),
            url=reverse("records:write_plan", args=[completion.enrolment_id]),
            note=completion.enrolment.cohort.course_page.title,
        )
        for completion in completions
    ]

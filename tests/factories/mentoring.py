"""Groups, plans, ratings and follow-ups for tests."""

from uuid import uuid4

from django.utils import timezone

from lms.records.models import (
    ActionPlan,
    ActionPlanStep,
    ChangeRequest,
    Completion,
    FollowUp,
    GroupMeeting,
    GroupMember,
    SkillRating,
    SupportGroup,
)
from tests.factories.learning import make_mentor, make_visit
from tests.factories.records import make_enrolment, make_person


def make_group(*, facilitator=None, people=(), **fields):
    group = SupportGroup.objects.create(
        **{"name": "First Friday", "facilitator": facilitator or make_mentor()} | fields
    )
    for person in people:
        GroupMember.objects.create(group=group, person=person)
    return group


def make_group_meeting(*, group=None, present=(), **fields):
    meeting = GroupMeeting.objects.create(
        **{
            "group": group or make_group(),
            "met_on": timezone.localdate(),
            "minutes": 90,
            "topic": "Saying no kindly",
        }
        | fields
    )
    meeting.present.set(present)
    return meeting


def make_rating(*, visit=None, **fields):
    return SkillRating.objects.create(
        **{
            "visit": visit or make_visit(),
            "objective_key": uuid4(),
            "text": "ask open questions",
            "by_mentor": 2,
        }
        | fields
    )


def make_plan(*, enrolment=None, steps=("Talk with my manager",), **fields):
    plan = ActionPlan.objects.create(
        **{"enrolment": enrolment or make_enrolment(), "change": "Every visit ends with a date"}
        | fields
    )
    for text in steps:
        ActionPlanStep.objects.create(plan=plan, text=text)
    return plan


def make_completion(*, enrolment=None, **fields):
    enrolment = enrolment or make_enrolment(state="completed")
    return Completion.objects.create(
        **{
            "enrolment": enrolment,
            "course_key": enrolment.cohort.course.translation_key,
            "completed_on": timezone.localdate(),
            "rule": {},
            "figures": {},
        }
        | fields
    )


def make_follow_up(*, completion=None, **fields):
    return FollowUp.objects.create(
        **{
            "completion": completion or make_completion(),
            "months": 3,
            "due_on": timezone.localdate(),
        }
        | fields
    )


def make_change_request(*, mentorship, **fields):
    return ChangeRequest.objects.create(
        **{"mentorship": mentorship, "asked_by": mentorship.learner} | fields
    )


def make_member(*, group, **fields):
    person = make_person(**fields)
    GroupMember.objects.create(group=group, person=person)
    return person

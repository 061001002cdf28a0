"""Who reads and writes what is said months after the workshop: a learner, their mentor, coordinators.

No trainer, reviewer or focal point, and no other trainee or mentor, is in any row.
"""

from tests.factories.mentoring import (
    make_change_request,
    make_completion,
    make_follow_up,
    make_group,
    make_group_meeting,
    make_plan,
    make_rating,
)
from tests.factories.records import make_cohort, make_enrolment
from tests.permissions.world import SIGNED_IN, Row

COORDINATORS = frozenset({"coordinator", "superuser"})
TRAINEE = frozenset({"trainee"})
MENTOR = frozenset({"mentor"})
PAIR = TRAINEE | MENTOR
MENTORS = MENTOR | {"other_mentor"}
READERS = COORDINATORS | PAIR


def build_mentoring(world):
    """The mentor follows the trainee, who has a plan and is in a group that the mentor leads."""
    trainee, mentor = world.people["trainee"], world.people["mentor"]
    world.completed = make_enrolment(
        cohort=make_cohort(trainers=[world.people["trainer"]]),
        person=trainee,
        organisation=world.organisation,
        state="completed",
    )
    world.rating = make_rating(visit=world.action.visit)
    world.wanted = make_change_request(mentorship=world.mentorship)
    world.plan = make_plan(enrolment=world.completed)
    world.follow_up = make_follow_up(completion=make_completion(enrolment=world.completed))
    world.group = make_group(facilitator=mentor, people=[trainee])
    make_group_meeting(group=world.group, present=[trainee])


def of(name):
    return lambda world: {"pk": getattr(world, name).pk}


MENTORING_ROWS = [
    Row("records:skills", get=READERS, kwargs=of("mentorship")),
    Row("records:contract", get=READERS, kwargs=of("mentorship")),
    Row("records:blank_contract", get=SIGNED_IN),
    Row("records:supervision_hours", get=SIGNED_IN),
    Row("records:cohort_skills", get=COORDINATORS, kwargs=of("cohort")),
    Row("records:reminders", get=None, post=SIGNED_IN, data=lambda world: {"wants": "1"}),
    Row(
        "records:rate_skill",
        get=None,
        post=TRAINEE,
        kwargs=of("rating"),
        data=lambda world: {"level": "3"},
    ),
    Row("records:ask_for_change", get=PAIR, post=PAIR, kwargs=of("mentorship")),
    Row(
        "records:sharing",
        get=None,
        post=TRAINEE,
        kwargs=of("mentorship"),
        data=lambda world: {"sharing": "nothing"},
    ),
    Row("records:settle_change", get=None, post=COORDINATORS, kwargs=of("wanted")),
    Row(
        "records:hand_over",
        get=COORDINATORS,
        post=COORDINATORS,
        kwargs=lambda world: {"pk": world.people["mentor"].pk},
    ),
    Row("records:match_learners", get=COORDINATORS, post=COORDINATORS),
    Row("records:groups", get=SIGNED_IN),
    Row("records:start_group", get=COORDINATORS, post=COORDINATORS),
    Row("records:group", get=READERS, kwargs=of("group")),
    Row(
        "records:group_people",
        get=None,
        post=COORDINATORS,
        kwargs=of("group"),
        data=lambda world: {"person": world.people["other_trainee"].pk},
    ),
    Row("records:group_meeting", get=MENTOR, post=MENTOR, kwargs=of("group")),
    Row("records:write_plan", get=TRAINEE, post=TRAINEE, kwargs=of("completed")),
    Row("records:action_plan", get=READERS, kwargs=of("plan")),
    Row("records:action_plan_pdf", get=READERS, kwargs=of("plan")),
    Row("records:review_plan", get=None, post=MENTOR, kwargs=of("plan")),
    Row(
        "records:tick_step",
        get=None,
        post=TRAINEE,
        kwargs=lambda world: {"pk": world.plan.steps.get().pk},
        data=lambda world: {"done": "1"},
    ),
    Row("records:follow_ups", get=COORDINATORS | MENTORS),
    Row(
        "records:follow_up",
        get=COORDINATORS | MENTOR,
        post=COORDINATORS | MENTOR,
        kwargs=of("follow_up"),
    ),
    Row("records:end_group", get=None, post=COORDINATORS, kwargs=of("group")),
]

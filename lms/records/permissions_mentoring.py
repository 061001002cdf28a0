"""Who may do what around mentoring: groups, action plans, follow-ups.

Nothing here is open to trainers, reviewers or focal points, whatever their organisation.
"""

from django.db.models import Q, QuerySet

from lms.records.models import (
    ActionPlan,
    AssessmentAttempt,
    FollowUp,
    GroupMember,
    Mentorship,
    SkillRating,
    SupportGroup,
)
from lms.records.permissions import Policy, may_mentor


def learners_of(user, person) -> QuerySet | None:
    """Ids of the people whom ``person`` mentors today, or ``None`` without the right to mentor."""
    if not may_mentor(user):
        return None
    return Mentorship.objects.active().filter(mentor=person).values("learner")


def _visible_groups(user, person) -> Q:
    member = GroupMember.objects.filter(person=person, left_on__isnull=True)
    condition = Q(pk__in=member.values("group"))
    return condition | Q(facilitator=person) if may_mentor(user) else condition


def _plans_of_learners(user, person) -> Q | None:
    learners = learners_of(user, person)
    return None if learners is None else Q(enrolment__person__in=learners)


def _visible_plans(user, person) -> Q:
    return Q(enrolment__person=person) | (_plans_of_learners(user, person) or Q(pk=None))


def _visible_results(user, person) -> Q:
    learners = learners_of(user, person)
    own = Q(person=person)
    return own if learners is None else own | Q(person__in=learners)


def _follow_ups_of_learners(user, person) -> Q | None:
    learners = learners_of(user, person)
    return None if learners is None else Q(completion__enrolment__person__in=learners)


# Read what a group worked on: who is in it, who leads it, coordinators.
see_group = Policy(SupportGroup, _visible_groups)
# Write down a group's meetings: who leads it, as long as they are a mentor.
facilitator_of = Policy(
    SupportGroup,
    lambda user, person: Q(facilitator=person, ended_on=None) if may_mentor(user) else None,
    coordinators=False,
)
# Write an action plan and tick its steps: the trainee's own only.
own_plan = Policy(ActionPlan, lambda user, person: Q(enrolment__person=person), coordinators=False)
# Look a plan through together: the mentors of the trainee.
review_plan = Policy(ActionPlan, _plans_of_learners, coordinators=False)
# Read a plan: the trainee, their mentors, coordinators.
see_plan = Policy(ActionPlan, _visible_plans)
# Call people months later and write down what they say: their mentors, coordinators.
record_follow_up = Policy(FollowUp, _follow_ups_of_learners)
# Rate oneself on what was practised: the learner only.
own_rating = Policy(
    SkillRating, lambda user, person: Q(visit__mentorship__learner=person), coordinators=False
)
# Read how tests went, never the answers: who took them, their mentors of today, coordinators.
see_results = Policy(AssessmentAttempt, _visible_results)

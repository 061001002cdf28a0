"""What came after the invented workshops: a group, two action plans, calls that were made."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from lms.records.enums_mentoring import GroupKind, SkillLevel, StillInJob
from lms.records.models import Cohort, FollowUp, Person
from lms.records.services.action_plans import Step, mark_reviewed, write_plan
from lms.records.services.follow_up import note_attempt, record_answers
from lms.records.services.support_groups import add_member, record_group_meeting, start_group

CHANGED = [
    "The team plans every week on paper, with one name for each task.",
    "We write the date of the next visit before we leave a family.",
    "",
]
MEETINGS = ["Saying no kindly", "What gives us strength", "Asking for help in time"]


def make_months_after(
    cohorts: dict[str, Cohort], staff: dict[str, list[Person]], *, coordinator
) -> None:
    make_group(cohorts["PCM1-RECENT"], staff["mentor"][0], coordinator=coordinator)
    make_plans(cohorts["PCM1-RECENT"])
    make_calls(cohorts["VID-LAST-YEAR"], coordinator=coordinator)


def make_group(cohort: Cohort, facilitator: Person, *, coordinator) -> None:
    """Five people of ``cohort`` have met three times, and meet again in two weeks."""
    today = timezone.localdate()
    group = start_group(
        name="First Friday",
        kind=GroupKind.SUPERVISION,
        facilitator=facilitator,
        purpose="We look at our work together, once a month.",
        actor=coordinator,
    )
    people = [enrolment.person for enrolment in cohort.enrolments.order_by("pk")[6:11]]
    for person in people:
        add_member(group=group, person=person, actor=coordinator)
    following = datetime.combine(today + timedelta(days=14), time(9))
    for number, topic in enumerate(MEETINGS):
        record_group_meeting(
            group=group,
            actor=facilitator.user,
            met_on=today - timedelta(days=7 + 28 * (len(MEETINGS) - 1 - number)),
            minutes=90,
            way="group",
            topic=topic,
            present=[person.pk for person in people[number:]],
            went_well="Everyone brought something from their own work.",
            next_step="Try it once before we meet again.",
            next_meeting_at=timezone.make_aware(following),
        )


def make_plans(cohort: Cohort) -> None:
    """Two people with an account wrote down what they will do; a mentor has read one of them."""
    today = timezone.localdate()
    enrolments = cohort.enrolments.filter(person__user__isnull=False).select_related("person")
    for enrolment in enrolments.order_by("pk")[:2]:
        plan = write_plan(
            enrolment=enrolment,
            actor=enrolment.person.user,
            change="My team uses one work plan that everybody can see.",
            help_needed="An hour with my manager.",
            steps=[
                Step("Draw the plan with the team", "my team", today + timedelta(days=7)),
                Step("Look at it every Monday", "my manager", today + timedelta(days=30)),
            ],
        )
        mentorship = enrolment.person.mentorships.select_related("mentor__user").first()
        if mentorship and not cohort.enrolments.filter(action_plan__reviewed_on__isnull=False):
            mark_reviewed(plan=plan, actor=mentorship.mentor.user)


def make_calls(cohort: Cohort, *, coordinator) -> None:
    """The calls of three and six months were made, those of a year are due."""
    calls = FollowUp.objects.filter(completion__enrolment__cohort=cohort, months__lt=12)
    for number, follow_up in enumerate(calls.order_by("pk")):
        if number % 8 == 7:
            note_attempt(follow_up=follow_up, actor=coordinator, on=follow_up.due_on)
            continue
        record_answers(
            follow_up=follow_up,
            actor=coordinator,
            still_in_job=StillInJob.ELSEWHERE if number % 5 == 4 else StillInJob.YES,
            skills_by_self=SkillLevel.ALONE if number % 3 else SkillLevel.WITH_HELP,
            what_changed=CHANGED[number % len(CHANGED)],
            on=follow_up.due_on,
        )

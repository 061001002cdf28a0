"""Two records of one person who was mentored under both: nothing is lost, and all can be undone."""

import pytest

from lms.records.models import ActionPlan, FollowUp, GroupMember, Mentorship, RemindersOff
from lms.records.services.merging import merge_people, undo_merge
from lms.roles import Role
from tests.factories.learning import make_mentor, make_mentorship, make_visit
from tests.factories.mentoring import (
    make_completion,
    make_follow_up,
    make_group,
    make_group_meeting,
    make_plan,
)
from tests.factories.records import make_cohort, make_enrolment, make_person
from tests.lms.records.test_merging import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


def test_mentoring_of_both_records_becomes_one_and_comes_apart_again():
    kept, dropped, mentor, cohort = make_person(), make_person(), make_mentor(), make_cohort()
    group = make_group(people=[kept, dropped])
    make_group_meeting(group=group, present=[kept, dropped])
    for person, sharing, state in ((kept, "notes", "due"), (dropped, "nothing", "reached")):
        RemindersOff.objects.create(person=person)
        enrolment = make_enrolment(cohort=cohort, person=person, state="completed")
        make_plan(enrolment=enrolment, change=f"Change {person.pk}", steps=(f"Step {person.pk}",))
        make_follow_up(completion=make_completion(enrolment=enrolment), state=state)
        make_visit(
            mentorship=make_mentorship(
                mentor=mentor, learner=person, enrolment=enrolment, sharing=sharing
            )
        )
    coordinator = make_person(role=Role.COORDINATOR).user
    before = everything()
    merge = merge_people(kept=kept, dropped=dropped, actor=coordinator)

    mentorship = Mentorship.objects.get(learner=kept)
    assert (mentorship.sharing, mentorship.visits.count()) == ("nothing", 2)
    assert GroupMember.objects.get().person == kept
    assert list(group.meetings.get().present.all()) == [kept]
    assert RemindersOff.objects.get().person == kept
    plan = ActionPlan.objects.get()
    assert plan.change == f"Change {kept.pk}\n\nChange {dropped.pk}"
    assert plan.steps.count() == 2
    assert FollowUp.objects.get().state == "reached"

    undo_merge(merge=merge, actor=coordinator)
    assert everything() == before

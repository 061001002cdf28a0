"""Mentorships, visits and actions."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.records.enums import MentorshipState
from lms.records.models import ActionItem, MentoringVisit, Mentorship
from lms.records.permissions import mentor_of, see_mentorship
from lms.records.services.mentoring import (
    Agreed,
    AlreadyMentored,
    MentorshipEnded,
    OwnMentor,
    end_mentorship,
    record_visit,
    start_mentorship,
    tick_action,
)
from lms.roles import Role
from tests.factories.learning import make_action, make_mentor, make_mentorship, make_visit
from tests.factories.records import make_enrolment, make_person, make_trainee

pytestmark = pytest.mark.django_db

NOTES = {
    "minutes": 45,
    "way": "phone",
    "skill_practised": "Open questions",
    "went_well": "She waited for the answer.",
    "next_step": "Try it with a colleague.",
}


@pytest.fixture
def coordinator(roles):
    return make_person(role=Role.COORDINATOR).user


@pytest.fixture
def mentorship(roles):
    return make_mentorship(mentor=make_mentor(), learner=make_trainee())


def record(mentorship, actor=None, **fields):
    return record_visit(
        **{
            "mentorship": mentorship,
            "actor": actor or mentorship.mentor.user,
            "met_on": timezone.localdate(),
        }
        | NOTES
        | fields
    )


def test_start_mentorship(coordinator):
    mentor, enrolment = make_mentor(), make_enrolment()
    mentorship = start_mentorship(
        mentor=mentor,
        learner=enrolment.person,
        actor=coordinator,
        enrolment=enrolment,
        goals="Listen more.",
        warned=True,
    )
    assert Mentorship.objects.values(
        "mentor", "learner", "enrolment", "goals", "state", "started_on", "warned"
    ).get() == {
        "mentor": mentor.pk,
        "learner": enrolment.person.pk,
        "enrolment": enrolment.pk,
        "goals": "Listen more.",
        "state": MentorshipState.ACTIVE,
        "started_on": timezone.localdate(),
        "warned": True,
    }
    assert mentorship.is_active


def test_start_mentorship_is_for_coordinators(mentorship):
    with pytest.raises(PermissionDenied):
        start_mentorship(
            mentor=mentorship.mentor, learner=make_person(), actor=mentorship.mentor.user
        )


def test_nobody_is_their_own_mentor(coordinator):
    mentor = make_mentor()
    with pytest.raises(OwnMentor):
        start_mentorship(mentor=mentor, learner=mentor, actor=coordinator)


def test_one_active_mentorship_a_pair(coordinator, mentorship):
    again = {"mentor": mentorship.mentor, "learner": mentorship.learner, "actor": coordinator}
    with pytest.raises(AlreadyMentored):
        start_mentorship(**again)
    end_mentorship(mentorship=mentorship, actor=coordinator)
    start_mentorship(**again)
    assert sorted(Mentorship.objects.values_list("state", flat=True)) == ["active", "ended"]


def test_end_mentorship_is_for_coordinators_and_keeps_the_first_day(coordinator, mentorship):
    with pytest.raises(PermissionDenied):
        end_mentorship(mentorship=mentorship, actor=mentorship.mentor.user)
    yesterday = timezone.localdate() - timedelta(days=1)
    end_mentorship(mentorship=mentorship, actor=coordinator)
    Mentorship.objects.update(ended_on=yesterday)
    assert end_mentorship(mentorship=mentorship, actor=coordinator).ended_on == yesterday


def test_record_visit_with_actions(mentorship):
    due = timezone.localdate() + timedelta(days=7)
    visit = record(
        mentorship,
        actions=[Agreed("Draw a genogram", due_on=due), Agreed("Send a form", by_learner=False)],
    )
    assert MentoringVisit.objects.values(*NOTES, "met_on", "warned").get() == NOTES | {
        "met_on": timezone.localdate(),
        "warned": False,
    }
    assert list(visit.actions.order_by("pk").values_list("text", "owner", "due_on")) == [
        ("Draw a genogram", mentorship.learner.pk, due),
        ("Send a form", mentorship.mentor.pk, None),
    ]


def test_record_visit_sent_twice_is_kept_once(mentorship):
    first = record(mentorship, actions=[Agreed("Draw a genogram")])
    assert record(mentorship, actions=[Agreed("Draw a genogram")]) == first
    assert ActionItem.objects.count() == 1
    record(mentorship, minutes=46)
    assert MentoringVisit.objects.count() == 2


def test_record_visit_is_for_the_mentor_alone(coordinator, mentorship):
    for actor in (coordinator, mentorship.learner.user, make_mentor().user):
        with pytest.raises(PermissionDenied):
            record(mentorship, actor=actor)


def test_record_visit_after_the_end_is_refused(coordinator, mentorship):
    end_mentorship(mentorship=mentorship, actor=coordinator)
    with pytest.raises(MentorshipEnded):
        record(mentorship)


@pytest.mark.parametrize(
    ("owner", "may"), [("learner", {"learner", "mentor"}), ("mentor", {"mentor"})]
)
def test_tick_action_is_for_its_owner_and_the_mentor(coordinator, mentorship, owner, may):
    visit = make_visit(mentorship=mentorship)
    actors = {
        "learner": mentorship.learner.user,
        "mentor": mentorship.mentor.user,
        "coordinator": coordinator,
        "stranger": make_mentor().user,
    }
    for name, actor in actors.items():
        action = make_action(visit=visit, owner=getattr(mentorship, owner))
        if name in may:
            assert tick_action(action=action, actor=actor, done=True).done_on
        else:
            with pytest.raises(PermissionDenied):
                tick_action(action=action, actor=actor, done=True)


def test_tick_action_twice_keeps_the_first_day_and_may_be_taken_back(mentorship):
    yesterday = timezone.localdate() - timedelta(days=1)
    action = make_action(visit=make_visit(mentorship=mentorship), done_on=yesterday)
    actor = mentorship.learner.user
    assert tick_action(action=action, actor=actor, done=True).done_on == yesterday
    assert tick_action(action=action, actor=actor, done=False).done_on is None


def test_who_may_read_and_who_may_write(coordinator, mentorship):
    people = {
        "coordinator": coordinator,
        "mentor": mentorship.mentor.user,
        "learner": mentorship.learner.user,
        "stranger": make_mentor().user,
        "trainer": make_person(role=Role.TRAINER).user,
    }
    reads = {name for name, user in people.items() if see_mentorship.allows(user, mentorship)}
    writes = {name for name, user in people.items() if mentor_of.allows(user, mentorship)}
    assert (reads, writes) == ({"coordinator", "mentor", "learner"}, {"mentor"})


def test_who_is_no_mentor_any_more_reads_nothing(mentorship):
    user = mentorship.mentor.user
    user.groups.clear()
    assert not see_mentorship.allows(user, mentorship)
    assert not mentor_of.allows(user, mentorship)


def test_with_follow_up_counts_without_multiplying(mentorship):
    today = timezone.localdate()
    for days in (40, 5):
        visit = make_visit(mentorship=mentorship, met_on=today - timedelta(days=days))
        make_action(visit=visit)
        make_action(visit=visit)
        make_action(visit=visit, done_on=today)
    empty = make_mentorship()
    assert {
        m.pk: (m.last_visit_on, m.open_actions) for m in Mentorship.objects.with_follow_up()
    } == {mentorship.pk: (today - timedelta(days=5), 4), empty.pk: (None, 0)}


def test_titles_of_notes_do_not_tell_what_they_say(mentorship):
    visit = make_visit(mentorship=mentorship, skill_practised="SECRET", went_well="SECRET")
    action = make_action(visit=visit, text="SECRET")
    assert "SECRET" not in f"{visit} {action} {mentorship} {visit!r} {action!r}"

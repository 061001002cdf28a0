"""Which records each kind of person reaches."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from lms.records.permissions import people_visible_to, see_enrolment, teach_cohort
from lms.roles import Role
from tests.factories.records import (
    make_affiliation,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_trainee,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def organisation():
    return make_organisation()


@pytest.fixture
def focal_point(organisation):
    person = make_person(role=Role.FOCAL_POINT)
    make_affiliation(person=person, organisation=organisation, is_focal_point=True)
    return person


def test_anonymous_and_people_without_a_record_see_nobody():
    make_person()
    assert list(people_visible_to(AnonymousUser())) == []
    assert list(teach_cohort.objects_for(AnonymousUser())) == []


def test_a_trainee_sees_only_their_own_records():
    trainee, other = make_trainee(), make_trainee()
    mine, theirs = make_enrolment(person=trainee), make_enrolment(person=other)
    assert list(people_visible_to(trainee.user)) == [trainee]
    assert list(see_enrolment.objects_for(trainee.user)) == [mine]
    assert not see_enrolment.allows(trainee.user, theirs)


def test_a_trainer_sees_the_people_of_own_cohorts():
    trainer, other = make_person(role=Role.TRAINER), make_person(role=Role.TRAINER)
    cohort = make_cohort(trainers=[trainer, other])
    elsewhere = make_cohort(trainers=[other])
    mine = make_enrolment(cohort=cohort)
    theirs = make_enrolment(cohort=elsewhere)
    assert set(people_visible_to(trainer.user)) == {trainer, mine.person}
    assert list(see_enrolment.objects_for(trainer.user)) == [mine]
    assert list(teach_cohort.objects_for(trainer.user)) == [cohort]
    assert not see_enrolment.allows(trainer.user, theirs)


def test_being_named_as_trainer_is_not_enough_without_the_right():
    person = make_trainee()
    cohort = make_cohort(trainers=[person])
    assert not teach_cohort.allows(person.user, cohort)


def test_a_focal_point_sees_staff_of_today_and_training_done_there(organisation, focal_point):
    yesterday = timezone.localdate() - timedelta(days=1)
    staff = make_person(organisation=organisation)
    left = make_person()
    make_affiliation(person=left, organisation=organisation, ended_on=yesterday)
    stranger = make_person(organisation=make_organisation())
    there = make_enrolment(person=left, organisation=organisation)
    make_enrolment(person=left, organisation=make_organisation())
    make_enrolment(person=stranger)
    assert set(people_visible_to(focal_point.user)) == {focal_point, staff}
    assert list(see_enrolment.objects_for(focal_point.user)) == [there]


def test_a_focal_point_who_left_or_lost_the_role_sees_only_themselves(organisation, focal_point):
    make_person(organisation=organisation)
    focal_point.user.groups.clear()
    post = focal_point.affiliations.get()
    user = type(focal_point.user).objects.get(pk=focal_point.user.pk)
    assert list(people_visible_to(user)) == [focal_point]
    again = make_person(role=Role.FOCAL_POINT)
    make_affiliation(
        person=again, organisation=organisation, is_focal_point=True, ended_on=post.started_on
    )
    assert list(people_visible_to(again.user)) == [again]


def test_a_coordinator_sees_everyone():
    coordinator = make_person(role=Role.COORDINATOR)
    cohort, person = make_cohort(), make_person()
    assert set(people_visible_to(coordinator.user)) == {coordinator, person}
    assert teach_cohort.allows(coordinator.user, cohort)

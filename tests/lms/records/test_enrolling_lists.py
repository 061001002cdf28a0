"""A whole list into a cohort: as one by one, at a price that does not grow."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from courses.models import CoursePrerequisite
from lms.records.enums import EnrolmentWay
from lms.records.exceptions import RecordsError
from lms.records.models import CohortQuota, EnrolmentEvent, Message
from lms.records.services.enrolling_lists import enrol_list
from lms.records.services.enrolment import enrol
from lms.roles import Role
from tests.factories.courses import make_course
from tests.factories.mentoring import make_completion
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
def actor():
    return make_person(role=Role.COORDINATOR).user


def one_by_one(*, cohort, people, actor):
    for person in people:
        try:
            enrol(cohort=cohort, person=person, actor=actor, way=EnrolmentWay.IMPORT)
        except RecordsError:
            continue


def written(cohort):
    """All that was written about a cohort, without the numbers of rows."""
    names = ("person", "state", "way", "organisation", "position", "cadre", "is_volunteer")
    return {
        "enrolments": list(
            cohort.enrolments.order_by("state_since", "pk").values_list(
                *names, "gender", "age_band", "province", "override_reason", "nominated_by"
            )
        ),
        "events": list(
            EnrolmentEvent.objects.filter(enrolment__cohort=cohort)
            .order_by("at", "pk")
            .values_list("enrolment__person", "from_state", "to_state", "cause", "way", "actor")
        ),
        "messages": sorted(
            Message.objects.filter(cohort=cohort).values_list("person", "kind", "state", "language")
        ),
    }


def test_a_list_does_what_one_by_one_would_do(actor):
    """Places, quotas, the waiting list, who went and comes back, what comes first: all of it."""
    ours, theirs = make_organisation(), make_organisation()
    first = make_course()
    course = make_course()
    CoursePrerequisite.objects.create(page=course, course=first)
    today = timezone.localdate()
    people = [
        make_person(
            organisation=(ours, theirs, None)[n % 3], email="" if n % 2 else f"{n}@x.example"
        )
        for n in range(12)
    ]
    people += [make_trainee(organisation=theirs), actor.person]
    moved = make_person(birth_year=1990, province="12")
    make_affiliation(
        person=moved, organisation=ours, position="Nurse", is_volunteer=True,
        started_on=today - timedelta(days=900), ended_on=today - timedelta(days=20),
    )  # fmt: skip
    make_affiliation(person=moved, organisation=theirs, started_on=today - timedelta(days=2))
    people += [moved]
    for person in people[1:]:  # the first has not completed what comes first
        make_completion(
            enrolment=make_enrolment(person=person, cohort=make_cohort(course=first)),
            course_key=first.translation_key,
        )
    cohorts = []
    for _ in range(2):
        cohort = make_cohort(
            course=course,
            capacity=9,
            organisation_quota=4,
            starts_on=today - timedelta(days=30),
            ends_on=today + timedelta(days=30),
        )
        CohortQuota.objects.create(cohort=cohort, organisation=theirs, places=3)
        for person, state in zip(
            people[2:6], ("enrolled", "withdrawn", "declined", "waiting"), strict=True
        ):
            make_enrolment(cohort=cohort, person=person, state=state)
        cohorts.append(cohort)
    one_by_one(cohort=cohorts[0], people=people, actor=actor)
    listed = enrol_list(cohort=cohorts[1], people=[*people, people[7]], actor=actor)
    expected = written(cohorts[0])
    assert written(cohorts[1]) == expected
    assert {state for _person, state, *_rest in expected["enrolments"]} == {"enrolled", "waiting"}
    assert [pk for pk, outcome in listed.items() if outcome.refusal] == [people[0].pk]
    assert "To enrol this person all the same" in listed[people[0].pk].refusal
    assert {pk for pk, outcome in listed.items() if outcome.came_back} == {
        people[3].pk,
        people[4].pk,
    }
    assert {pk for pk, outcome in listed.items() if outcome.was_there} == {
        people[2].pk,
        people[5].pk,
    }


def test_a_closed_cohort_takes_nobody_and_a_past_one_tells_nobody(actor):
    closed = make_cohort(state="closed")
    person = make_person()
    assert "not open" in enrol_list(cohort=closed, people=[person], actor=actor)[person.pk].refusal
    today = timezone.localdate()
    past = make_cohort(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=8))
    listed = enrol_list(cohort=past, people=[person], actor=actor)
    assert listed[person.pk].enrolment.state == "enrolled"
    assert Message.objects.count() == 0


@pytest.mark.parametrize("role", [Role.TRAINER, Role.FOCAL_POINT, Role.TRAINEE])
def test_lists_are_enrolled_by_coordinators(role):
    with pytest.raises(PermissionDenied):
        enrol_list(cohort=make_cohort(), people=[], actor=make_person(role=role).user)


def test_news_go_out_once_and_after_the_transaction(actor, django_capture_on_commit_callbacks):
    people = [make_person(email=f"{n}@x.example") for n in range(3)]
    cohort = make_cohort()
    with django_capture_on_commit_callbacks() as callbacks:
        enrol_list(cohort=cohort, people=people, actor=actor)
    assert len(callbacks) == 1
    assert Message.objects.filter(kind="enrolled", state="waiting").count() == 3


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_takes_the_same_queries(actor, rows, max_queries):
    course = make_course()
    CoursePrerequisite.objects.create(page=course, course=make_course())
    cohort = make_cohort(capacity=rows)
    people = [make_trainee(organisation=make_organisation()) for _ in range(2 * rows)]
    for person in people[::2]:
        make_enrolment(cohort=cohort, person=person, state="withdrawn")
    with max_queries(23):
        listed = enrol_list(cohort=cohort, people=people, actor=actor)
    assert len(listed) == 2 * rows

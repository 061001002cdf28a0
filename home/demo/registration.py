"""Two trainings to come: one with a waiting list and people to call, one by nomination."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from courses.models import CoursePage
from lms.records.enums import EnrolmentPolicy, EnrolmentState, EnrolmentWay
from lms.records.models import Affiliation, Cohort, CohortQuota, Message, Person
from lms.records.services.enrolment import enrol, move_enrolment
from lms.records.services.outbox import mark_called
from lms.records.services.sessions import SessionPlan, schedule_sessions

# Numbers of the block 012 000 1xx are nobody's.
FIRST_NUMBER = 100
PEOPLE = slice(26, 36)
NOMINATED = 3


def make_registration(trainees: list[Person], staff: dict[str, list[Person]], *, coordinator):
    """Fill both with people, so that every list of a coordinator has something on it."""
    _make_full_cohort(trainees[PEOPLE], staff, coordinator)
    _make_nominations(staff, coordinator)


def _make_full_cohort(people: list[Person], staff, coordinator) -> Cohort:
    """Six places, two an organisation: some wait, all without email are on the call list."""
    for number, person in enumerate(people, start=FIRST_NUMBER):
        person.phone = f"+85512000{number}"
        person.save()
    cohort = _plan(
        "tic-next", "TIC", days=30, coordinator=coordinator, capacity=6, organisation_quota=2
    )
    cohort.trainers.add(staff["trainer"][1])
    for person in people:
        enrol(cohort=cohort, person=person, actor=coordinator)
    called = Message.objects.filter(cohort=cohort).to_call()[:1]
    mark_called(cohort=cohort, pks=[message.pk for message in called], actor=coordinator)
    return cohort


def _make_nominations(staff, coordinator) -> Cohort:
    """A focal point has nominated their own staff; one is declined with a reason."""
    focal_point = staff["focal-point"][0]
    cohort = _plan(
        "vid-next",
        "VID",
        days=45,
        coordinator=coordinator,
        capacity=20,
        organisation_quota=2,
        enrolment_policy=EnrolmentPolicy.NOMINATION,
        funder="Invented Fund for Training",
        project_code="IFT-07",
    )
    cohort.trainers.add(staff["trainer"][0])
    post = Affiliation.objects.current().get(person=focal_point)
    CohortQuota.objects.create(cohort=cohort, organisation=post.organisation, places=NOMINATED - 1)
    own = Person.objects.filter(
        pk__in=Affiliation.objects.current()
        .filter(organisation=post.organisation)
        .exclude(person=focal_point)
        .values("person")
    ).order_by("pk")
    enrolments = [
        enrol(cohort=cohort, person=person, actor=focal_point.user, way=EnrolmentWay.NOMINATION)
        for person in own[:NOMINATED]
    ]
    move_enrolment(
        enrolment=enrolments[0],
        to=EnrolmentState.DECLINED,
        actor=coordinator,
        reason="You took part in a training like this last year. Others come first this time.",
    )
    return cohort


def _plan(code: str, course: str, *, days: int, coordinator, **fields) -> Cohort:
    """A cohort of two days from ``days`` days on, at a place that does not exist."""
    starts_on = timezone.localdate() + timedelta(days=days)
    cohort = Cohort.objects.create(
        course=CoursePage.objects.get(code=course, locale__language_code="en"),
        code=code,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1),
        venue="Community hall, Kampong Cham",
        province="03",
        **fields,
    )
    plans = [
        SessionPlan(
            topic=f"Day {number}",
            starts_at=timezone.make_aware(
                datetime.combine(starts_on + timedelta(days=number - 1), time(8, 30))
            ),
            planned_minutes=360,
        )
        for number in (1, 2)
    ]
    schedule_sessions(cohort=cohort, plans=plans, actor=coordinator)
    return cohort

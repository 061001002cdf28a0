"""Finding a mentor for each learner: who is without one, and who fits.

Nobody is followed by somebody of their own organisation, who may be in the line above them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.models import CourseKind
from lms.records.enums import EnrolmentState
from lms.records.models import Affiliation, Enrolment, Mentorship, Person
from lms.records.permissions import may_coordinate
from lms.records.services.mentoring import AlreadyMentored, start_mentorship

LOOK_BACK = timedelta(days=365)
LEARNS = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)


@dataclass
class Mentor:
    """``load`` counts the learners followed now, ``organisations`` are ids of current posts."""

    person: Person
    load: int
    organisations: set[int] = field(default_factory=set)


@dataclass
class Match:
    """A learner's latest course without a mentor, and the mentors that fit, the best first."""

    enrolment: Enrolment
    fitting: list[Mentor]
    suggested: Mentor | None = None


def learners_without_mentor() -> QuerySet[Enrolment]:
    """The latest enrolment of each learner of the last year whom nobody follows, newest first.

    Events are no reason for a mentor.
    """
    own = Enrolment.objects.filter(
        person=OuterRef("person"),
        state__in=LEARNS,
        cohort__ends_on__gte=timezone.localdate() - LOOK_BACK,
    ).exclude(cohort__course__kind=CourseKind.EVENT)
    later = own.filter(
        Q(cohort__starts_on__gt=OuterRef("cohort__starts_on"))
        | Q(cohort__starts_on=OuterRef("cohort__starts_on"), pk__gt=OuterRef("pk"))
    )
    followed = Mentorship.objects.active().filter(learner=OuterRef("person"))
    return (
        Enrolment.objects.filter(
            state__in=LEARNS, cohort__ends_on__gte=timezone.localdate() - LOOK_BACK
        )
        .exclude(cohort__course__kind=CourseKind.EVENT)
        .filter(~Exists(later), ~Exists(followed))
        .select_related("person", "organisation", "cohort__course")
        .order_by("-cohort__starts_on", "person__family_name", "person__given_name", "pk")
    )


def match(enrolments: Iterable[Enrolment], mentors: QuerySet[Person]) -> list[Match]:
    """Who fits whom: four queries whatever their number.

    Best is who speaks the learner's language, then lives in their province, then follows fewest.
    Suggestions count each other, so that no mentor is given all.
    """
    enrolments = list(enrolments)
    known = _mentors(mentors)
    posts = _current_posts([enrolment.person_id for enrolment in enrolments])
    given: dict[int, int] = defaultdict(int)
    found = []
    for enrolment in enrolments:
        learner = enrolment.person
        above = posts[learner.pk] | ({enrolment.organisation_id} - {None})
        fitting = [
            mentor
            for mentor in known
            if mentor.person.pk != learner.pk and not mentor.organisations & above
        ]
        fitting.sort(key=lambda mentor: _distance(mentor, learner, given[mentor.person.pk]))
        suggested = fitting[0] if fitting else None
        if suggested:
            given[suggested.person.pk] += 1
        found.append(Match(enrolment, fitting, suggested))
    return found


@transaction.atomic
def start_matched(*, pairs: Iterable[tuple[Enrolment, Person]], actor) -> list[Mentorship]:
    """Begin all these mentorships, each after its enrolment; who is followed already is left out.

    :raises PermissionDenied: unless ``actor`` coordinates.
    """
    if not may_coordinate(actor):
        raise PermissionDenied
    begun = []
    for enrolment, mentor in pairs:
        try:
            begun.append(
                start_mentorship(
                    mentor=mentor, learner=enrolment.person, enrolment=enrolment, actor=actor
                )
            )
        except AlreadyMentored:
            continue
    return begun


def _distance(mentor: Mentor, learner: Person, given: int) -> tuple:
    return (
        mentor.person.language != learner.language,
        not learner.province or mentor.person.province != learner.province,
        mentor.load + given,
        mentor.person.pk,
    )


def _mentors(people: QuerySet[Person]) -> list[Mentor]:
    mentors = {person.pk: Mentor(person, 0) for person in people}
    active = Mentorship.objects.active().filter(mentor__in=mentors)
    for pk in active.values_list("mentor", flat=True):
        mentors[pk].load += 1
    for pk, organisations in _current_posts(mentors).items():
        mentors[pk].organisations = organisations
    return list(mentors.values())


def _current_posts(people: Iterable[int]) -> dict[int, set[int]]:
    posts: dict[int, set[int]] = defaultdict(set)
    rows = Affiliation.objects.current().filter(person__in=list(people))
    for person, organisation in rows.order_by().values_list("person", "organisation"):
        posts[person].add(organisation)
    return posts

"""Who may do what to which records.

A ``Policy`` is one right over one kind of object. It answers both questions from one condition:
``allows(user, obj)`` and ``objects_for(user)``. A coordinator has every right; the others reach
what belongs to them: a trainer the own cohorts, a focal point the own organisation, everyone
their own records.
"""

from collections.abc import Callable
from uuid import UUID

from django.db.models import BigIntegerField, Exists, Model, OuterRef, Q, QuerySet, UUIDField

from courses.models import CoursePage
from lms.prepared import Given, Prepared, columns_of
from lms.records.enums_mentoring import Sharing
from lms.records.models import (
    Affiliation,
    AssessmentAttempt,
    Cohort,
    Enrolment,
    LessonNote,
    Mentorship,
    Organisation,
    Person,
    Session,
    Submission,
)
from lms.records.models.people import person_of
from lms.records.transitions import Party


def may_coordinate(user) -> bool:
    return user.is_authenticated and user.has_perm("records.coordinate")


def may_train(user) -> bool:
    return user.is_authenticated and user.has_perm("records.train")


def may_mentor(user) -> bool:
    return user.is_authenticated and user.has_perm("records.mentor")


class Policy:
    """One right over the objects of ``model``.

    ``condition(user, person)`` says which objects a person with an account reaches who is no
    coordinator; ``None`` is none of them. It must not multiply rows: look through subqueries.
    ``coordinators=False`` makes a right that coordinators have over their own objects only.
    """

    def __init__(
        self, model: type[Model], condition: Callable[..., Q | None], *, coordinators: bool = True
    ):
        self.model = model
        self.condition = condition
        self.coordinators = coordinators

    def objects_for(self, user) -> QuerySet:
        """The objects this user may do it to."""
        objects = self.model._default_manager.all()
        if self.coordinators and may_coordinate(user):
            return objects
        person = person_of(user)
        condition = person and self.condition(user, person)
        return objects.filter(condition) if condition else objects.none()

    def allows(self, user, obj: Model) -> bool:
        """Whether this user may do it to ``obj``."""
        return self.objects_for(user).filter(pk=obj.pk).exists()


class MarkingPolicy(Policy):
    """A right over the work of others: nobody marks their own, coordinators neither."""

    def objects_for(self, user) -> QuerySet:
        objects = super().objects_for(user)
        person = person_of(user)
        return objects.exclude(person=person) if person else objects


def _own_cohorts(user, person) -> Q | None:
    if not may_train(user):
        return None
    return Q(pk__in=Cohort.trainers.through.objects.filter(person=person).values("cohort"))


def organisations_watched(user) -> QuerySet | None:
    """Ids of the organisations this user is focal point of today, or ``None``.

    It takes both the right (by role) and the post (by affiliation), so taking away either ends it.
    """
    person = person_of(user)
    if person is None or not user.has_perm("records.see_own_organisation"):
        return None
    posts = Affiliation.objects.current().filter(person=person, is_focal_point=True)
    return posts.values("organisation")


def _own_organisations(user, person) -> Q | None:
    organisations = organisations_watched(user)
    return None if organisations is None else Q(pk__in=organisations)


def _own_staff(user, person) -> Q | None:
    organisations = organisations_watched(user)
    if organisations is None:
        return None
    staff = Affiliation.objects.current().filter(organisation__in=organisations)
    return Q(pk__in=staff.values("person"))


def _visible_enrolments(user, person) -> Q:
    condition = Q(person=person)
    if may_train(user):
        condition |= Q(cohort__in=Cohort.objects.filter(_own_cohorts(user, person)).values("pk"))
    organisations = organisations_watched(user)
    if organisations is not None:
        # The organisation frozen on the enrolment: what a person did while they worked there.
        condition |= Q(organisation__in=organisations)
    return condition


def _visible_people(user, person) -> Q:
    condition = Q(pk=person.pk)
    if may_train(user):
        cohorts = Cohort.objects.filter(_own_cohorts(user, person))
        trained = Enrolment.objects.filter(cohort__in=cohorts.values("pk"))
        condition |= Q(pk__in=trained.values("person"))
    organisations = organisations_watched(user)
    if organisations is not None:
        staff = Affiliation.objects.current().filter(organisation__in=organisations)
        condition |= Q(pk__in=staff.values("person"))
    return condition


def _own_sessions(user, person) -> Q:
    """Sessions of the cohorts in which a person holds a place, and those they train."""
    places = Enrolment.objects.holding_a_place().filter(person=person)
    condition = Q(cohort__in=places.values("cohort"))
    if may_train(user):
        condition |= Q(trainer=person)
        condition |= Q(cohort__in=Cohort.objects.filter(_own_cohorts(user, person)).values("pk"))
    return condition


def _work_of_own_cohorts(user, person) -> Q | None:
    """Work (``person``, ``course_key``) of those who hold a place in a cohort of its course."""
    if not may_train(user):
        return None
    taught = Enrolment.objects.holding_a_place().filter(
        person=OuterRef("person"),
        cohort__course__translation_key=OuterRef("course_key"),
        cohort__in=Cohort.objects.filter(_own_cohorts(user, person)).values("pk"),
    )
    return Q(Exists(taught))


def _visible_submissions(user, person) -> Q:
    return Q(person=person) | (_work_of_own_cohorts(user, person) or Q())


def _visible_mentorships(user, person) -> Q:
    if not may_mentor(user):
        return Q(learner=person)
    # What the mentor before wrote, as long as the learner lets it be read.
    handed_over = Mentorship.objects.active().filter(mentor=person, previous__isnull=False)
    shared = Q(sharing=Sharing.NOTES, pk__in=handed_over.values("previous"))
    return Q(learner=person) | Q(mentor=person) | shared


# Fill the register, plan sessions, see the cohort's people and close it.
teach_cohort = Policy(Cohort, _own_cohorts)
# Put a session into the own calendar.
see_session = Policy(Session, _own_sessions)
# Check oneself in: those who hold a place in the session's cohort, coordinators too only for themselves.
attend_session = Policy(
    Session,
    lambda user, person: Q(
        cohort__in=Enrolment.objects.holding_a_place().filter(person=person).values("cohort")
    ),
    coordinators=False,
)
# Read what became of a person in a cohort.
see_enrolment = Policy(Enrolment, _visible_enrolments)
# Put up for a cohort: a focal point those who work at the own organisation today.
nominate_person = Policy(Person, _own_staff)
# Write down who the own staff are, as long as they work there.
update_staff = Policy(Person, _own_staff, coordinators=False)
# Keep the list of who works at an organisation: its focal points.
watch_organisation = Policy(Organisation, _own_organisations, coordinators=False)
# Give an invitation to an account.
invite_person = Policy(Person, _own_staff)
# Read who a person is and how to reach them.
see_person = Policy(Person, _visible_people)
# Answer a test and read its result: the person's own only.
own_attempt = Policy(AssessmentAttempt, lambda user, person: Q(person=person), coordinators=False)
# Mark the open answers of a test: trainers of a cohort of its course in which the person is.
mark_attempt = MarkingPolicy(AssessmentAttempt, _work_of_own_cohorts)
# Mark work handed in, as with open answers.
mark_submission = MarkingPolicy(Submission, _work_of_own_cohorts)
# Read work handed in and what was said of it: the person, and who may mark it.
see_submission = Policy(Submission, _visible_submissions)
# Read and change a note beside a lesson: the writer's own only.
own_note = Policy(LessonNote, lambda user, person: Q(person=person), coordinators=False)
# Write down visits: the mentor's own only, as long as they are a mentor.
mentor_of = Policy(
    Mentorship,
    lambda user, person: Q(mentor=person) if may_mentor(user) else None,
    coordinators=False,
)
# Read mentoring notes: the learner, the mentor, coordinators, and the next mentor where the learner
# lets them.
see_mentorship = Policy(Mentorship, _visible_mentorships)


def people_visible_to(user) -> QuerySet:
    return see_person.objects_for(user)


def _nominates(user, enrolment: Enrolment) -> bool:
    """Whether the enrolment is for the organisation that ``user`` is focal point of."""
    organisations = organisations_watched(user)
    return (
        organisations is not None
        and organisations.filter(organisation=enrolment.organisation_id).exists()
        and nominate_person.allows(user, enrolment.person)
    )


def parties_of(user, enrolment: Enrolment) -> frozenset[Party]:
    """In which parts ``user`` meets this enrolment; ``None`` as user is the system itself."""
    if user is None:
        return frozenset({Party.SYSTEM})
    parties = set()
    person = person_of(user)
    if person is not None and person.pk == enrolment.person_id:
        parties.add(Party.PERSON)
    if may_coordinate(user):
        parties.add(Party.COORDINATOR)
        return frozenset(parties)
    if may_train(user) and teach_cohort.allows(user, enrolment.cohort):
        parties.add(Party.TRAINER)
    if _nominates(user, enrolment):
        parties.add(Party.FOCAL_POINT)
    return frozenset(parties)


def readers() -> QuerySet:
    """The person of an account, if they hold a place in a cohort of a course."""
    places = Enrolment.objects.holding_a_place().filter(
        person=OuterRef("pk"), cohort__course__translation_key=Given("course", UUIDField())
    )
    people = Person.objects.filter(Exists(places), user=Given("user", BigIntegerField()))
    return people.values_list(*columns_of(Person))


READERS = Prepared(readers)


def may_read_lessons(user, course: QuerySet[CoursePage] | UUID) -> bool:
    """Whether ``user`` may read what is inside a course, given as a queryset of its page or its key.

    Those who hold a place in one of its cohorts, in whichever language; trainers; coordinators.
    """
    if not user.is_authenticated:
        return False
    if isinstance(course, UUID):
        person = next(READERS.objects(Person, user=user.pk, course=course), None)
        if person:
            user.person = person  # every lesson asks for it next
            return True
    elif takes_part(user, course):
        return True
    return may_train(user) or may_coordinate(user)


def takes_part(user, course: QuerySet[CoursePage]) -> bool:
    """Whether ``user`` holds a place in a course, given as a queryset of its page."""
    return (
        Enrolment.objects.holding_a_place()
        .filter(
            person__user=user, cohort__course__translation_key__in=course.values("translation_key")
        )
        .exists()
    )

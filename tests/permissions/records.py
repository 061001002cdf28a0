"""Who may enter the records' pages."""

from courses.models import course_of
from lms.records.services.people import affiliate_person
from tests.factories.courses import make_assessment, make_lesson, make_question_of
from tests.factories.learning import (
    begin_test,
    make_action,
    make_mentorship,
    make_note,
    make_visit,
    take_test,
)
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_session,
)
from tests.permissions.cohorts import COHORT_ROWS, build_cohorts
from tests.permissions.course_work import WORK_ROWS, build_course_work
from tests.permissions.people import PEOPLE_ROWS, build_people
from tests.permissions.world import PEOPLE, SIGNED_IN, Row

COORDINATORS = frozenset({"coordinator", "superuser"})
TRAINERS = COORDINATORS | {"trainer"}
TEACHING = TRAINERS | {"other_trainer"}
TRAINEE = frozenset({"trainee"})
LESSON_READERS = TEACHING | TRAINEE


def build(world):
    """Every account but the superuser's has a person; ``world.cohort`` is the trainer's."""
    world.people = {
        name: make_person(user=world.users[name], family_name=name) for name in PEOPLE if name
    }
    world.organisation = make_organisation()
    for name in ("trainee", "focal_point"):
        affiliate_person(
            person=world.people[name],
            organisation=world.organisation,
            is_focal_point=name == "focal_point",
        )
    world.cohort = make_cohort(trainers=[world.people["trainer"]])
    world.other_cohort = make_cohort(trainers=[world.people["other_trainer"]])
    world.enrolment = make_enrolment(
        cohort=world.cohort, person=world.people["trainee"], organisation=world.organisation
    )
    world.session = make_session(cohort=world.cohort)
    build_learning(world)
    build_course_work(world)
    build_people(world)
    build_cohorts(world)


def build_learning(world):
    """``world.attempt`` is the trainee's, whom the mentor follows in ``world.mentorship``.

    Only the trainee takes part in the course of ``world.lesson``.
    """
    trainee, mentor = world.people["trainee"], world.people["mentor"]
    world.lesson = make_lesson()
    course = course_of(world.lesson)
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    world.note = make_note(person=trainee, lesson=world.lesson, text="Ask about the map")
    world.assessment = make_assessment(parent=course)
    world.attempt = begin_test(person=trainee, assessment=world.assessment)
    world.submitted = take_test(person=trainee, assessment=make_assessment(parent=course))
    # Open answers, in a course of the trainer's own cohort.
    world.written = take_test(
        person=trainee,
        assessment=make_assessment(
            parent=world.cohort.course, questions=[make_question_of("open")]
        ),
    )
    world.mentorship = make_mentorship(mentor=mentor, learner=trainee)
    world.action = make_action(visit=make_visit(mentorship=world.mentorship))


def cohort(world):
    return {"pk": world.cohort.pk}


def session(world):
    return {"pk": world.session.pk}


def enrolment(world):
    return {"pk": world.enrolment.pk}


def mentorship(world):
    return {"pk": world.mentorship.pk}


ROWS = [
    Row("records:my_courses", get=SIGNED_IN),
    Row("records:about_you", get=SIGNED_IN, post=SIGNED_IN),
    Row("records:enrol", get=SIGNED_IN, post=SIGNED_IN, kwargs=cohort),
    Row(
        "records:withdraw",
        get=frozenset({"trainee"}),
        post=frozenset({"trainee"}),
        kwargs=enrolment,
        data=lambda world: {"reason": "x" * 300},
    ),
    Row("records:teach", get=TEACHING),
    Row("records:cohort", get=TRAINERS, kwargs=cohort),
    Row(
        "records:add_people",
        get=COORDINATORS,
        post=COORDINATORS,
        kwargs=cohort,
        data=lambda world: {"person": world.people["other_trainee"].pk},
    ),
    Row("records:plan_sessions", get=TRAINERS, post=TRAINERS, kwargs=cohort),
    Row(
        "records:move",
        get=None,
        post=COORDINATORS,
        kwargs=enrolment,
        data=lambda world: {"to": "withdrawn"},
    ),
    Row("records:register", get=TRAINERS, post=TRAINERS, kwargs=session),
    Row("records:cancel_session", get=TRAINERS, post=TRAINERS, kwargs=session),
    Row(
        "records:lesson_done",
        get=None,
        post=LESSON_READERS,
        kwargs=lambda world: {"page_id": world.lesson.pk},
        data=lambda world: {"done": "1"},
    ),
    Row(
        "records:lesson_place",
        get=None,
        post=LESSON_READERS,
        kwargs=lambda world: {"page_id": world.lesson.pk},
    ),
    Row(
        "records:lesson_note",
        get=LESSON_READERS,
        post=LESSON_READERS,
        kwargs=lambda world: {"page_id": world.lesson.pk},
    ),
    Row("records:notes", get=SIGNED_IN),
    Row(
        "records:note",
        get=TRAINEE,
        post=TRAINEE,
        kwargs=lambda world: {"pk": world.note.pk},
        data=lambda world: {"text": world.note.text},
    ),
    Row(
        "records:start_assessment",
        get=None,
        post=LESSON_READERS,
        kwargs=lambda world: {"page_id": world.assessment.pk},
    ),
    Row(
        "records:attempt",
        get=TRAINEE,
        post=TRAINEE,
        kwargs=lambda world: {"pk": world.attempt.pk},
        data=lambda world: {"save": "1"},
    ),
    Row(
        "records:attempt_answers",
        get=None,
        post=TRAINEE,
        kwargs=lambda world: {"pk": world.attempt.pk},
    ),
    Row(
        "records:mark_attempt",
        get=TRAINERS,
        post=TRAINERS,
        kwargs=lambda world: {"pk": world.written.pk},
    ),
    Row("records:cohort_results", get=TRAINERS, kwargs=cohort),
    Row("records:attempt_result", get=TRAINEE, kwargs=lambda world: {"pk": world.submitted.pk}),
    *(
        Row(
            f"records:{name}",
            get=readers,
            post=post,
            kwargs=lambda world: {"page_id": world.lesson.pk},
        )
        for name, readers, post in (
            ("handout", LESSON_READERS, None),
            ("handout_pdf", LESSON_READERS, LESSON_READERS),
            ("trainer_handout", TEACHING, None),
            ("trainer_handout_pdf", TEACHING, TEACHING),
            ("session_plan", TEACHING, None),
            ("session_plan_pdf", TEACHING, None),
        )
    ),
    Row("records:close_cohort", get=TRAINERS, post=TRAINERS, kwargs=cohort),
    Row("records:mentoring", get=SIGNED_IN),
    Row("records:start_mentorship", get=COORDINATORS, post=COORDINATORS),
    Row("records:mentorship", get=COORDINATORS | {"trainee", "mentor"}, kwargs=mentorship),
    Row(
        "records:visit",
        get=frozenset({"mentor"}),
        post=frozenset({"mentor"}),
        kwargs=mentorship,
    ),
    Row("records:end_mentorship", get=None, post=COORDINATORS, kwargs=mentorship),
    Row(
        "records:tick_action",
        get=None,
        post=frozenset({"trainee", "mentor"}),
        kwargs=lambda world: {"pk": world.action.pk},
        data=lambda world: {"done": "1"},
    ),
    *WORK_ROWS,
    *PEOPLE_ROWS,
    *COHORT_ROWS,
]

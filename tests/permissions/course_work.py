"""Who hands in, marks, evaluates, and reads what came of it."""

from django.core.files.base import ContentFile

from tests.factories.courses import make_course
from tests.factories.learning import make_ended_cohort
from tests.factories.records import make_enrolment
from tests.factories.work import answer, make_assignment, make_evaluation, make_submission
from tests.permissions.world import Row

COORDINATORS = frozenset({"coordinator", "superuser"})
TRAINERS = COORDINATORS | {"trainer"}
TRAINEE = frozenset({"trainee"})


def build_course_work(world):
    """The trainee's work in a cohort of the trainer, which is over and evaluated by others."""
    course = make_course()
    world.assignment = make_assignment(parent=course)
    world.evaluation = make_evaluation(parent=course)
    world.evaluated = make_ended_cohort(course=course, trainers=[world.people["trainer"]])
    make_enrolment(cohort=world.evaluated, person=world.people["trainee"])
    world.submission = make_submission(
        person=world.people["trainee"],
        assignment=world.assignment,
        file=ContentFile(b"%PDF-1.7", "plan.pdf"),
    )
    for _ in range(5):
        answer(
            enrolment=make_enrolment(cohort=world.evaluated),
            evaluation=world.evaluation,
            text="More time",
        )


def submission(world):
    return {"pk": world.submission.pk}


WORK_ROWS = [
    Row(
        "records:hand_in",
        get=TRAINEE,
        post=TRAINEE,
        kwargs=lambda world: {"page_id": world.assignment.pk},
    ),
    Row("records:submission", get=TRAINERS | TRAINEE, kwargs=submission),
    Row("records:submission_file", get=TRAINERS | TRAINEE, kwargs=submission),
    Row(
        "records:evaluate",
        get=TRAINEE,
        post=TRAINEE,
        kwargs=lambda world: {"page_id": world.evaluation.pk},
    ),
    Row("records:marking", get=TRAINERS | {"other_trainer"}),
    Row("records:mark_submission", get=TRAINERS, post=TRAINERS, kwargs=submission),
    Row(
        "records:cohort_evaluation",
        get=TRAINERS,
        kwargs=lambda world: {"pk": world.evaluated.pk},
    ),
    Row(
        "records:course_evaluation",
        get=COORDINATORS,
        kwargs=lambda world: {"pk": world.evaluated.course_id},
    ),
]

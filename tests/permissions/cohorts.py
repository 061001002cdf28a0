"""Who runs a cohort: decides, reads what was told, calls, calls off, plans once more."""

from lms.records.models import Message
from tests.factories.records import make_cohort, make_enrolment, make_organisation, make_person
from tests.permissions.world import Row

COORDINATORS = frozenset({"coordinator", "superuser"})
TRAINERS = COORDINATORS | {"trainer"}


def build_cohorts(world):
    """``world.desk`` is a cohort of the trainer's with all that can wait in it."""
    trainer = world.people["trainer"]
    world.desk = make_cohort(trainers=[trainer], capacity=1, enrolment_policy="approval")
    organisation = make_organisation(name_km="អង្គការ")
    make_enrolment(cohort=world.desk, organisation=organisation)
    world.applied = make_enrolment(
        cohort=world.desk, person=make_person(phone="+85512345678"), state="applied"
    )
    world.applied.events.create(to_state="applied", way="self")
    waiting = make_enrolment(cohort=world.desk, organisation=organisation, state="waiting")
    waiting.events.create(to_state="waiting", way="self", cause="quota")
    for number, state in enumerate(["failed", "to-call", "called", "sent"]):
        Message.objects.create(
            person=world.applied.person,
            cohort=world.desk,
            kind="applied",
            key=f"desk:{number}",
            language="km",
            state=state,
        )
    world.closed = make_cohort(state="closed", trainers=[trainer])
    world.off = make_cohort(trainers=[trainer])


def desk(world):
    return {"pk": world.desk.pk}


COHORT_ROWS = [
    Row(
        "records:decide",
        get=COORDINATORS,
        post=COORDINATORS,
        kwargs=desk,
        data=lambda world: {"enrolment": world.applied.pk, "to": "declined"},
    ),
    Row("records:outbox", get=COORDINATORS, post=COORDINATORS, kwargs=desk),
    Row("records:calls", get=TRAINERS, post=TRAINERS, kwargs=desk),
    Row(
        "records:cancel_cohort",
        get=COORDINATORS,
        post=COORDINATORS,
        kwargs=lambda world: {"pk": world.off.pk},
    ),
    Row(
        "records:reopen_cohort",
        get=None,
        post=COORDINATORS,
        kwargs=lambda world: {"pk": world.closed.pk},
    ),
    Row("records:copy_cohort", get=COORDINATORS, post=COORDINATORS, kwargs=desk),
    Row("records:enrolment", get=TRAINERS, kwargs=lambda world: {"pk": world.applied.pk}),
]

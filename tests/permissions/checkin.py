"""Who checks in, prints and keeps sign-in sheets, and reads what the registers add up to."""

from django.core.files.base import ContentFile
from django.utils import timezone

from lms.records.check_in import code_of
from lms.records.models import CohortClosing, SignedSheet
from tests.factories.records import make_session
from tests.permissions.world import EVERYONE, SIGNED_IN, Row

COORDINATORS = frozenset({"coordinator", "superuser"})
TRAINERS = COORDINATORS | {"trainer"}
TRAINEE = frozenset({"trainee"})


def build_checkin(world):
    """A signed sheet and a closing of the trainer's cohort; a session that is the trainee's alone."""
    world.sheet = SignedSheet.objects.create(
        cohort=world.cohort, day=timezone.localdate(), file=ContentFile(b"%PDF-1.7", "sheet.pdf")
    )
    world.own_session = make_session(cohort=world.evaluated)
    CohortClosing.objects.create(cohort=world.cohort, state="failed")


def cohort(world):
    return {"pk": world.cohort.pk}


def session(world):
    return {"pk": world.session.pk}


def sheet(world):
    return {"pk": world.sheet.pk}


CHECKIN_ROWS = [
    Row("records:check_in", get=SIGNED_IN, post=SIGNED_IN, data=lambda world: {"code": "x"}),
    # By now everyone has enrolled in the cohort of the world's session, but not in that of this one.
    Row("records:checked_in", get=TRAINEE, kwargs=lambda world: {"pk": world.own_session.pk}),
    Row(
        "records:scan",
        get=EVERYONE,
        kwargs=lambda world: session(world) | {"token": code_of(world.session).token},
    ),
    Row("records:check_in_screen", get=TRAINERS, kwargs=session),
    Row(
        "records:head_count",
        get=TRAINERS,
        post=TRAINERS,
        kwargs=session,
        data=lambda world: {"people": "1"},
    ),
    Row("records:session_sheet", get=TRAINERS, post=TRAINERS, kwargs=session),
    Row("records:cohort_sheet", get=TRAINERS, post=TRAINERS, kwargs=cohort),
    Row("records:signed_sheets", get=TRAINERS, post=TRAINERS, kwargs=cohort),
    Row("records:signed_sheet", get=TRAINERS, kwargs=sheet),
    Row("records:signed_sheet_file", get=TRAINERS, kwargs=sheet),
    # Whoever may, may once: each person of the matrix has a world of their own.
    Row("records:delete_signed_sheet", get=None, post=TRAINERS, kwargs=sheet),
    Row("records:at_risk", get=TRAINERS, kwargs=cohort),
    Row("records:attendance_export", get=COORDINATORS, kwargs=cohort),
    Row("records:closing", get=TRAINERS, kwargs=cohort),
]

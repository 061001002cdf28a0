"""Who makes and changes sessions, and who takes the register."""

from tests.permissions.world import EVERYONE, Row

TRAINERS = frozenset({"coordinator", "superuser", "trainer"})


def session(world):
    return {"pk": world.session.pk}


REGISTER_ROWS = [
    Row("records:register_worker", get=EVERYONE),
    Row("records:register_marks", get=TRAINERS, post=TRAINERS, kwargs=session),
    Row("records:walk_in", get=TRAINERS, post=TRAINERS, kwargs=session),
    Row("records:change_session", get=TRAINERS, post=TRAINERS, kwargs=session),
]

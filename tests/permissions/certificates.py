"""Who may see certificates: anyone with the address checks, the person and coordinators fetch."""

from itertools import count

from tests.factories.certificates import make_certificate
from tests.permissions.world import EVERYONE, SIGNED_IN, Row


def build(world):
    world.certificate = make_certificate(owner=world.users["trainee"])


def code(world):
    return {"code": world.certificate.code}


numbers = count(90_000)
MANAGERS = frozenset({"coordinator", "superuser"})

ROWS = [
    Row("certificates:check", get=EVERYONE, kwargs=code),
    Row("certificates:download", get=MANAGERS | {"trainee"}, kwargs=code),
    Row("certificates:list", get=SIGNED_IN),
    Row(
        "certificates:look_up",
        get=EVERYONE,
        post=EVERYONE,
        # A number nobody asked for before: the same one is refused after some tries.
        data=lambda world: {"number": f"2026-{next(numbers):05}", "family_name": "Sok"},
    ),
]

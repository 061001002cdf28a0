"""Who may see certificates: anyone with the address checks, the person and coordinators fetch."""

from itertools import count

from certificates.services.keys import signing_key
from certificates.services.sharing import share_certificate
from tests.factories.certificates import make_certificate
from tests.permissions.world import EVERYONE, SIGNED_IN, Row


def build(world):
    world.certificate = make_certificate(owner=world.users["trainee"])
    world.shared_certificate = share_certificate(
        certificate=make_certificate(owner=world.users["other_trainee"]), shared=True
    )
    world.signing_key = signing_key()


def code(world):
    return {"code": world.certificate.code}


def shared_code(world):
    return {"code": world.shared_certificate.code}


numbers = count(90_000)
MANAGERS = frozenset({"coordinator", "superuser"})

ROWS = [
    Row("certificates:check", get=EVERYONE, kwargs=code),
    Row("certificates:download", get=MANAGERS | {"trainee"}, kwargs=code),
    # Not even those who manage certificates: a badge and the choice to share are the person's own.
    Row("certificates:badge", get=frozenset({"trainee"}), kwargs=code),
    Row("certificates:share", get=frozenset({"trainee"}), post=frozenset({"trainee"}), kwargs=code),
    Row("certificates:shared", get=EVERYONE, kwargs=shared_code),
    Row("certificates:picture", get=EVERYONE, kwargs=shared_code),
    Row("certificates:issuer", get=EVERYONE),
    Row(
        "certificates:badge_key",
        get=EVERYONE,
        kwargs=lambda world: {"name": world.signing_key.name},
    ),
    Row("certificates:revoked_badges", get=EVERYONE),
    Row("certificates:list", get=SIGNED_IN),
    Row("certificates:check_file", get=EVERYONE, post=EVERYONE),
    Row(
        "certificates:look_up",
        get=EVERYONE,
        post=EVERYONE,
        # A number nobody asked for before: the same one is refused after some tries.
        data=lambda world: {"number": f"2026-{next(numbers):05}", "family_name": "Sok"},
    ),
]

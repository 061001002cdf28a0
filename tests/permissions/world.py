"""The people who try every address, and the shape of a row of the permission matrix.

An app's module in this package has ``build(world)``, which hangs the app's objects on the world
(``world.cohort = ...``), and ``ROWS``, one ``Row`` for each URL name of the app.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

from lms.roles import Role
from tests.factories.accounts import make_user

ANONYMOUS = "anonymous"
# Who tries. "other_…" has the same role and no part in the world's objects.
PEOPLE = {
    "trainee": Role.TRAINEE,
    "other_trainee": Role.TRAINEE,
    "trainer": Role.TRAINER,
    "other_trainer": Role.TRAINER,
    "mentor": Role.MENTOR,
    "other_mentor": Role.MENTOR,
    "reviewer": Role.REVIEWER,
    "other_reviewer": Role.REVIEWER,
    "finance": Role.FINANCE,
    "focal_point": Role.FOCAL_POINT,
    "coordinator": Role.COORDINATOR,
    "superuser": None,
}
SIGNED_IN = frozenset(PEOPLE)
EVERYONE = SIGNED_IN | {ANONYMOUS}
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """Who may read (``get``) and who may write (``post``) at one address.

    ``name`` is the URL name with its namespace; ``kwargs`` makes the URL's arguments from the world.
    Those allowed get 2xx or 3xx (not to the sign-in page); the others 403, 404, or the sign-in page when
    anonymous. A method the view does not have answers 405 for everyone: leave it at ``None``.
    ``data`` is what is posted: a body that a permitted person's form accepts or refuses politely.
    """

    name: str
    get: frozenset[str] | None = NOBODY
    post: frozenset[str] | None = None
    kwargs: Callable[[SimpleNamespace], dict] = field(default=lambda world: {})
    data: Callable[[SimpleNamespace], dict] = field(default=lambda world: {})


def make_world() -> SimpleNamespace:
    """One account a role (``world.users["trainee"]``); call after the groups exist."""
    users = {name: make_user(role=role, first_name=name) for name, role in PEOPLE.items() if role}
    users["superuser"] = make_user(is_superuser=True, is_staff=True)
    return SimpleNamespace(users=users)

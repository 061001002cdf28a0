from tests.factories.seedgrants import make_world_of_grants
from tests.permissions.world import SIGNED_IN, Row

OWNER = frozenset({"trainee"})
REVIEWER = frozenset({"reviewer"})
# A superuser has every permission, but is neither the applicant nor the reviewer asked.
REVIEWERS = frozenset({"reviewer", "other_reviewer", "superuser"})
COORDINATORS = frozenset({"coordinator", "superuser"})
FINANCE = frozenset({"finance", "superuser"})


def build(world):
    world.grants = make_world_of_grants(users=world.users)


def of(name, **more):
    return lambda world: {"pk": getattr(world.grants, name).pk} | more


ROWS = [
    Row("seedgrants:my_applications", get=SIGNED_IN),
    # Whoever is not eligible is sent back to the call with the reason.
    Row("seedgrants:start", get=None, post=SIGNED_IN, kwargs=of("open_round")),
    Row("seedgrants:application", get=OWNER, kwargs=of("draft")),
    Row("seedgrants:edit", get=OWNER, post=OWNER, kwargs=of("draft", section="about")),
    Row("seedgrants:receipt", get=OWNER, kwargs=of("submitted", number=1)),
    Row("seedgrants:my_reviews", get=REVIEWERS),
    Row("seedgrants:review", get=REVIEWER, post=REVIEWER, kwargs=of("review")),
    Row("seedgrants:declare", get=None, post=REVIEWER, kwargs=of("review")),
    Row("seedgrants:rounds", get=COORDINATORS),
    Row("seedgrants:board", get=COORDINATORS, kwargs=of("open_round")),
    Row("seedgrants:publish", get=COORDINATORS, post=COORDINATORS, kwargs=of("open_round")),
    Row("seedgrants:manage", get=COORDINATORS, kwargs=of("under_review")),
    Row("seedgrants:assign", get=None, post=COORDINATORS, kwargs=of("submitted")),
    Row("seedgrants:return", get=None, post=COORDINATORS, kwargs=of("submitted")),
    Row("seedgrants:decide", get=None, post=COORDINATORS, kwargs=of("under_review")),
    Row("seedgrants:grant", get=OWNER | COORDINATORS | FINANCE, kwargs=of("grant")),
    Row("seedgrants:activate", get=None, post=COORDINATORS, kwargs=of("grant")),
    Row("seedgrants:plan", get=None, post=COORDINATORS, kwargs=of("grant")),
    Row("seedgrants:payments", get=FINANCE),
    Row("seedgrants:pay", get=FINANCE, post=FINANCE, kwargs=of("tranche")),
    Row("seedgrants:report", get=OWNER | COORDINATORS, post=OWNER, kwargs=of("report")),
    Row(
        "seedgrants:move",
        get=None,
        post=COORDINATORS,
        kwargs=of("report", subject="report"),
        data=lambda world: {"to": "open"},
    ),
]

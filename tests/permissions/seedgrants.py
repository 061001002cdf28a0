from seedgrants.services.consent import set_consent
from tests.factories.seedgrants import make_world_of_grants
from tests.permissions.world import EVERYONE, SIGNED_IN, Row

OWNER = frozenset({"trainee"})
REVIEWER = frozenset({"reviewer"})
# A superuser has every permission, but is neither the applicant nor the reviewer asked.
REVIEWERS = frozenset({"reviewer", "other_reviewer", "superuser"})
COORDINATORS = frozenset({"coordinator", "superuser"})
FINANCE = frozenset({"finance", "superuser"})


def build(world):
    world.grants = make_world_of_grants(users=world.users)
    # Without a listed grant there is no open data for anybody.
    set_consent(grant=world.grants.grant, by=world.users["trainee"], agreed=True)


def of(name, **more):
    return lambda world: {"pk": getattr(world.grants, name).pk} | more


def of_round(**more):
    return of("open_round", **more)


GRANT_PEOPLE = OWNER | COORDINATORS | FINANCE
MENTOR = frozenset({"mentor"})

ROWS = [
    Row("seedgrants:published", get=EVERYONE),
    Row("seedgrants:published_json", get=EVERYONE),
    Row("seedgrants:assign_all", get=None, post=COORDINATORS, kwargs=of("open_round")),
    Row("seedgrants:copy_round", get=None, post=COORDINATORS, kwargs=of("open_round")),
    *(
        Row("seedgrants:export", get=COORDINATORS, kwargs=of_round(table=table, kind=kind))
        for table in ("applications", "scores", "ledger", "reports")
        for kind in ("csv", "xlsx")
    ),
    Row("seedgrants:budget_out", get=OWNER, kwargs=of("draft")),
    Row("seedgrants:budget_in", get=None, post=OWNER, kwargs=of("draft")),
    Row("seedgrants:timeline", get=OWNER | COORDINATORS, kwargs=of("submitted")),
    Row("seedgrants:receipt_pdf", get=OWNER, kwargs=of("submitted", number=1)),
    # A reviewer reads it after the declaration; here none is made.
    Row("seedgrants:proposal_pdf", get=OWNER | COORDINATORS, kwargs=of("under_review", number=1)),
    Row("seedgrants:more_time", get=None, post=COORDINATORS, kwargs=of("draft")),
    Row("seedgrants:note", get=None, post=COORDINATORS, kwargs=of("under_review")),
    # The mentor was asked to read the draft with its file.
    Row("seedgrants:file", get=OWNER | MENTOR, kwargs=of("file")),
    Row("seedgrants:remove_file", get=None, post=OWNER, kwargs=of("file")),
    Row("seedgrants:settle", get=None, post=OWNER, kwargs=of("kept")),
    Row("seedgrants:feedback_list", get=SIGNED_IN),
    Row("seedgrants:feedback", get=MENTOR, post=MENTOR, kwargs=of("asked")),
    Row("seedgrants:compare", get=OWNER, kwargs=of("asked")),
    Row("seedgrants:resolve", get=None, post=OWNER, kwargs=of("comment")),
    Row("seedgrants:ask", get=None, post=OWNER, kwargs=of("draft")),
    Row("seedgrants:take_back", get=None, post=OWNER, kwargs=of("draft")),
    Row("seedgrants:draw_up", get=None, post=COORDINATORS, kwargs=of("grant")),
    Row("seedgrants:consent", get=None, post=OWNER, kwargs=of("grant")),
    Row("seedgrants:amend", get=OWNER, post=OWNER, kwargs=of("grant")),
    Row("seedgrants:ledger", get=GRANT_PEOPLE, kwargs=of("grant")),
    Row("seedgrants:returned", get=None, post=FINANCE, kwargs=of("grant")),
    Row("seedgrants:written_off", get=None, post=COORDINATORS, kwargs=of("grant")),
    Row("seedgrants:take_back_entry", get=None, post=COORDINATORS | FINANCE, kwargs=of("grant")),
    Row(
        "seedgrants:agreement",
        get=GRANT_PEOPLE,
        post=OWNER | COORDINATORS,
        kwargs=of("agreement"),
    ),
    Row("seedgrants:agreement_pdf", get=GRANT_PEOPLE, kwargs=of("agreement")),
    Row("seedgrants:reverse", get=None, post=FINANCE, kwargs=of("tranche")),
    Row("seedgrants:ask_report", get=None, post=OWNER, kwargs=of("report")),
    Row("seedgrants:extend_report", get=None, post=COORDINATORS, kwargs=of("report")),
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
    # The last that needs the payment.
    Row("seedgrants:remove_tranche", get=None, post=COORDINATORS, kwargs=of("tranche")),
]

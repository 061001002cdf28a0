"""Who invites, who is invited, and who keeps the list of an organisation's staff."""

from lms.records.services.invitations import invite_people
from tests.factories.records import make_cohort, make_person
from tests.permissions.world import EVERYONE, SIGNED_IN, Row

COORDINATORS = frozenset({"coordinator", "superuser"})
FOCAL = frozenset({"focal_point"})


def build_people(world):
    """A member of the focal point's staff without account, and a cohort that takes nominations."""
    world.member = make_person(organisation=world.organisation)
    invited = make_person(organisation=world.organisation)
    coordinator = world.users["coordinator"]
    [(_person, world.invitation_code)] = invite_people(people=[invited], actor=coordinator)
    world.invitation = invited.invitations.get()
    world.nominating = make_cohort(enrolment_policy="nomination")


def member(world):
    return {"pk": world.member.pk}


def organisation(world):
    return {"pk": world.organisation.pk}


PEOPLE_ROWS = [
    Row("records:invitation", get=EVERYONE, post=EVERYONE),
    Row(
        "records:invitation_link",
        get=EVERYONE,
        kwargs=lambda world: {"code": world.invitation_code},
    ),
    Row("records:accept_invitation", get=EVERYONE, post=EVERYONE),
    # Nothing was opened in this browser: everyone is sent to type the code.
    Row("records:link_invitation", get=None, post=SIGNED_IN),
    Row(
        "records:invite_person", get=COORDINATORS | FOCAL, post=COORDINATORS | FOCAL, kwargs=member
    ),
    Row(
        "records:invite_cohort",
        get=COORDINATORS,
        post=COORDINATORS,
        kwargs=lambda world: {"pk": world.cohort.pk},
    ),
    Row(
        "records:invite_staff",
        get=COORDINATORS | FOCAL,
        post=COORDINATORS | FOCAL,
        kwargs=organisation,
    ),
    Row(
        "records:revoke_invitation",
        get=None,
        post=COORDINATORS | FOCAL,
        kwargs=lambda world: {"pk": world.invitation.pk},
    ),
    # A superuser has every right, and no organisation.
    Row("records:my_organisation", get=FOCAL | {"superuser"}),
    Row("records:nominations", get=FOCAL | {"superuser"}),
    Row("records:add_staff", get=FOCAL, post=FOCAL, kwargs=organisation),
    Row("records:staff_member", get=FOCAL, kwargs=member),
    Row("records:change_staff", get=FOCAL, post=FOCAL, kwargs=member),
    Row(
        "records:nominate_staff",
        get=FOCAL,
        post=FOCAL,
        kwargs=lambda world: {
            "pk": world.nominating.pk,
            "organisation_pk": world.organisation.pk,
        },
    ),
]

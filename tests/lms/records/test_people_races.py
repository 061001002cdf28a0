"""Invitations accepted and records merged many times at once, on a database with real locks."""

import pytest

from lms.records.exceptions import RecordsError
from lms.records.models import Affiliation, Invitation, Person, PersonMerge
from lms.records.services.invitations import (
    accept_with_account,
    accept_with_new_account,
    invite_people,
)
from lms.records.services.merging import merge_people, undo_merge
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.records import make_organisation, make_person
from tests.lms.records.test_races import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("root_page"),
]

THREADS = 20


@pytest.fixture
def coordinator(transactional_db):
    # Each test empties the groups with their permissions; who has all of them needs none.
    return make_user(is_superuser=True)


def outcome(action, *args, **kwargs):
    """What came of it: the name of the refusal, or ``done``."""
    try:
        action(*args, **kwargs)
    except RecordsError as refusal:
        return type(refusal).__name__
    return "done"


def test_one_code_makes_one_account_however_many_use_it_at_once(coordinator):
    person = make_person()
    invite_people(people=[person], actor=coordinator)
    invitation = Invitation.objects.get()
    outcomes = at_once(
        lambda n: outcome(
            accept_with_new_account,
            invitation=invitation,
            contact={"phone": f"+855125550{n:02}"},
            password=PASSWORD,
            language="km",
        ),
        range(THREADS),
    )
    assert sorted(outcomes) == ["InvitationInvalid"] * (THREADS - 1) + ["done"]
    person.refresh_from_db()
    assert type(person.user).objects.filter(phone__startswith="+855125550").count() == 1


def test_one_account_takes_one_of_two_invitations(coordinator):
    people = [make_person() for _ in range(8)]
    invite_people(people=people, actor=coordinator)
    user = make_user()
    outcomes = at_once(
        lambda invitation: outcome(accept_with_account, invitation=invitation, user=user),
        Invitation.objects.all(),
    )
    assert sorted(outcomes) == ["AlreadyLinked"] * 7 + ["done"]
    assert Person.objects.filter(user=user).count() == 1
    assert Invitation.objects.filter(accepted_at__isnull=False).count() == 1


def test_inviting_at_once_leaves_one_open_invitation(coordinator):
    person = make_person()
    at_once(lambda _: invite_people(people=[person], actor=coordinator), range(8))
    assert Invitation.objects.open().count() == 1


def test_two_records_are_merged_once_in_either_direction(coordinator):
    organisation = make_organisation()
    one, other = (make_person(organisation=organisation) for _ in range(2))
    pairs = [(one, other), (other, one)] * 5
    outcomes = at_once(
        lambda pair: outcome(merge_people, kept=pair[0], dropped=pair[1], actor=coordinator), pairs
    )
    assert sorted(outcomes) == ["MergeRefused"] * 9 + ["done"]
    merge = PersonMerge.objects.get()
    assert Affiliation.objects.get().person == merge.kept
    outcomes = at_once(lambda _: outcome(undo_merge, merge=merge, actor=coordinator), range(6))
    assert sorted(outcomes) == ["UndoRefused"] * 5 + ["done"]
    assert Affiliation.objects.count() == 2

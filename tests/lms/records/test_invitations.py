"""From an invitation on paper or by link to an account that belongs to the person's records."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.records.exceptions import AlreadyLinked, InvitationInvalid
from lms.records.models import Invitation, Person
from lms.records.services.invitations import (
    ALPHABET,
    accept_with_account,
    accept_with_new_account,
    digest_of,
    find_invitation,
    generate_code,
    grouped,
    invite_people,
    read_code,
)
from lms.roles import Role
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.records import (
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_trainee,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def coordinator():
    return make_person(role=Role.COORDINATOR).user


@pytest.fixture
def invited(coordinator):
    person = make_person(family_name="Chan", given_name="Sophea", language="km")
    [(_person, code)] = invite_people(people=[person], actor=coordinator)
    return person, code


def open_code(client, code):
    return client.post(reverse("records:invitation"), {"code": code})


def test_code_is_read_in_any_case_gap_and_digits():
    code = generate_code()
    assert set(code) <= set(ALPHABET) and len(code) == 12
    assert not set("01ILOAEU") & set(ALPHABET)
    assert read_code(f" {grouped(code).lower()} ") == code
    assert read_code("bcdf ២៣៤៥-ghjk") == "BCDF2345GHJK"


@pytest.mark.parametrize("typed", ["", "🙂", "\x00", "' OR 1=1 --", "x" * 5000, "\u202eBCDF"])
def test_anything_may_be_typed_as_a_code(client, invited, typed):
    response = open_code(client, typed)
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"code"}
    assert find_invitation(typed) is None


def test_only_the_digest_is_kept_and_a_new_invitation_replaces_the_old(invited, coordinator):
    person, code = invited
    assert code not in str(list(Invitation.objects.values_list()))
    assert Invitation.objects.get().digest == digest_of(code)
    [(_person, newer)] = invite_people(people=[person], actor=coordinator)
    assert (find_invitation(code), find_invitation(newer).person) == (None, person)


def test_who_may_invite(coordinator):
    organisation = make_organisation()
    own, other = make_person(organisation=organisation), make_person()
    focal = make_person(role=Role.FOCAL_POINT, organisation=organisation)
    focal.affiliations.update(is_focal_point=True)
    assert len(invite_people(people=[own], actor=focal.user)) == 1
    with pytest.raises(PermissionDenied):
        invite_people(people=[own, other], actor=focal.user)
    assert len(invite_people(people=[own, other, focal], actor=coordinator)) == 2


def test_person_without_email_gets_an_account_by_code_and_signs_in(client, invited):
    person, code = invited
    page = client.get(reverse("records:invitation"))
    assert "Chan" not in page.text
    assert "Chan" not in open_code(client, "BCDF-2345-GHJK").text
    response = client.post(reverse("records:invitation"), {"code": grouped(code)}, follow=True)
    assert response.redirect_chain == [(reverse("records:accept_invitation"), 302)]
    assert "Chan Sophea" in response.text
    weak = client.post(
        reverse("records:accept_invitation"), {"contact": "០១២ ៥៥៥ ០០១", "password": "short"}
    )
    assert weak.context["form"]["contact"].value() == "០១២ ៥៥៥ ០០១"
    response = client.post(
        reverse("records:accept_invitation"), {"contact": "០១២ ៥៥៥ ០០១", "password": PASSWORD}
    )
    login = response["Location"]
    assert login.startswith(reverse("account_login"))
    response = client.post(login, {"login": "012555001", "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("home:my_page")
    person.refresh_from_db()
    user = person.user
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (person.phone.as_e164, user.email) == ("+85512555001", None)
    assert [group.name for group in user.groups.all()] == [Role.TRAINEE]
    assert find_invitation(code) is None


def test_link_survives_the_sign_in_page_and_links_an_existing_account(client, invited):
    person, code = invited
    user = make_user(email="sophea@example.org")
    client.get(reverse("records:invitation_link", args=[code]))
    page = client.get(reverse("records:accept_invitation")).text
    assert f"?next={reverse('records:accept_invitation')}" in page
    response = client.post(
        f"{reverse('account_login')}?next={reverse('records:accept_invitation')}",
        {"login": "sophea@example.org", "password": PASSWORD},
        follow=True,
    )
    assert "Chan Sophea" in response.text
    client.post(reverse("records:link_invitation"))
    assert Person.objects.get(user=user) == person


def test_known_and_new_contacts_are_answered_alike(invited, coordinator):
    make_user(email="known@example.org")
    answers = []
    for contact in ("known@example.org", "new@example.org"):
        client = Client()
        open_code(client, invited[1])
        response = client.post(
            reverse("records:accept_invitation"), {"contact": contact, "password": PASSWORD}
        )
        answers.append((response.status_code, response["Location"]))
    assert answers[0] == answers[1]
    assert Person.objects.get(pk=invited[0].pk).user.email == "new@example.org"


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"revoked_at": timezone.now()},
        {"accepted_at": timezone.now()},
    ],
)
def test_old_withdrawn_or_used_invitations_open_nothing(client, invited, change):
    code = invited[1]
    open_code(client, code)
    invitation = Invitation.objects.get()
    Invitation.objects.update(**change)
    assert client.get(reverse("records:accept_invitation"))["Location"] == reverse(
        "records:invitation"
    )
    assert (
        "Chan" not in client.get(reverse("records:invitation_link", args=[code]), follow=True).text
    )
    with pytest.raises(InvitationInvalid):
        accept_with_account(invitation=invitation, user=make_user())


def test_account_of_somebody_else_is_not_taken_over(invited):
    other = make_trainee()
    with pytest.raises(AlreadyLinked):
        accept_with_account(invitation=Invitation.objects.get(), user=other.user)
    assert find_invitation(invited[1]).person == invited[0]


def test_guessing_is_limited(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "3/m/ip"}
    answers = [open_code(client, generate_code()).status_code for _ in range(4)]
    link = client.get(reverse("records:invitation_link", args=["BCDF"]))
    assert [*answers, link.status_code] == [200, 200, 200, 429, 429]
    assert "Too many tries" in link.text


def test_cohort_gets_slips_links_and_mails(client, coordinator, django_capture_on_commit_callbacks):
    cohort = make_cohort()
    people = [make_person(family_name_km="ចាន់", given_name_km="សុភា") for _ in range(9)]
    people.append(make_person(email="dara@example.org"))
    for person in (*people, make_trainee()):
        make_enrolment(cohort=cohort, person=person)
    make_enrolment(cohort=cohort, state="withdrawn")
    client.force_login(coordinator)
    url = reverse("records:invite_cohort", args=[cohort.pk])
    without = client.get(url).context["without"]
    assert {person.pk for person in without} == {person.pk for person in people}
    everyone = [person.pk for person in without]
    for nobody in ({"way": "slips"}, {"way": "mail", "person": people[0].pk}):
        assert client.post(url, nobody).status_code == 200
    assert Invitation.objects.count() == 0
    slips = client.post(url, {"way": "slips", "person": everyone})
    assert slips.content.startswith(b"%PDF")
    assert Invitation.objects.open().count() == 10
    links = client.post(url, {"way": "links", "person": people[0].pk})
    [shown] = links.context["invited"]
    assert find_invitation(shown["link"].rstrip("/").rpartition("/")[2]).person == people[0]
    assert "/km/" in shown["link"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"way": "mail", "person": everyone})
    assert [message.to for message in mail.outbox] == [["dara@example.org"]]
    link = next(line for line in mail.outbox[0].body.splitlines() if "/invitation/" in line)
    assert find_invitation(link.strip().rstrip("/").rpartition("/")[2]).person == people[-1]
    assert client.post(url, {"way": "nonsense", "person": everyone}).status_code == 200


def test_new_account_is_made_in_the_language_of_the_page(invited):
    user = accept_with_new_account(
        invitation=Invitation.objects.get(),
        contact={"phone": "+85512555009"},
        password=PASSWORD,
        language="km",
    )
    assert get_user_model().objects.get(person=invited[0]) == user
    assert user.language == "km"

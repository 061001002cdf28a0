"""Signing up and in, by phone number or email."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.urls import reverse

from tests.factories.accounts import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def sign_in(client, login, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": login, "password": password})


@pytest.mark.parametrize("typed", ["012 345 678", "012345678", "+85512345678", "០១២ ៣៤៥ ៦៧៨"])
def test_sign_in_by_phone_however_it_is_typed(client, typed):
    user = make_user(email=None, phone="+85512345678")
    assert sign_in(client, typed).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_sign_in_by_email_in_any_case(client):
    user = make_user(email="dara@example.org")
    assert sign_in(client, "Dara@Example.org").status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("login", ["012 999 999", "nobody@example.org", "nobody", "12", "🙂"])
def test_sign_in_of_nobody_says_so_and_keeps_what_was_typed(client, login):
    response = sign_in(client, login)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert response.context["form"]["login"].value() == login


def test_sign_in_answers_alike_for_a_wrong_password_and_an_unknown_number(client):
    make_user(email=None, phone="+85512345678")
    wrong = sign_in(client, "012345678", "wrong")
    unknown = sign_in(client, "012345679", "wrong")
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_sign_in_is_limited_after_many_failures(client):
    make_user(email=None, phone="+85512345678")
    for _ in range(12):
        sign_in(client, "012345678", "wrong")
    response = sign_in(client, "012345678")
    assert "_auth_user_id" not in client.session
    assert response.status_code == 200


def test_sign_up_then_sign_in_by_phone(client, roles):
    response = client.post(
        reverse("account_signup") + "?next=/en/courses/",
        {"contact": "០៩៨ ៧៦៥ ៤៣២", "password": PASSWORD},
    )
    assert response["Location"].startswith(reverse("account_login"))
    assert "next=" in response["Location"]
    user = get_user_model().objects.get(phone="+85598765432")
    assert [group.name for group in user.groups.all()] == ["Trainees"]
    assert sign_in(client, "098765432").status_code == 302


def test_sign_up_with_a_known_number_answers_the_same_and_changes_nothing(client, roles):
    user = make_user(email=None, phone="+85598765432")
    new = client.post(reverse("account_signup"), {"contact": "011222333", "password": PASSWORD})
    known = client.post(
        reverse("account_signup"), {"contact": "098765432", "password": "another good one"}
    )
    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("contact", "password", "field"),
    [
        ("", PASSWORD, "contact"),
        ("12", PASSWORD, "contact"),
        ("sokha@", PASSWORD, "contact"),
        ("012345678", "short", "password"),
        ("012345678", "password", "password"),
        ("x" * 5000, PASSWORD, "contact"),
    ],
)
def test_sign_up_says_what_is_wrong_and_keeps_the_contact(client, contact, password, field):
    response = client.post(reverse("account_signup"), {"contact": contact, "password": password})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["contact"].value() == contact
    assert get_user_model().objects.count() == 0


def test_account_needs_a_way_to_sign_in(client):
    with pytest.raises(IntegrityError):
        get_user_model().objects.create_user(password=PASSWORD)


def test_two_accounts_without_email_may_stand_side_by_side():
    make_user(email=None, phone="+85512345678")
    make_user(email=None, phone="+85512345679")
    assert get_user_model().objects.filter(email__isnull=True).count() == 2


def test_coordinator_makes_an_account_by_phone_in_the_admin(client, roles):
    client.force_login(make_user(role="Coordinators"))
    response = client.post(
        reverse("wagtailusers_users:add"),
        {
            "last_name": "Sok",
            "first_name": "Dara",
            "email": "",
            "phone": "០១២ ៣៤៥ ៦៧៨",
            "language": "km",
            "password1": "a good pass phrase",
            "password2": "a good pass phrase",
        },
    )
    assert response.status_code == 302
    user = get_user_model().objects.get(phone="+85512345678")
    assert (user.email, user.get_full_name()) == (None, "Sok Dara")


def test_admin_refuses_an_account_without_email_and_phone(client, roles):
    client.force_login(make_user(role="Coordinators"))
    response = client.post(
        reverse("wagtailusers_users:add"),
        {"last_name": "Sok", "password1": PASSWORD, "password2": PASSWORD, "language": "km"},
    )
    assert response.status_code == 200
    assert "Give an email address or a phone number" in response.content.decode()

"""What an account is called, and by what it is found."""

import pytest

from lms.accounts.models import User
from lms.roles import Role
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def test_account_without_a_name_is_called_by_its_address_in_the_admin(client, roles):
    user = make_user(role=Role.COORDINATOR, email="sokha@example.org")
    client.force_login(user)
    page = client.get("/admin/").content.decode()
    assert "sokha@example.org" in page
    assert user.username not in page


def test_checking_an_account_leaves_its_internal_name_alone():
    user = User(email="Sokha@EXAMPLE.org", password="x")
    before = user.username
    user.full_clean()
    assert (user.username, user.email) == (before, "Sokha@example.org")


def test_natural_key_finds_the_account():
    user = make_user(email="sokha@example.org")
    assert User.objects.get_by_natural_key(*user.natural_key()) == user

"""Accounts for tests: the password is always ``PASSWORD``."""

from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

PASSWORD = "a long enough password"
_serial = count(1)


def make_user(*, role=None, **fields):
    """An account signed in by email, in the group of ``role`` (a ``lms.roles.Role``) if given."""
    number = next(_serial)
    fields = {"email": f"user{number}@example.org", "password": PASSWORD, "language": "en"} | fields
    user = get_user_model().objects.create_user(**fields)
    if role:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user

"""The quick reads of account, permissions and session say what Django's own say."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.contrib.sessions.backends.db import SessionStore as DjangoSessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from lms.accounts.backends import AccountBackend
from lms.accounts.models import User
from lms.accounts.sessions import SessionStore
from lms.roles import Role
from tests.factories.accounts import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.mark.parametrize("role", [None, Role.TRAINEE, Role.TRAINER, Role.COORDINATOR])
@pytest.mark.parametrize("change", [{}, {"is_superuser": True}, {"is_active": False}])
def test_permissions_are_those_of_django(role, change):
    user = make_user(**({"role": role} if role else {}))
    user.user_permissions.add(
        Permission.objects.get(codename="delete_session", content_type__app_label="sessions")
    )
    User.objects.filter(pk=user.pk).update(**change)

    ours = AccountBackend().get_all_permissions(User.objects.get(pk=user.pk))

    assert ours == ModelBackend().get_all_permissions(User.objects.get(pk=user.pk))
    assert bool(ours) is change.get("is_active", True)


def test_permissions_are_read_once_for_an_account_object_and_anew_for_the_next(
    django_assert_num_queries,
):
    user = make_user(role=Role.TRAINER)
    with django_assert_num_queries(1):
        assert user.has_perm("records.train")
        assert not user.has_perm("records.coordinate")
        assert not user.has_perm("records.train", user)
    user.groups.clear()
    assert not User.objects.get(pk=user.pk).has_perm("records.train")


def test_account_is_found_only_while_it_is_active():
    user, backend = make_user(), AccountBackend()
    found = backend.get_user(user.pk)
    assert found == user
    assert vars(found).keys() == vars(User.objects.get(pk=user.pk)).keys()
    assert (found.phone, found.date_joined) == (user.phone, user.date_joined)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert backend.get_user(user.pk) is None
    assert backend.get_user(0) is None


def test_session_is_read_until_it_ends():
    assert SessionStore.__module__ == settings.SESSION_ENGINE
    written = DjangoSessionStore()
    written["word"] = "សួស្តី"
    written.save()
    key = written.session_key
    assert SessionStore(key)["word"] == "សួស្តី"
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    ended = SessionStore(key)
    assert ended.load() == {}
    assert ended.session_key is None

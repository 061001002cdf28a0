"""Signing in as with allauth; who asks and what they may do is read in one quick query each."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import BigIntegerField, Q

from lms.accounts.models import User
from lms.prepared import Given, Prepared, columns_of

USER = Given("user", BigIntegerField())


def permissions_of_user():
    own = User.user_permissions.through.objects.filter(user=USER)
    groups = User.groups.through.objects.filter(user=USER)
    by_role = Group.permissions.through.objects.filter(group__in=groups.values("group"))
    return (
        Permission.objects.filter(
            Q(pk__in=own.values("permission")) | Q(pk__in=by_role.values("permission"))
        )
        .order_by()
        .values_list("content_type__app_label", "codename")
    )


ACCOUNT = Prepared(lambda: User.objects.filter(pk=USER).values_list(*columns_of(User)))
PERMISSIONS = Prepared(permissions_of_user)


class AccountBackend(AuthenticationBackend):
    """Permissions are kept on the account object, as in Django, and so for one request at most."""

    def get_user(self, user_id):
        user = next(ACCOUNT.objects(User, user=user_id), None)
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj, obj=None):
        """Those of Django, where superusers have all and inactive accounts none."""
        is_plain = user_obj.is_active and not user_obj.is_anonymous and not user_obj.is_superuser
        if is_plain and obj is None and not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = {
                f"{app}.{code}" for app, code in PERMISSIONS.rows(user=user_obj.pk)
            }
        return super().get_all_permissions(user_obj, obj)

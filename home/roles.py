"""What each role may do, collected from every app, and the Wagtail permissions they need."""

from importlib import import_module

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from lms.roles import Role

APPS = ("courses", "certificates", "lms.records", "seedgrants", "lms.reports", "home")

ROLE_PERMISSIONS = {
    Role.TRAINER: ["wagtailadmin.access_admin"],
    Role.COORDINATOR: [
        "wagtailadmin.access_admin",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_user",
        "home.change_sitesettings",
    ],
}
# Below each language's home page: ordinary pages and grant rounds.
PAGE_PERMISSIONS = {
    Role.COORDINATOR: [
        "add_page",
        "change_page",
        "publish_page",
        "lock_page",
        "unlock_page",
    ],
}
COLLECTION_PERMISSIONS = {
    Role.TRAINER: ["add_image", "choose_image", "add_document", "choose_document"],
    Role.COORDINATOR: [
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
    ],
}


def permissions_of(role: Role) -> set[str]:
    """Every ``app_label.codename`` that any app gives to ``role``."""
    found = set(ROLE_PERMISSIONS.get(role, ()))
    for app in APPS[:-1]:
        found.update(import_module(f"{app}.roles").ROLE_PERMISSIONS.get(role, ()))
    return found


def setup_groups() -> None:
    """Make every role's group and give it what it misses; what a host added by hand stays.

    Raises ``LookupError`` when an app names a permission that does not exist.
    """
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role)
        wanted = permissions_of(role)
        if missing := wanted - known.keys():
            raise LookupError(f"{role}: no such permission: {', '.join(sorted(missing))}")
        group.permissions.add(*(known[name] for name in wanted))


def setup_page_permissions(*, page: Page, permissions: dict[Role, list[str]]) -> None:
    """Give roles Wagtail page permissions (``add_page``, ``publish_page`` …) below ``page``."""
    for role, codenames in permissions.items():
        group = Group.objects.get(name=role)
        for codename in codenames:
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            )
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def setup_collection_permissions() -> None:
    """Let roles choose and add images and documents in the root collection."""
    root = Collection.get_first_root_node()
    for role, codenames in COLLECTION_PERMISSIONS.items():
        group = Group.objects.get(name=role)
        for permission in Permission.objects.filter(
            content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=codenames
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )

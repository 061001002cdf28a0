"""What the admin asks before it shows, adds, edits or deletes anything of certificates."""

from wagtail.permission_policies.base import BasePermissionPolicy, ModelPermissionPolicy

from certificates.permissions import may_manage


class ReadOnlyPolicy(BasePermissionPolicy):
    """Whoever manages certificates may look; nobody adds, edits or deletes one by hand."""

    def user_has_permission(self, user, action):
        return action == "view" and may_manage(user)

    def user_has_any_permission(self, user, actions):
        return "view" in actions and may_manage(user)

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return self.user_has_any_permission(user, actions)

    def instances_user_has_any_permission_for(self, user, actions):
        allowed = self.user_has_any_permission(user, actions)
        return self.model.objects.all() if allowed else self.model.objects.none()


class KeepingPolicy(ModelPermissionPolicy):
    """Nobody deletes: certificates are drawn in old versions of designs, with their pictures."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) - {"delete"})

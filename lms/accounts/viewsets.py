"""Accounts in the Wagtail admin."""

from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from lms.accounts.forms import UserCreationForm, UserEditForm


class UserViewSet(WagtailUserViewSet):
    """Accounts known by email or phone number; the internal user name is never shown."""

    template_prefix = "accounts/users/"

    def get_form_class(self, for_update=False):
        return UserEditForm if for_update else UserCreationForm

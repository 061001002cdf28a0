from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"
    default = True
    default_auto_field = "django.db.models.BigAutoField"


class AccountUsersConfig(WagtailUsersAppConfig):
    """Wagtail's own app for accounts, with forms that know phone numbers."""

    user_viewset = "lms.accounts.viewsets.UserViewSet"

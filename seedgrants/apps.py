from django.apps import AppConfig


class SeedgrantsConfig(AppConfig):
    name = "seedgrants"
    default_auto_field = "django.db.models.BigAutoField"

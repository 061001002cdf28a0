from importlib import import_module

from django.apps import AppConfig


class SeedgrantsConfig(AppConfig):
    name = "seedgrants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # The rules for the merge of two people; they need the models, which are loaded only now.
        import_module("seedgrants.person_merges")

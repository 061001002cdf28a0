from importlib import import_module

from django.apps import AppConfig


class SeedgrantsConfig(AppConfig):
    name = "seedgrants"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Rules for the merge of two people and their own data need the models, loaded only now.
        import_module("seedgrants.person_merges")
        import_module("seedgrants.own_data")

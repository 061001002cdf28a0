from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "lms.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from lms.records.signals import connect  # needs the models, which are loaded only now

        connect()

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Models and settings are there only now.
        from wagtail.permissions import register_permission_policy

        from certificates.models import Certificate
        from certificates.viewsets import CertificatePermissionPolicy

        register_permission_policy(Certificate, CertificatePermissionPolicy(Certificate))

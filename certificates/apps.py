from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Models and settings are there only now.
        from django.core.checks import Tags, register
        from wagtail.permissions import register_permission_policy

        from certificates.checks import check_signing_key
        from certificates.models import (
            Certificate,
            CertificateBatch,
            CertificateDesign,
            CertificatePicture,
        )
        from certificates.policies import KeepingPolicy, ReadOnlyPolicy

        register(check_signing_key, Tags.security, deploy=True)
        for model in (Certificate, CertificateBatch):
            register_permission_policy(model, ReadOnlyPolicy(model))
        for model in (CertificateDesign, CertificatePicture):
            register_permission_policy(model, KeepingPolicy(model))

"""Registers certificates with the Wagtail admin."""

from wagtail import hooks

from certificates.viewsets import CertificateViewSet


@hooks.register("register_admin_viewset")
def register_viewset():
    return CertificateViewSet()

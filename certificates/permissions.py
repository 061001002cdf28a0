"""Who may see a certificate's PDF and who manages all of them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from certificates.models import Certificate

MANAGE = "certificates.manage_certificates"


def may_manage(user) -> bool:
    """Whether ``user`` sees, revokes and replaces everybody's certificates."""
    return user.has_perm(MANAGE)


def may_download(user, certificate: Certificate) -> bool:
    """The person themselves, and whoever manages certificates."""
    return may_manage(user) or (user.is_authenticated and certificate.owner_id == user.pk)


def own_certificates(user) -> QuerySet[Certificate]:
    """The certificates that belong to the account of ``user``, whatever their state."""
    if isinstance(user, AnonymousUser):
        return Certificate.objects.none()
    return Certificate.objects.filter(owner=user)

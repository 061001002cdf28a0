"""The site's key for digital badges."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from certificates.models import SigningKey


def encoded(data: bytes) -> str:
    """URL-safe base64 without padding, as JSON Web Keys and Signatures have it."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@transaction.atomic
def signing_key() -> SigningKey:
    """The newest key; the first time one is made. Old ones stay published."""
    key = SigningKey.objects.first()
    if key is None:
        key, _created = SigningKey.objects.get_or_create(name="badges-1", defaults=_new_pair())
    return key


@transaction.atomic
def new_signing_key() -> SigningKey:
    """Sign with another key from now on, as after a leak; badges signed before still verify."""
    return SigningKey.objects.create(name=f"badges-{SigningKey.objects.count() + 1}", **_new_pair())


def _new_pair() -> dict[str, str]:
    pair = Ed25519PrivateKey.generate()
    return {
        "private": encoded(pair.private_bytes_raw()),
        "public": encoded(pair.public_key().public_bytes_raw()),
    }

"""The site's key for digital badges: in the setting ``BADGE_SIGNING_KEY``, else in the database."""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from certificates.models import SigningKey

PEM = "-----BEGIN"


def encoded(data: bytes) -> str:
    """URL-safe base64 without padding, as JSON Web Keys and Signatures have it."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_of_setting() -> Ed25519PrivateKey | None:
    """The key that the setting holds, as PEM or as the path of a PEM file; ``None`` without one.

    :raises ImproperlyConfigured: when it cannot be read or is no Ed25519 key. Says nothing of it.
    """
    setting = getattr(settings, "BADGE_SIGNING_KEY", "").strip()
    return _read(setting) if setting else None


@cache
def _read(setting: str) -> Ed25519PrivateKey:
    try:
        pem = setting.encode() if setting.startswith(PEM) else Path(setting).read_bytes()
        key = load_pem_private_key(pem, password=None)
    except (OSError, ValueError, TypeError) as error:
        raise ImproperlyConfigured(
            "BADGE_SIGNING_KEY is neither a private key in PEM nor the path of such a file."
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured("BADGE_SIGNING_KEY is no Ed25519 key.")
    return key


@transaction.atomic
def signing_key() -> SigningKey:
    """The key that signs; the first time one is made. Old ones stay published.

    With a key in the setting the database keeps its public half only, and forgets the private
    halves of all others: they never sign again, and what they signed verifies without.
    """
    pair = key_of_setting()
    if pair is None:
        key = SigningKey.objects.exclude(private="").first()
        return key or _make(f"badges-{SigningKey.objects.count() + 1}")
    public = encoded(pair.public_key().public_bytes_raw())
    name = f"badges-{hashlib.sha256(public.encode()).hexdigest()[:12]}"
    key = SigningKey.objects.filter(public=public).first()
    if key is None:
        half = {"public": public, "private": ""}
        key, _created = SigningKey.objects.get_or_create(name=name, defaults=half)
    if SigningKey.objects.exclude(private="").exists():
        SigningKey.objects.update(private="")
    return key


@transaction.atomic
def new_signing_key() -> SigningKey:
    """Sign with another key from now on, as after a leak; badges signed before still verify.

    :raises ImproperlyConfigured: where the setting holds the key: change it there.
    """
    if key_of_setting() is not None:
        raise ImproperlyConfigured("BADGE_SIGNING_KEY holds the key: put another one there.")
    return _make(f"badges-{SigningKey.objects.count() + 1}")


def private_half(key: SigningKey) -> Ed25519PrivateKey:
    """What signs for ``key``: in the database, or in the setting."""
    if key.private:
        return Ed25519PrivateKey.from_private_bytes(decoded(key.private))
    return key_of_setting()


def _make(name: str) -> SigningKey:
    pair = Ed25519PrivateKey.generate()
    halves = {
        "private": encoded(pair.private_bytes_raw()),
        "public": encoded(pair.public_key().public_bytes_raw()),
    }
    return SigningKey.objects.get_or_create(name=name, defaults=halves)[0]

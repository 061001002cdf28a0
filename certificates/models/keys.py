"""The key that signs digital badges."""

from django.db import models
from django.utils import timezone


class SigningKey(models.Model):
    """An Ed25519 key; all stay published, so that old badges still verify.

    ``private`` and ``public`` are the 32 raw bytes of each half, in URL-safe base64 without padding.
    ``private`` is empty where the setting ``BADGE_SIGNING_KEY`` holds it, or has taken its place.
    """

    name = models.CharField(max_length=40, unique=True)
    private = models.CharField(max_length=60)
    public = models.CharField(max_length=60)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name

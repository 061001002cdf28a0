"""Noting down who fetched whose data."""

from certificates.models import RegisterAccess


def note_access(*, kind: str, user, people: int, of: str = "") -> RegisterAccess:
    return RegisterAccess.objects.create(kind=kind, user=user, people=people, of=of[:300])

"""How often one visitor may guess, counted in the cache that all processes share."""

from django.core.cache import cache

WINDOW = 15 * 60
TRIES_A_VISITOR = 30
TRIES_A_NUMBER = 10


def _count(key: str) -> int:
    """Add one to the count of ``key``; it starts anew ``WINDOW`` seconds after its first one."""
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # expired in between
        cache.set(key, 1, WINDOW)
        return 1


def too_many_look_ups(*, address: str, number: str = "") -> bool:
    """Count one look-up and say whether it is one too many for this visitor or this number."""
    counts = [_count(f"certificates:look-up:visitor:{address}") > TRIES_A_VISITOR]
    if number:
        key = f"certificates:look-up:number:{number.encode().hex()[:100]}"
        counts.append(_count(key) > TRIES_A_NUMBER)
    return any(counts)

"""The codes of self check-in, and when they hold.

A code is made from the session and the minute with the site's secret, and kept nowhere. It holds
in its minute and the one after, which is the time to scan it on a slow phone; so a code that was
sent on to somebody at home is worth nothing once it arrives.
"""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from hmac import compare_digest

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

from lms.khmer import fold_digits
from lms.records.models import Session

MINUTE = 60
GRACE_MINUTES = 1
DIGITS = 6
# Its own key, so that these codes can be taken for nothing else that the secret signs.
SALT = "lms.records.check_in"
OPENS_BEFORE = timedelta(minutes=45)
# Who comes within this time of the beginning was there for all of it.
ON_TIME = timedelta(minutes=15)
TRIES_A_MINUTE = 5


class Window(Enum):
    """Where a session stands with its check-in."""

    NOT_YET = "not yet"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True)
class Code:
    """``token`` is what the QR code carries, ``digits`` are typed; both hold from ``minute`` on."""

    token: str
    digits: str


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // MINUTE


def _code(session_pk: int, minute: int) -> Code:
    digest = salted_hmac(SALT, f"{session_pk}:{minute}", algorithm="sha256").digest()
    return Code(
        token=base64.urlsafe_b64encode(digest[:12]).decode(),
        digits=f"{int.from_bytes(digest[12:24]) % 10**DIGITS:0{DIGITS}}",
    )


def code_of(session: Session, at: datetime | None = None) -> Code:
    """The code that is shown at the moment ``at`` (now by default)."""
    return _code(session.pk, _minute(at or timezone.now()))


def seconds_left(at: datetime | None = None) -> int:
    """Seconds until the next code, 1 to 60."""
    return MINUTE - int((at or timezone.now()).timestamp()) % MINUTE


def _codes_that_hold(session_pk: int, at: datetime) -> list[Code]:
    minute = _minute(at)
    return [_code(session_pk, minute - back) for back in range(GRACE_MINUTES + 1)]


def token_holds(session_pk: int, token: str, at: datetime) -> bool:
    """Whether the QR code with ``token`` was shown for this session within its minute and grace."""
    return any(
        compare_digest(code.token.encode(), token.encode())
        for code in _codes_that_hold(session_pk, at)
    )


def digits_hold(session_pk: int, typed: str, at: datetime) -> bool:
    """The same for typed digits, in either script, however they are grouped."""
    digits = "".join(fold_digits(typed).replace("-", " ").split())
    return any(
        compare_digest(code.digits.encode(), digits.encode())
        for code in _codes_that_hold(session_pk, at)
    )


def window_of(session: Session, at: datetime | None = None) -> Window:
    """Check-in opens before the session and ends with it, on its own day."""
    at = at or timezone.now()
    if at < session.starts_at - OPENS_BEFORE:
        return Window.NOT_YET
    ends_at = session.starts_at + timedelta(minutes=session.planned_minutes)
    is_its_day = timezone.localdate(at) == timezone.localdate(session.starts_at)
    # A session that begins at midnight lets people in the evening before.
    if at >= ends_at or (at > session.starts_at and not is_its_day):
        return Window.OVER
    return Window.OPEN


def minutes_late(session: Session, at: datetime) -> int:
    """Whole minutes after the beginning, 0 for who came on time."""
    late = at - session.starts_at
    return int(late.total_seconds()) // 60 if late > ON_TIME else 0


def too_many_tries(person_pk: int) -> bool:
    """Count one typed code of a person, and say whether it is one too many for this minute."""
    key = f"records:check-in:{person_pk}"
    cache.add(key, 0, MINUTE)
    try:
        return cache.incr(key) > TRIES_A_MINUTE
    except ValueError:  # expired in between
        cache.set(key, 1, MINUTE)
        return False

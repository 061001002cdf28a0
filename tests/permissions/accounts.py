"""Addresses of sign-in and account; allauth's own pages included."""

from tests.permissions.world import EVERYONE, SIGNED_IN, Row


def build(world):
    """Accounts need nothing but the people."""


ROWS = [
    Row("account_signup", get=EVERYONE, post=EVERYONE),
    # Who is signed in already is sent on to their own page.
    Row("account_login", get=EVERYONE, post=EVERYONE),
    Row("account_logout", get=EVERYONE),
    Row("account_confirm_email", get=EVERYONE, kwargs=lambda world: {"key": "unknown"}),
    # Signing in by a mailed code is not switched on: who is signed in is sent on, others to sign in.
    Row("account_confirm_login_code", get=SIGNED_IN, post=SIGNED_IN),
    Row("account_email_verification_sent", get=EVERYONE),
    Row("account_reauthenticate", get=SIGNED_IN),
    Row(
        "account_reset_password_from_key",
        get=EVERYONE,
        kwargs=lambda world: {"uidb36": "1", "key": "unknown"},
    ),
    Row("account_reset_password_from_key_done", get=EVERYONE),
    Row("account_inactive", get=EVERYONE),
    Row("account_reset_password", get=EVERYONE, post=EVERYONE),
    Row("account_reset_password_done", get=EVERYONE),
    Row("account_change_password", get=SIGNED_IN, post=SIGNED_IN),
    Row("account_set_password", get=SIGNED_IN),
    Row("account_email", get=SIGNED_IN, post=SIGNED_IN),
]

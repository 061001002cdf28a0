"""What ``check --deploy`` says of the key that signs badges."""

from django.core.checks import Error, Warning
from django.core.exceptions import ImproperlyConfigured

from certificates.services.keys import key_of_setting


def check_signing_key(app_configs, **kwargs):
    """The key should lie outside the database, where no copy of the data carries it along."""
    try:
        key = key_of_setting()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="certificates.E001")]
    if key is not None:
        return []
    return [
        Warning(
            "The key that signs badges lies in the database, and in each copy of it.",
            hint="Set BADGE_SIGNING_KEY to an Ed25519 key in PEM, or to the path of such a file.",
            id="certificates.W001",
        )
    ]

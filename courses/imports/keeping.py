"""Where an uploaded file waits between “shown” and “saved”.

A file is found by who sent it, for which page, and a random number, so that an address that was
guessed or passed on finds nothing. What nobody came back for goes when the next file comes.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from lms.fields import private_storage

FOLDER = "imports"
KEPT_FOR = timedelta(days=1)


def keep(data: bytes, *, user, page) -> UUID:
    """Keep ``data`` for a day and return the number by which it is found again."""
    storage, token = private_storage(), uuid4()
    _forget_old(storage)
    storage.save(_path(user, page, token), ContentFile(data))
    return token


def kept(token: UUID, *, user, page) -> bytes | None:
    storage, path = private_storage(), _path(user, page, token)
    try:
        with storage.open(path) as file:
            return file.read()
    except FileNotFoundError:
        return None


def forget(token: UUID, *, user, page) -> None:
    private_storage().delete(_path(user, page, token))


def _path(user, page, token: UUID) -> str:
    return f"{FOLDER}/{user.pk}-{page.pk}-{token}"


def _forget_old(storage) -> None:
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{FOLDER}/{name}"
        try:
            if timezone.now() - storage.get_modified_time(path) > KEPT_FOR:
                storage.delete(path)
        except FileNotFoundError:
            continue  # somebody else's upload has swept it away

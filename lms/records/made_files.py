"""PDFs made in the background, asked for once and kept in the private storage by name.

A name says all that its file depends on, so it is never asked for who may see a file, only which.
"""

from collections.abc import Callable
from functools import partial

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django_q.tasks import async_task

from lms.fields import private_storage

# A PDF ends like this; a file of a writer that was killed does not.
END = b"%%EOF"
# Seconds. Longer than a worker may take and a task waits for another one after it was killed.
QUEUED_FOR = 15 * 60
FAILED_FOR = 24 * 60 * 60
QUEUED, FAILED = "queued", "failed"


def find(name: str) -> bytes | None:
    """The finished PDF, or ``None``; half a file is none."""
    storage = private_storage()
    if not storage.exists(name):
        return None
    with storage.open(name) as file:
        content = file.read()
    return content if content.rstrip().endswith(END) else None


def has_failed(name: str) -> bool:
    return cache.get(_key(name)) == FAILED


def ask_for(name: str, task: str, *args, **kwargs) -> None:
    """Have the PDF made by ``task`` in the background, unless that was asked for already."""
    if cache.add(_key(name), QUEUED, QUEUED_FOR):
        transaction.on_commit(partial(async_task, task, *args, **kwargs))


def forget(name: str) -> None:
    """Let it be asked for again, as after it has failed."""
    cache.delete(_key(name))


def make(name: str, draw: Callable[[], bytes]) -> None:
    """Draw and keep the PDF unless it is there: twice makes it once.

    When it cannot be drawn that is remembered, and the exception goes on.
    """
    if find(name) is None:
        try:
            pdf = draw()
        except Exception:
            cache.set(_key(name), FAILED, FAILED_FOR)
            raise
        _keep(name, pdf)
    forget(name)


def _keep(name: str, pdf: bytes) -> None:
    storage = private_storage()
    storage.delete(name)
    kept = storage.save(name, ContentFile(pdf))
    if kept != name:  # somebody else has just kept the same
        storage.delete(kept)


def _key(name: str) -> str:
    return f"made:{name}"

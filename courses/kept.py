"""What all readers share of published pages, kept by each process until an editor changes any page.

The generation names the state of the published pages. It lies in the shared cache, so that every
process compares it and any of them can end it; the things themselves stay in the process. A page
that may be kept carries the generation it was read in as ``kept_generation``: only a live, public
page that was found by its address does. Previews, drafts and private pages never have one.
"""

from collections.abc import Callable, Hashable
from uuid import uuid4

from django.core.cache import cache
from wagtail.models import Page

GENERATION_KEY = "courses.kept.generation"


def current_generation() -> str | None:
    """What names all that was kept since the last change; ``None`` where the cache keeps nothing.

    Read it before the database: what is published meanwhile begins another generation.
    """
    generation = cache.get(GENERATION_KEY)
    if generation is None:
        cache.add(GENERATION_KEY, uuid4().hex, None)
        generation = cache.get(GENERATION_KEY)
    return generation


def begin_generation() -> None:
    """What any process kept before is never used again."""
    # A random name, not a number: a cache that lost its entry must not count from the start again.
    cache.set(GENERATION_KEY, uuid4().hex, None)


class Shelf:
    """Things of one kind; when ``size`` of them are there it is emptied, so that memory is bounded."""

    def __init__(self, size: int):
        self.size = size
        self._held: tuple[str | None, dict] = (None, {})

    def get(
        self,
        generation: str | None,
        key: Hashable,
        make: Callable,
        *,
        may_keep: Callable = lambda thing: True,
    ):
        """The thing kept as ``key``, or what ``make()`` returns; ``None`` is not kept."""
        if generation is None:
            return make()
        held = self._held
        if held[0] != generation:
            held = self._held = (generation, {})
        things = held[1]
        thing = things.get(key)
        if thing is None:
            thing = make()
            if thing is not None and may_keep(thing):
                if len(things) >= self.size:
                    things.clear()
                things[key] = thing
        return thing

    def __len__(self) -> int:
        return len(self._held[1])


# A course of 40 lessons is about 200 KB, a lesson's page with its words about 50 KB and what is
# made of it in HTML as much again: 40 MB at most.
PAGES = Shelf(150)
OUTLINES = Shelf(60)
FRAGMENTS = Shelf(300)


def generation_of(page: Page) -> str | None:
    """The generation in which things made of ``page`` may be kept, or ``None``."""
    return getattr(page, "kept_generation", None)

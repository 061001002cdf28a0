"""PDFs of modules and courses: made once in the background, kept until their texts change.

A file's name says all that it depends on: page, language, whom it is for, its texts and pictures,
and the lessons in it. So it is never asked for who may see a file, only which one: two people with
the same lessons open share it, and a changed text has another name.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from courses.models import CoursePage, ModulePage
from lms.fields import private_storage
from lms.records import made_files
from lms.records.handouts.content import lessons_of, read_handout
from lms.records.handouts.drawing import draw_handout

FOLDER = "handouts"
# Raise it when the same texts come out differently.
DESIGN = 1


@dataclass(frozen=True)
class Order:
    """A handout of ``page`` with ``lessons`` (their ids), and the ``name`` of its file."""

    page: CoursePage | ModulePage
    is_facilitators: bool
    lessons: tuple[int, ...]
    name: str


def order_for(page: CoursePage | ModulePage, *, is_facilitators: bool, lessons) -> Order:
    """The order for what is published now; three queries beside the outline's."""
    lessons = tuple(sorted(lessons))
    kind = "trainer" if is_facilitators else "trainee"
    language = page.locale.language_code
    texts, selection = _digest(DESIGN, settings.SITE_URL, *_texts(page)), _digest(*lessons)
    name = f"{FOLDER}/{page.pk}/{language}-{kind}-{texts}-{selection}.pdf"
    return Order(page, is_facilitators, lessons, name)


def _digest(*parts) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _texts(page: Page):
    """What changes whenever a text or a picture of it does, also of the original still shown."""
    pages = Page.objects.filter(path__startswith=page.course_path).filter(live=True)
    rows = list(
        pages.order_by("path").values_list(
            "pk", "live_revision", "last_published_at", "url_path", "title", "translation_key"
        )
    )
    keys = [row[-1] for row in rows]
    originals = Page.objects.filter(translation_key__in=keys).exclude(pk__in=[r[0] for r in rows])
    yield from rows
    yield from originals.order_by("pk").values_list("pk", "live_revision", "last_published_at")
    image = get_image_model()
    shown = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(image),
        object_id__in=[str(row[0]) for row in rows],
    ).values_list("to_object_id", flat=True)
    images = image.objects.filter(pk__in=[int(pk) for pk in shown])
    yield from images.order_by("pk").values_list("pk", "file", "file_hash")


def find(order: Order) -> bytes | None:
    """The finished PDF, or ``None``."""
    return made_files.find(order.name)


def has_failed(order: Order) -> bool:
    return made_files.has_failed(order.name)


def ask_for(order: Order) -> None:
    """Have the PDF made in the background, unless that was asked for already."""
    made_files.ask_for(
        order.name,
        "lms.records.tasks.make_handout",
        order.page.pk,
        is_facilitators=order.is_facilitators,
        lessons=list(order.lessons),
    )


def ask_again(order: Order) -> None:
    """The same after it has failed."""
    made_files.forget(order.name)
    ask_for(order)


def make(page: CoursePage | ModulePage, *, is_facilitators: bool, lessons) -> Order:
    """Draw and keep the PDF for what is published now, and remove what it replaces.

    Twice makes it once. When it cannot be drawn that is remembered, and the exception goes on.
    """
    published = {row.pk for row in lessons_of(page)}
    order = order_for(page, is_facilitators=is_facilitators, lessons=published & set(lessons))

    def draw() -> bytes:
        with translation.override(page.locale.language_code):
            handout = read_handout(
                page, is_facilitators=is_facilitators, lessons=set(order.lessons)
            )
            return draw_handout(handout)

    made_files.make(order.name, draw)
    remove_stale(order)
    return order


def remove_stale(order: Order) -> None:
    """Remove earlier texts of the same handout, and the handouts of pages no longer published."""
    storage = private_storage()
    file = PurePosixPath(order.name)
    handout, texts, _selection = file.stem.rsplit("-", 2)
    for other in storage.listdir(str(file.parent))[1]:
        if other.startswith(f"{handout}-") and not other.startswith(f"{handout}-{texts}-"):
            storage.delete(f"{file.parent}/{other}")
    folders = {int(name) for name in storage.listdir(FOLDER)[0] if name.isdigit()}
    live = set(Page.objects.live().filter(pk__in=folders).values_list("pk", flat=True))
    for pk in folders - live:
        for other in storage.listdir(f"{FOLDER}/{pk}")[1]:
            storage.delete(f"{FOLDER}/{pk}/{other}")

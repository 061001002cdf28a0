"""What a page asks of a phone on a slow line, estimated without drawing it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamValue

from courses.checks.findings import Finding
from courses.checks.reading import texts_of

KB = 1000
BUDGET = 100 * KB
SLOW_LINE = 400 * KB / 8  # bytes a second of a 400 kb/s line
# Measured: a lesson without its own text, with stylesheet, Khmer fonts and scripts.
EMPTY_PAGE = 55 * KB
# What a phone with two dots a pixel asks for, see courses/blocks/image.html, and what it weighs.
PHONE_WIDTH = 680
BYTES_A_DOT = 0.12


@dataclass
class PageWeight:
    """``size`` in bytes with pictures; ``extras`` are opened by choice: label and bytes."""

    size: int = EMPTY_PAGE
    pictures: int = 0
    extras: list[tuple[str, int]] = field(default_factory=list)

    @property
    def kilobytes(self) -> int:
        return round(self.size / KB)

    @property
    def seconds(self) -> int:
        return seconds_for(self.size)

    @property
    def is_heavy(self) -> bool:
        return self.size > BUDGET


def seconds_for(size: int) -> int:
    return max(1, round(size / SLOW_LINE))


def picture_size(image) -> int:
    """Bytes of ``image`` as a phone gets it."""
    width = min(image.width, PHONE_WIDTH)
    dots = width * image.height * width // image.width if image.width else 0
    size = round(dots * BYTES_A_DOT)
    return min(size, image.file_size) if image.file_size else size


def weigh(texts, body: StreamValue | None) -> PageWeight:
    """Weigh a page of ``texts`` and the pictures, documents and videos in ``body``."""
    weight = PageWeight()
    weight.size += sum(len(part.encode()) for text in texts for part in texts_of(text))
    for block in body or []:
        if block.block_type == "image" and block.value["image"]:
            weight.pictures += 1
            weight.size += picture_size(block.value["image"])
        elif block.block_type == "document" and block.value["document"]:
            document = block.value["document"]
            weight.extras.append((document.title, document.file_size or 0))
        elif block.block_type == "video_link" and block.value["megabytes"]:
            size = block.value["megabytes"] * KB * KB
            weight.extras.append((block.value["title"], size))
    return weight


def check_weight(weight: PageWeight) -> Iterator[Finding]:
    if weight.is_heavy:
        yield Finding(
            ngettext(
                "With %(count)s picture the page is %(size)s KB, %(over)s KB more than a slow phone "
                "should carry. Take a smaller picture, or make two lessons.",
                "With %(count)s pictures the page is %(size)s KB, %(over)s KB more than a slow phone "
                "should carry. Take out a picture, or make two lessons.",
                weight.pictures,
            )
            % {
                "count": weight.pictures,
                "size": weight.kilobytes,
                "over": round((weight.size - BUDGET) / KB),
            }
        )
    for title, size in weight.extras:
        if size > 2 * KB * KB:
            minutes = round(seconds_for(size) / 60, 1)
            yield Finding(
                _("It takes %(minutes)s minutes to download on a slow line.")
                % {"minutes": minutes},
                where=title,
                is_hint=True,
            )

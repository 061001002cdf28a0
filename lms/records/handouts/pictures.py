"""Pictures of a handout: no larger than paper needs, and no worry when a file is broken."""

import logging
from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO

from PIL import Image as PillowImage
from wagtail.images.models import AbstractImage

logger = logging.getLogger(__name__)

DPI = 150
# The text of an A4 page is 17 cm wide; a picture leaves room for words above and below.
PRINTED = "max-1000x900|format-jpeg|jpegquality-70|bgcolor-ffffff"
SHOWN = "max-800x900|format-webp"


@dataclass(frozen=True)
class Picture:
    """``source`` for an ``<img>``, and how large it is drawn."""

    source: str
    width: int
    height: int


def printed_picture(image: AbstractImage | None) -> Picture | None:
    """The picture at 150 dots an inch, inside the document; sizes in CSS pixels.

    ``None`` when it is gone or cannot be read, whatever its file holds: a handout without one of
    its pictures is better than none.
    """
    return _tried(_embed, image)


def shown_picture(image: AbstractImage | None) -> Picture | None:
    """The picture for a browser's page; sizes in pixels. ``None`` when it cannot be had."""
    return _tried(_link, image)


def _tried(make, image: AbstractImage | None) -> Picture | None:
    if image is None:
        return None
    try:
        return make(image)
    except Exception:  # each decoder has errors of its own
        logger.warning("Image %s cannot be printed", image.pk, exc_info=True)
        return None


def _embed(image: AbstractImage) -> Picture:
    rendition = image.get_rendition(PRINTED)
    with rendition.file.storage.open(rendition.file.name) as file:
        data = file.read()
    with PillowImage.open(BytesIO(data)) as picture:
        picture.load()  # a file cut short is found out here, not while the page is drawn
    return Picture(
        f"data:image/jpeg;base64,{b64encode(data).decode()}",
        round(rendition.width * 96 / DPI),
        round(rendition.height * 96 / DPI),
    )


def _link(image: AbstractImage) -> Picture:
    rendition = image.get_rendition(SHOWN)
    return Picture(rendition.url, rendition.width, rendition.height)

"""Pictures out of a document: checked, made small enough, and without what the camera wrote in."""

import base64
import hashlib
import io
import warnings
from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 2000
THUMBNAIL = (160, 160)
MOST_PICTURES = 80
# All pictures of a document together, once they are unpacked.
MOST_PIXELS = 300_000_000
# Format as read -> format as kept. Nobody's browser shows BMP or TIFF.
_KEPT_AS = {"JPEG": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP", "BMP": "PNG", "TIFF": "PNG"}
_DRAWINGS = {
    "image/svg+xml": "SVG",
    "image/x-emf": "EMF",
    "image/emf": "EMF",
    "image/x-wmf": "WMF",
    "image/wmf": "WMF",
}


class PictureRefusedError(Exception):
    """Why a picture cannot be taken."""


@dataclass(frozen=True)
class Picture:
    """A picture to keep; ``key`` is the same for the same picture."""

    key: str
    data: bytes
    extension: str
    thumbnail: str
    alt_text: str = ""


class PictureReader:
    """Reads the pictures of one document, each only once and all within a limit."""

    def __init__(self):
        self.known: dict[str, Picture] = {}
        self.pixels = 0

    def read(self, data: bytes, content_type: str) -> Picture:
        """Return the picture; raise :class:`PictureRefusedError` saying what is wrong with it."""
        key = hashlib.sha256(data).hexdigest()[:16]
        if key not in self.known:
            if len(self.known) >= MOST_PICTURES:
                raise PictureRefusedError(
                    _("it is beyond the %(most)s pictures that are taken from one document")
                    % {"most": MOST_PICTURES}
                )
            self.known[key] = self._clean(key, data, content_type)
        return self.known[key]

    def _clean(self, key: str, data: bytes, content_type: str) -> Picture:
        if content_type in _DRAWINGS or data[:200].lstrip().startswith((b"<svg", b"<?xml")):
            raise PictureRefusedError(
                _("it is a drawing (%(format)s). Save it as a PNG picture and add it by hand")
                % {"format": _DRAWINGS.get(content_type, "SVG")}
            )
        if len(data) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            raise PictureRefusedError(
                _("it is larger than %(limit)s")
                % {"limit": filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)}
            )
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                return self._convert(key, data)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise PictureRefusedError(_("it has far too many pixels")) from error
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError) as error:
            raise PictureRefusedError(_("it is broken or of an unknown format")) from error

    def _convert(self, key: str, data: bytes) -> Picture:
        with Image.open(io.BytesIO(data), formats=list(_KEPT_AS)) as image:
            pixels = image.width * image.height
            if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                raise PictureRefusedError(
                    _("it has %(width)s × %(height)s pixels, which is far too many")
                    % {"width": image.width, "height": image.height}
                )
            self.pixels += pixels
            if self.pixels > MOST_PIXELS:
                raise PictureRefusedError(
                    _("the pictures before it are so large that it is not read")
                )
            kept_as = _KEPT_AS[image.format]
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            shown = ImageOps.exif_transpose(image)
            shown = shown.convert("RGB" if kept_as == "JPEG" else _mode(shown))
            shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        thumbnail = shown.copy()
        thumbnail.thumbnail(THUMBNAIL)
        small = base64.b64encode(_written(thumbnail, "WEBP")).decode("ascii")
        extension = "jpg" if kept_as == "JPEG" else kept_as.lower()
        return Picture(key, _written(shown, kept_as), extension, f"data:image/webp;base64,{small}")


def _mode(image: Image.Image) -> str:
    return "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"


def _written(image: Image.Image, kept_as: str) -> bytes:
    """The bytes of ``image`` without EXIF, places and comments: a new picture is written."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    options = {"quality": 88} if kept_as != "PNG" else {"optimize": True}
    bare.save(out, kept_as, **options)
    return out.getvalue()

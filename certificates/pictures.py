"""Pictures handed in for certificates: checked by content, drawn anew, small enough for a PDF."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image

from lms.uploads import IMAGES, check_upload

# 300 dots an inch at the size a logo or signature is printed in.
LONGEST_SIDE = 640
SMALLEST_SIDE = 40


def check_picture(upload) -> tuple[ContentFile, tuple[int, int]]:
    """The picture as it is kept, and its width and height.

    :raises ValidationError: when it is too large, damaged, no picture, or too small to print.
    """
    checked = check_upload(upload)
    if checked.name.rpartition(".")[2] not in IMAGES:
        raise ValidationError(_("This is no picture. Choose a PNG, JPEG or WebP file."))
    picture = Image.open(checked)
    if min(picture.size) < SMALLEST_SIDE:
        raise ValidationError(
            _("This picture is too small to print: %(width)s × %(height)s dots.")
            % {"width": picture.width, "height": picture.height}
        )
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    kept = BytesIO()
    # PDF knows JPEG and plain dots; a WebP would be the latter in any case.
    kind = "JPEG" if picture.format == "JPEG" else "PNG"
    picture.save(kept, kind, optimize=True)
    ending = {"JPEG": "jpg", "PNG": "png"}[kind]
    return ContentFile(kept.getvalue(), name=f"picture.{ending}"), picture.size

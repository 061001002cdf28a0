"""Word documents as HTML that holds nothing but words, lists, tables, links and known pictures."""

import io
from dataclasses import dataclass, field, replace

import mammoth
from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from courses.imports.exceptions import UnreadableFileError
from courses.imports.packages import DAMAGED, check_package
from courses.imports.pictures import Picture, PictureReader, PictureRefusedError
from courses.imports.texts import one_line

PICTURE = "picture:"
REFUSED = "refused:"
TITLE_CLASS = "document-title"
_STYLES = f"""
p[style-name='Title'] => p.{TITLE_CLASS}:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""


@dataclass
class WordDocument:
    """``body`` holds the elements of the document in their order.

    An ``<img>`` has ``src`` “picture:N”, the number of one of ``pictures``, or “refused:N”, the
    number of one of the reasons in ``refused``.
    """

    body: Tag
    title: str = ""
    pictures: list[Picture] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def read_docx(data: bytes) -> WordDocument:
    """Return what a Word document says; raise :class:`UnreadableFileError` with what to do."""
    check_package(data)
    reader, pictures, refused = PictureReader(), [], []

    def convert(image) -> dict[str, str]:
        try:
            picture = reader.read(_bytes_of(image), image.content_type or "")
        except PictureRefusedError as error:
            refused.append(str(error))
            return {"src": f"{REFUSED}{len(refused) - 1}"}
        pictures.append(replace(picture, alt_text=one_line(image.alt_text or "")[:250]))
        return {"src": f"{PICTURE}{len(pictures) - 1}"}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            convert_image=mammoth.images.img_element(convert),
            style_map=_STYLES,
            include_embedded_style_map=False,
            ignore_empty_paragraphs=False,
        )
    # mammoth names no errors of its own for what it cannot make sense of.
    except (
        *DAMAGED, OSError, KeyError, ValueError, AttributeError, TypeError, IndexError, RecursionError,
    ) as error:  # fmt: skip
        raise UnreadableFileError(
            _("The document cannot be read. Open it in Word, save it again, and try once more.")
        ) from error
    body = BeautifulSoup(result.value, "html.parser")
    title = _take_title(body)
    if not body.get_text(strip=True) and not body.find("img"):
        raise UnreadableFileError(_("There are no words in the document."))
    return WordDocument(body, title, pictures, refused)


def _bytes_of(image) -> bytes:
    try:
        with image.open() as opened:
            return opened.read()
    except (*DAMAGED, RuntimeError) as error:  # the latter for a part with a password
        raise PictureRefusedError(_("it is broken or of an unknown format")) from error
    except (ValueError, KeyError, OSError) as error:
        raise PictureRefusedError(_("it is not in the file itself, only linked")) from error


def _take_title(body: Tag) -> str:
    titles = body.find_all("p", class_=TITLE_CLASS)
    words = one_line(" ".join(title.get_text(" ") for title in titles))
    for title in titles:
        title.decompose()
    return words[:255]

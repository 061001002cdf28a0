"""Text as it comes out of files: decoded, and without the tags of a web page."""

import html
import re

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _

from courses.imports.exceptions import UnreadableFileError

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BLOCKS = ["p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"]


def decode(data: bytes) -> str:
    """Return the text of ``data`` with line ends as ``\\n``."""
    coding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(coding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UnreadableFileError(
            _("Line %(line)s is not UTF-8 text. Save the file again with the encoding UTF-8.")
            % {"line": line}
        ) from error
    if "\x00" in text:
        raise UnreadableFileError(_("This is not a text file."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def has_tags(text: str) -> bool:
    return bool(_TAG.search(text))


def plain_text(source: str) -> str:
    """Return the words of some HTML, a line for each paragraph; scripts and styles are dropped."""
    if not has_tags(source):
        return _tidy(html.unescape(source))
    soup = BeautifulSoup(source, "html.parser")
    for element in soup(["script", "style", "template", "head"]):
        element.decompose()
    for element in soup("br"):
        element.replace_with("\n")
    for element in soup(_BLOCKS):
        element.insert_before("\n")
        element.insert_after("\n")
    return _tidy(soup.get_text())


def one_line(text: str) -> str:
    return " ".join(text.split())


def pictures_of(source: str) -> list[str]:
    """The file names of the pictures that some HTML shows."""
    if not has_tags(source):
        return []
    soup = BeautifulSoup(source, "html.parser")
    sources = [image.get("src", "") for image in soup("img")]
    return ["…" if src.startswith("data:") else src.rsplit("/", 1)[-1][:80] for src in sources]


def _tidy(text: str) -> str:
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)

"""Rich text as it is printed: headings in their place, links written out."""

from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from django.utils.safestring import SafeString

HEADINGS = {"h2": 0, "h3": 1, "h4": 2}
LOWEST = 6


def printable(source: str, *, level: int) -> SafeString:
    """The HTML of an editor's rich text for paper, its ``h2`` as a heading of ``level``.

    Nobody can tap a printed link: an address stands behind its words, unless these are the
    address already; a link inside the site keeps its words only. ``source`` is stored rich text,
    whose tags Wagtail has cleaned; no page or document that it links to is asked for.
    """
    if "<" not in source:
        return SafeString(source)
    soup = BeautifulSoup(source, "html.parser")
    for link in soup.find_all("a"):
        address = link.get("href", "")
        if urlsplit(address).scheme in ("http", "https", "mailto") and link.get("linktype") is None:
            shown = address.removeprefix("mailto:")
            if shown.rstrip("/") not in link.get_text():
                link.append(f" ({shown})")
        link.unwrap()
    for name, below in HEADINGS.items():
        for heading in soup.find_all(name):
            heading.attrs["class"] = name
            heading.name = f"x{min(level + below, LOWEST)}"
    for embed in soup.find_all(["embed", "img", "script", "style"]):
        embed.decompose()
    for heading in soup.find_all([f"x{n}" for n in range(1, LOWEST + 1)]):
        heading.name = heading.name.replace("x", "h")
    return SafeString(str(soup))

"""The lines of a certificate, each in the largest size that fits."""

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from django.utils import translation

from certificates import typefaces, wording
from certificates.exceptions import NothingToPrint
from certificates.models import Certificate, CertificateDesign
from certificates.placeholders import BETWEEN_PARTS, fill

# How far the lines may move apart on a page with room, from the most to none.
SPREADS = (3.5, 3, 2.5, 2, 1.5, 1)
# How often all lines step down a size on a page without room.
TIGHTEST = 5
# Of the height, so much is to stay free around lines that move apart.
AIR = 0.12


class Style(NamedTuple):
    """How a line is set: sizes from the best to the smallest it may shrink to; beyond it wraps."""

    sizes: tuple[float, ...]
    leading: float
    margin: float
    bold: bool = False


STYLES = {
    "issuer-km": Style((11, 10, 9), 1.75, 0),
    "issuer": Style((9.5, 9, 8.5), 1.4, 0),
    "title-km": Style((26, 23, 20, 17, 14), 1.42, 5),
    "title": Style((26, 23, 20, 17, 14), 1.3, 5, bold=True),
    "title-second-km": Style((15, 13, 11), 1.6, 3),
    "title-second": Style((18, 16, 14, 12), 1.35, 3),
    "say": Style((10.5, 10, 9), 1.7, 0),
    "say-first": Style((10.5, 10, 9), 1.7, 6),
    "name-km": Style((25, 23, 21, 18, 16, 14), 1.42, 5),
    "name": Style((25, 23, 21, 18, 16, 14), 1.3, 2, bold=True),
    "of": Style((10.5, 10, 9), 1.6, 2),
    "course-km": Style((17, 15, 13), 1.6, 5, bold=True),
    "course": Style((17, 15, 13), 1.35, 2, bold=True),
    "note": Style((9.5, 9, 8.5), 1.7, 0),
    "note-first": Style((9.5, 9, 8.5), 1.7, 6),
}


class Line(NamedTuple):
    """``height`` is without the ``margin`` above."""

    style: str
    text: str
    size: float
    height: float
    margin: float

    @property
    def css_class(self) -> str:
        return f"{self.style}-{self.size}".replace(".", "-")


class Composition(NamedTuple):
    """The lines, how many times their margins they stand apart, and the height left over."""

    lines: list[Line]
    spread: float
    free: float


def compose(
    certificate: Certificate, design: CertificateDesign, width: float, height: float
) -> Composition:
    """Set the words into a box in points: smaller where it is full, further apart with room.

    :raises NothingToPrint: when no typeface has a single letter of the name.
    """
    texts = list(_texts(certificate, design))
    for tightness in range(TIGHTEST + 1):
        lines = [_line(*text, width, tightness) for text in texts]
        bare = sum(line.height for line in lines)
        margins = sum(line.margin for line in lines)
        if bare + margins <= height:
            break
    airy = height * (1 - AIR)
    spread = next((times for times in SPREADS if bare + margins * times <= airy), 1)
    return Composition(lines, spread, max(0, height - bare - margins * spread))


def _line(style: str, text: str, family: str, width: float, tightness: int) -> Line:
    """The line in the largest size in which it stays one line, else in several of the smallest.

    ``tightness`` is how many of the largest sizes are out of the question.
    """
    sizes, leading, margin, bold = STYLES[style]
    sizes = sizes[min(tightness, len(sizes) - 1) :]
    at_one_point = typefaces.width(text, family, 1, bold=bold)
    size = next((size for size in sizes if at_one_point * size <= width), sizes[-1])
    rows = ceil(at_one_point * size / width) or 1
    return Line(style, text, size, size * leading * rows, margin)


def _facts(certificate: Certificate) -> dict[str, str]:
    """What placeholders stand for, in the language that is active."""
    khmer = translation.get_language() == "km"

    def either(name: str) -> str:
        latin, native = getattr(certificate, name), getattr(certificate, f"{name}_km")
        return (native or latin) if khmer else (latin or native)

    return {
        "name": either("name"),
        "course": either("course_title"),
        "curriculum": either("curriculum"),
        "hours": wording.hours(certificate.hours),
        "period": wording.period(certificate.starts_on, certificate.ends_on),
        "completed": wording.long_date(certificate.completed_on),
        "expires": wording.long_date(certificate.expires_on) if certificate.expires_on else "",
        "organisation": certificate.organisation,
        "cohort": certificate.cohort,
        "number": certificate.number,
    }


def _said(certificate: Certificate, design: CertificateDesign) -> list[dict[str, str]]:
    """What each language of the design says, its placeholders filled."""
    said = []
    for block in design.wordings:
        words = block.value
        with translation.override(words["language"]):
            facts = _facts(certificate)
            parts = ("title", "preamble", "statement", "details")
            filled = {part: fill(words.get(part) or "", facts) for part in parts}
            said.append(
                filled | {"language": words["language"], "issuer": words.get("issuer") or ""}
            )
    _name_issuer(certificate, said)
    return said


def _name_issuer(certificate: Certificate, said: list[dict[str, str]]):
    """The issuer that the certificate itself names stands in the place of the design's own."""
    latin = [words for words in said if words["language"] != "km"]
    if certificate.issuer and (latin or not any(words["issuer"] for words in said)):
        (latin or said)[0]["issuer"] = certificate.issuer


def _texts(certificate: Certificate, design: CertificateDesign) -> Iterator[tuple[str, str, str]]:
    """Style, text and typeface of each line between the logos and the signatures."""
    said = _said(certificate, design)
    languages = [words["language"] for words in said]
    text_font, heading_font = design.text_font, design.heading_font

    for words in said:
        if words["issuer"]:
            yield _scripted("issuer", words["issuer"], words["language"] == "km", design)
    for place, words in enumerate(said):
        style = "title-second" if place else "title"
        yield _scripted(style, words["title"], words["language"] == "km", design)
    if preamble := BETWEEN_PARTS.join(words["preamble"] for words in said if words["preamble"]):
        yield "say-first", preamble, text_font
    names = [
        (text, native)
        for text, native in _in_scripts(certificate, "name", languages)
        if typefaces.drawable(text).strip(" ?")
    ]
    if not names:
        raise NothingToPrint(certificate.name or certificate.name_km)
    for text, native in names:
        yield ("name-km", text, heading_font) if native else ("name", text, text_font)
    if certificate.organisation:
        yield "of", certificate.organisation, text_font
    yield "say", BETWEEN_PARTS.join(words["statement"] for words in said), text_font
    for text, native in _in_scripts(certificate, "course_title", languages):
        yield "course-km" if native else "course", text, text_font
    curricula = [text for text, _native in _in_scripts(certificate, "curriculum", languages)]
    if curricula:
        yield "of", BETWEEN_PARTS.join(curricula), text_font
    for place, words in enumerate(said):
        for part in words["details"].splitlines():
            yield "note" if place else "note-first", part, text_font


def _scripted(style: str, text: str, khmer: bool, design) -> tuple[str, str, str]:
    return (f"{style}-km", text, design.heading_font) if khmer else (style, text, design.text_font)


def _in_scripts(
    certificate: Certificate, name: str, languages: list[str]
) -> list[tuple[str, bool]]:
    """A fact in the scripts of ``languages``, in their order, and whether it is Khmer; else in any."""
    native, latin = getattr(certificate, f"{name}_km"), getattr(certificate, name)
    scripts = [(native, True, "km" in languages), (latin, False, set(languages) != {"km"})]
    if languages[0] != "km":
        scripts.reverse()
    wanted = [(text, khmer) for text, khmer, asked in scripts if text and asked]
    return wanted or [(text, khmer) for text, khmer, _asked in scripts if text][:1]

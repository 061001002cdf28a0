"""The bundled typefaces, and which of them draws which part of a text.

All are under the SIL Open Font License (``fonts/OFL-*.txt``). A PDF is made with these alone, so
that it looks the same wherever it is made.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import accumulate, groupby
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from icu4py.breakers import LineBreaker
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics

from certificates.shaping import NBSP, SPACE, ShapedFont

FOLDER = Path(__file__).parent / "fonts"
# family: (regular, bold, italic, bold italic). Khmer has no italic.
LATIN = {
    "Noto Sans": ("NotoSans-Regular", "NotoSans-Bold", "NotoSans-Regular", "NotoSans-Bold"),
    "Noto Serif": ("NotoSerif-Regular", "NotoSerif-Bold", "NotoSerif-Italic", "NotoSerif-Bold"),
}
KHMER = {
    "Noto Sans Khmer": ("NotoSansKhmer-Regular", "NotoSansKhmer-Bold") * 2,
    "Noto Serif Khmer": ("NotoSerifKhmer-Regular", "NotoSerifKhmer-Bold") * 2,
    "Moul": ("Moul-Regular",) * 4,
}
# Every other name a stylesheet may use, the browser's generic ones first of all.
ALIASES = {
    "Noto Sans": (
        "sans-serif",
        "sans",
        "helvetica",
        "arial",
        "courier",
        "courier new",
        "monospace",
    ),
    "Noto Serif": ("serif", "times", "times-roman", "times new roman", "georgia"),
}
COMPANIONS = {"Noto Serif": "Noto Serif Khmer", "Noto Sans": "Noto Sans Khmer"}

BREAK = " "
ZERO_WIDTH_SPACE = "\u200b"
JOINERS = "\u200c\u200d"
CLUSTER = re.compile(
    "(?:[០-៩]+(?:[.,][០-៩]+)*"  # a number stays together
    "|.(?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d3\u17dd\u200c\u200d])*)"
    "[។-៛]*",  # no line begins with a stop, a repetition mark or the riel sign
    re.DOTALL,
)
# In clusters. What is longer is hardly one word, and may break inside.
LONGEST_WORD = 12
CACHED_TEXTS = 1024
# Signs that stand for themselves or for nothing.
IGNORED = "?\r\n\t" + JOINERS


@cache
def _faces() -> dict[str, ShapedFont]:
    """Every bundled face by its name, read and registered with ReportLab once a process."""
    faces = {}
    for family, names in (LATIN | KHMER).items():
        for name in names:
            if name not in faces:
                path = str(FOLDER / f"{name}.ttf")
                faces[name] = ShapedFont(name, path, flows=family in KHMER)
                pdfmetrics.registerFont(faces[name])
                # ReportLab keeps whatever font of the same face somebody registered before.
                pdfmetrics._fonts[name] = faces[name]
        for style, name in enumerate(names):
            addMapping(family, style & 1, style >> 1, name)
    return faces


@cache
def family_names() -> dict[str, str]:
    """The bundled family behind each name, in small letters, that a style sheet may use."""
    _faces()
    return {
        name.lower(): family
        for family in LATIN | KHMER
        for name in (family, *ALIASES.get(family, ()))
    }


def font(face: str) -> ShapedFont:
    return _faces()[face]


def face_of(family: str, *, bold: bool = False, italic: bool = False) -> ShapedFont:
    return font((LATIN | KHMER)[family][bool(bold) + 2 * bool(italic)])


def is_khmer(char: str) -> bool:
    return "\u1780" <= char <= "\u17ff" or "\u19e0" <= char <= "\u19ff"


@lru_cache(maxsize=CACHED_TEXTS)
def drawable(text: str) -> str:
    """``text`` without what no bundled face can draw.

    Compatibility forms are replaced by plain letters, emoji and control characters disappear, a
    stretch of a foreign script becomes one question mark: never an empty box.
    """
    parts = []
    for char in unicodedata.normalize("NFC", text):
        if char in JOINERS and not (parts and is_khmer(parts[-1][-1])):
            continue
        if _covered(char):
            parts.append(char)
            continue
        plain = unicodedata.normalize("NFKC", char)
        if plain != char and all(map(_covered, plain)):
            parts.append(plain)
        elif unicodedata.category(char)[0] in "LN" and parts[-1:] != ["?"]:
            parts.append("?")
    return "".join(parts)


def check_drawable(text: str) -> None:
    """Refuse signs that no bundled face has. :raises ValidationError: naming them."""
    missing = sorted({char for char in text if drawable(char) in ("", "?") and char not in IGNORED})
    if missing:
        raise ValidationError(
            _("No typeface of the certificates has these signs: %(signs)s. Leave them out.")
            % {"signs": " ".join(missing)}
        )


@cache
def _covered(char: str) -> bool:
    if char in " \n\t" + ZERO_WIDTH_SPACE + JOINERS + NBSP:
        return True
    return any(face_of(family).covers(char) for family in LATIN | KHMER)


@lru_cache(maxsize=CACHED_TEXTS)
def runs(
    text: str, families: tuple[str, ...], *, bold: bool = False, italic: bool = False
) -> tuple[tuple[str, ShapedFont], ...]:
    """Cut drawable ``text`` into runs, each with the first face of ``families`` that draws it.

    Spaces before Khmer belong to the Khmer run; those after it to whatever follows.
    """
    order = [*families, *(COMPANIONS[f] for f in families if f in COMPANIONS), *LATIN, *KHMER]
    latin = [face_of(f, bold=bold, italic=italic) for f in order if f in LATIN]
    khmer = [face_of(f, bold=bold, italic=italic) for f in order if f in KHMER]
    faces: list[ShapedFont] = []
    for char in text:
        if faces and (char in JOINERS + ZERO_WIDTH_SPACE or unicodedata.combining(char)):
            faces.append(faces[-1])
            continue
        candidates = khmer + latin if is_khmer(char) else latin + khmer
        faces.append(next((face for face in candidates if face.covers(char)), candidates[0]))
    for index in range(len(text) - 2, -1, -1):
        if text[index] == " " and faces[index + 1].flows:
            faces[index] = faces[index + 1]
    return tuple(
        ("".join(char for char, _face in run), face)
        for face, run in groupby(zip(text, faces, strict=True), key=lambda pair: pair[1])
    )


def plain(text: str) -> str:
    """A Latin run without the invisible signs that only Khmer needs."""
    return text.translate(dict.fromkeys(map(ord, ZERO_WIDTH_SPACE + JOINERS)))


@lru_cache(maxsize=CACHED_TEXTS)
def flow(text: str, *, wrap: bool = True) -> str:
    """A Khmer run with its visible spaces as ``SPACE`` and the places to break a line as spaces.

    A line may end at a space and at a zero-width space; where the author set none, between words
    as the dictionary of ICU has them, which is where browsers break too; in a very long word between
    any two clusters. Without ``wrap`` nowhere.
    """
    if not wrap:
        return text.replace(" ", NBSP).replace(ZERO_WIDTH_SPACE, "")
    fenced = ZERO_WIDTH_SPACE in text
    parts = []
    for part in re.split(f"([ {ZERO_WIDTH_SPACE}])", text):
        if part == " ":
            parts.append(SPACE + BREAK)
        elif part == ZERO_WIDTH_SPACE:
            parts.append(BREAK)
        elif fenced and len(CLUSTER.findall(part)) <= LONGEST_WORD:
            parts.append(part)
        else:
            parts.append(BREAK.join(_words(part)))
    return "".join(parts)


def _words(text: str) -> list[str]:
    """Khmer without spaces, cut between words; a very long word between its clusters."""
    words: list[str] = []
    word: list[str] = []
    ends, end = set(accumulate(map(len, LineBreaker(text, "km")))), 0
    for cluster in CLUSTER.findall(text):
        word.append(cluster)
        end += len(cluster)
        if end in ends:
            words += ["".join(word)] if len(word) <= LONGEST_WORD else word
            word = []
    return words


def width(text: str, family: str, size: float, *, bold: bool = False) -> float:
    """How wide ``text`` is drawn on one line in ``family``, in points."""
    return sum(
        face.stringWidth(flow(run, wrap=False) if face.flows else run, size)
        for run, face in runs(drawable(text), (family,), bold=bold)
    )

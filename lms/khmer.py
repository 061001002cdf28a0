"""Khmer text as people type it: digits, invisible spaces and the many spellings of one word.

Nothing here changes what a person typed. ``fold`` makes the *search form* of a text, kept in a
column of its own; ``fold_digits`` reads a number typed with Khmer digits.
"""

import re
import unicodedata

KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
# Zero-width space (word break), joiners, byte order mark, soft hyphen, Khmer inherent vowels; and
# NUL, which no database takes.
INVISIBLE = dict.fromkeys(map(ord, "\x00\u200b\u200c\u200d\u2060\ufeff\u00ad\u17b4\u17b5"))

COENG = "\u17d2"
CONSONANTS = "\u1780-\u17b3"
# Dependent vowels and signs, in the order in which a cluster is stored once folded.
REGISTER_SHIFTERS = "\u17c9\u17ca"
VOWELS = "\u17b6-\u17c5"
SIGNS = "\u17c6-\u17c8\u17cb-\u17d1\u17dd"

CLUSTER = re.compile(
    f"([{CONSONANTS}])((?:{COENG}[{CONSONANTS}]|[{REGISTER_SHIFTERS}{VOWELS}{SIGNS}])+)"
)
CLUSTER_PART = re.compile(f"{COENG}[{CONSONANTS}]|[{REGISTER_SHIFTERS}{VOWELS}{SIGNS}]")


def has_khmer(text: str) -> bool:
    """Whether a Khmer letter stands in ``text``."""
    return any("\u1780" <= letter <= "\u17b3" for letter in text)


def fold_digits(text: str) -> str:
    """Return ``text`` with ០-៩ written 0-9, everything else untouched."""
    return text.translate(KHMER_DIGITS)


def _part_rank(part: str) -> tuple[int, str]:
    """Order inside a cluster: subscripts (ro last), register shifter, vowel, other signs."""
    if part[0] == COENG:
        return (1 if part[1] == "រ" else 0), part
    if part in "\u17c9\u17ca":
        return 2, part
    if "\u17b6" <= part <= "\u17c5":
        return 3, part
    return 4, part


def _fold_cluster(match: re.Match[str]) -> str:
    # Subscript ដ and ត look alike and are both in use: read them as one.
    parts = CLUSTER_PART.findall(match[2].replace(COENG + "ដ", COENG + "ត"))
    return match[1] + "".join(sorted(parts, key=_part_rank))


def fold(text: str) -> str:
    """Return the search form of ``text``: one spelling for what looks the same.

    Case, accents on Latin letters, Khmer digits, invisible characters, the typing order inside a
    Khmer cluster and the ត/ដ subscripts are folded; runs of white space become one space.
    """
    text = fold_digits(text.translate(INVISIBLE)).replace("\u17c1\u17b8", "\u17be")
    text = text.replace("\u17c1\u17b6", "\u17c4")
    text = CLUSTER.sub(_fold_cluster, text)
    latin = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    plain = "".join(
        c for c in latin if unicodedata.category(c) != "Mn" or "\u1780" <= c <= "\u17ff"
    )
    return " ".join(plain.split())

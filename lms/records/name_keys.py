"""Names as keys: equal for two spellings of one name, whichever part of it was written first."""

import re

from lms.khmer import fold

_NO_LETTER = re.compile(r"[^\w\u1780-\u17dd]+")
# Latin spellings of Khmer sounds, the longer before what they contain.
_SPELLINGS = (("oeu", "eu"), ("chh", "c"), ("ch", "c"), ("ck", "k"), ("x", "ks"))
_LETTERS = str.maketrans("eyuwzq", "iiovsk")
_SILENT_H = re.compile(r"(?<=[^aio\W])h|(?<=.)h(?=$|[^aio])")
_DOUBLED = re.compile(r"(.)\1+")


def name_keys(*names: str) -> frozenset[str]:
    """Keys of a name given in parts: as it stands without spaces, and with its words in order.

    Two names share a key when they are spelled alike, also with family and given name swapped or
    written as one word. Nothing known gives no key.
    """
    return _joined(_words(names))


def sound_keys(*names: str) -> frozenset[str]:
    """As :func:`name_keys` for Latin letters, one key for what sounds alike.

    Sok and Sokh, Chan and Chann, Sophea and Sophia, Vuthy and Wuthi.
    """
    return _joined([_sound(word) for word in _words(names)])


def _words(names: tuple[str, ...]) -> list[str]:
    return _NO_LETTER.sub(" ", fold(" ".join(names))).split()


def _joined(words: list[str]) -> frozenset[str]:
    return frozenset({"".join(words), "".join(sorted(words))} - {""})


def _sound(word: str) -> str:
    for spelling, sound in _SPELLINGS:
        word = word.replace(spelling, sound)
    return _DOUBLED.sub(r"\1", _SILENT_H.sub("", word.translate(_LETTERS)))

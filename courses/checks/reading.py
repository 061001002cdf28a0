"""How hard a text is to read, in plain figures: words to a sentence, letters to a stretch of Khmer."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText

# A reader for whom English is a second language follows 15 words; beyond 20 most lose the thread.
WORDS_TO_A_SENTENCE = 20
LONGEST_SENTENCE = 35
LONG_WORD = 12
# Khmer has no spaces between words; a stretch between two spaces is one breath.
KHMER_STRETCH = 120

_ENDS_OF_PARTS = re.compile(r"</(?:p|li|h\d|td|th|div)>|<br\s*/?>", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])[”\"’)]*\s+|\n+|\s+[·|]\s+")
_KHMER = re.compile(r"[\u1780-\u17d3\u17dd\u200b]+")


@dataclass(frozen=True)
class ReadingHint:
    """What to change, with the beginning of the text it is about."""

    text: str
    where: str


def texts_of(value) -> Iterator[str]:
    """Every piece of plain text in a block's or field's value; addresses are none."""
    if isinstance(value, RichText):
        value = value.source
    if isinstance(value, str):
        text = unescape(strip_tags(_ENDS_OF_PARTS.sub("\n", value)))
        if text.strip() and not text.startswith(("http://", "https://")):
            yield text
    elif isinstance(value, StreamValue):
        for block in value:
            yield from texts_of(block.value)
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_of(part)


def reading_hints(texts: Iterable[str], language: str) -> list[ReadingHint]:
    """Hints for one text; none where it reads well or is too short to judge."""
    texts = list(texts)
    return _khmer_hints(texts) if language == "km" else _hints_by_words(texts, language)


def _khmer_hints(texts):
    stretches = [found for text in texts for found in _KHMER.findall(text)]
    longest = max(stretches, key=len, default="")
    if len(longest) <= KHMER_STRETCH:
        return []
    message = _(
        "One stretch runs on for %(count)s letters without a space or ។. A space where one takes "
        "breath makes it easier to read on a phone."
    ) % {"count": len(longest)}
    return [ReadingHint(message, _start_of(longest))]


def _hints_by_words(texts, language):
    sentences = [
        words
        for text in texts
        for sentence in _SENTENCE.split(text)
        if len(words := re.findall(r"[^\W\d_][\w’'-]*", sentence)) > 2
    ]
    if not sentences:
        return []
    hints = []
    longest = max(sentences, key=len)
    average = round(sum(map(len, sentences)) / len(sentences))
    if average > WORDS_TO_A_SENTENCE:
        message = _(
            "A sentence has %(count)s words on average. Fifteen or fewer are easier to follow in a "
            "second language, and to translate."
        ) % {"count": average}
        hints.append(ReadingHint(message, _start_of(" ".join(longest))))
    elif len(longest) > LONGEST_SENTENCE:
        message = _("One sentence has %(count)s words. Could it be two?") % {"count": len(longest)}
        hints.append(ReadingHint(message, _start_of(" ".join(longest))))
    words = [word for sentence in sentences for word in sentence]
    long_words = [word.lower() for word in words if len(word) >= LONG_WORD]
    if language == "en" and len(words) > 50 and len(long_words) * 8 > len(words):
        often = sorted(set(long_words), key=lambda word: (-long_words.count(word), word))[:5]
        message = _("Many words are long. Is there a shorter one for some of these?")
        hints.append(ReadingHint(message, ", ".join(often)))
    return hints


def _start_of(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"

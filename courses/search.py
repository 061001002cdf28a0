"""Finding courses by words, in Khmer too: any part of a text, in any language of the page."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Left, Length
from wagtail.models import Page

from courses.models.lessons import LessonPage
from lms.khmer import fold

# What is read of a question. Nobody types more, and each word costs a comparison with every page.
CHARACTERS = 100
WORDS = 8


def words_of(question: str) -> list[str]:
    """The folded words of what somebody typed; no word when nothing can be looked for."""
    return fold(question.replace("\0", " ")[:CHARACTERS]).split()[:WORDS]


def has_words(text: str, words: list[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def contains(name: str, words: list[str]) -> Q:
    """Every one of ``words`` somewhere in the folded column ``name``."""
    return Q(*((f"{name}__contains", word) for word in words))


def matches(name: str, words: list[str]) -> ExpressionWrapper:
    return ExpressionWrapper(contains(name, words), output_field=BooleanField())


def below(paths: Iterable[str]) -> Q:
    """Pages at or below any of the tree ``paths``; none when there are no paths."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(path__startswith=path)
    return found


def lessons_with(words: list[str], *, paths: list[str], hidden: list[str]) -> dict[UUID, list]:
    """Live lessons below ``paths`` in which all ``words`` occur, by translation key: one query.

    Each has a row a language: its tree path, its title and the code of the language. Text counts in
    any language. What lies below the paths ``hidden`` is neither searched nor shown.
    """
    module = Page.objects.filter(
        live=True, path=Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen)
    )
    shown = below(paths) & ~below(hidden) & Q(live=True) & Exists(module)
    found = LessonPage.objects.filter(shown, contains("search_text", words)).order_by()
    rows = (
        LessonPage.objects.filter(shown, translation_key__in=found.values("translation_key"))
        .order_by("path")
        .values_list("translation_key", "path", "title", F("locale__language_code"))
    )
    lessons: dict[UUID, list] = {}
    for key, *row in rows:
        lessons.setdefault(key, []).append(row)
    return lessons

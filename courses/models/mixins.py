"""What several page types of a course share."""

import html
from dataclasses import replace

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField, TranslatableField

from courses.kept import OUTLINES, generation_of
from courses.models.routing import QuickRestrictionsMixin
from courses.outline import read_outline
from courses.previews import AudiencePreviewMixin
from lms.fields import FoldedTextField

# What every translation of a page has in its own words, and what it takes from the original.
# Addresses stay Latin: a slug made from a Khmer title would be empty.
PAGE_FIELDS = [
    TranslatableField("title"),
    TranslatableField("seo_title"),
    TranslatableField("search_description"),
    SynchronizedField("slug", overridable=False),
    SynchronizedField("show_in_menus", overridable=False),
    SynchronizedField("is_starter_text", overridable=False),
]


def translated(*names: str) -> list[TranslatableField]:
    return [TranslatableField(name) for name in names]


def synchronised(*names: str) -> list[SynchronizedField]:
    return [SynchronizedField(name, overridable=False) for name in names]


def same_words(value, other) -> bool:
    """Whether two texts, or two raw blocks, read the same however their HTML is escaped."""
    return _unescaped(value) == _unescaped(other)


def _unescaped(value):
    if isinstance(value, str):
        return html.unescape(value).replace("<br />", "<br/>")
    if isinstance(value, dict):
        return {key: _unescaped(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_unescaped(part) for part in value]
    return value


class SearchTextMixin(models.Model):
    """A page that is found by any part of its words, in Khmer too, on every database.

    ``search_text`` is ``searchable`` folded (see :func:`lms.khmer.fold`), written on every save:
    all words by which the page is to be found; what only trainers see is not among them.
    """

    searchable: str
    search_text = FoldedTextField(sources=("searchable",), serialize=False)

    class Meta:
        abstract = True


class StarterTextMixin(models.Model):
    """A page that may still be the text the site came with."""

    is_starter_text = models.BooleanField(
        _("starter text"),
        default=False,
        help_text=_(
            "Shown as “starter text, to be reviewed by your trainers”. Untick once reviewed."
        ),
    )

    class Meta:
        abstract = True


class TranslatedTextMixin(models.Model):
    """A page whose translation may still show the original words of some fields.

    ``shown_texts`` names the fields that its template shows and a reader would miss.
    """

    shown_texts: tuple[str, ...]

    class Meta:
        abstract = True

    @cached_property
    def untranslated(self) -> frozenset[str]:
        """Names of ``shown_texts`` that still read as in the site's default language.

        Costs no query when the default language is the one being read.
        """
        if translation.get_language() == settings.LANGUAGE_CODE:
            return frozenset()
        return frozenset(self.find_untranslated(self.original)) if self.original else frozenset()

    @cached_property
    def original(self):
        """The page of the site's default language that this one translates, or ``None``.

        A site that reads it together with the page may set it.
        """
        return (
            type(self)
            .objects.filter(
                translation_key=self.translation_key,
                locale__language_code=settings.LANGUAGE_CODE,
            )
            .exclude(pk=self.pk)
            .only(*self.shown_texts)
            .first()
        )

    def find_untranslated(self, original) -> set[str]:
        return {
            name
            for name in self.shown_texts
            if getattr(self, name) and same_words(getattr(self, name), getattr(original, name))
        }

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {
            "untranslated": self.untranslated,
            "original_language": settings.LANGUAGE_CODE,
        }


class InCourseMixin(AudiencePreviewMixin, QuickRestrictionsMixin):
    """A course or a page inside one. ``levels_below_course`` counts the steps up to the course."""

    levels_below_course: int

    class Meta:
        abstract = True

    @property
    def course_path(self) -> str:
        """The tree path of the course this page belongs to."""
        return self.path[: len(self.path) - self.steplen * self.levels_below_course]

    @cached_property
    def outline(self):
        """The whole course around this page, read in one query or kept since the last change."""
        generation = generation_of(self)
        if generation is None:
            return read_outline(self)
        key = (self.course_path, self.pk, translation.get_language())
        return replace(OUTLINES.get(generation, key, lambda: read_outline(self)), current=self)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | {"outline": self.outline}

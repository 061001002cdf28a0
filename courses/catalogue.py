"""The catalogue: courses below their curricula, filtered and searched by the query of the address.

Other apps add filters with the Wagtail hook ``register_catalogue_filter``, a function that returns
a :class:`CatalogueFilter`.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from courses.listing import Entry, hidden_paths, read_entries, translated_paths
from courses.models.course import CourseKind, Delivery, Level
from courses.ranking import rank
from courses.search import CHARACTERS, lessons_with, words_of

QUESTION = "q"
KIND = "kind"
HOOK = "register_catalogue_filter"


@dataclass(frozen=True)
class CatalogueFilter:
    """``keeps(request, value)`` gives the translation keys of the courses that stay."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    keeps: Callable[[HttpRequest, str], Container[UUID]]


@dataclass
class Catalogue:
    """What the catalogue page shows.

    ``results`` is a list, best first, when words are looked for; otherwise courses stand below
    their ``curricula``. ``active`` are the filters in force: a text and the address without it.
    """

    form: forms.Form
    curricula: list[Entry]
    results: list[Entry] | None
    count: int
    active: list[dict]

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is in force beside the words."""
        return any(name != QUESTION for name in self.form.initial)

    @property
    def has_events_only(self) -> bool:
        return self.form.initial.get(KIND) == CourseKind.EVENT


def read_catalogue(page: Page, request: HttpRequest) -> Catalogue:
    """What of the catalogue ``page`` is shown to the reader who makes ``request``.

    Filters stand in the query of the address; what does not fit there is ignored. Two queries,
    three with words, and those of the filters that other apps add.
    """
    paths, hidden = translated_paths(page), hidden_paths(request)
    words = words_of(request.GET.get(QUESTION, ""))
    curricula = read_entries(paths, hidden, words)
    filters = catalogue_filters(curricula)
    values = {one.name: request.GET.get(one.name) for one in filters}
    values = {
        one.name: values[one.name] for one in filters if values[one.name] in dict(one.choices)
    }
    courses = [course for curriculum in curricula for course in curriculum.courses]
    for one in filters:
        if one.name in values:
            kept = one.keeps(request, values[one.name])
            courses = [course for course in courses if course.key in kept]
    results = None
    if words:
        results = courses = rank(courses, words, lessons_with(words, paths=paths, hidden=hidden))
        values = {QUESTION: request.GET[QUESTION].replace("\0", " ")[:CHARACTERS].strip()} | values
    left = {course.key for course in courses}
    for curriculum in curricula:
        curriculum.courses = [course for course in curriculum.courses if course.key in left]
    return Catalogue(
        form=catalogue_form(filters, values),
        curricula=[one for one in curricula if one.courses or not values],
        results=results,
        count=len(courses),
        active=active_filters(request.path, filters, values),
    )


def catalogue_filters(curricula: list[Entry]) -> list[CatalogueFilter]:
    """Our own filters and those of other apps."""
    courses = [course for curriculum in curricula for course in curriculum.courses]

    def keep(fits: Callable[[Entry, str], bool]):
        return lambda request, value: {course.key for course in courses if fits(course, value)}

    return [
        CatalogueFilter(
            "curriculum",
            _("Curriculum"),
            [(curriculum.page.slug, curriculum.page.title) for curriculum in curricula],
            keep(lambda course, value: course.curriculum.page.slug == value),
        ),
        CatalogueFilter(
            KIND,
            _("Kind"),
            [(CourseKind.COURSE, _("Courses")), (CourseKind.EVENT, _("Events"))],
            keep(lambda course, value: course.page.kind == value),
        ),
        CatalogueFilter(
            "level",
            _("Level"),
            [(str(value), label) for value, label in Level.choices],
            keep(
                lambda course, value: (
                    course.page.kind != CourseKind.EVENT and str(course.page.level) == value
                )
            ),
        ),
        CatalogueFilter(
            "language",
            _("Language"),
            list(settings.LANGUAGES),
            keep(lambda course, value: value in dict(course.languages)),
        ),
        CatalogueFilter(
            "delivery",
            _("How it is taught"),
            Delivery.choices,
            keep(
                lambda course, value: (
                    course.page.kind != CourseKind.EVENT and course.page.delivery == value
                )
            ),
        ),
        *(build() for build in hooks.get_hooks(HOOK)),
    ]


def catalogue_form(filters: list[CatalogueFilter], values: dict[str, str]) -> forms.Form:
    form = forms.Form(initial=values)
    form.use_required_attribute = False
    form.fields[QUESTION] = forms.CharField(
        label=_("What would you like to learn?"),
        max_length=CHARACTERS,
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    for one in filters:
        form.fields[one.name] = forms.ChoiceField(
            label=one.label, choices=[("", _("all")), *one.choices]
        )
    return form


def active_filters(path: str, filters: list[CatalogueFilter], values: dict[str, str]) -> list[dict]:
    """The filters in force, each with the address that takes it away."""
    labels = {QUESTION: _("Words")} | {one.name: one.label for one in filters}
    choices = {one.name: dict(one.choices) for one in filters}
    active = []
    for name, value in values.items():
        others = QueryDict(mutable=True)
        others.update({other: text for other, text in values.items() if other != name})
        active.append(
            {
                "label": labels[name],
                "value": choices[name][value] if name in choices else value,
                "url": f"{path}?{others.urlencode()}" if others else path,
            }
        )
    return active

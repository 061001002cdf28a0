"""The catalogue: every course once, in the best language, narrowed by the query of the address."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import PageViewRestriction

from courses.models import CataloguePage
from tests.factories.accounts import make_user
from tests.factories.courses import make_catalogue, make_course, make_curriculum, make_khmer_tree

pytestmark = pytest.mark.django_db


def shown(query="", *, language="en", user=None):
    """The catalogue as read in ``language``, at the address with ``query``."""
    page = CataloguePage.objects.filter(locale__language_code=language).first()
    page = page or make_catalogue()
    request = RequestFactory().get(f"/{language}/courses/?{query}")
    request.user = user or AnonymousUser()
    with translation.override(language):
        response = page.serve(request).render()
    response.catalogue = response.context_data["catalogue"]
    return response


def titles(query="", **kwargs):
    found = shown(query, **kwargs).catalogue
    if found.results is not None:
        return [entry.page.title for entry in found.results]
    return [entry.page.title for curriculum in found.curricula for entry in curriculum.courses]


def in_khmer(page, locale, title):
    copy = page.copy_for_translation(locale)
    copy.title = title
    copy.save_revision().publish()
    return copy


@pytest.fixture
def courses():
    """Two curricula; the first and its first course are in Khmer as well."""
    khmer = make_khmer_tree()
    doorsteps = make_curriculum(title="Doorsteps", slug="doorsteps")
    social = make_curriculum(title="Social work", slug="social-work")
    projects = make_course(parent=doorsteps, title="Projects", level=1, delivery="workshop")
    money = make_course(parent=doorsteps, title="Money", level=2, delivery="online")
    listening = make_course(parent=social, title="Listening", level=1, delivery="blended")
    in_khmer(doorsteps, khmer, "ដំណាក់កាល")
    in_khmer(projects, khmer, "គម្រោង")
    return {"projects": projects, "money": money, "listening": listening}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Projects", "Money", "Listening"]),
        ("level=2", ["Money"]),
        ("curriculum=doorsteps", ["Projects", "Money"]),
        ("curriculum=doorsteps&level=1", ["Projects"]),
        ("language=km", ["Projects"]),
        ("language=en&delivery=blended", ["Listening"]),
        ("language=vi", []),
    ],
)
def test_filters_narrow_the_courses(courses, query, expected):
    assert titles(query) == expected


BAD = [
    "level=9&curriculum=nothing&language=xx&delivery=%00&dates=never",
    "level=" + "1" * 10_000,
    "level=%F0%9F%98%80&curriculum=%C2%A0",
    "q=%00",
    "q=%E2%80%8B%20%20",
    "level=1&level=7",
    "level[]=1&%FF=%FF",
]


@pytest.mark.parametrize("query", BAD)
def test_what_is_no_value_is_left_out(courses, query):
    assert titles(query) == ["Projects", "Money", "Listening"]


@pytest.mark.parametrize("query", ["q=" + "x" * 10_000, "q=%F0%9F%98%80", "q=%25", "q=_", "q=%5C"])
def test_words_that_are_nowhere_find_nothing_and_show_the_way_back(courses, query):
    response = shown(query)
    assert response.status_code == 200
    assert response.catalogue.count == 0
    assert '<a href="/en/courses/">See all courses</a>' in response.text


def test_active_filters_can_be_taken_away_one_by_one(courses):
    found = shown("q=doorsteps&level=1&curriculum=doorsteps")
    assert [
        (str(one["label"]), str(one["value"]), one["url"]) for one in found.catalogue.active
    ] == [
        ("Words", "doorsteps", "/en/courses/?curriculum=doorsteps&level=1"),
        ("Curriculum", "Doorsteps", "/en/courses/?q=doorsteps&level=1"),
        ("Level", "Foundation", "/en/courses/?q=doorsteps&curriculum=doorsteps"),
    ]
    assert "1 course\n" in found.text
    assert '<option value="1" selected>' in found.text


def test_what_was_typed_comes_back_escaped(courses):
    html = shown("q=%3Cscript%3Ealert(1)%3C/script%3E").text
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_every_course_is_listed_once_in_the_best_language(courses):
    assert titles(language="km") == ["គម្រោង", "Money", "Listening"]
    html = shown(language="km").text
    assert '<h3 ><a class="card__link"' in html
    assert '<h3 lang="en"><a class="card__link"' in html
    # A language without any page: the English ones.
    assert titles(language="vi") == ["Projects", "Money", "Listening"]
    with translation.override("km"):
        entries = shown(language="km").catalogue.curricula[0].courses
    assert [[code for code, _name in entry.languages] for entry in entries] == [
        ["en", "km"],
        ["en"],
    ]


def test_drafts_and_what_is_below_them_are_not_listed(courses):
    courses["money"].unpublish()
    courses["listening"].get_parent().specific.unpublish()
    assert titles() == ["Projects"]


def test_private_courses_are_listed_for_those_who_may_open_them(courses):
    PageViewRestriction.objects.create(page=courses["money"], restriction_type="login")
    assert titles() == ["Projects", "Listening"]
    assert titles("q=money") == []
    assert titles(user=make_user()) == ["Projects", "Money", "Listening"]


def test_catalogue_costs_the_same_however_much_it_lists(courses):
    def count():
        shown("q=course")  # warms what is remembered between requests
        with CaptureQueriesContext(connection) as queries:
            shown("q=course")
        return len(queries)

    few = count()
    for n in range(30):
        make_course(parent=courses["money"].get_parent(), title=f"Course {n}")
    assert count() == few


def test_curriculum_lists_untranslated_courses_too(courses):
    curriculum = courses["projects"].get_parent().specific
    with translation.override("km"):
        khmer = curriculum.get_translations().get().specific
        request = RequestFactory().get("/km/courses/doorsteps/")
        request.user = AnonymousUser()
        html = khmer.serve(request).render().text
    assert html.index("គម្រោង") < html.index("Money")

"""The short way to a page finds what Wagtail's own way finds, and guards it as well."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home.models import ContentPage, SiteSettings
from home.routing import find_page
from home.setup import setup_locales, setup_pages
from lms.records.services.progress import course_progress
from tests.factories.accounts import make_user
from tests.factories.courses import make_course, make_curriculum, make_lesson, make_module
from tests.factories.records import make_cohort, make_enrolment, make_trainee

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL


@pytest.fixture
def pages():
    setup_locales()
    return setup_pages()


def add_page(parent, title="Below", **fields):
    return parent.add_child(
        instance=ContentPage(title=title, slug=title.lower(), body="<p>x</p>", **fields)
    )


def request_for(path):
    Site.get_site_root_paths()  # read once an hour
    request = RequestFactory().get(f"/en/{path}")
    request.user = AnonymousUser()
    return request


def found(path):
    request = request_for(path)
    find_page(request, path)
    route = getattr(request, "_wagtail_route_for_request", None)
    return route and route.page


@pytest.mark.parametrize("depth", [1, 4])
def test_a_page_is_found_with_two_queries_at_any_depth(pages, depth, django_assert_num_queries):
    page = pages["help"]
    for n in range(1, depth):
        page = add_page(page, f"level{n}")
    path = page.url.removeprefix("/en/")
    request = request_for(path)
    with django_assert_num_queries(2):
        find_page(request, path)
    route = request._wagtail_route_for_request
    assert (type(route.page), route.page.pk) == (ContentPage, page.pk)
    with django_assert_num_queries(0):
        assert list(route.page.get_view_restrictions()) == []
        assert route.page.get_url(request) == page.url
        assert {t.locale.language_code for t in route.page.live_translations} == (
            {"en", "km"} if depth == 1 else {"en"}
        )


def test_an_unfinished_translation_comes_with_its_original(pages, django_assert_num_queries):
    course = make_course(parent=make_curriculum(parent=pages["catalogue"]))
    lesson = make_lesson(parent=make_module(parent=course), objective="You can listen")
    copy = lesson.copy_for_translation(Locale.objects.get(language_code="km"), copy_parents=True)
    copy.save_revision().publish()
    with translation.override("km"):
        path = copy.url.removeprefix("/km/")
        request = request_for(path)
        with django_assert_num_queries(2):
            find_page(request, path)
            page = request._wagtail_route_for_request.page
            assert page.untranslated == {"objective"}


def test_the_site_of_a_found_page_can_still_be_asked(pages):
    request = request_for("need-help-now/")
    find_page(request, "need-help-now/")
    assert Site.find_for_request(request) == Site.objects.get()
    assert Site.find_for_request(request).hostname == Site.objects.get().hostname
    assert SiteSettings.for_request(request).help_page_id == pages["help"].pk


@pytest.mark.parametrize("path", ["nowhere/", "need-help-now/nowhere/", "need-hel%/", "_eed-help/"])
def test_nothing_is_found_where_nothing_is(pages, path):
    assert found(path) is None


def test_a_draft_is_not_found(client, pages):
    page = add_page(pages["help"], live=False)
    assert found("need-help-now/below/") is None
    assert client.get(page.url).status_code == 404


def test_what_is_below_a_draft_is_found(client, pages):
    page = add_page(add_page(pages["help"], live=False), "Deep")
    assert found("need-help-now/below/deep/").pk == page.pk
    assert client.get(page.url).status_code == 200


def in_khmer(page, *, live=True):
    copy = page.copy_for_translation(Locale.objects.get(language_code="km"))
    copy.title = f"{page.title} in Khmer"
    copy.save_revision()
    if live:
        copy.get_latest_revision().publish()
    return copy


def test_a_language_without_a_home_page_shows_the_default_one_at_its_own_addresses(client, pages):
    response = client.get("/vi/")
    html = response.content.decode()
    assert (response.status_code, response.context["page"]) == (200, pages["home"])
    assert '<html lang="vi">' in html
    assert '<h1 lang="en">' in html
    assert 'action="/vi/courses/"' in html
    assert f'<link rel="canonical" href="{SITE}/en/">' in html
    assert 'hreflang="vi" href="http' not in html
    assert client.get("/vi/courses/").status_code == 200
    assert client.get("/vi/nowhere/").status_code == 404


def test_what_is_not_translated_is_read_in_another_language(client, pages):
    page = add_page(pages["help"])
    response = client.get("/km/need-help-now/below/")
    html = response.content.decode()
    assert (response.status_code, response.context["page"].pk) == (200, page.pk)
    assert '<html lang="km">' in html
    assert '<h1 lang="en">Below</h1>' in html
    assert f'<link rel="canonical" href="{SITE}{page.url}">' in html
    assert f'<link rel="alternate" hreflang="en" href="{SITE}{page.url}">' in html
    assert html.count('rel="alternate"') == 1
    assert 'href="/vi/need-help-now/below/"' in html  # the switch stays on the page
    assert 'rel="canonical"' not in client.get(page.url).content.decode()

    draft = in_khmer(page, live=False)
    assert client.get("/km/need-help-now/below/?fresh").context["page"].pk == page.pk
    draft.get_latest_revision().publish()
    response = client.get("/km/need-help-now/below/")  # the kept page is forgotten
    assert response.context["page"].pk == draft.pk
    assert 'rel="canonical"' not in response.content.decode()
    # Where the original is gone, any translation does.
    page.unpublish()
    response = client.get("/en/need-help-now/below/")
    assert response.context["page"].pk == draft.pk
    assert '<h1 lang="km">Below in Khmer</h1>' in response.content.decode()
    draft.refresh_from_db()
    draft.unpublish()
    assert client.get("/en/need-help-now/below/").status_code == 404
    assert client.get("/km/need-help-now/below/").status_code == 404


def test_a_stand_in_costs_no_more_and_is_kept_like_any_page(
    client, pages, django_assert_num_queries
):
    add_page(pages["help"])
    with translation.override("km"):
        request = request_for("need-help-now/below/")
        with django_assert_num_queries(2):
            find_page(request, "need-help-now/below/")
    client.get("/km/need-help-now/below/")
    with django_assert_num_queries(0):
        assert "Below" in client.get("/km/need-help-now/below/").content.decode()


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_private_page_is_closed_in_every_language_and_leads_back(client, pages, kind):
    page = add_page(pages["help"])
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="open")
    for address in ("/km/need-help-now/below/", "/vi/need-help-now/below/"):
        answer = client.get(address)
        html = answer.content.decode()
        assert "<p>x</p>" not in html
        if kind == "password":
            assert f'value="{address}"' in html
        else:
            assert answer.status_code == 302
            assert answer["Location"].endswith(f"?next={address}")


def test_one_reads_on_and_learns_in_the_chosen_language(client, pages, roles):
    """Lessons, some not in Khmer: the gate, the outline, the way on, and one progress."""
    curriculum = make_curriculum(parent=pages["catalogue"])
    course = make_course(parent=curriculum)
    module = make_module(parent=course)
    lessons = [make_lesson(parent=module, title=title) for title in ("One", "Two", "Three")]
    translated = [in_khmer(page) for page in (curriculum, course, module, lessons[0], lessons[2])]
    with translation.override("km"):
        addresses = [lesson.url.replace("/en/", "/km/") for lesson in lessons]
    assert client.get(addresses[1])["Location"] == course.url.replace("/en/", "/km/")

    trainee = make_trainee()
    make_enrolment(cohort=make_cohort(course=course), person=trainee)
    client.force_login(trainee.user)
    first = client.get(addresses[0])
    assert first.context["page"].pk == translated[3].pk
    assert first.context["outline"].next.pk == lessons[1].pk  # nobody misses a lesson
    assert f'href="{addresses[1]}"' in first.content.decode()
    with CaptureQueriesContext(connection) as queries:
        second = client.get(addresses[1])
    # One more than a translated lesson: where the translations of its course are.
    assert len(queries) <= 11
    html = second.content.decode()
    assert (second.status_code, second.context["page"].pk) == (200, lessons[1].pk)
    assert (second.context["outline"].position, len(second.context["outline"].lessons)) == (2, 3)
    assert f'href="{addresses[2]}"' in html
    assert "Three in Khmer" in html
    assert "/en/courses/" not in re.sub(r"<link[^>]*>|<a[^>]*hreflang[^>]*>", "", html)
    with translation.override("km"):
        done = reverse("records:lesson_done", args=[lessons[1].pk])
    assert client.post(done, {"done": "1"})["Location"] == addresses[2]
    progress = course_progress(person=trainee, course_key=course.translation_key)
    assert lessons[1].translation_key in progress.done


def test_a_site_among_several_is_left_to_wagtail(client, pages):
    other = Page.get_first_root_node().add_child(instance=Page(title="Other", slug="other"))
    Site.objects.create(hostname="other.example", root_page=other)
    assert found("need-help-now/") is None
    assert client.get("/en/need-help-now/").context["page"].pk == pages["help"].pk


@pytest.mark.parametrize("closed", ["help", "home"])
@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_private_page_is_closed_and_so_is_what_lies_below(client, pages, closed, kind):
    page = add_page(pages["help"])
    assert client.get(page.url).status_code == 200
    PageViewRestriction.objects.create(page=pages[closed], restriction_type=kind, password="open")
    answer = client.get(page.url)
    assert "<p>x</p>" not in answer.content.decode()
    assert (answer.status_code == 302) == (kind != "password")


def test_a_private_page_opens_for_those_who_may(client, pages):
    PageViewRestriction.objects.create(page=pages["help"], restriction_type="login")
    client.force_login(make_user())
    assert client.get(pages["help"].url).status_code == 200


def test_an_alias_is_as_private_as_what_it_mirrors(client, pages):
    alias = pages["help"].create_alias(parent=pages["home"], update_slug="mirror")
    second = alias.create_alias(parent=pages["home"], update_slug="second")
    below = add_page(second, "Deep")
    assert client.get(below.url).status_code == 200
    PageViewRestriction.objects.create(page=pages["help"], restriction_type="login")
    assert [client.get(page.url).status_code for page in (alias, second, below)] == [302] * 3


def test_another_private_page_costs_and_closes_nothing(client, pages):
    PageViewRestriction.objects.create(page=pages["privacy"], restriction_type="login")
    client.get("/en/need-help-now/?warm")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/en/need-help-now/?fresh").status_code == 200
    assert len(queries) <= 4

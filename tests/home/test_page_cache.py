"""Visitors share a kept page; members, previews and editors' changes never meet a stale one."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from home import page_cache
from home.models import ContentPage
from home.setup import setup_locales, setup_pages
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def about():
    setup_locales()
    homepage = setup_pages()["home"]
    return homepage.add_child(
        instance=ContentPage(title="About", slug="about", body="<p>First words</p>")
    )


def test_second_visitor_costs_no_query(client, about, django_assert_num_queries):
    first = client.get(about.url)
    assert "First words" in first.content.decode()
    with django_assert_num_queries(0):
        second = client.get(about.url)
    assert second.content == first.content
    assert "Cookie" in second["Vary"]


def test_publishing_shows_at_once(client, about):
    client.get(about.url)
    about.body = "<p>Second words</p>"
    about.save_revision().publish()
    assert "Second words" in client.get(about.url).content.decode()


def test_unpublishing_shows_at_once(client, about):
    client.get(about.url)
    about.unpublish()
    assert client.get(about.url).status_code == 404


def test_deleting_shows_at_once(client, about):
    client.get(about.url)
    about.delete()
    assert client.get(about.url).status_code == 404


def test_members_get_their_own_page(client, about):
    client.get(about.url)
    client.force_login(make_user())
    assert reverse("account_logout") in client.get(about.url).content.decode()


def test_nothing_a_member_saw_is_kept(client, about):
    client.force_login(make_user())
    client.get(about.url)
    client.logout()
    client.cookies.clear()
    assert reverse("account_logout") not in client.get(about.url).content.decode()


def test_languages_are_kept_apart(client, about):
    home = client.get("/en/").content.decode()
    home_km = client.get("/km/").content.decode()
    assert '<html lang="en">' in home
    assert '<html lang="km">' in home_km
    assert '<html lang="en">' in client.get("/en/").content.decode()


def test_closing_a_page_off_shows_at_once(client, about):
    client.get(about.url)
    restriction = PageViewRestriction.objects.create(page=about, restriction_type="login")
    assert client.get(about.url).status_code == 302
    restriction.delete()
    assert client.get(about.url).status_code == 200


def test_a_form_is_nobody_elses(client, about):
    PageViewRestriction.objects.create(page=about, restriction_type="password", password="open")
    tokens = {Client().get(about.url).cookies["csrftoken"].value for _ in range(2)}
    assert len(tokens) == 2


def test_a_page_is_kept_for_a_while_only(client, about, monkeypatch):
    client.get(about.url)
    ContentPage.objects.update(body="<p>Second words</p>")
    assert "First words" in client.get(about.url).content.decode()
    later = page_cache.monotonic() + page_cache.SECONDS
    monkeypatch.setattr(page_cache, "monotonic", lambda: later)
    assert "Second words" in client.get(about.url).content.decode()


def test_a_cache_that_lost_its_entries_brings_no_old_page_back(client, about):
    client.get(about.url)
    ContentPage.objects.update(body="<p>Second words</p>")
    cache.clear()
    assert "Second words" in client.get(about.url).content.decode()


def test_what_a_change_not_yet_committed_made_others_keep_is_forgotten(
    client, about, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        about.body = "<p>Second words</p>"
        about.save_revision().publish()
        ContentPage.objects.filter(pk=about.pk).update(body="<p>Others still read this</p>")
        assert "Others still read this" in client.get(about.url).content.decode()
        ContentPage.objects.filter(pk=about.pk).update(body="<p>Second words</p>")
    assert "Second words" in client.get(about.url).content.decode()


def test_memory_is_bounded(client, about, monkeypatch):
    monkeypatch.setattr(page_cache, "_kept", {})
    monkeypatch.setattr(page_cache, "PAGES", 2)
    for url in ("/en/", "/km/", about.url):
        assert client.get(url).status_code == 200
        assert len(page_cache._kept) <= 2
    assert [key for key in page_cache._kept if key.endswith(about.url)]


def test_a_huge_page_is_not_kept(client, about, monkeypatch):
    monkeypatch.setattr(page_cache, "_kept", {})
    monkeypatch.setattr(page_cache, "BYTES", 100)
    assert client.get(about.url).status_code == 200
    assert page_cache._kept == {}


def test_without_a_shared_cache_nothing_is_kept(client, about, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    client.get(about.url)
    ContentPage.objects.update(body="<p>Second words</p>")
    assert "Second words" in client.get(about.url).content.decode()

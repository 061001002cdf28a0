"""Visitors share a kept page; members, previews and editors' changes never meet a stale one."""

import pytest
from django.urls import reverse

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

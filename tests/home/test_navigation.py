"""Menu, footer and language switch."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, PageViewRestriction

from home.models import ContentPage
from home.setup import setup_locales, setup_pages
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    setup_locales()
    return setup_pages()


def test_language_switch_stays_on_the_same_page(client, pages):
    page = pages["help"]
    khmer = page.get_translation(Locale.objects.get(language_code="km"))
    html = client.get(page.url).content.decode()
    assert f'href="{khmer.full_url}"' in html or f'href="{khmer.url}"' in html


def test_language_switch_of_an_untranslated_page_stays_on_it(client, pages):
    page = pages["home"].add_child(instance=ContentPage(title="New", slug="new", body="<p>x</p>"))
    html = client.get(f"{page.url}?page=2").content.decode()
    assert 'href="/vi/new/?page=2"' in html
    assert 'href="/km/new/?page=2"' in html


def test_a_language_without_pages_has_the_menu_of_the_default_one(client, pages):
    html = client.get("/vi/accounts/login/").content.decode()
    assert '<a href="/vi/courses/" lang="en" >Courses</a>' in html
    assert '<a href="/vi/privacy/" lang="en">' in html


def test_home_page_leads_to_the_search(client, pages):
    assert 'action="/km/courses/"' in client.get("/km/").content.decode()
    assert client.get("/km/courses/?q=x").status_code == 200


def test_language_switch_of_a_form_keeps_address_and_query(client, pages):
    html = client.get("/en/accounts/login/?next=/en/courses/").content.decode()
    assert 'href="/km/accounts/login/?next=/en/courses/"' in html


def test_language_switch_works_where_the_address_has_no_language(client, pages):
    address = "/certificates/check/"
    assert f'href="{address}?language=km"' in client.get(address).content.decode()
    html = client.get(f"{address}?language=km").content.decode()
    assert '<html lang="km">' in html
    assert '<html lang="km">' in client.get(address).content.decode()  # remembered
    assert client.get("/")["Location"] == "/km/"
    assert '<html lang="en">' in client.get("/en/?language=km").content.decode()


@pytest.mark.parametrize("code", ["xx", "", "km'>", "en-GB-very-long" * 50])
def test_language_switch_ignores_what_is_no_language(client, pages, code):
    response = client.get("/certificates/check/", {"language": code})
    assert '<html lang="en">' in response.content.decode()
    assert "django_language" not in response.cookies


def test_menu_follows_what_editors_publish(client, pages):
    assert "Forum" not in client.get("/en/").content.decode()
    page = pages["home"].add_child(
        instance=ContentPage(title="Forum", slug="forum", body="<p>x</p>", show_in_menus=True)
    )
    page.save_revision().publish()
    assert "Forum" in client.get("/en/").content.decode()


def test_a_private_page_is_in_the_menu_and_not_among_the_cards(client, pages):
    page = pages["home"].add_child(
        instance=ContentPage(title="Forum", slug="forum", body="<p>x</p>", show_in_menus=True)
    )
    page.save_revision().publish()
    assert client.get("/en/").content.decode().count("Forum") == 2
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get("/en/").content.decode().count("Forum") == 1


def test_footer_has_help_and_privacy_in_the_readers_language(client, pages):
    html = client.get("/km/").content.decode()
    assert "ត្រូវការជំនួយឥឡូវនេះ?" in html
    assert "ទិន្នន័យរបស់អ្នក" in html


def test_home_page_query_count(client, pages, max_queries):
    client.get("/en/")
    with max_queries(4):
        client.get("/en/?fresh")


def test_my_page_asks_to_sign_in(client, pages):
    response = client.get(reverse("home:my_page"))
    assert response["Location"].startswith(reverse("account_login"))


def test_my_page_offers_rooms_by_permission(client, pages, roles):
    client.force_login(make_user(role="Trainees"))
    html = client.get(reverse("home:my_page")).content.decode()
    assert reverse("records:my_courses") in html
    assert reverse("reports:figures") not in html
    client.force_login(make_user(role="Coordinators"))
    assert reverse("reports:figures") in client.get(reverse("home:my_page")).content.decode()


def test_health_answers(client):
    response = client.get("/health/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_missing_page_is_explained(client, pages):
    response = client.get("/en/nowhere/")
    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()

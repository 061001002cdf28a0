"""Trainers translate the pages they may edit; what they translate waits to be published."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.models import CoursePage
from lms.roles import Role
from tests.courses.editing import edit_url, make_site, sign_in_as
from tests.factories.courses import make_course, make_curriculum

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def course():
    catalogue = make_site()
    return make_course(
        parent=make_curriculum(parent=catalogue), title="Listening", slug="listening"
    )


def submit_url(page):
    return reverse("wagtail_localize:submit_page_translation", args=[page.pk])


def rights(page):
    return set(
        GroupPagePermission.objects.filter(page=page).values_list("group", "permission__codename")
    )


def translate(client, page, code, django_capture_on_commit_callbacks):
    locale, _created = Locale.objects.get_or_create(language_code=code)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(submit_url(page), {"locales": [locale.pk]})
    assert response.status_code == 302
    return page.get_translation(locale).specific


@pytest.mark.parametrize("code", ["km", "vi"])
def test_a_trainer_translates_and_a_coordinator_publishes(
    client, course, code, django_capture_on_commit_callbacks
):
    trainer = sign_in_as(client, Role.TRAINER)
    page = translate(client, course, code, django_capture_on_commit_callbacks)
    assert (page.live, page.slug, page.title) == (False, "listening", "Listening")
    # The language may be new: its catalogue has the rights and the review of the original.
    catalogue = page.get_parent().get_parent()
    assert catalogue.permissions_for_user(trainer).can_add_subpage()
    original = course.get_parent().get_parent()
    assert rights(catalogue) == rights(original) != set()
    assert page.get_workflow().pk == course.get_workflow().pk
    assert client.get(edit_url(page)).status_code == 200

    job = Translation.objects.get(source__object_id=course.translation_key)
    segment = job.source.stringsegment_set.get(context__path="title")
    url = reverse("wagtail_localize:edit_string_translation", args=[job.pk, segment.pk])
    answer = client.put(
        url, urlencode({"value": "ស្តាប់"}), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 201
    assert StringTranslation.objects.get().data == "ស្តាប់"
    assert client.post(edit_url(page), {"action": "publish"}).status_code == 302
    assert not CoursePage.objects.get(pk=page.pk).live

    sign_in_as(client, Role.COORDINATOR)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit_url(page), {"action": "publish"})
    page.refresh_from_db()
    assert (page.live, page.title, page.slug) == (True, "ស្តាប់", "listening")
    assert "ស្តាប់" in page.search_text


def test_a_translation_outlives_a_change_of_its_original(
    client, course, django_capture_on_commit_callbacks
):
    sign_in_as(client, Role.COORDINATOR)
    page = translate(client, course, "km", django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit_url(page), {"action": "publish"})
    course.summary = "New words"
    course.minutes = 720
    course.save_revision().publish()
    page.refresh_from_db()
    assert (page.live, page.minutes) == (True, 360)
    update = reverse(
        "wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk]
    )
    # A trainer may bring the change over, and it stays a draft.
    trainer = Client()
    sign_in_as(trainer, Role.TRAINER)
    assert "looks at the changes first" in trainer.get(update).text
    with django_capture_on_commit_callbacks(execute=True):
        assert trainer.post(update, {"publish_translations": "on"}).status_code == 302
    page.refresh_from_db()
    assert (page.summary, page.minutes) == ("What it is about.", 360)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(update, {"publish_translations": "on"})
    page.refresh_from_db()
    assert (page.summary, page.minutes) == ("New words", 720)
    with translation.override("km"):
        assert page.untranslated == {"summary"}


def test_only_pages_one_may_edit_are_translated(client, course):
    sign_in_as(client, Role.TRAINER)
    above = course.get_parent().get_parent().get_parent()
    other = above.add_child(instance=Page(title="Other", slug="other", locale=course.locale))
    assert client.get(submit_url(course)).status_code == 200
    assert client.get(submit_url(other)).status_code == 302  # Wagtail's way to say no
    assert client.post(submit_url(other), {"locales": ["1"]}).status_code == 302
    assert not TranslationSource.objects.exists()
    sign_in_as(client, Role.TRAINEE)
    assert client.get(submit_url(course)).status_code == 302

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from seedgrants.models import GrantRoundPage
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.seedgrants import make_round, make_submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def test_proposals_are_listed_and_never_edited(editor):
    application = make_submitted()
    page = editor.get(reverse("seedgrant_applications:index"))
    assert application.number in page.content.decode()
    for name, args in (("add", []), ("edit", [application.pk]), ("delete", [application.pk])):
        response = editor.get(reverse(f"seedgrant_applications:{name}", args=args))
        assert response.status_code == 302
        assert response["Location"] == reverse("wagtailadmin_home")


def test_proposals_are_not_listed_without_the_permission(client):
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    response = client.get(reverse("seedgrant_applications:index"))
    assert response["Location"] == reverse("wagtailadmin_home")


def test_a_round_opens_in_the_editor(editor):
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[make_round().pk]))
    assert page.status_code == 200
    assert "most for one proposal" in page.content.decode().lower()


def test_a_round_with_proposals_is_not_deleted(editor):
    round_page = make_submitted().round
    editor.post(reverse("wagtailadmin_pages:delete", args=[round_page.pk]))
    assert GrantRoundPage.objects.filter(pk=round_page.pk).exists()


def test_a_course_that_a_round_asks_for_is_not_deleted(editor):
    course = make_course()
    make_round(courses=[course])
    editor.post(reverse("wagtailadmin_pages:delete", args=[course.pk]))
    assert type(course).objects.filter(pk=course.pk).exists()

"""What our roles may do in the Wagtail admin."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from courses.models import CoursePage
from courses.roles import page_permissions
from home.models import HomePage
from home.roles import PAGE_PERMISSIONS, setup_page_permissions
from home.setup import setup_locales, setup_pages
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_course

pytestmark = pytest.mark.django_db

STAFF = {Role.TRAINER, Role.COORDINATOR}


@pytest.fixture
def site(roles):
    setup_locales()
    pages = setup_pages()
    setup_page_permissions(page=pages["catalogue"], permissions=page_permissions())
    setup_page_permissions(page=pages["home"], permissions=PAGE_PERMISSIONS)
    return pages


def allowed(client, url) -> bool:
    """Shown, and not sent away to sign in or back to the admin's front page."""
    return client.get(url).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_admin_is_for_trainers_and_coordinators(client, roles, role):
    client.force_login(make_user(role=role))
    assert allowed(client, reverse("wagtailadmin_home")) == (role in STAFF)


@pytest.mark.parametrize(
    "name",
    [
        "person:index",
        "organisation:index",
        "cohort:index",
        "wagtailusers_users:index",
    ],
)
@pytest.mark.parametrize("role", list(Role))
def test_people_and_accounts_are_for_coordinators(client, roles, role, name):
    client.force_login(make_user(role=role))
    assert allowed(client, reverse(name)) == (role == Role.COORDINATOR)


@pytest.mark.parametrize("role", list(Role))
def test_groups_are_for_administrators(client, roles, role):
    client.force_login(make_user(role=role))
    assert not allowed(client, reverse("wagtailusers_groups:index"))


def test_trainer_edits_course_pages_and_a_coordinator_publishes_them(client, site):
    course = make_course()
    trainer, coordinator = make_user(role=Role.TRAINER), make_user(role=Role.COORDINATOR)
    edit = reverse("wagtailadmin_pages:edit", args=[course.pk])
    assert site["catalogue"].permissions_for_user(trainer).can_add_subpage()
    for user, may_publish in ((trainer, False), (coordinator, True)):
        client.force_login(user)
        assert allowed(client, edit)
        page = CoursePage.objects.get(pk=course.pk)
        assert page.permissions_for_user(user).can_publish() == may_publish


def test_trainer_does_not_touch_the_pages_around_the_courses(client, site):
    client.force_login(make_user(role=Role.TRAINER))
    edit = reverse("wagtailadmin_pages:edit", args=[site["help"].pk])
    assert not allowed(client, edit)


def test_coordinator_adds_a_grant_round(client, site):
    client.force_login(make_user(role=Role.COORDINATOR))
    add = reverse(
        "wagtailadmin_pages:add", args=["seedgrants", "grantroundpage", site["grants"].pk]
    )
    assert allowed(client, add)


def test_nobody_below_administrators_edits_the_root(client, site):
    coordinator = make_user(role=Role.COORDINATOR)
    root = Page.get_first_root_node()
    assert not root.permissions_for_user(coordinator).can_add_subpage()
    assert HomePage.objects.first().permissions_for_user(coordinator).can_edit()

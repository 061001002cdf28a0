"""What our roles may do in the Wagtail admin."""

from uuid import uuid4

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
from tests.factories.courses import make_assessment, make_course, make_module

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


@pytest.mark.parametrize(
    ("name", "readers"),
    [
        ("courses_reports:starter-text", STAFF),
        ("courses_reports:starter-text_results", STAFF),
        ("courses_reports:untranslated", STAFF),
        ("courses_reports:untranslated_results", STAFF),
        ("courses_reports:stale", {Role.COORDINATOR}),
        ("courses_reports:stale_results", {Role.COORDINATOR}),
        ("records_reports:unopened-lessons", {Role.COORDINATOR}),
        ("records_reports:unopened-lessons_results", {Role.COORDINATOR}),
        ("certificates_reports:accesses", {Role.COORDINATOR}),
        ("certificates_reports:accesses_results", {Role.COORDINATOR}),
    ],
)
@pytest.mark.parametrize("role", list(Role))
def test_reports_are_for_those_who_answer_for_what_they_list(client, site, role, name, readers):
    client.force_login(make_user(role=role))
    assert allowed(client, reverse(name)) == (role in readers)


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


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize(
    ("name", "kind"), [("document", "module"), ("questions", "test"), ("export", "test")]
)
def test_imports_and_exports_are_for_those_who_write_courses(client, site, role, name, kind):
    course = make_course()
    page = make_module(parent=course) if kind == "module" else make_assessment(parent=course)
    if role:
        client.force_login(make_user(role=role))
    url = reverse(f"courses_imports:{name}", args=[page.pk])
    assert allowed(client, url) == (role in STAFF)
    assert (client.post(url).status_code == 200) == (role in STAFF)


@pytest.mark.parametrize(
    ("name", "back"), [("lessons", "document"), ("take_questions", "questions")]
)
def test_what_somebody_sent_is_shown_to_nobody_else(client, site, name, back):
    course = make_course()
    page = make_module(parent=course) if back == "document" else make_assessment(parent=course)
    url = reverse(f"courses_imports:{name}", args=[page.pk, uuid4()])
    for role in [None, *Role]:
        client.logout()
        if role:
            client.force_login(make_user(role=role))
        for response in (client.get(url), client.post(url)):
            sent_back = reverse(f"courses_imports:{back}", args=[page.pk])
            assert response.status_code == 302
            assert (response["Location"] == sent_back) == (role in STAFF)

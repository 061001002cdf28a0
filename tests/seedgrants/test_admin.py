import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from seedgrants.enums import RoundState
from seedgrants.models import GrantRoundPage
from seedgrants.services.reviews import assign_reviewers
from tests.factories.accounts import make_user
from tests.factories.courses import make_course
from tests.factories.records import make_organisation
from tests.factories.seedgrants import (
    allow,
    make_applicant,
    make_coordinator,
    make_draft,
    make_reviewer,
    make_round,
    make_submitted,
    set_state,
)

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


def test_a_coordinator_lists_and_finds_only_what_they_look_after(client):
    organisation = make_organisation()
    application = make_submitted(
        applicant=make_applicant(organisation=organisation), title="Safe boats"
    )
    make_draft(round_page=application.round, title="Safe unsent")
    addresses = [
        reverse("seedgrant_applications:index"),
        reverse("seedgrant_applications:index") + "?q=Safe",
        reverse("seedgrant_applications:index_results") + f"?round={application.round_id}",
    ]
    history = [
        reverse(f"seedgrant_applications:{name}", args=[application.pk])
        for name in ("history", "history_results", "usage")
    ]
    reviewing = make_reviewer()
    for person, sees in (
        (make_coordinator(), True),
        (make_coordinator(organisation=organisation), False),
        (allow(reviewing.user, "coordinate_grants"), True),
    ):
        person.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(allow(person, "view_application"))
        for address in addresses:
            text = client.get(address).text
            assert (address, "Safe boats" in text) == (address, sees)
            assert (address, "Safe unsent" in text) == (address, False)
        for address in history:
            assert client.get(address)["Location"] == reverse("wagtailadmin_home")
    # Once asked to review it, one reads it as a reviewer.
    set_state(application.round, RoundState.REVIEWING)
    assign_reviewers(
        application=application, reviewers=[reviewing, make_reviewer()], by=make_coordinator()
    )
    assert [client.get(address).text.count("Safe boats") for address in addresses] == [0, 0, 0]


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

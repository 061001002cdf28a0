"""A site from an empty database, then with the invented coalition."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_q.models import Schedule
from wagtail.models import Locale, Page, Site

from certificates.models import Certificate
from courses.models import CataloguePage, CoursePage, LessonPage
from home.demo import load_demo
from home.demo.events import next_meeting
from home.models import ContentPage, HomePage, SiteSettings
from home.roles import permissions_of, setup_groups
from home.setup import setup_locales, setup_pages, setup_site
from lms.records.enums import CohortState
from lms.records.models import (
    Cohort,
    Enrolment,
    MentoringVisit,
    Message,
    Organisation,
    Person,
)
from lms.roles import Role
from seedgrants.enums import RoundState
from seedgrants.models import Grant, GrantRoundPage
from seedgrants.next_steps import next_steps as grant_steps
from tests.factories.accounts import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("setup")]


def test_setup_pages_makes_the_site_once():
    setup_locales()
    first = setup_pages()
    count = Page.objects.count()
    again = setup_pages()
    assert {name: page.pk for name, page in again.items()} == {
        name: page.pk for name, page in first.items()
    }
    assert Page.objects.count() == count
    site = Site.objects.get(is_default_site=True)
    assert site.root_page_id == first["home"].pk
    assert SiteSettings.for_site(site).help_page_id == first["help"].pk
    assert HomePage.objects.filter(locale__language_code="km", live=True).exists()


def test_setup_pages_keeps_what_an_editor_changed():
    setup_locales()
    page = setup_pages()["help"]
    page.title = "Who can help"
    page.save_revision().publish()
    setup_pages()
    assert ContentPage.objects.get(pk=page.pk).title == "Who can help"


def test_groups_get_what_the_apps_give_and_keep_what_a_host_added():
    setup_groups()
    group = Group.objects.get(name=Role.TRAINER)
    added = group.permissions.model.objects.get(codename="view_redirect")
    group.permissions.add(added)
    setup_groups()
    names = {
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in group.permissions.select_related("content_type")
    }
    assert names == permissions_of(Role.TRAINER) | {"wagtailredirects.view_redirect"}


def test_demo_is_refused_where_people_rely_on_the_site(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="--force"):
        call_command("setup_site", "--demo")


def test_site_with_demo(django_capture_on_commit_callbacks):
    """One long test, because loading the three curricula takes its time."""
    setup_site()
    assert CoursePage.objects.filter(locale__language_code="en").count() == 16
    assert LessonPage.objects.filter(locale=Locale.get_default()).count() == 89
    assert LessonPage.objects.filter(locale__language_code="km").count() == 89
    reviewed = CataloguePage.objects.filter(workflowpage__workflow__name="Course review")
    assert {page.locale.language_code for page in reviewed} == {"en", "km"}
    schedules = set(Schedule.objects.values_list("name", flat=True))
    assert schedules == {
        "publish_scheduled",
        "send_messages",
        "start_the_day",
        "look_after_grants",
    }

    with django_capture_on_commit_callbacks(execute=True):
        lines = load_demo(password=PASSWORD)
    assert Organisation.objects.count() == 8
    assert Person.objects.count() == 60 + 10
    states = dict(Cohort.objects.values_list("code", "state"))
    assert states == {
        "pcm1-next": CohortState.PLANNED,
        "tic-now": CohortState.RUNNING,
        "pcm1-recent": CohortState.CLOSED,
        "vid-last-year": CohortState.CLOSED,
        "tic-next": CohortState.PLANNED,
        "vid-next": CohortState.PLANNED,
        f"meeting-{next_meeting(timezone.localdate()):%B-%Y}".lower(): CohortState.PLANNED,
    }
    waiting = Enrolment.objects.filter(state="waiting").values_list("cohort__code", flat=True)
    assert set(waiting) == {"tic-next"}
    nominated = Enrolment.objects.filter(cohort__code="vid-next", way="nomination")
    assert sorted(nominated.values_list("state", flat=True)) == ["applied", "applied", "declined"]
    assert Message.objects.to_call().filter(cohort__code="tic-next").count() == 9
    completed = Certificate.objects.filter(state="issued")
    assert completed.count() == Certificate.objects.count() > 20
    assert MentoringVisit.objects.count() == 9
    rounds = dict(
        GrantRoundPage.objects.filter(locale=Locale.get_default()).values_list("code", "state")
    )
    assert rounds == {
        "SG-NEXT": RoundState.OPEN,
        "SG-PRACTICE": RoundState.OPEN,
        "SG-NOW": RoundState.REVIEWING,
        "SG-LAST": RoundState.DECIDED,
    }
    for email, title in (
        ("mentor2@demo.example", "Give feedback on a draft"),
        ("reviewer2@demo.example", "Review 2 proposals"),
        ("coordinator@demo.example", "Find reviewers for 1 proposal"),
        ("finance@demo.example", "Pay 1 approved tranche"),
    ):
        user = get_user_model().objects.get(email=email)
        assert title in [step.title for step in grant_steps(user)]
    assert {str(amount) for amount in Grant.objects.values_list("amount", flat=True)} == {
        "360.00",
        "300.00",
    }
    shown = "\n".join(lines)
    for role in Role:
        assert str(role.label) in shown
    assert PASSWORD in shown
    user = get_user_model().objects.get(phone="+85512000001")
    assert user.check_password(PASSWORD)
    assert user.email is None

    people = Person.objects.count()
    again = "\n".join(load_demo())
    assert "loaded already" in again
    assert "012000001" in again
    assert PASSWORD not in again
    assert Person.objects.count() == people
    assert setup_site()["result"].created == 0

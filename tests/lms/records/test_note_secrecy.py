"""What mentor and learner write is read by nobody else: by no address, search, export, feed, mail or log.

Each note of each kind bears one word that occurs nowhere else. People of every role then look at
every page of the site's matrix of addresses, and at the admin.
"""

import logging

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder

from lms.records.models import MentoringVisit
from lms.records.services.calendars import renew_feed
from lms.records.services.mentoring_digest import send_digests
from lms.records.services.sending import send_messages
from tests.factories.learning import make_action, make_visit
from tests.factories.mentoring import (
    make_change_request,
    make_follow_up,
    make_group_meeting,
    make_rating,
)
from tests.permissions import records
from tests.permissions.world import PEOPLE, make_world

pytestmark = pytest.mark.django_db

SECRET = "Zaubernuss"
READERS = {"trainee", "mentor", "coordinator", "superuser"}
STRANGERS = sorted(PEOPLE.keys() - READERS)
SEARCHES = ("person:index", "cohort:index", "organisation:index", "wagtailadmin_explore_root")


@pytest.fixture
def world(roles):
    """The world of the matrix, in which every free text around mentoring bears the word."""
    world = make_world()
    records.build(world)
    mentorship, group = world.mentorship, world.group
    mentorship.goals = mentorship.follows = SECRET
    mentorship.next_meeting_at = timezone.now() + timezone.timedelta(days=1)
    mentorship.save()
    visit = make_visit(
        mentorship=mentorship, skill_practised=SECRET, went_well=SECRET, next_step=SECRET
    )
    make_action(visit=visit, text=SECRET)
    make_rating(visit=visit, text=SECRET)
    make_change_request(mentorship=mentorship, asked_by=mentorship.mentor, text=SECRET)
    make_group_meeting(group=group, topic=SECRET, went_well=SECRET, next_step=SECRET)
    group.name = group.purpose = SECRET
    group.save()
    world.plan.change = world.plan.help_needed = SECRET
    world.plan.save()
    world.plan.steps.update(text=SECRET, with_whom=SECRET)
    make_follow_up(completion=world.follow_up.completion, months=6, what_changed=SECRET)
    return world


def addresses(world):
    for row in records.ROWS:
        if row.get:
            yield reverse(row.name, kwargs=row.kwargs(world))
    yield from (reverse(name) for name in ("home:my_page", "reports:figures", "certificates:list"))


def admin_addresses():
    for name in SEARCHES:
        for query in ({}, {"q": SECRET}, {"export": "csv"}, {"export": "xlsx"}):
            yield reverse(name), query


def test_no_stranger_reads_a_note_at_any_address(world):
    urls, seen = list(addresses(world)), []
    for who in STRANGERS:
        client = Client()
        client.force_login(world.users[who])
        seen += [(who, url) for url in urls if SECRET in content_of(client.get(url))]
    assert seen == []


def test_those_it_concerns_do(world):
    for who in ("trainee", "mentor", "coordinator"):
        client = Client()
        client.force_login(world.users[who])
        url = reverse("records:mentorship", args=[world.mentorship.pk])
        assert SECRET in client.get(url).text


def test_no_list_search_or_export_of_the_admin_shows_a_note(world):
    client = Client()
    client.force_login(world.users["coordinator"])
    shown = [
        (url, query)
        for url, query in admin_addresses()
        if SECRET in content_of(client.get(url, query)).replace(f'value="{SECRET}"', "")
        and "q" not in query
    ]
    assert shown == []
    assert (
        AdminURLFinder(world.users["superuser"]).get_edit_url(MentoringVisit.objects.first())
        is None
    )
    with pytest.raises(NoReverseMatch):
        reverse("mentoringvisit:index")


def test_no_feed_mail_or_log_bears_a_note(world, caplog):
    caplog.set_level(logging.DEBUG)
    for name in ("trainee", "mentor"):
        token = renew_feed(person=world.people[name]).token
        assert SECRET not in content_of(
            Client().get(reverse("records:calendar_feed", args=[token]))
        )
    send_digests()
    send_messages()
    assert len(mail.outbox) >= 2
    assert [one for one in mail.outbox if SECRET in f"{one.subject}{one.body}"] == []
    client = Client()
    client.force_login(world.users["mentor"])
    caplog.clear()
    client.post(
        reverse("records:visit", args=[world.mentorship.pk]),
        {"met_on": "x", "went_well": SECRET, "skill_practised": SECRET},
    )
    told = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert SECRET not in "".join(record.getMessage() for record in told)


def content_of(response) -> str:
    content = response.getvalue() if response.streaming else response.content
    return content.decode(errors="replace")

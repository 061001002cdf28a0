"""Groups: who is in them, their meetings, and the hours that count for each."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from lms.records.models import GroupMeeting, SupportGroup
from lms.records.services.supervision_hours import hours_of_year
from lms.records.services.support_groups import (
    LeadsGroup,
    NotInGroup,
    add_member,
    end_group,
    record_group_meeting,
    remove_member,
)
from lms.roles import Role
from tests.factories.learning import make_mentor, make_mentorship, make_visit
from tests.factories.mentoring import make_group, make_group_meeting, make_member
from tests.factories.records import make_person, make_trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def coordinator():
    return make_person(role=Role.COORDINATOR)


@pytest.fixture
def group():
    return make_group(people=[make_trainee(), make_trainee()])


def people_of(group):
    return [member.person for member in group.members.order_by("pk")]


def meeting(group, **fields):
    return record_group_meeting(
        **{
            "group": group,
            "actor": group.facilitator.user,
            "met_on": timezone.localdate(),
            "minutes": 90,
            "way": "group",
            "topic": "Saying no",
            "present": [people_of(group)[0].pk],
        }
        | fields
    )


def test_coordinator_makes_a_group_and_its_people(client, coordinator):
    client.force_login(coordinator.user)
    mentor, learner = make_mentor(), make_trainee(family_name="Lida")
    data = {"name": "Fridays", "kind": "support", "facilitator": mentor.pk, "frequency": "monthly"}
    client.post(reverse("records:start_group"), data)
    group = SupportGroup.objects.get()
    page = reverse("records:group", args=[group.pk])
    assert "Lida" in client.get(page, {"q": "lida"}).text
    client.post(reverse("records:group_people", args=[group.pk]), {"person": learner.pk})
    add_member(group=group, person=learner, actor=coordinator.user)
    assert people_of(group) == [learner]
    with pytest.raises(LeadsGroup):
        add_member(group=group, person=mentor, actor=coordinator.user)
    for refused in (mentor.user, learner.user):
        with pytest.raises(PermissionDenied):
            add_member(group=group, person=make_person(), actor=refused)


def test_meeting_is_kept_once_with_who_was_there(client, group):
    first = people_of(group)[0]
    client.force_login(group.facilitator.user)
    data = {
        "met_on": timezone.localdate().isoformat(),
        "minutes": "៩០",
        "way": "group",
        "present": [first.pk],
        "topic": "Saying no",
        "next_on": "2099-01-31",
    }
    url = reverse("records:group_meeting", args=[group.pk])
    assert "Mark at least one person" in client.post(url, data | {"present": []}).text
    for _ in range(2):
        client.post(url, data)
    kept = GroupMeeting.objects.get()
    group.refresh_from_db()
    assert (kept.minutes, list(kept.present.all())) == (90, [first])
    assert timezone.localtime(group.next_meeting_at).isoformat()[:16] == "2099-01-31T09:00"


def test_only_people_of_the_group_can_be_present(group):
    with pytest.raises(NotInGroup):
        meeting(group, present=[make_person().pk])


def test_who_left_reads_no_more_and_an_ended_group_takes_nothing(client, group, coordinator):
    first, second = people_of(group)
    make_group_meeting(group=group, present=[first, second], topic="Grief in the team")
    page = reverse("records:group", args=[group.pk])
    client.force_login(first.user)
    assert "Grief in the team" in client.get(page).text
    remove_member(group=group, person=first, actor=coordinator.user)
    assert client.get(page).status_code == 404
    end_group(group=group, actor=coordinator.user)
    with pytest.raises(PermissionDenied):
        meeting(group, present=[second.pk])


def test_hours_agree_with_a_count_by_hand(client, coordinator, group):
    learner, other = people_of(group)
    mentorship = make_mentorship(mentor=group.facilitator, learner=learner)
    for day, minutes in ((date(2026, 1, 5), 60), (date(2026, 2, 5), 45), (date(2025, 12, 31), 90)):
        make_visit(mentorship=mentorship, met_on=day, minutes=minutes)
    make_group_meeting(group=group, present=[learner], met_on=date(2026, 3, 2), minutes=90)
    make_group_meeting(group=group, present=[learner, other], met_on=date(2026, 4, 2), minutes=60)
    found = {
        one.person: (one.alone, one.in_groups, one.received_hours, one.given)
        for one in hours_of_year(2026)
    }
    assert found == {
        learner: (105, 150, Decimal("4.3"), 0),  # 60 + 45 alone, 90 + 60 in the group
        other: (0, 60, Decimal("1.0"), 0),
        group.facilitator: (0, 0, Decimal("0.0"), 255),
    }
    assert [one.received_hours for one in hours_of_year(2025, person=learner)] == [Decimal("1.5")]
    client.force_login(coordinator.user)
    html = client.get(reverse("records:supervision_hours"), {"year": "2026"}).text
    assert ("4.3" in html, learner.number in html) == (True, True)
    client.force_login(other.user)
    html = client.get(reverse("records:supervision_hours"), {"year": "2026"}).text
    assert ("1.0" in html, "4.3" in html, learner.number in html) == (True, False, False)


def test_member_is_shown_by_name(client, group):
    make_member(group=group, family_name="Sothea", given_name="")
    client.force_login(group.facilitator.user)
    assert "Sothea" in client.get(reverse("records:group", args=[group.pk])).text

"""Asking for a change, and handing over with what the learner agreed to share."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from lms.records.mentoring_steps import mentoring_steps
from lms.records.models import ActionItem, ChangeRequest, Mentorship
from lms.records.services.hand_over import choose_sharing, hand_over
from lms.records.services.mentoring import OwnMentor
from lms.roles import Role
from tests.factories.learning import make_action, make_mentor, make_mentorship, make_visit
from tests.factories.records import make_person, make_trainee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]


@pytest.fixture
def coordinator():
    return make_person(role=Role.COORDINATOR)


@pytest.fixture
def leaving():
    return make_mentor()


@pytest.mark.parametrize(
    ("sharing", "goals", "reads_notes"),
    [("nothing", "", False), ("goals", "Listen more", False), ("notes", "Listen more", True)],
)
def test_new_mentor_reads_what_the_learner_shares(
    client, coordinator, leaving, sharing, goals, reads_notes
):
    learner, to = make_trainee(), make_mentor()
    old = make_mentorship(
        mentor=leaving, learner=learner, goals="Listen more", frequency="weekly", follows="A grant"
    )
    visit = make_visit(mentorship=old, went_well="Waited for the answer")
    action = make_action(visit=visit, owner=leaving)
    choose_sharing(mentorship=old, actor=learner.user, sharing=sharing)
    client.force_login(coordinator.user)
    url = reverse("records:hand_over", args=[leaving.pk])
    assert learner.name in client.get(url).text
    client.post(url, {"to": to.pk})
    new = Mentorship.objects.get(mentor=to)
    old.refresh_from_db()
    assert (new.learner, new.goals, new.frequency, new.follows, new.previous) == (
        learner,
        goals,
        "weekly",
        "A grant",
        old,
    )
    assert (old.state, old.ended_on) == ("ended", timezone.localdate())
    assert ActionItem.objects.get(pk=action.pk).owner == to
    client.force_login(to.user)
    page = client.get(reverse("records:mentorship", args=[old.pk]))
    assert (page.status_code, "Waited for the answer" in page.text) == (
        200 if reads_notes else 404,
        reads_notes,
    )
    link = reverse("records:mentorship", args=[old.pk])
    assert (link in client.get(reverse("records:mentorship", args=[new.pk])).text) == reads_notes
    # The learner may change their mind.
    choose_sharing(mentorship=old, actor=learner.user, sharing="nothing")
    assert client.get(link).status_code == 404


def test_all_go_over_and_who_is_followed_already_is_left_out(coordinator, leaving):
    to = make_mentor()
    both = make_mentorship(mentor=leaving).learner
    make_mentorship(mentor=to, learner=both)
    others = {make_mentorship(mentor=leaving).learner for _ in range(3)}
    begun = hand_over(mentor=leaving, to=to, actor=coordinator.user)
    assert {mentorship.learner for mentorship in begun} == others
    assert Mentorship.objects.active().filter(mentor=leaving).count() == 0
    assert Mentorship.objects.active().filter(mentor=to).count() == 4


def test_nobody_becomes_their_own_mentor(coordinator, leaving):
    learner = make_mentorship(mentor=leaving, learner=make_mentor()).learner
    with pytest.raises(OwnMentor):
        hand_over(mentor=leaving, to=learner, actor=coordinator.user)
    with pytest.raises(PermissionDenied):
        hand_over(mentor=leaving, to=make_mentor(), actor=leaving.user)
    assert Mentorship.objects.active().filter(mentor=leaving).count() == 1


def test_only_coordinators_read_why_somebody_wants_a_change(client, coordinator, leaving):
    mentorship = make_mentorship(mentor=leaving, learner=make_trainee())
    page = reverse("records:mentorship", args=[mentorship.pk])
    ask = reverse("records:ask_for_change", args=[mentorship.pk])
    client.force_login(mentorship.learner.user)
    for text in ("We do not get on", "Too far away"):
        client.post(ask, {"text": text})
    wanted = ChangeRequest.objects.get()
    client.force_login(leaving.user)
    assert "Too far away" not in client.get(page).text
    client.force_login(coordinator.user)
    assert "Too far away" in client.get(page).text
    titles = [step.title for step in mentoring_steps(coordinator.user)]
    assert titles == ["Somebody asks for a change in mentoring"]
    client.post(reverse("records:settle_change", args=[wanted.pk]))
    assert "Too far away" not in client.get(page).text
    assert mentoring_steps(coordinator.user) == []


def test_only_the_learner_decides_what_is_shared(leaving):
    mentorship = make_mentorship(mentor=leaving, learner=make_trainee())
    with pytest.raises(PermissionDenied):
        choose_sharing(mentorship=mentorship, actor=leaving.user, sharing="notes")

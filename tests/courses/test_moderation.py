"""From a trainer's draft to a published page: submit, approve, compare, schedule."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_q.models import Schedule
from django_q.scheduler import scheduler
from wagtail.models import Workflow, WorkflowPage

from courses.models import AssignmentPage, CoursePage, EvaluationPage, LessonPage
from home.publishing import setup_review, setup_scheduled_publishing
from lms.roles import Role
from tests.courses.editing import add_url, edit_url, make_site, sign_in_as, typed
from tests.factories.courses import (
    make_assessment,
    make_course,
    make_curriculum,
    make_lesson,
    make_module,
    make_question,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(roles):
    return make_site()


def save(client, page, user, **fields):
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(instance=page, parent_page=page.get_parent().specific, for_user=user)
    data = {bound.html_name: bound.value() or "" for bound in form if bound.name != "body"}
    data |= {"body-count": "0"}
    for formset in form.formsets.values():
        data |= {bound.html_name: bound.value() for bound in formset.management_form}
    return client.post(edit_url(page), data | fields)


def test_trainer_submits_and_coordinator_publishes(client, catalogue):
    lesson = make_lesson(live=False)
    trainer = sign_in_as(client, Role.TRAINER)
    form = client.get(edit_url(lesson)).text
    assert "Submit to Course review" in form
    assert 'name="action-publish"' not in form
    assert save(client, lesson, trainer, **{"action-publish": "1"}).status_code == 302
    assert not LessonPage.objects.get(pk=lesson.pk).live
    changed = save(client, lesson, trainer, title="By a trainer", **{"action-submit": "1"})
    assert changed.status_code == 302
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert not lesson.live
    task = lesson.current_workflow_task_state

    approve = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", task.pk])
    assert client.post(approve).status_code == 302
    assert not LessonPage.objects.get(pk=lesson.pk).live

    sign_in_as(client, Role.COORDINATOR)
    form = client.get(edit_url(lesson)).text
    assert "Before you approve" in form
    assert "There is nothing to do yet." in form
    assert client.post(approve).status_code == 302
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert (lesson.live, lesson.title) == (True, "By a trainer")
    assert "Before you approve" not in client.get(edit_url(lesson)).text


def test_course_submitted_before_it_was_ever_saved(client, catalogue):
    curriculum = make_curriculum()
    trainer = sign_in_as(client, Role.TRAINER)
    data = typed(CoursePage, curriculum, trainer, title="New course", code="NEW1", summary="New.")
    answer = client.post(add_url(CoursePage, curriculum), data | {"action-submit": "1"})
    assert answer.status_code == 302
    course = CoursePage.objects.get(code="NEW1")
    assert (course.live, course.workflow_in_progress, course.slug) == (False, True, "new-course")


def test_review_is_set_up_once_and_a_hosts_own_stays(catalogue):
    setup_review([catalogue])
    assert Workflow.objects.filter(name="Course review").count() == 1
    task = WorkflowPage.objects.get(page=catalogue).workflow.tasks.get().specific
    assert [group.name for group in task.groups.all()] == [Role.COORDINATOR]
    own = Workflow.objects.create(name="Our own")
    WorkflowPage.objects.filter(page=catalogue).update(workflow=own)
    setup_review([catalogue])
    assert WorkflowPage.objects.get(page=catalogue).workflow == own


def make_assignment():
    page = AssignmentPage(title="Logframe", slug="logframe", instructions="<p>Draw.</p>")
    page.criteria = [page.criteria.model(title="Clear")]
    return make_course().add_child(instance=page)


def make_evaluation():
    page = EvaluationPage(title="Evaluation", slug="evaluation")
    page.questions = [page.questions.model(text="Was it useful?")]
    return make_course().add_child(instance=page)


@pytest.mark.parametrize(
    "make",
    [
        make_curriculum,
        make_course,
        make_module,
        make_lesson,
        make_assessment,
        make_assignment,
        make_evaluation,
    ],
)
@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_revisions_of_every_page_can_be_compared(client, catalogue, make, role):
    page = make()
    before = page.save_revision()
    page.title = "Changed title"
    if hasattr(page, "summary"):
        page.summary = "Changed summary"
    if isinstance(page, LessonPage):
        page.body = [("key_point", "<p>Changed point</p>"), ("rich_text", "<p>New</p>")]
    elif hasattr(page, "questions"):
        first = page.questions.first()
        first.text = "Changed question"
        page.questions = [first, type(first)(text="Another question")]
    elif hasattr(page, "criteria"):
        page.criteria = [page.criteria.model(title="Changed criterion")]
    after = page.save_revision()
    sign_in_as(client, role)
    for one, other in ((before.pk, after.pk), ("earliest", "latest"), (after.pk, "live")):
        url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, one, other])
        response = client.get(url)
        assert response.status_code == 200
        assert "Changed" in response.text
    view = reverse("wagtailadmin_pages:revisions_view", args=[page.pk, before.pk])
    assert client.get(view).status_code == 200
    back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, before.pk])
    assert client.get(back).status_code == 200


def test_compare_shows_changed_questions_and_blocks(client, catalogue):
    page = make_assessment(questions=[make_question("right one", "wrong one")])
    before = page.save_revision()
    question = page.questions.first()
    question.text = "What do you do last?"
    page.questions = [question]
    after = page.save_revision()
    sign_in_as(client, Role.COORDINATOR)
    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before.pk, after.pk])
    text = client.get(url).text
    assert '<span class="deletion">first?</span>' in text
    assert '<span class="addition">last?</span>' in text


def test_scheduled_page_goes_live_when_the_worker_looks(catalogue, monkeypatch):
    now = timezone.now()
    lesson = make_lesson(live=False, go_live_at=now + timedelta(hours=1))
    lesson.save_revision().publish()
    setup_scheduled_publishing()
    setup_scheduled_publishing()
    schedule = Schedule.objects.get(name="publish_scheduled")
    assert (schedule.minutes, schedule.repeats) == (5, -1)
    scheduler()
    assert not LessonPage.objects.get(pk=lesson.pk).live
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=2))
    scheduler()
    assert LessonPage.objects.get(pk=lesson.pk).live


def test_coordinator_sets_a_date_and_a_trainer_only_proposes_one(client, catalogue):
    lesson = make_lesson(live=False)
    later = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%d %H:%M")
    for role, approved in ((Role.TRAINER, False), (Role.COORDINATOR, True)):
        user = sign_in_as(client, role)
        answer = save(client, lesson, user, **{"go_live_at": later, "action-publish": "1"})
        assert answer.status_code == 302
        lesson = LessonPage.objects.get(pk=lesson.pk)
        assert (lesson.live, lesson.approved_schedule) == (False, approved)


def test_only_drafts_are_moved_by_trainers_and_anything_by_coordinators(client, catalogue):
    course = make_course()
    here, there = make_module(parent=course), make_module(parent=course)
    draft, live = make_lesson(parent=here, live=False), make_lesson(parent=here)

    def move(lesson, parent):
        url = reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, parent.pk])
        client.post(url)
        lesson.refresh_from_db()
        return lesson.get_parent().pk == parent.pk

    def put_first(lesson):
        url = reverse("wagtailadmin_pages:set_page_position", args=[lesson.pk])
        client.post(f"{url}?position=0")
        return here.get_children().first().pk == lesson.pk

    sign_in_as(client, Role.TRAINER)
    assert not put_first(live)
    assert not move(live, there)
    assert move(draft, there)
    assert move(draft, here)
    sign_in_as(client, Role.COORDINATOR)
    assert put_first(live)
    assert move(live, there)

"""What readers share is kept; what is one reader's own, private, old or a draft never is."""

import json
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from courses import kept
from courses.kept import FRAGMENTS, OUTLINES, PAGES, Shelf, begin_generation, current_generation
from courses.models import LessonPage, course_of
from home.setup import setup_locales, setup_pages
from lms.records.models import LessonNote
from lms.roles import Role
from tests.factories.courses import make_course, make_curriculum, make_lesson, make_module
from tests.factories.learning import finish_lesson
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = pytest.mark.django_db

ACTIVITY = {
    "title": "Draw a tree",
    "kind": "discussion",
    "minutes": 20,
    "steps": "<p>Draw the trunk.</p>",
    "facilitator_notes": "<p>Likely answers</p>",
}


@pytest.fixture
def lesson(roles):
    setup_locales()
    course = make_course(parent=make_curriculum(parent=setup_pages()["catalogue"]))
    module = make_module(parent=course)
    lesson = make_lesson(
        parent=module,
        title="Trees",
        blocks=[("rich_text", "<p>First words</p>"), ("activity", ACTIVITY)],
    )
    make_lesson(parent=module, title="Branches")
    lesson.cohort = make_cohort(course=course)
    return lesson


def reader_of(lesson):
    """A browser of somebody who takes the course: ``browser.person``."""
    person = make_trainee()
    make_enrolment(cohort=lesson.cohort, person=person)
    browser = Client()
    browser.force_login(person.user)
    browser.person = person
    return browser


def read(browser, page) -> str:
    response = browser.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_second_reader_costs_few_queries(lesson, django_assert_max_num_queries):
    read(reader_of(lesson), lesson)
    second = reader_of(lesson)
    read(second, lesson)
    with django_assert_max_num_queries(7):
        read(second, lesson)


def test_publishing_shows_at_once(lesson):
    browser = reader_of(lesson)
    assert "First words" in read(browser, lesson)
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = json.dumps([{"type": "rich_text", "value": "<p>Second words</p>", "id": "a"}])
    page.save_revision().publish()
    text = read(browser, lesson)
    assert "Second words" in text
    assert "First words" not in text


def test_publishing_in_another_process_shows_at_once(lesson):
    browser = reader_of(lesson)
    read(browser, lesson)
    # Another process writes and ends the generation; this one hears no signal.
    Page.objects.filter(pk=lesson.pk).update(title="Roots")
    assert "Roots" not in read(browser, lesson)
    begin_generation()
    assert "Roots" in read(browser, lesson)


def test_a_draft_is_not_shown(lesson):
    browser = reader_of(lesson)
    read(browser, lesson)
    generation = current_generation()
    page = LessonPage.objects.get(pk=lesson.pk)
    page.title = "Draft"
    page.save_revision()
    assert current_generation() == generation
    assert "Draft" not in read(browser, lesson)


@pytest.mark.parametrize("change", ["unpublish", "delete"])
def test_a_page_that_goes_is_gone_at_once(lesson, change):
    browser = reader_of(lesson)
    second = LessonPage.objects.get(title="Branches")
    assert "Branches" in read(browser, lesson)
    read(browser, second)
    second.unpublish() if change == "unpublish" else second.delete()
    assert browser.get(second.url).status_code == 404
    assert "Branches" not in read(browser, lesson)


def test_a_new_order_shows_at_once(lesson):
    browser = reader_of(lesson)
    assert "Lesson 1 of 2" in read(browser, lesson)
    Page.objects.get(title="Branches").move(Page.objects.get(pk=lesson.pk), pos="left")
    assert "Lesson 2 of 2" in read(browser, lesson)


def test_notes_of_facilitators_never_reach_trainees(lesson):
    trainer = make_person(role=Role.TRAINER)
    browser = Client()
    browser.force_login(trainer.user)
    trainee = reader_of(lesson)
    for _ in range(2):
        assert "Likely answers" in read(browser, lesson)
        assert "Likely answers" not in read(trainee, lesson)


def test_marks_are_each_readers_own(lesson):
    first, second = reader_of(lesson), reader_of(lesson)
    done = LessonPage.objects.get(title="Branches")
    finish_lesson(person=first.person, lesson=done)
    good = '<span class="tag tag--good">done</span>'
    for _ in range(2):
        assert good in read(first, lesson)
        assert good not in read(second, lesson)


def test_what_one_writes_beside_a_lesson_reaches_no_one_else(lesson):
    first, second = reader_of(lesson), reader_of(lesson)
    read(second, lesson)
    LessonNote.objects.create(
        person=first.person,
        course_key=course_of(lesson).translation_key,
        lesson_key=lesson.translation_key,
        title=lesson.title,
        text="My own thoughts",
    )
    finish_lesson(person=first.person, lesson=lesson)
    for _ in range(2):
        assert "My own thoughts" in read(first, lesson)
        assert "My own thoughts" not in read(second, lesson)


def test_form_tokens_are_each_readers_own(lesson):
    first, second = reader_of(lesson), reader_of(lesson)
    read(first, lesson)
    read(second, lesson)
    assert first.cookies["csrftoken"].value != second.cookies["csrftoken"].value
    for parts in FRAGMENTS._held[1].values():
        assert not [text for text in parts if isinstance(text, str) and "csrf" in text]


def test_a_lesson_opens_on_its_day_without_publishing(lesson, monkeypatch):
    browser = reader_of(lesson)
    later = LessonPage.objects.get(title="Branches")
    later.release, later.released_on = "on-date", timezone.localdate() + timedelta(days=2)
    later.save_revision().publish()
    assert "tag--lock" in read(browser, lesson)
    generation = current_generation()
    opening = timezone.localdate() + timedelta(days=2)
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: opening)
    assert "tag--lock" not in read(browser, lesson)
    assert current_generation() == generation


def test_a_private_page_is_not_kept(lesson):
    browser = reader_of(lesson)
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=lesson.pk), restriction_type="login"
    )
    assert "First words" in read(browser, lesson)
    assert [
        len(shelf)
        for shelf in (PAGES, OUTLINES, FRAGMENTS)
        if shelf._held[0] == current_generation()
    ] in ([0], [])


def test_a_page_that_becomes_private_is_closed_at_once(lesson):
    browser = reader_of(lesson)
    read(browser, lesson)
    PageViewRestriction.objects.create(
        page=Page.objects.get(pk=lesson.pk), restriction_type="password", password="secret"
    )
    assert "First words" not in browser.get(lesson.url).content.decode()


def test_nothing_of_a_reader_stays_on_the_kept_page(lesson):
    read(reader_of(lesson), lesson)
    for page in PAGES._held[1].values():
        assert "outline" not in page.__dict__


def test_a_full_shelf_is_emptied():
    shelf = Shelf(3)
    for key in range(10):
        assert shelf.get("one", key, lambda key=key: f"thing {key}") == f"thing {key}"
        assert len(shelf) <= 3


def test_a_new_generation_begins_with_an_empty_shelf():
    shelf = Shelf(3)
    assert shelf.get("one", "a", lambda: "old") == "old"
    assert shelf.get("one", "a", lambda: "new") == "old"
    assert shelf.get("two", "a", lambda: "new") == "new"


def test_without_a_cache_nothing_is_kept():
    shelf = Shelf(3)
    assert shelf.get(None, "a", lambda: "old") == "old"
    assert shelf.get(None, "a", lambda: "new") == "new"
    assert len(shelf) == 0


def test_tags_work_without_a_kept_page():
    template = Template(
        "{% load kept_tags %}{% kept 'x' %}a{% personal name %}{{ name }}{% endpersonal %}{% endkept %}"
    )
    assert template.render(Context({"name": "b"})) == "ab"
    assert kept.generation_of(None) is None

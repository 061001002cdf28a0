"""The reports on course pages: what they list, for whom, at what cost, and their downloads."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation
from wagtail_localize.operations import translate_object

from courses.reports.exports import inert
from lms.records.models import LessonProgress
from lms.roles import Role
from tests.courses.editing import make_site, sign_in_as
from tests.factories.courses import make_course, make_khmer_tree, make_lesson, make_module
from tests.factories.records import make_cohort, make_enrolment, make_person

pytestmark = pytest.mark.django_db

STARTER = "courses_reports:starter-text"
UNTRANSLATED = "courses_reports:untranslated"
STALE = "courses_reports:stale"
UNOPENED = "records_reports:unopened-lessons"
REPORTS = [STARTER, UNTRANSLATED, STALE, UNOPENED]


@pytest.fixture
def site(roles):
    return make_site()


@pytest.fixture
def coordinator(client, site):
    sign_in_as(client, Role.COORDINATOR)
    return client


def rows(client, name, **query) -> list[dict]:
    """The report as its CSV download has it."""
    response = client.get(reverse(name), query | {"export": "csv"})
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def titles(client, name, **query) -> list[str]:
    return [row["Title"] for row in rows(client, name, **query)]


def test_starter_text_is_listed_until_it_is_reviewed(coordinator):
    course = make_course(title="Course", is_starter_text=True)
    module = make_module(parent=course)
    make_lesson(parent=module, title="Lesson", is_starter_text=True)
    make_lesson(parent=module, title="Reviewed")
    assert rows(coordinator, STARTER) == [
        {
            "Title": "Course",
            "Course": "Course",
            "Language": "English",
            "Type": "Course",
            "Status": "live",
        },
        {
            "Title": "Lesson",
            "Course": "Course",
            "Language": "English",
            "Type": "Lesson",
            "Status": "live",
        },
    ]
    page = coordinator.get(reverse(STARTER)).text
    assert "Lesson" in page
    assert "Reviewed" not in page


def test_reports_are_filtered(coordinator):
    course = make_course(title="Course", is_starter_text=True)
    make_lesson(parent=make_module(parent=course), title="Lesson", is_starter_text=True)
    kind = Page.objects.get(title="Lesson").content_type_id
    assert titles(coordinator, STARTER, content_type=kind) == ["Lesson"]
    assert titles(coordinator, STARTER, live="false") == []
    assert coordinator.get(reverse(STARTER), {"content_type": "x", "live": "?"}).status_code == 200


def test_untranslated_says_what_each_language_lacks(
    coordinator, django_capture_on_commit_callbacks
):
    khmer = make_khmer_tree()
    course = make_course(title="Course", summary="One.", audience="Two.")
    with django_capture_on_commit_callbacks(execute=True):
        for page in [course.get_parent().specific, course]:
            translate_object(page, [khmer])
    assert titles(coordinator, UNTRANSLATED, into="km") == [course.get_parent().title, "Course"]
    found = {row["Title"]: row["ភាសាខ្មែរ"] for row in rows(coordinator, UNTRANSLATED)}
    assert found["Course"].endswith("texts to go")
    for segment in StringSegment.objects.filter(source__object_id=course.translation_key):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=khmer,
            data="ពាក្យ",
            translation_type="manual",
        )
    assert titles(coordinator, UNTRANSLATED, into="km") == [course.get_parent().title]
    make_lesson(parent=make_module(parent=course, title="Module"), title="Lesson")
    found = {row["Title"]: row["ភាសាខ្មែរ"] for row in rows(coordinator, UNTRANSLATED)}
    assert found["Lesson"] == "missing"


def test_stale_pages_are_live_and_unchanged_for_a_year(coordinator):
    long_ago, lately = (timezone.now() - timedelta(days=days) for days in (400, 300))
    old, new = make_course(title="Old"), make_course(title="New")
    Page.objects.filter(pk=old.pk).update(last_published_at=long_ago)
    Page.objects.filter(pk=new.pk).update(
        last_published_at=long_ago, latest_revision_created_at=lately
    )
    assert titles(coordinator, STALE) == ["Old"]
    Page.objects.filter(pk=old.pk).update(live=False)
    assert titles(coordinator, STALE) == []


def test_lessons_nobody_opened_in_any_language(coordinator):
    course = make_course(title="Course")
    module = make_module(parent=course)
    opened = make_lesson(parent=module)
    make_lesson(parent=module, title="Unopened")
    make_lesson(parent=module, live=False)
    person = make_person()
    make_enrolment(cohort=make_cohort(course=course), person=person)
    LessonProgress.objects.create(
        person=person,
        course_key=course.translation_key,
        lesson_key=opened.translation_key,
        title=opened.title,
    )
    (row,) = rows(coordinator, UNOPENED)
    assert (row["Title"], row["Course"], row["Trainees of the course"]) == (
        "Unopened",
        "Course",
        "1",
    )
    assert "Unopened" in coordinator.get(reverse(UNOPENED)).text
    assert titles(coordinator, UNOPENED, first_published_at__lte="2001-01-01") == []


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("role", list(Role))
def test_reports_are_for_those_who_write(client, site, name, role):
    sign_in_as(client, role)
    trainers_too = name in (STARTER, UNTRANSLATED)
    may = role == Role.COORDINATOR or (role == Role.TRAINER and trainers_too)
    for address in (name, f"{name}_results"):
        assert (client.get(reverse(address)).status_code == 200) == may
    if role in (Role.COORDINATOR, Role.TRAINER):
        assert (reverse(name) in client.get(reverse("wagtailadmin_home")).text) == may


@pytest.mark.parametrize("name", REPORTS)
def test_reports_cost_the_same_for_many_pages(coordinator, name, django_assert_max_num_queries):
    course = make_course(is_starter_text=True)
    module = make_module(parent=course, is_starter_text=True)
    counts = []
    for more in (1, 29):
        for _again in range(more):
            make_lesson(parent=module, is_starter_text=True)
        Page.objects.update(last_published_at=timezone.now() - timedelta(days=500))
        with django_assert_max_num_queries(25) as captured:
            assert coordinator.get(reverse(name)).status_code == 200
        counts.append(len(captured))
    assert counts[1] <= counts[0]


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "a\x0bb"])
def test_downloads_are_inert(coordinator, title):
    make_lesson(title=title, is_starter_text=True)
    (cell,) = titles(coordinator, STARTER)
    assert cell == inert(title)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    response = coordinator.get(reverse(STARTER), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [c.value for c in sheet[1]] == ["Title", "Course", "Language", "Type", "Status"]
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", inert(title))


def test_numbers_stay_numbers():
    assert inert(-1) == -1
    assert inert("ok") == "ok"

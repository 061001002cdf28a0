"""What the pages show, to whom, and at what cost."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import get_resolver, translate_url
from wagtail.documents.models import Document
from wagtail.images.forms import get_image_form
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file, get_test_image_file_jpeg

from courses.models import CourseObjective, CoursePrerequisite, LessonPage, course_of
from courses.roles import ROLE_PERMISSIONS
from lms.roles import Role
from tests.courses.serving import html_of, serve
from tests.factories.accounts import make_user
from tests.factories.courses import (
    make_assessment,
    make_catalogue,
    make_course,
    make_curriculum,
    make_khmer_tree,
    make_lesson,
    make_module,
)
from tests.factories.records import make_cohort, make_enrolment, make_person

pytestmark = pytest.mark.django_db
NOTES = "Watch for the quiet ones"
ACTIVITY = {
    "title": "Mapping our neighbours",
    "kind": "group-work",
    "minutes": 40,
    "group_size": "4 people",
    "materials": "Flipchart",
    "table": {"columns": [{"type": "text", "heading": "Who"}], "rows": [], "caption": ""},
    "steps": "<ol><li>Ask each group</li></ol>",
    "facilitator_notes": f"<p>{NOTES}</p>",
    "facilitator_table": {
        "columns": [{"type": "text", "heading": "Likely answers"}],
        "rows": [{"values": ["The grandmother"]}],
        "caption": "",
    },
}


def give_permissions(user, role):
    """What the site's set-up gives to a role, for these tests alone."""
    for name in ROLE_PERMISSIONS.get(role, []):
        app_label, codename = name.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app_label, codename=codename)
        )
    return user


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_facilitator_notes_are_shown_to_trainers_and_never_cached(role):
    lesson = make_lesson(blocks=[("activity", ACTIVITY)])
    response = serve(lesson, give_permissions(make_user(role=role), role))
    assert NOTES in response.text
    assert "The grandmother" in response.text
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize("role", [None, Role.TRAINEE, Role.MENTOR, Role.FOCAL_POINT])
def test_facilitator_notes_are_hidden_from_everyone_else(role):
    lesson = make_lesson(blocks=[("activity", ACTIVITY)])
    html = html_of(lesson, give_permissions(make_user(role=role), role) if role else None)
    assert "Ask each group" in html
    assert NOTES not in html
    assert "The grandmother" not in html


def test_facilitator_notes_are_not_searchable():
    lesson = make_lesson(blocks=[("activity", ACTIVITY)])
    field = next(f for f in LessonPage.search_fields if f.field_name == "body")
    content = str(field.get_value(lesson))
    assert "Ask each group" in content
    assert NOTES not in content
    assert "The grandmother" not in content


def test_trainer_who_is_enrolled_as_a_trainee_still_sees_the_notes(client, roles):
    lesson = make_lesson(blocks=[("activity", ACTIVITY)])
    trainer = make_person(role=Role.TRAINER)
    make_enrolment(cohort=make_cohort(course=course_of(lesson)), person=trainer)
    client.force_login(trainer.user)
    assert NOTES in client.get(lesson.url).text


def test_facilitator_notes_are_not_found_by_a_search():
    make_lesson(blocks=[("activity", ACTIVITY)])
    assert LessonPage.objects.search("Ask each group", operator="and").count() == 1
    assert LessonPage.objects.search("quiet ones", operator="and").count() == 0
    assert not LessonPage.objects.filter(search_text__contains="quiet ones").exists()


@pytest.mark.parametrize("path", ["/api/", "/api/v2/pages/", "/en/api/v2/pages/", "/admin/api/v3/"])
def test_no_public_interface_hands_out_the_body_of_a_lesson(client, path):
    make_lesson(blocks=[("activity", ACTIVITY)])
    response = client.get(path)
    assert response.status_code in (302, 404)
    assert NOTES not in response.text


def test_no_interface_is_mounted_without_sign_in(client):
    mounted = [
        str(pattern.pattern) for pattern in get_resolver().url_patterns if "api" in str(pattern)
    ]
    assert mounted == []


def test_assessment_page_gives_no_question_away():
    page = make_assessment(questions=3, pass_percent=60)
    html = html_of(page)
    assert "3 questions" in html
    assert "60%" in html
    assert "Question 1" not in html


# Wagtail leaves the temporary file of a new rendition to the garbage collector.
RENDITIONS = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")


@RENDITIONS
def test_every_block_renders():
    image = Image.objects.create(title="Picture", file=get_test_image_file())
    document = Document.objects.create(
        title="Form", file=SimpleUploadedFile("form.pdf", b"x" * 2048)
    )
    table = {
        "table": {
            "columns": [{"type": "text", "heading": h} for h in ("", "Little")],
            "rows": [{"values": ["Much influence", "Keep content"]}],
            "caption": "Power and interest",
        },
        "row_headings": True,
    }
    lesson = make_lesson(
        blocks=[
            ("rich_text", "<h2>Part one</h2><p>Words</p>"),
            ("key_point", "<p>Remember</p>"),
            ("activity", ACTIVITY),
            (
                "case_study",
                {
                    "title": "The sewing group",
                    "text": "<p>Once</p>",
                    "questions": "<ul><li>Who?</li></ul>",
                    "is_fictional": True,
                },
            ),
            ("reflection", "<p>And you?</p>"),
            ("table", table),
            ("image", {"image": image.pk, "alt_text": "A map on a wall", "caption": "Map"}),
            ("document", {"document": document.pk, "description": "To print"}),
            (
                "video_link",
                {
                    "title": "Talk",
                    "url": "https://example.org/v",
                    "minutes": 5,
                    "megabytes": 12,
                },
            ),
            ("quote", {"text": "Listen first", "source": "A trainer"}),
            ("further_reading", "<ul><li>A book</li></ul>"),
        ]
    )
    html = html_of(lesson)
    for text in [
        "<h2>Part one</h2>",
        "Remember",
        "Group work",
        "40 minutes",
        "Case study: a fictional or composite story",
        "And you?",
        '<th scope="row">Much influence</th>',
        '<th scope="col">Little</th>',
        "<caption>Power and interest</caption>",
        'alt="A map on a wall"',
        "2.0\xa0KB",
        "12 MB of mobile data",
        "Listen first",
        "A book",
    ]:
        assert text in html, text
    assert "style=" not in html


def test_course_page_tells_what_a_trainee_asks(client):
    first = make_course(title="First steps")
    course = make_course(
        minutes=900, audience="For village volunteers", is_starter_text=True, delivery="blended"
    )
    CourseObjective.objects.create(page=course, text="Draw a map", locale=course.locale)
    CoursePrerequisite.objects.create(page=course, course=first)
    make_lesson(parent=make_module(parent=course), title="The map", required=False)
    html = client.get(course.url).text
    for text in [
        "2½ days",
        "For village volunteers",
        "Workshop and online",
        "Draw a map",
        first.url,
        "The map",
        "optional",
        "Starter text, to be reviewed by your trainers.",
    ]:
        assert text in html, text


def test_course_page_says_how_it_is_completed(client):
    course = make_course(attendance_percent=75)
    module = make_module(parent=course)
    make_lesson(parent=module)
    make_lesson(parent=module)
    make_lesson(parent=module, required=False)
    make_assessment(parent=course, title="Post-test", kind="post-test", pass_percent=60)
    html = client.get(course.url).text
    assert "You attend at least 75% of the training time." in html
    assert "You do all 2 required lessons." in html
    assert "You pass “Post-test” with 60% or more." in html
    type(course).objects.filter(pk=course.pk).update(delivery="online", required_lessons=False)
    html = client.get(course.url + "?fresh").text
    assert "You attend" not in html
    assert "required lesson" not in html


def test_lesson_page_leads_on_and_back():
    module = make_module()
    lessons = [make_lesson(parent=module) for _ in range(3)]
    html = html_of(lessons[1])
    assert f'rel="prev" href="{lessons[0].url}"' in html
    assert f'rel="next" href="{lessons[2].url}"' in html
    assert "Lesson 2 of 3" in html


def test_catalogue_shows_curricula_with_their_live_courses(client):
    curriculum = make_curriculum(title="Doorsteps")
    make_course(parent=curriculum, title="Open course")
    make_course(parent=curriculum, title="Hidden course", live=False)
    empty = make_curriculum(title="To come")
    make_course(parent=make_curriculum(live=False), title="Orphan course")
    html = client.get(make_catalogue().url).text
    assert "Doorsteps" in html
    assert "Open course" in html
    assert empty.title in html
    assert "Hidden course" not in html
    assert "Orphan course" not in html


def grow(rows):
    """A catalogue with ``rows`` of everything; returns the pages whose cost is pinned."""
    for _ in range(rows):
        curriculum = make_curriculum()
        make_course(parent=curriculum)
    course = make_course(parent=curriculum)
    for n in range(rows):
        module = make_module(parent=course)
        lesson = make_lesson(parent=module)
        make_assessment(parent=course, questions=1)
        CourseObjective.objects.create(page=course, text=f"{n}", locale=course.locale)
        CoursePrerequisite.objects.create(page=course, course=make_course(parent=curriculum))
    assessment = make_assessment(parent=course, questions=rows)
    return {
        "catalogue": make_catalogue(),
        "curriculum": curriculum,
        "course": course,
        "module": module,
        "lesson": lesson,
        "assessment": assessment,
    }


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_cost_the_same_queries_however_much_they_show(rows, django_assert_num_queries):
    # From serving on: what Wagtail asks to find the site and the page is measured with the site.
    own_queries = {
        "catalogue": 3,
        "curriculum": 4,
        "course": 2,
        "module": 2,
        "lesson": 1,
        "assessment": 2,
    }
    pages = grow(rows)
    for name, page in pages.items():
        page = type(page).objects.get(pk=page.pk)
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        with django_assert_num_queries(own_queries[name]):
            context = page.get_context(request)
            list(context.get("courses", [])), list(context.get("objectives", []))


@RENDITIONS
def test_lesson_with_many_pictures_reads_their_renditions_at_once(django_assert_num_queries):
    images = [
        Image.objects.create(title=f"{n}", file=get_test_image_file(filename=f"{n}.png"))
        for n in range(4)
    ]
    lesson = make_lesson(
        blocks=[("image", {"image": image.pk, "alt_text": "x"}) for image in images]
    )
    html_of(lesson)  # makes the renditions
    fresh = LessonPage.objects.get(pk=lesson.pk)
    with django_assert_num_queries(2):  # images, renditions
        fresh.fetch_renditions()


def picture(width, height):
    image = Image(
        title="Picture", file=get_test_image_file_jpeg(filename="p.jpg", size=(width, height))
    )
    image.save()
    return make_lesson(blocks=[("image", {"image": image.pk, "alt_text": "A map"})])


@RENDITIONS
@pytest.mark.parametrize(
    ("size", "widths"),
    [((1600, 800), [800, 340, 680]), ((500, 400), [500, 340]), ((200, 200), [])],
)
def test_pictures_come_light_and_in_the_right_size(size, widths):
    html = html_of(picture(*size))
    for kind in ("avif", "webp"):
        found = re.findall(rf"\.{kind} (\d+)w", html)
        assert list(map(int, found)) == widths, kind
    shown = widths[0] if widths else size[0]
    assert f'width="{shown}"' in html
    assert f'height="{shown * size[1] // size[0]}"' in html
    assert 'loading="lazy"' in html
    assert 'alt="A map"' in html
    assert html.count('type="image/avif"') == 1
    assert ".jpg" not in html


def upload(file):
    form = get_image_form(Image)({"title": "Big", "collection": 1}, {"file": file})
    return form.errors.get("file", [])


def test_an_image_that_is_too_heavy_or_too_large_is_refused_with_its_limit(settings):
    content = get_test_image_file_jpeg(filename="p.jpg", size=(200, 100)).file.getvalue()

    def problem():
        return " ".join(upload(SimpleUploadedFile("p.jpg", content, "image/jpeg")))

    assert problem() == ""
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    assert problem().startswith("This file is too big")
    assert problem().endswith("Maximum filesize 100 bytes.".replace(" bytes", "\xa0bytes"))
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 10_000
    assert problem() == "This file has too many pixels (20000). Maximum pixels 10000."


def test_page_of_another_language_is_found_under_its_own_address(client):
    khmer = make_khmer_tree()
    course = make_course()
    copy = course.copy_for_translation(khmer, copy_parents=True)
    copy.title = "វគ្គសិក្សា"
    copy.save_revision().publish()
    url = translate_url(course.url, "km")
    response = client.get(url)
    assert response.status_code == 200
    assert "វគ្គសិក្សា" in response.text

"""The way through the admin: send a file, choose, save as drafts."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.models import Collection, Page

from courses.imports import keeping
from courses.models import AssessmentPage, LessonPage, ModulePage
from courses.models.lessons import ModuleObjective
from courses.roles import page_permissions
from home.roles import setup_collection_permissions, setup_page_permissions
from lms.fields import private_storage
from lms.roles import Role
from tests.courses.imports.word import docx, h1, h2, image, p, picture
from tests.factories.accounts import make_user
from tests.factories.courses import (
    make_assessment,
    make_catalogue,
    make_course,
    make_lesson,
    make_module,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        }
    }


@pytest.fixture
def trainer(client, roles):
    setup_page_permissions(page=make_catalogue(), permissions=page_permissions())
    setup_collection_permissions()
    user = make_user(role=Role.TRAINER)
    client.force_login(user)
    return user


def url(name, page, *rest):
    return reverse(f"courses_imports:{name}", args=[page.pk, *rest])


def upload(data, name="file.docx"):
    return {"file": SimpleUploadedFile(name, data)}


def send_document(client, page, *body, **parts):
    response = client.post(url("document", page), upload(docx(*body, **parts)))
    assert response.status_code == 302, response.text
    return response["Location"]


def form_data(response) -> dict:
    """What a browser would send back of a shown form without a change."""
    form = response.context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value not in (None, False)}


def kept_files():
    folder = Path(private_storage().path(keeping.FOLDER))
    return sorted(folder.iterdir()) if folder.exists() else []


def test_trainer_brings_a_document_into_a_module(client, trainer):
    module = make_module()
    make_lesson(parent=module, slug="listening")
    address = send_document(
        client, module,
        h1("Listening"), p("Sit beside her."), p(picture(0)), h1("ការស្តាប់"), p("ខ្មែរ"), h1("Not this"), p("x"),
        pictures=[("png", image())],
    )  # fmt: skip
    assert (LessonPage.objects.count(), len(kept_files())) == (1, 1)
    shown = client.get(address)
    assert "Sit beside her." in shown.text
    assert "does not say what this picture shows" in shown.text
    data = form_data(shown)
    slugs = [data[f"slug-0-{n}"] for n in range(3)]
    assert slugs[0] == "listening-2"
    assert re.fullmatch(r"[a-z0-9-]+", slugs[1])
    del data["take-0-2"]
    data |= {"title-0-0": "To listen", "alt-0": "Two people on a bench"}

    response = client.post(address, data, follow=True)
    assert "2 lessons are saved as drafts; nothing is published." in response.text
    assert response.redirect_chain == [(reverse("wagtailadmin_explore", args=[module.pk]), 302)]
    first, second = LessonPage.objects.child_of(module).filter(live=False).order_by("path")
    assert (first.title, first.slug, first.owner, second.title) == (
        "To listen", "listening-2", trainer, "ការស្តាប់",
    )  # fmt: skip
    assert [block.block_type for block in first.body] == ["rich_text", "image"]
    block = first.body[1].value
    assert block["alt_text"] == block["image"].description == "Two people on a bench"
    assert block["image"].collection == Collection.get_first_root_node()
    assert first.latest_revision.user == trainer
    assert kept_files() == []
    assert client.get(reverse("wagtailadmin_pages:edit", args=[first.pk])).status_code == 200


def test_document_below_a_course_makes_modules(client, trainer):
    course = make_course()
    make_module(parent=course, code="M1")
    address = send_document(
        client, course, h1("One"), h2("A"), p("a"), h2("B"), p("b"), h1("Two"), h2("A"), p("c")
    )
    data = form_data(client.get(address)) | {"title-1": "Second"}
    client.post(address, data)
    made = ModulePage.objects.child_of(course).filter(live=False).order_by("path")
    assert [(m.title, m.code, [c.slug for c in m.get_children()]) for m in made] == [
        ("One", "M2", ["a", "b"]),
        ("Second", "M3", ["a"]),
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title-0-0": "  "}, "Give it a title."),
        ({"slug-0-0": "ខ្មែរ"}, "Use Latin letters, digits and - only."),
        ({"slug-0-0": "b"}, "Another page here has this address already."),
        ({"title-0-0": "x" * 256}, "at most 255 characters"),
        ({"take-0-0": "", "take-0-1": ""}, "Tick at least one lesson."),
    ],
)
def test_choice_with_a_fault_keeps_what_was_typed(client, trainer, change, message):
    module = make_module()
    address = send_document(client, module, h1("A"), p("a"), h1("B"), p("b"))
    data = form_data(client.get(address)) | {"title-0-1": "Typed by hand"} | change
    response = client.post(address, data)
    assert response.status_code == 200
    assert message in response.text
    assert "Typed by hand" in response.text
    assert LessonPage.objects.count() == 0
    assert len(kept_files()) == 1


def test_unreadable_document_is_not_kept(client, trainer):
    module = make_module()
    for data, message in [
        (b"%PDF", "This is not a Word document"),
        (b"PK\x03\x04", "The file is broken"),
        (b"", "The file is empty."),
        (b"PK" + b"x" * 10 * 1024 * 1024, "The file is larger than 10.0"),
    ]:
        response = client.post(url("document", module), upload(data))
        assert (response.status_code, message in response.text) == (200, True), message
    assert "This field is required" in client.post(url("document", module)).text
    assert kept_files() == []


def test_kept_file_is_for_its_sender_and_page_only(client, trainer):
    module, other = make_module(), make_module()
    address = send_document(client, module, h1("A"), p("a"))
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert client.get(url("lessons", other, token)).status_code == 302
    client.force_login(make_user(is_superuser=True))
    response = client.get(address, follow=True)
    assert "The file is not kept any more." in response.text


def test_files_nobody_came_back_for_are_swept_away(client, trainer, monkeypatch):
    module = make_module()
    send_document(client, module, h1("A"), p("a"))
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(keeping.timezone, "now", lambda: later)
    send_document(client, module, h1("B"), p("b"))
    assert len(kept_files()) == 1


def test_without_leave_to_add_pictures_the_words_come_alone(client, roles):
    setup_page_permissions(page=make_catalogue(), permissions=page_permissions())
    client.force_login(make_user(role=Role.TRAINER))
    module = make_module()
    address = send_document(
        client, module, h1("A"), p("a"), p(picture(0)), pictures=[("png", image())]
    )
    shown = client.get(address)
    if not shown.context["pictures_left_out"]:
        pytest.skip("the role gives this leave by itself")
    client.post(address, form_data(shown))
    (lesson,) = LessonPage.objects.all()
    assert ([block.block_type for block in lesson.body], Image.objects.count()) == (
        ["rich_text"], 0,
    )  # fmt: skip


def test_same_picture_twice_is_one_image(client, trainer):
    module = make_module()
    address = send_document(
        client, module, h1("A"), p(picture(0)), p("x"), p(picture(1)),
        pictures=[("png", image()), ("png", image())],
    )  # fmt: skip
    client.post(address, form_data(client.get(address)))
    assert Image.objects.count() == 1


GIFT = """$CATEGORY: $course$/top/draw a problem tree

First? {=a#yes ~b}

Second? {#3:1}

Broken {=a

Third? {}
"""


def send_questions(client, page, text=GIFT):
    response = client.post(url("questions", page), {"text": text})
    assert response.status_code == 302, response.text
    return response["Location"]


def test_trainer_adds_questions_to_the_draft_of_a_published_test(client, trainer):
    course = make_course()
    module = make_module(parent=course)
    objective = ModuleObjective(text="Draw a problem  tree", page=module)
    objective.save()
    test = make_assessment(parent=course, questions=1)
    address = send_questions(client, test)
    shown = client.get(address)
    assert "Line 7: the question has no “}” at the end of its answers." in shown.text
    data = form_data(shown)
    assert data["objective-0"] == str(objective.translation_key)
    del data["take-3"]
    response = client.post(address, data, follow=True)
    assert "2 questions are added behind the others, in a draft." in response.text
    test = AssessmentPage.objects.get(pk=test.pk)
    assert (test.live, test.questions.count()) == (True, 1)
    draft = test.get_latest_revision_as_object()
    found = [(q.text, q.kind, q.objective_key) for q in draft.questions.all()]
    assert found[1:] == [
        ("First?", "single", objective.translation_key),
        ("Second?", "number", objective.translation_key),
    ]
    test.get_latest_revision().publish()
    test.refresh_from_db()
    assert [q.text for q in test.questions.all()] == ["Question 1", "First?", "Second?"]
    assert test.questions.all()[1].choices[0].value["feedback"] == "yes"


def test_questions_of_an_unpublished_test_stand_in_its_editor(client, trainer):
    test = make_assessment(questions=1, live=False)
    address = send_questions(client, test)
    client.post(address, form_data(client.get(address)))
    assert AssessmentPage.objects.get(pk=test.pk).questions.count() == 4
    response = client.get(reverse("wagtailadmin_pages:edit", args=[test.pk]))
    assert "Second?" in response.text


def test_importing_twice_adds_behind_what_is_there(client, trainer):
    test = make_assessment(questions=1)
    for text in ("One {T}", "Two {F}"):
        address = send_questions(client, test, text)
        client.post(address, form_data(client.get(address)))
    draft = AssessmentPage.objects.get(pk=test.pk).get_latest_revision_as_object()
    assert [q.text for q in draft.questions.all()] == ["Question 1", "One", "Two"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Choose a file, or paste some questions."),
        ({"text": "// nothing"}, "There is no question in it."),
        ({"text": "<quiz>\n<question>"}, "line 2 is not XML"),
        ({"text": "<quiz><!-- mine"}, "is not XML"),
    ],
)
def test_faulty_questions_keep_the_text(client, trainer, data, message):
    response = client.post(url("questions", make_assessment()), data)
    assert response.status_code == 200
    assert message in response.text
    if "text" in data:
        assert response.context["form"]["text"].value() == data["text"]


def test_nothing_ticked_is_said(client, trainer):
    test = make_assessment()
    response = client.post(send_questions(client, test), {"objective-0": ""})
    assert "Tick at least one question." in response.text


def test_markup_in_questions_is_shown_as_words(client, trainer):
    shown = client.get(send_questions(client, make_assessment(), "[plain]<b onclick=x> {T}"))
    assert "&lt;b onclick=x&gt;" in shown.text
    assert "<b onclick" not in shown.text


def test_export_comes_back_equal(client, trainer):
    course = make_course()
    first, second = make_assessment(parent=course), make_assessment(parent=course, questions=0)
    response = client.get(url("export", first))
    assert response["Content-Disposition"] == f'attachment; filename="{first.slug}.gift.txt"'
    address = send_questions(client, second, response.text)
    client.post(address, form_data(client.get(address)))
    draft = AssessmentPage.objects.get(pk=second.pk).get_latest_revision_as_object()

    def bare(page):
        return [
            (q.kind, q.text, q.points, [dict(block.value) for block in q.choices])
            for q in page.questions.all()
        ]

    assert bare(draft) == bare(first)


def test_buttons_stand_where_they_lead_somewhere(client, trainer):
    course = make_course()
    module, test = make_module(parent=course), make_assessment(parent=course)
    for page, names in [
        (course, {"document"}),
        (module, {"document"}),
        (test, {"questions", "export"}),
        (make_lesson(parent=module), set()),
    ]:
        text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
        shown = {name for name in ("document", "questions", "export") if url(name, page) in text}
        assert shown == names, page


def test_a_locked_test_takes_no_questions(client, trainer):
    test = make_assessment()
    test.locked, test.locked_by = True, make_user(is_superuser=True)
    test.save()
    assert client.get(url("questions", test)).status_code == 302
    assert (
        url("questions", test)
        not in client.get(reverse("wagtailadmin_pages:edit", args=[test.pk])).text
    )


@pytest.mark.parametrize("count", [1, 30])
def test_queries_of_the_choice_do_not_grow(client, trainer, max_queries, count):
    test = make_assessment()
    address = send_questions(client, test, "q {=a ~b}\n\n" * count)
    module = make_module()
    lessons = send_document(
        client, module, *[part for n in range(count) for part in (h1(f"L{n}"), p("x"))]
    )
    for each in (address, lessons):
        client.get(each)
        with max_queries(40):
            client.get(each)


def test_wrong_kinds_of_page_are_refused(client, trainer):
    lesson = make_lesson()
    for name in ("document", "questions", "export"):
        assert client.get(url(name, lesson)).status_code == 302
    nowhere = reverse("courses_imports:document", args=[10**9])
    assert client.get(nowhere, follow=True).status_code == 404
    assert Page.objects.get(pk=lesson.pk).live

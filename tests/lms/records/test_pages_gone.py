"""Whatever an editor does to a course, its people's pages answer and their records stay."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import transaction
from django.forms.models import model_to_dict
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page

from courses.models import (
    AssignmentPage,
    CoursePage,
    CoursePrerequisite,
    EvaluationPage,
    LessonPage,
)
from home.roles import setup_collection_permissions, setup_page_permissions
from lms.records.models import (
    EvaluationGiven,
    EvaluationResponse,
    LessonNote,
    LessonProgress,
    Submission,
)
from lms.records.services.closing import close_cohort
from lms.roles import Role
from tests.factories.accounts import make_user
from tests.factories.courses import make_course, make_khmer_tree, make_lesson, make_module
from tests.factories.learning import (
    attend,
    begin_test,
    finish_lesson,
    make_ended_cohort,
    make_taught_course,
    take_test,
)
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = pytest.mark.django_db

PAGE_RIGHTS = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]


def child_of(course, page_type, **fields):
    return Page.objects.get(pk=course.pk).add_child(instance=page_type(**fields))


@pytest.fixture
def world(roles):
    """A course run twice, once to the end, in two languages, with every kind of record."""
    khmer = make_khmer_tree()
    setup_page_permissions(
        page=Page.objects.get(depth=2, locale__language_code="en"),
        permissions={Role.COORDINATOR: PAGE_RIGHTS, Role.TRAINER: ["add_page", "change_page"]},
    )
    setup_collection_permissions()
    course = make_taught_course(lessons=3, title="Listening well", slug="listening-well")
    assignment = child_of(
        course, AssignmentPage, title="Logframe", slug="logframe", instructions="<p>Write</p>"
    )
    evaluation = child_of(course, EvaluationPage, title="What you say", slug="evaluation")
    lesson = course.all_lessons[0]
    image = Image.objects.create(title="Map", file=get_test_image_file())
    document = Document.objects.create(title="Form", file=ContentFile(b"x", name="form.txt"))
    lesson.body = [
        ("image", {"image": image, "alt_text": "A map", "caption": ""}),
        ("document", {"document": document}),
    ]
    lesson.save_revision().publish()
    translated = lesson.copy_for_translation(khmer, copy_parents=True)
    course.post_test.copy_for_translation(khmer, copy_parents=True)
    trainee = make_trainee(number="T90001")
    trainer = make_user(role=Role.TRAINER)
    cohort = make_ended_cohort(
        course=course, trainers=[make_person(user=trainer, number="T90002")], code="LW-1"
    )
    enrolment = make_enrolment(cohort=cohort, person=trainee)
    attend(enrolment=enrolment, minutes=100)
    for each in course.all_lessons:
        finish_lesson(person=trainee, lesson=each)
    attempt = take_test(person=trainee, assessment=course.post_test)
    opened = begin_test(person=trainee, assessment=course.pre_test)
    named = {"person": trainee, "course_key": course.translation_key}
    LessonNote.objects.create(
        **named, lesson_key=lesson.translation_key, title=lesson.title, text="Ask more"
    )
    Submission.objects.create(
        **named,
        assignment_key=assignment.translation_key,
        title=assignment.title,
        number=1,
        text="Our plan",
    )
    EvaluationGiven.objects.create(enrolment=enrolment, evaluation_key=evaluation.translation_key)
    EvaluationResponse.objects.create(
        cohort=cohort, evaluation_key=evaluation.translation_key, answers=[]
    )
    coordinator = make_user(role=Role.COORDINATOR)
    close_cohort(cohort=cohort, actor=coordinator)
    assert enrolment.completion.figures["lessons_done"] == len(course.all_lessons)
    running = make_cohort(course=course, code="LW-2", trainers=[trainer.person])
    make_enrolment(cohort=running, person=trainee)
    course.refresh_from_db()
    return SimpleNamespace(
        course=course,
        module=lesson.get_parent(),
        lesson=lesson,
        translated=translated,
        assignment=assignment,
        evaluation=evaluation,
        image=image,
        document=document,
        khmer=khmer,
        trainee=trainee,
        cohort=cohort,
        running=running,
        attempt=attempt,
        opened=opened,
        users={
            "superuser": make_user(is_superuser=True, is_staff=True),
            Role.COORDINATOR: coordinator,
            Role.TRAINER: trainer,
        },
    )


def records() -> dict:
    """Every row about people, without which course it belongs to: that may follow a move."""
    return {
        model.__name__: {
            row.pk: {
                k: v for k, v in model_to_dict(row).items() if k not in ("course_key", "trainers")
            }
            for row in model.objects.order_by("pk")
        }
        for model in apps.get_app_config("records").get_models()
    }


def addresses(world) -> dict[str, list[str]]:
    """What a trainee and a trainer open, whether the pages are still there or not."""
    pages = [
        world.course, world.module, *world.course.all_lessons, world.course.pre_test,
        world.course.post_test, world.assignment, world.evaluation, world.translated,
        CoursePage.objects.get(
            translation_key=world.course.translation_key, locale=world.khmer
        ),
    ]  # fmt: skip
    learner = [
        "/en/", "/km/", "/en/search/?q=listening",
        *[page.get_url() for page in pages],
        reverse("records:my_courses"),
        reverse("records:attempt", args=[world.opened.pk]),
        reverse("records:attempt_result", args=[world.attempt.pk]),
        reverse("records:enrol", args=[world.running.pk]),
        reverse("certificates:list"),
    ]  # fmt: skip
    teacher = [
        reverse("records:teach"),
        *[
            reverse(f"records:{name}", args=[cohort.pk])
            for name in ("cohort", "close_cohort", "plan_sessions", "add_people")
            for cohort in (world.cohort, world.running)
        ],
        reverse("records:register", args=[world.cohort.session.pk]),
    ]
    return {"learner": learner, "teacher": teacher}


def assert_everyone_is_served(client, world, urls):
    """No page fails: 200, a redirect, or a plain “not found” or “not for you”."""
    for user, part in (
        (world.users[Role.TRAINER], "teacher"),
        (world.trainee.user, "learner"),
    ):
        client.force_login(user)
        for url in urls[part]:
            response = client.get(url)
            assert response.status_code in (200, 301, 302, 403, 404), (url, response.status_code)
    assert client.get(reverse("records:my_courses")).status_code == 200
    result = client.get(reverse("records:attempt_result", args=[world.attempt.pk]))
    assert result.status_code == 200
    assert world.attempt.title in result.content.decode()
    assert client.get(reverse("records:attempt", args=[world.opened.pk])).status_code == 200


def single(action):
    def do(client, *pages, **data):
        for page in pages:
            url = reverse(f"wagtailadmin_pages:{action}", args=[page.pk])
            yield client.get(url)
            yield client.post(url, data)

    return do


def bulk(action):
    def do(client, *pages, **data):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        url += "?" + "&".join(f"id={page.pk}" for page in pages)
        yield client.get(url)
        yield client.post(url, data)

    return do


def below(world):
    return Page.objects.child_of(world.course)


ACTS = {
    "delete one by one": lambda c, w: single("delete")(
        c,
        w.lesson,
        w.translated,
        w.assignment,
        w.evaluation,
        w.module,
        w.course.post_test,
        w.course,
    ),
    "delete in bulk": lambda c, w: bulk("delete")(c, *below(w)),
    "delete lessons in bulk": lambda c, w: bulk("delete")(c, *w.course.all_lessons),
    "delete the curriculum": lambda c, w: single("delete")(c, w.course.get_parent()),
    "unpublish": lambda c, w: single("unpublish")(c, w.lesson, w.assignment, w.evaluation),
    "unpublish tests": lambda c, w: single("unpublish")(c, w.course.post_test, w.course.pre_test),
    "unpublish the module": lambda c, w: single("unpublish")(c, w.module),
    "unpublish the course only": lambda c, w: single("unpublish")(c, w.course),
    "unpublish all below": lambda c, w: single("unpublish")(c, w.course, include_descendants="1"),
    "unpublish the curriculum": lambda c, w: single("unpublish")(
        c, w.course.get_parent(), include_descendants="1"
    ),
    "unpublish in bulk": lambda c, w: bulk("unpublish")(c, *below(w)),
    "unpublish all in bulk": lambda c, w: bulk("unpublish")(c, *below(w), include_descendants="on"),
    "move a lesson": lambda c, w: move(c, w.lesson, make_module()),
    "move lessons in bulk": lambda c, w: bulk("move")(
        c, *w.course.all_lessons, chooser=make_module().pk
    ),
    "move the tests in bulk": lambda c, w: bulk("move")(
        c, w.course.pre_test, w.course.post_test, chooser=make_course().pk
    ),
    "move a module": lambda c, w: move(c, w.module, make_course()),
    "move the course": lambda c, w: move(c, w.course, make_course().get_parent()),
    "move where it may not be": lambda c, w: move(c, w.lesson, w.course),
    "move into itself": lambda c, w: move(c, w.course, w.module),
    "move to nowhere in bulk": lambda c, w: bulk("move")(c, w.lesson, chooser=""),
    "put in order": lambda c, w: [
        c.post(reverse("wagtailadmin_pages:set_page_position", args=[w.lesson.pk]) + "?position=2")
    ],
    "revert": lambda c, w: revert(c, w.lesson),
    "delete the language": lambda c, w: [
        c.get(reverse("wagtaillocales:delete", args=[w.khmer.pk])),
        c.post(reverse("wagtaillocales:delete", args=[w.khmer.pk])),
    ],
    "delete the picture": lambda c, w: [
        c.get(reverse("wagtailimages:delete", args=[w.image.pk])),
        c.post(reverse("wagtailimages:delete", args=[w.image.pk])),
    ],
    "delete the document": lambda c, w: [
        c.get(reverse("wagtaildocs:delete", args=[w.document.pk])),
        c.post(reverse("wagtaildocs:delete", args=[w.document.pk])),
    ],
}


def move(client, page, parent):
    yield client.get(reverse("wagtailadmin_pages:move", args=[page.pk]))
    url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, parent.pk])
    yield client.get(url)
    yield client.post(url)


def revert(client, lesson):
    first = lesson.revisions.order_by("pk").first()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.title = "Renamed"
    lesson.save_revision().publish()
    yield client.get(reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, first.pk]))
    first.publish()


@pytest.mark.parametrize("act", ACTS)
def test_everyone_is_served_and_no_record_is_lost(client, world, act):
    urls, before = addresses(world), records()
    client.force_login(world.users["superuser"])
    for response in ACTS[act](client, world):
        assert response.status_code in (200, 302, 403), response.status_code
    assert records() == before
    assert_everyone_is_served(client, world, urls)
    # What is read now may be remembered; nothing that was there is gone.
    for name, rows in before.items():
        assert rows.keys() <= records()[name].keys()


@pytest.mark.parametrize("editor", [Role.COORDINATOR, Role.TRAINER])
def test_no_editor_meets_an_error_or_loses_a_record(client, world, editor):
    before = records()
    client.force_login(world.users[editor])
    for name, act in ACTS.items():
        # Each act is taken back, for a world takes long to make.
        with transaction.atomic():
            statuses = {response.status_code for response in act(client, world)}
            assert statuses <= {200, 302, 403}, name
            assert records() == before, name
            transaction.set_rollback(True)
        cache.clear()


def test_titles_stay_on_records_whose_pages_are_unpublished(client, world):
    for page in Page.objects.descendant_of(world.course, inclusive=True):
        page.specific.unpublish()
    client.force_login(world.trainee.user)
    assert world.course.title in client.get(reverse("records:my_courses")).content.decode()
    titles = set(LessonProgress.objects.values_list("title", flat=True))
    assert titles == {lesson.title for lesson in world.course.all_lessons}
    assert LessonNote.objects.get().title == world.lesson.title
    assert Submission.objects.get().title == "Logframe"


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("unpublish", [single("unpublish"), bulk("unpublish")])
def test_unpublishing_tells_which_cohorts_need_the_page(client, world, unpublish):
    client.force_login(world.users[Role.COORDINATOR])
    *_asked, response = unpublish(client, world.module)
    (warning,) = [text for text in said(response) if "cohort" in text]
    assert "LW-2" in warning
    assert "LW-1" not in warning


def test_unpublishing_a_course_that_nobody_takes_says_nothing_more(client, world):
    client.force_login(world.users["superuser"])
    *_asked, response = single("unpublish")(client, make_course())
    assert not [text for text in said(response) if "cohort" in text]


@pytest.mark.parametrize("delete", [single("delete"), bulk("delete")])
def test_a_course_that_others_ask_for_stays(client, world, delete):
    wanted, later = make_course(title="First steps"), make_course(title="Next steps")
    CoursePrerequisite.objects.create(page=later, course=wanted)
    client.force_login(world.users["superuser"])
    *_asked, response = delete(client, wanted)
    message = said(response)[-1]
    assert "First steps" in message
    assert "Next steps" in message
    assert CoursePrerequisite.objects.filter(page=later, course=wanted).exists()
    *_asked, response = delete(client, wanted.get_parent())
    assert CoursePage.objects.filter(pk=wanted.pk).exists()


@pytest.mark.parametrize("delete", [single("delete"), bulk("delete")])
def test_courses_that_ask_for_each_other_go_together(client, world, delete):
    wanted = make_course()
    later = make_course(parent=wanted.get_parent())
    CoursePrerequisite.objects.create(page=later, course=wanted)
    client.force_login(world.users["superuser"])
    list(delete(client, wanted.get_parent()))
    assert not CoursePage.objects.filter(pk__in=[wanted.pk, later.pk]).exists()


def test_a_copied_course_shares_no_record(client, world):
    client.force_login(world.users["superuser"])
    response = client.post(
        reverse("wagtailadmin_pages:copy", args=[world.course.pk]),
        {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": world.course.get_parent().pk,
            "copy_subpages": "on",
            "publish_copies": "on",
        },
    )
    assert response.status_code == 302
    copy = CoursePage.objects.get(slug="copy")
    copied = Page.objects.descendant_of(copy, inclusive=True)
    original = Page.objects.descendant_of(world.course, inclusive=True)
    assert copied.count() == original.count()
    keys = set(copied.values_list("translation_key", flat=True))
    assert not keys & set(original.values_list("translation_key", flat=True))
    client.force_login(world.trainee.user)
    assert client.get(copy.url).status_code == 200
    # Nobody is enrolled in it, so its pages can go again.
    client.force_login(world.users["superuser"])
    list(single("delete")(client, copy.get_children().first()))
    assert copied.count() == original.count() - 1 - world.module.get_descendant_count()


@pytest.mark.parametrize("act", ["slug", "move"])
def test_an_old_link_leads_to_the_page(client, world, act, django_capture_on_commit_callbacks):
    lesson = LessonPage.objects.get(pk=world.course.all_lessons[1].pk)
    old = lesson.get_url()
    with django_capture_on_commit_callbacks(execute=True):
        if act == "slug":
            lesson.slug = "a-new-address"
            lesson.save_revision().publish()
        else:
            lesson.move(make_module(parent=make_course()), pos="last-child")
    client.force_login(world.trainee.user)
    response = client.get(old)
    assert response.status_code == 301
    assert response["Location"] == LessonPage.objects.get(pk=lesson.pk).get_url()


def test_a_language_with_pages_stays(client, world):
    client.force_login(world.users["superuser"])
    client.post(reverse("wagtaillocales:delete", args=[world.khmer.pk]))
    assert Locale.objects.filter(pk=world.khmer.pk).exists()
    assert LessonPage.objects.filter(pk=world.translated.pk).exists()


def test_a_lesson_shows_what_is_left_without_its_picture_and_document(client, world):
    client.force_login(world.users["superuser"])
    client.post(reverse("wagtailimages:delete", args=[world.image.pk]))
    client.post(reverse("wagtaildocs:delete", args=[world.document.pk]))
    lesson = make_lesson(parent=world.module)
    client.force_login(world.trainee.user)
    for page in (world.lesson, world.translated, lesson):
        response = client.get(page.get_url())
        assert response.status_code == 200
        assert page.title in response.content.decode()

"""What may not go live by being published among many."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from courses.models import LessonPage, ModulePage
from lms.roles import Role
from tests.courses.editing import make_site, sign_in_as
from tests.factories.courses import make_lesson, make_module

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
CASE = {"title": "Nobody opens", "text": "<p>A closed door.</p>", "questions": ""}


@pytest.fixture
def module(roles):
    make_site()
    return make_module(live=False)


def draft(module, *blocks):
    lesson = make_lesson(parent=module, live=False, blocks=list(blocks))
    lesson.save_revision()
    return lesson


def picture(alt_text):
    image = Image.objects.create(title="Door", file=get_test_image_file())
    return ("image", {"image": image.pk, "alt_text": alt_text})


def publish(client, *pages, **data):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(url + "?" + "&".join(f"id={page.pk}" for page in pages), data)


def live_titles():
    return set(LessonPage.objects.live().values_list("title", flat=True))


@pytest.mark.parametrize(
    "block",
    [lambda: picture(" "), lambda: ("case_study", CASE | {"is_fictional": False})],
    ids=["picture without words", "story nobody vouches for"],
)
def test_unfinished_lesson_keeps_all_from_being_published(client, module, block):
    sign_in_as(client, Role.COORDINATOR)
    sound, unfinished = draft(module, ("rich_text", "<p>Words</p>")), draft(module, block())
    answer = publish(client, module, include_descendants="on")
    (message,) = get_messages(answer.wsgi_request)
    assert unfinished.title in str(message)
    assert sound.title not in str(message)
    assert (live_titles(), ModulePage.objects.live().count()) == (set(), 0)


def test_finished_lessons_are_published_together(client, module):
    sign_in_as(client, Role.COORDINATOR)
    lessons = [
        draft(module, picture("A house with an open door.")),
        draft(module, ("case_study", CASE | {"is_fictional": True})),
    ]
    publish(client, module, include_descendants="on")
    assert live_titles() == {lesson.title for lesson in lessons}

"""What the checks say of a page, and that they stay cheap."""

import pytest
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from courses.checks.lessons import problem_with_alt_text
from courses.checks.pages import check_page
from courses.checks.reading import reading_hints
from courses.checks.weight import picture_size, seconds_for
from courses.models import CoursePage, LessonPage, ModuleObjective
from lms.roles import Role
from tests.courses.editing import add_url, edit_url, make_site, sign_in_as
from tests.factories.courses import (
    make_assessment,
    make_course,
    make_khmer_tree,
    make_lesson,
    make_module,
    make_question,
)

pytestmark = pytest.mark.django_db

ACTIVITY = {
    "title": "Draw a problem tree",
    "kind": "group-work",
    "minutes": 30,
    "steps": "<ol><li>Draw it.</li></ol>",
    "facilitator_notes": "<p>Allow time.</p>",
}


def problems(page) -> list[str]:
    return [f"{f.where}: {f.text}" if f.where else f.text for f in check_page(page).problems]


def hints(page) -> list[str]:
    return [f"{f.where}: {f.text}" if f.where else f.text for f in check_page(page).hints]


@pytest.fixture
def picture(db, tmp_path, settings):
    from wagtail.images import get_image_model  # needs Django set up

    settings.MEDIA_ROOT = tmp_path
    return get_image_model().objects.create(
        title="Tree", file=get_test_image_file("tree.png", size=(1600, 1200))
    )


def test_sound_lesson_has_nothing_to_put_right():
    module = make_module(minutes=60)
    lesson = make_lesson(parent=module, minutes=60, blocks=[("activity", ACTIVITY)])
    assert problems(lesson) == []
    assert hints(lesson) == ["ភាសាខ្មែរ, Tiếng Việt: Not translated yet."]


def test_lesson_needs_something_to_do_and_its_minutes():
    lesson = make_lesson(minutes=0)
    assert problems(lesson) == [
        "There is nothing to do yet. People remember what they did: add an activity.",
        "Say how many minutes the lesson takes.",
    ]


def test_activities_fit_into_the_lesson():
    lesson = make_lesson(minutes=20, blocks=[("activity", ACTIVITY)])
    assert problems(lesson) == ["The activities take 30 minutes, the whole lesson 20 minutes."]


def test_case_study_without_its_tick_and_activity_without_notes_are_named():
    story = {"title": "Sokha", "text": "<p>A story.</p>", "is_fictional": False}
    lesson = make_lesson(
        blocks=[("activity", ACTIVITY | {"facilitator_notes": ""}), ("case_study", story)]
    )
    assert problems(lesson) == [
        "2. Case study: Sokha: Tick that the story is fictional or composite, or take it out."
    ]
    assert (
        "1. Activity: Draw a problem tree: Another trainer would like to know likely answers, "
        "difficulties and timing." in hints(lesson)
    )


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("", "Say what the picture shows, for those who cannot see it."),
        ("tree.PNG", "“tree.PNG” is a file name. Say what the picture shows."),
        ("tree", "“tree” is a file name. Say what the picture shows."),
        (
            "An image of a tree",
            "Leave out “An image of”: people know that it is a picture. Begin with what it shows.",
        ),
        ("A problem tree with three roots", ""),
        ("ដើមឈើបញ្ហា", ""),
    ],
)
def test_words_for_a_picture(picture, words, problem):
    picture.file.name = "original_images/tree.png"
    assert problem_with_alt_text({"image": picture, "alt_text": words}) == problem


def test_block_without_its_picture_is_no_error():
    lesson = make_lesson(
        blocks=[("activity", ACTIVITY), ("image", {"image": None, "alt_text": "A tree"})]
    )
    assert problems(lesson) == []


def test_heavy_page_says_how_heavy(picture):
    picture.file_size = 5_000_000
    picture.save()
    image = ("image", {"image": picture.pk, "alt_text": "A problem tree"})
    light = check_page(make_lesson(blocks=[("activity", ACTIVITY)]))
    assert not light.weight.is_heavy
    heavy = make_lesson(blocks=[("activity", ACTIVITY), image, image])
    checks = check_page(heavy)
    assert checks.weight.size == light.weight.size + 2 * picture_size(picture) + 2 * len(
        "A problem tree"
    )
    assert checks.problems[0].text == (
        f"With 2 pictures the page is {checks.weight.kilobytes} KB, "
        f"{checks.weight.kilobytes - 100} KB more than a slow phone should carry. "
        "Take out a picture, or make two lessons."
    )
    assert checks.weight.seconds == seconds_for(checks.weight.size)
    assert seconds_for(50_000) == 1
    assert seconds_for(500_000) == 10


def test_big_video_is_told_apart_from_the_page():
    video = {
        "title": "A river",
        "url": "https://example.org/v",
        "minutes": 5,
        "megabytes": 30,
    }
    checks = check_page(make_lesson(blocks=[("activity", ACTIVITY), ("video_link", video)]))
    assert checks.weight.extras == [("A river", 30_000_000)]
    assert not checks.weight.is_heavy
    assert "It takes 10.0 minutes to download on a slow line." in [h.text for h in checks.hints]


def test_minutes_of_parts_add_up():
    course = make_course(minutes=360, title="Course")
    module = make_module(parent=course, minutes=180, title="Module")
    first = make_lesson(parent=module, minutes=60, blocks=[("activity", ACTIVITY)])
    make_lesson(parent=module, minutes=60)
    apart = "Its parts take half a day together, but it says 1 day."
    assert f"Course: {apart}" in problems(course)
    assert problems(module) == [
        "Module: Its parts take 2 hours together, but it says half a day.",
    ]
    assert "Module: Its parts take 2 hours together, but it says half a day." in hints(first)
    first.minutes = 120
    assert not any("Its parts" in hint for hint in hints(first))


def test_course_without_parts_is_not_blamed_for_their_minutes():
    assert not any("parts" in problem for problem in problems(make_course()))


def test_pre_and_post_test_ask_about_the_same_objectives():
    course = make_course()
    module = make_module(parent=course)
    drawn, named, told = (
        ModuleObjective.objects.create(page=module, text=text, locale=module.locale)
        for text in ("draw a tree", "name a root", "tell why")
    )
    question = make_question
    make_assessment(
        parent=course,
        kind="pre-test",
        questions=[
            question(objective_key=drawn.translation_key),
            question(objective_key=named.translation_key),
        ],
    )
    post_test = make_assessment(
        parent=course,
        kind="post-test",
        title="Post-test",
        questions=[question(objective_key=drawn.translation_key), question()],
    )
    missing = "name a root: The pre-test asks about this objective, the post-test does not."
    unasked = "tell why: No test asks about this objective."
    assert [p for p in problems(course) if "objective" in p] == [missing, unasked]
    assert problems(post_test) == [
        "Post-test: 1 question has no objective, so that it is in no comparison.",
        missing,
    ]
    # A pool answers for the test that draws from it, and unsaved questions count.
    make_assessment(
        parent=course, kind="pool", questions=[question(objective_key=named.translation_key)]
    )
    post_test.draws_from_pool = True
    post_test.questions = [question(objective_key=told.translation_key)]
    assert problems(post_test) == [
        "draw a tree: The pre-test asks about this objective, the post-test does not.",
        "tell why: The post-test asks about this objective, the pre-test does not.",
    ]


def test_course_wants_both_tests():
    wish = "Add a pre-test and a post-test, to see what the course changed."
    assert wish in problems(make_course())


def test_translation_that_still_reads_as_the_original():
    khmer = make_khmer_tree()
    lesson = make_lesson(objective="You can draw a tree.")
    for page in [*lesson.get_ancestors()[3:], lesson]:
        page.specific.copy_for_translation(khmer).save_revision().publish()
    translation = LessonPage.objects.get(pk=lesson.get_translation(khmer).pk)
    left = "ភាសាខ្មែរ: 1 part still reads as in the original."
    assert left in hints(translation)
    assert left in hints(lesson)
    assert "Tiếng Việt: Not translated yet." in hints(lesson)
    translation.objective = "អ្នកអាចគូរដើមឈើ។"
    translation.save()
    assert left not in hints(translation)
    assert left not in hints(lesson)


def test_starter_text_says_so():
    page = make_course(is_starter_text=True)
    assert "This is still the text the site came with. Make it your own." in hints(page)


def test_long_sentences_and_long_words_are_shown_without_a_grade():
    plain = "We draw a tree. We name its roots. We ask why."
    assert reading_hints([plain], "en") == []
    assert reading_hints([], "en") == []
    long = "We draw a tree and then we " + "go on and on " * 10 + "until nobody listens any more."
    (hint,) = reading_hints([long], "en")
    assert hint.text.startswith("A sentence has 52 words on average.")
    assert hint.where.startswith("We draw a tree and then we go on")
    words = "Organisational accountability mechanisms need help. " * 15
    (hint,) = reading_hints([words], "en")
    assert hint.where == "accountability, organisational"


def test_list_items_are_sentences_of_their_own():
    html = "<ul>" + "<li>draw a tree</li>" * 30 + "</ul>"
    lesson = make_lesson(blocks=[("rich_text", html), ("activity", ACTIVITY)])
    assert not any("words" in hint for hint in hints(lesson))


def test_khmer_without_room_to_breathe():
    assert reading_hints(["ការគូរដើមឈើ។ ការគូរដើមឈើ"], "km") == []
    (hint,) = reading_hints(["ក" * 130], "km")
    assert hint.text.startswith("One stretch runs on for 130 letters without a space or ។.")
    assert hint.where == "ក" * 60 + "…"


def test_checks_cost_the_same_for_many_neighbours(django_assert_max_num_queries):
    course = make_course()
    for _module in range(3):
        module = make_module(parent=course)
        lessons = [make_lesson(parent=module, blocks=[("activity", ACTIVITY)]) for _ in range(10)]
    test = make_assessment(parent=course, kind="pre-test", questions=30)
    for page, most in ((course, 6), (module, 3), (lessons[0], 4), (test, 6)):
        page = type(page).objects.select_related("locale").get(pk=page.pk)
        with django_assert_max_num_queries(most):
            check_page(page)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_editor_shows_the_checks(client, roles, role):
    make_site()
    sign_in_as(client, role)
    text = client.get(edit_url(make_lesson())).text
    assert "There is nothing to do yet." in text
    assert "second on a line of 400 kb/s" in text


def test_new_page_is_checked_without_neighbours(client, roles):
    make_site()
    sign_in_as(client, Role.TRAINER)
    text = client.get(add_url(LessonPage, make_module())).text
    assert "Save the page first" in text
    page = CoursePage(title="x", locale=Locale.get_default())
    assert check_page(page).problems == []

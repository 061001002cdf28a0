"""Handouts and session plans: what is on them, who gets them, and how they are kept."""

import shutil
from datetime import time, timedelta
from io import BytesIO

import pypdf
import pypdfium2
import pytest
import zxingcpp
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from PIL import Image as PillowImage
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction

from courses.blocks import LessonBlocks
from courses.models import CoursePage, LessonPage, ModuleObjective, ModulePage
from lms.fields import private_storage
from lms.records.forms.handouts import PlanForm
from lms.records.handouts import store
from lms.records.handouts.content import lessons_of, read_handout
from lms.records.handouts.drawing import draw_handout, draw_plan
from lms.records.handouts.plan import plan_sessions_of
from lms.records.handouts.texts import printable
from lms.records.tasks import make_handout
from lms.roles import Role
from tests.certificates.test_pdf import fonts_of, squeezed, text_of
from tests.everywhere import ACTIVITY, CASE_STUDY
from tests.factories.courses import make_course, make_khmer_tree, make_lesson, make_module
from tests.factories.learning import finish_lesson
from tests.factories.records import make_cohort, make_enrolment, make_person, make_trainee

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("roles"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]

KHMER = (
    "សិក្ខាកាមអាចប្រាប់ថាគម្រោងមួយកំពុងនៅជំហានណាក្នុងវដ្ត ហើយជំហាននោះត្រូវការឯកសារអ្វី។ "
    "ស្ត្រីនៅក្នុងភូមិបានជួបជុំគ្នាដើម្បីពិភាក្សាអំពីបញ្ហាដែលកើតមានឡើងជារៀងរាល់ថ្ងៃ"
)
NOTES = "Give shy people time."


def read(page, *, is_facilitators=False, lessons=None):
    page = type(page).objects.select_related("locale").get(pk=page.pk)
    if lessons is None:
        lessons = {row.pk for row in lessons_of(page)}
    return read_handout(page, is_facilitators=is_facilitators, lessons=lessons)


def draw(page, **options) -> bytes:
    with translation.override(page.locale.language_code):
        return draw_handout(read(page, **options))


def make_image(*, colour="teal", size=(1800, 1200), name="picture.jpg"):
    data = BytesIO()
    PillowImage.new("RGB", size, colour).save(data, "JPEG")
    return get_image_model().objects.create(
        title="Picture", file=ContentFile(data.getvalue(), name)
    )


def image_block(image, alt="A map"):
    return ("image", {"image": getattr(image, "pk", image), "alt_text": alt, "caption": "Map"})


@pytest.fixture(autouse=True)
def _no_files_kept():
    """Numbers of pages come again on SQLite, and the folder of a page is named by its number."""
    shutil.rmtree(private_storage().path(store.FOLDER), ignore_errors=True)


@pytest.fixture
def course():
    course = make_course(title="Planning together", introduction="<p>Why we plan.</p>")
    module = make_module(parent=course, title="Starting", summary="First steps.")
    ModuleObjective.objects.create(page=module, text="Draw a map", locale=module.locale)
    course.first = make_lesson(
        parent=module,
        title="The village",
        objective="You can draw it.",
        blocks=[
            ("rich_text", "<h2>Why</h2><ul><li>One</li></ul><ol><li>Two</li></ol>"),
            ("activity", ACTIVITY),
            ("case_study", CASE_STUDY),
        ],
    )
    course.second = make_lesson(
        parent=module, title="The problem", blocks=[("key_point", "<p>Ask first.</p>")]
    )
    course.module = ModulePage.objects.get(pk=module.pk)
    course.refresh_from_db()
    return course


@pytest.fixture
def trainee(course):
    person = make_trainee()
    make_enrolment(cohort=make_cohort(course=course), person=person)
    return person


@pytest.fixture
def trainer():
    return make_person(role=Role.TRAINER)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def url(name, page):
    return reverse(f"records:{name}", args=[page.pk])


# -- What is on it ------------------------------------------------------------------------


def test_rich_text_writes_links_out_and_puts_headings_in_their_place():
    source = (
        '<h2>A</h2><h3>B</h3><p><a href="https://example.org/x">here</a>, '
        '<a href="https://example.org/x">https://example.org/x</a>, '
        '<a linktype="page" id="3">our page</a>, <a href="mailto:a@b.example">write</a></p>'
    )
    assert printable(source, level=4) == (
        '<h4 class="h2">A</h4><h5 class="h3">B</h5><p>here (https://example.org/x), '
        "https://example.org/x, our page, write (a@b.example)</p>"
    )
    assert printable("<h4>A</h4>", level=5) == '<h6 class="h4">A</h6>'


def test_every_block_has_a_printed_form():
    for kind in LessonBlocks().child_blocks:
        assert get_template(f"records/handouts/blocks/{kind}.html")


def test_a_lesson_is_printed_without_the_trainers_notes(course):
    words = squeezed(text_of(draw(course.first)))
    for said in ("Planningtogether", "Starting", "Thevillage", "Youcandrawit.", "Sittogether."):
        assert said in words
    assert squeezed(NOTES) not in words
    assert squeezed(NOTES) in squeezed(text_of(draw(course.first, is_facilitators=True)))


def test_a_course_is_printed_with_all_that_is_in_it(course):
    handout = read(course)
    assert [lesson.page.title for lesson in handout.lessons] == ["The village", "The problem"]
    words = squeezed(text_of(draw(course)))
    for said in ("Whyweplan.", "Drawamap", "Askfirst.", "Thevillage", "page1of"):
        assert said in words


def test_lessons_that_are_left_out_are_counted(course):
    handout = read(course.module, lessons={course.first.pk})
    assert (len(handout.lessons), handout.locked) == (1, 1)
    words = text_of(draw(course.module, lessons={course.first.pk}))
    assert "1 lesson is left out" in words.replace("\r\n", " ")
    assert "Ask first." not in words


def test_foot_tells_title_date_and_pages(course):
    LessonPage.objects.filter(pk=course.first.pk).update(
        last_published_at=timezone.make_aware(timezone.datetime(2026, 3, 5, 12))
    )
    words = text_of(draw(course.first))
    assert "The village · text of 5 March 2026" in words
    total = len(pypdfium2.PdfDocument(draw(course.first)))
    assert f"page {total} of {total}" in words


def test_every_font_is_embedded_and_none_is_only_named(course):
    for page in (course.first, course):
        pdf = draw(page, is_facilitators=True)
        assert set(fonts_of(pdf).values()) == {True}
        assert [name for name in (b"Helvetica", b"Symbol", b"ZapfDingbats") if name in pdf] == []


def test_the_same_texts_give_the_same_bytes(course):
    assert draw(course) == draw(course)


def test_a_lesson_is_light(course):
    pictures = [image_block(make_image()) for _ in range(2)]
    lesson = make_lesson(parent=course.module, blocks=[("rich_text", "<p>x</p>"), *pictures])
    pdf = draw(lesson)
    assert len(pdf) < 200_000
    sizes = {
        image.image.size for page in pypdf.PdfReader(BytesIO(pdf)).pages for image in page.images
    }
    assert max(width for width, _height in sizes) == 1000


def test_starter_text_and_missing_translation_are_told(course):
    khmer = make_khmer_tree()
    LessonPage.objects.filter(pk=course.first.pk).update(is_starter_text=True)
    lesson = LessonPage.objects.get(pk=course.first.pk)
    translated = lesson.copy_for_translation(khmer, copy_parents=True)
    translated.title = "ភូមិ"
    translated.save_revision().publish()
    with translation.override("km"):
        handout = read(translated)
        assert (handout.has_starter_text, handout.is_untranslated) == (True, True)
        assert {part.language for part in handout.lessons[0].parts} == {"en"}
    assert (read(lesson).has_starter_text, read(lesson).is_untranslated) == (True, False)


# -- Khmer --------------------------------------------------------------------------------


def test_khmer_text_stays_within_the_margins(course):
    table = {
        "columns": [{"type": "text", "heading": "ជំហានទាំងប្រាំ"}] * 5,
        "rows": [{"values": [KHMER[:90]] * 5}],
    }
    lesson = make_lesson(
        parent=course.module,
        title=KHMER[:60],
        blocks=[
            ("rich_text", f"<p>{KHMER * 3}</p><ul><li>{KHMER}</li></ul>"),
            ("table", {"table": table, "row_headings": False}),
        ],
    )
    document = pypdfium2.PdfDocument(draw(lesson))
    for page in document:
        picture = page.render(scale=1).to_pil().convert("L").point(lambda v: 255 * (v < 128))
        left, _top, right, _bottom = picture.getbbox()
        assert left >= 50
        assert right <= picture.width - 50
    assert squeezed(KHMER) in squeezed(text_of(draw(lesson)))


# -- Bad things ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "blocks",
    [
        [("rich_text", f"<p>{'x' * 5000}</p>")],
        [("rich_text", f"<p>{'ក្ម' * 3000}</p>")],
        [("rich_text", "<p>😀👩‍👩‍👧 \u202eabc \ufffd 李小龙 &lt;b&gt;</p>")],
        [("rich_text", f"<p><a href='https://example.org/{'y' * 400}'>x</a></p>")],
        [("quote", {"text": "<script>alert(1)</script>" * 40, "source": "y" * 250})],
        [("activity", ACTIVITY | {"title": "z" * 250, "materials": "w" * 250})],
        [("table", {"table": {"columns": [], "rows": []}, "row_headings": True})],
        [("image", {"image": 999_999, "alt_text": "gone", "caption": ""})],
        [("document", {"document": 999_999, "description": ""})],
        [("key_point", f"<p>{'Remember this. ' * 900}</p>")],
        [],
    ],
)
def test_odd_texts_are_printed_all_the_same(course, blocks):
    lesson = make_lesson(parent=course.module, blocks=blocks or None)
    assert draw(lesson, is_facilitators=True).startswith(b"%PDF")
    assert draw_plan(read(lesson, is_facilitators=True)).startswith(b"%PDF")


def test_a_table_of_a_thousand_rows_repeats_its_head(course):
    table = {
        "columns": [{"type": "text", "heading": "Heading"}, {"type": "text", "heading": "Other"}],
        "rows": [{"values": [f"row {n}", "word " * 12]} for n in range(1000)],
    }
    lesson = make_lesson(
        parent=course.module, blocks=[("table", {"table": table, "row_headings": True})]
    )
    document = pypdfium2.PdfDocument(draw(lesson))
    pages = [page.get_textpage().get_text_range() for page in document]
    assert len(pages) > 10
    assert [n for n, words in enumerate(pages[:-1]) if words.count("Heading") != 1] == []
    assert "row 999" in "".join(pages[-2:])


def test_a_cell_taller_than_a_page_is_printed(course):
    table = {
        "columns": [{"type": "text", "heading": "A"}, {"type": "text", "heading": "B"}],
        "rows": [{"values": ["word " * 4000, "b"]}],
    }
    lesson = make_lesson(
        parent=course.module, blocks=[("table", {"table": table, "row_headings": False})]
    )
    assert draw(lesson).startswith(b"%PDF")


def test_broken_and_missing_pictures_leave_their_description(course, caplog):
    whole, cut, lost = make_image(), make_image(name="cut.jpg"), make_image(name="lost.jpg")
    storage = cut.file.storage
    data = storage.open(cut.file.name).read()
    storage.delete(cut.file.name)
    storage.save(cut.file.name, ContentFile(data[: len(data) // 2]))
    storage.delete(lost.file.name)
    lesson = make_lesson(
        parent=course.module,
        blocks=[image_block(whole), image_block(cut, "Cut short"), image_block(lost, "Lost")],
    )
    words = text_of(draw(lesson))
    assert "Picture: Cut short" in words
    assert "Picture: Lost" in words
    assert "Picture: A map" not in words


def test_an_enormous_picture_is_made_small(course):
    image = make_image(size=(9000, 5000))
    lesson = make_lesson(parent=course.module, blocks=[image_block(image)])
    assert len(draw(lesson)) < 200_000


# -- The session plan ---------------------------------------------------------------------


def plan_of(page, start=None):
    return plan_sessions_of(read(page, is_facilitators=True), start=start)


def test_plan_adds_up_lessons_and_activities(course):
    (plan,) = plan_of(course.module)
    assert [(row.clock, row.title, row.minutes, row.is_lesson) for row in plan.rows] == [
        ("0–60", "The village", 60, True),
        ("0–20", "Text and talk", 20, False),
        ("20–60", "Draw the map", 40, False),
        ("60–120", "The problem", 60, True),
    ]
    assert (plan.minutes, plan.activity_minutes, plan.overlong) == (120, 40, [])
    activity = plan.rows[2]
    assert (activity.kind, activity.group_size, activity.materials) == (
        "Group work",
        "4 to 5",
        "Paper, pens",
    )


def test_plan_by_the_clock_goes_over_midnight(course):
    (plan,) = plan_of(course.module, time(23, 30))
    assert [row.clock for row in plan.rows] == [
        "23:30–00:30",
        "23:30–23:50",
        "23:50–00:30",
        "00:30–01:30",
    ]


def test_plan_tells_of_activities_longer_than_their_lesson(course):
    LessonPage.objects.filter(pk=course.first.pk).update(minutes=30)
    (plan,) = plan_of(course.module)
    assert (plan.minutes, plan.overlong) == (100, ["The village"])
    assert [row.minutes for row in plan.rows] == [40, 40, 60]


def test_plan_of_a_long_module_fits_one_page(course):
    for _ in range(14):
        make_lesson(parent=course.module, blocks=[("activity", ACTIVITY)])
    pdf = draw_plan(read(course.module, is_facilitators=True), start=time(8))
    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert "08:00–09:00" in text_of(pdf)


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("8:30", time(8, 30)),
        ("៨:៣០", time(8, 30)),
        ("08.30", time(8, 30)),
        ("8h30", time(8, 30)),
        ("13", time(13)),
        ("", None),
    ],
)
def test_start_time_is_read_in_either_script(typed, start):
    form = PlanForm({"start": typed})
    assert form.is_valid()
    assert form.cleaned_data["start"] == start


@pytest.mark.parametrize("typed", ["25:00", "soon", "8:99", "😀", "-1", "x" * 5000, "\x00"])
def test_a_start_time_without_sense_is_asked_for_again(course, trainer, typed):
    client = signed_in(trainer)
    for name in ("session_plan", "session_plan_pdf"):
        response = client.get(url(name, course.module), {"start": typed})
        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/html")
        assert "20–60" in response.text
        assert list(response.context["form"].errors) == ["start"]


def test_plan_pages(course, trainer):
    client = signed_in(trainer)
    assert "08:50–09:30" in client.get(url("session_plan", course), {"start": "៨:៣០"}).text
    response = client.get(url("session_plan_pdf", course), {"start": "8:30"})
    assert response["Content-Type"] == "application/pdf"
    assert "08:50–09:30" in text_of(response.content)


# -- Who gets it --------------------------------------------------------------------------


def test_trainee_prints_a_lesson_but_not_the_notes(course, trainee):
    client = signed_in(trainee)
    response = client.get(url("handout", course.first))
    assert "Sit together." in response.text
    assert NOTES not in response.text
    assert response["Cache-Control"] == "private, no-store"
    pdf = client.get(url("handout_pdf", course.first))
    assert pdf["Content-Disposition"] == f'attachment; filename="{course.first.slug}-en.pdf"'
    assert squeezed(NOTES) not in squeezed(text_of(pdf.content))
    for name in ("trainer_handout", "trainer_handout_pdf", "session_plan", "session_plan_pdf"):
        assert client.get(url(name, course.first)).status_code == 403


def test_trainer_prints_the_notes(course, trainer):
    client = signed_in(trainer)
    assert NOTES in client.get(url("trainer_handout", course.first)).text
    assert NOTES not in client.get(url("handout", course.first)).text
    pdf = client.get(url("trainer_handout_pdf", course.first)).content
    assert squeezed(NOTES) in squeezed(text_of(pdf))


def test_handouts_are_for_those_who_take_part(course):
    client = signed_in(make_trainee())
    for page in (course.first, course.module, course):
        for name in ("handout", "handout_pdf"):
            assert client.get(url(name, page)).status_code == 403
            assert Client().get(url(name, page)).status_code == 302


def test_unpublished_and_other_pages_have_no_handout(course, trainer):
    client = signed_in(trainer)
    assert client.get(url("handout", course.get_parent())).status_code == 404
    lesson, module = course.second, course.module
    module.unpublish()
    assert client.get(url("handout", lesson)).status_code == 404
    assert client.get(url("handout", module)).status_code == 404
    assert client.get(url("handout", course)).status_code == 200


def test_a_private_lesson_is_printed_for_those_alone_who_may_open_it(course, trainee, trainer):
    closed = PageViewRestriction.objects.create(
        page=course.second, restriction_type=PageViewRestriction.GROUPS
    )
    closed.groups.add(Group.objects.get(name=Role.TRAINER))
    client = signed_in(trainee)
    for name in ("handout", "handout_pdf"):
        assert client.get(url(name, course.second)).status_code == 403
    assert "Ask first." not in client.get(url("handout", course)).text
    assert "Ask first." in signed_in(trainer).get(url("handout", course)).text


def test_locked_lessons_are_left_out_for_trainees(course, trainee, trainer):
    tomorrow = timezone.localdate() + timedelta(days=1)
    LessonPage.objects.filter(pk=course.second.pk).update(release="on-date", released_on=tomorrow)
    client = signed_in(trainee)
    html = client.get(url("handout", course)).text
    assert "Ask first." not in html
    assert "1 lesson is left out" in html
    assert client.get(url("handout", course.second)).status_code == 403
    assert client.get(url("handout_pdf", course.second)).status_code == 403
    assert "Ask first." in signed_in(trainer).get(url("handout", course)).text


def test_a_lesson_opens_in_the_handout_when_the_one_before_is_done(course, trainee):
    LessonPage.objects.filter(pk=course.second.pk).update(release="after-previous")
    assert "Ask first." not in signed_in(trainee).get(url("handout", course)).text
    finish_lesson(person=trainee, lesson=course.first)
    assert "Ask first." in signed_in(trainee).get(url("handout", course)).text


def test_pages_link_to_their_handouts(course, trainee, trainer):
    for page in (course, course.module, course.first):
        html = signed_in(trainee).get(page.url).text
        assert url("handout", page) in html
        assert url("session_plan", page) not in html
    for page in (course.module, course.first):
        assert url("session_plan", page) in signed_in(trainer).get(page.url).text
    assert url("session_plan", course) in signed_in(trainer).get(course.module.url).text
    assert url("handout", course) not in Client().get(course.url).text
    for page in (course, course.module):
        assert url("handout", page) not in signed_in(make_trainee()).get(page.url).text


@pytest.mark.parametrize("name", ["handout", "trainer_handout", "session_plan"])
def test_queries_do_not_grow_with_lessons(course, trainer, name):
    client = signed_in(trainer)
    picture = make_image()

    def count():
        client.get(url(name, course))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(name, course)).status_code == 200
        return len(queries)

    make_lesson(parent=course.module, blocks=[image_block(picture), ("activity", ACTIVITY)])
    one = count()
    for _ in range(30):
        module = make_module(parent=CoursePage.objects.get(pk=course.pk))
        make_lesson(parent=module, blocks=[image_block(picture), ("activity", ACTIVITY)])
    assert count() == one <= 20


# -- Made once, in the background ---------------------------------------------------------


def tasks_in(callbacks) -> list:
    return [
        c for c in callbacks if getattr(c, "args", ("",))[0] == "lms.records.tasks.make_handout"
    ]


def files_of(page) -> list[str]:
    storage = private_storage()
    folder = f"{store.FOLDER}/{page.pk}"
    return sorted(storage.listdir(folder)[1]) if storage.exists(folder) else []


def test_a_course_is_made_in_the_background_and_only_once(
    course, trainee, django_capture_on_commit_callbacks
):
    client = signed_in(trainee)
    with django_capture_on_commit_callbacks() as asked:
        response = client.get(url("handout_pdf", course))
        assert (response.status_code, response["Refresh"]) == (202, "3")
        assert client.get(url("handout_pdf", course)).status_code == 202
    (task,) = tasks_in(asked)
    task()
    assert len(files_of(course)) == 1
    response = client.get(url("handout_pdf", course))
    assert response["Content-Type"] == "application/pdf"
    assert "Ask first." in text_of(response.content)
    with django_capture_on_commit_callbacks() as asked:
        client.get(url("handout_pdf", course))
    assert tasks_in(asked) == []


def test_making_twice_keeps_one_file(course):
    lessons = [course.first.pk, course.second.pk]
    first = make_handout(course.pk, is_facilitators=False, lessons=lessons)
    assert make_handout(course.pk, is_facilitators=False, lessons=lessons) == first
    assert len(files_of(course)) == 1


def test_trainers_and_trainees_get_files_of_their_own(course, trainee, trainer):
    lessons = [course.first.pk, course.second.pk]
    for is_facilitators in (True, False):
        make_handout(course.pk, is_facilitators=is_facilitators, lessons=lessons)
    assert len(files_of(course)) == 2
    theirs = signed_in(trainee).get(url("handout_pdf", course)).content
    ours = signed_in(trainer).get(url("trainer_handout_pdf", course)).content
    assert squeezed(NOTES) not in squeezed(text_of(theirs))
    assert squeezed(NOTES) in squeezed(text_of(ours))


def test_a_changed_text_replaces_the_file(course):
    lessons = [course.first.pk, course.second.pk]
    before = make_handout(course.pk, is_facilitators=False, lessons=lessons)
    lesson = LessonPage.objects.get(pk=course.second.pk)
    lesson.title = "Another problem"
    lesson.save_revision().publish()
    after = make_handout(course.pk, is_facilitators=False, lessons=lessons)
    assert before != after
    assert files_of(course) == [after.rpartition("/")[2]]


def test_a_replaced_picture_replaces_the_file(course):
    image = make_image()
    lesson = make_lesson(parent=course.module, blocks=[image_block(image)])

    def name():
        page = ModulePage.objects.select_related("locale").get(pk=course.module.pk)
        return store.order_for(page, is_facilitators=False, lessons=[lesson.pk]).name

    before = name()
    assert name() == before
    image.file.save("other.jpg", ContentFile(b"x"), save=False)
    type(image).objects.filter(pk=image.pk).update(file=image.file.name)
    assert name() != before


def test_people_with_other_lessons_open_share_no_file(course):
    for lessons in ([course.first.pk], [course.first.pk, course.second.pk]):
        make_handout(course.pk, is_facilitators=False, lessons=lessons)
    assert len(files_of(course)) == 2


def test_half_a_file_is_made_again(course, trainee, django_capture_on_commit_callbacks):
    name = make_handout(
        course.pk, is_facilitators=False, lessons=[course.first.pk, course.second.pk]
    )
    storage = private_storage()
    whole = storage.open(name).read()
    storage.delete(name)
    storage.save(name, ContentFile(whole[:500]))
    with django_capture_on_commit_callbacks(execute=True):
        assert signed_in(trainee).get(url("handout_pdf", course)).status_code == 202
    assert signed_in(trainee).get(url("handout_pdf", course)).content == whole


def test_a_failure_is_told_and_can_be_tried_again(
    course, trainee, monkeypatch, django_capture_on_commit_callbacks
):
    def fail(handout):
        raise ValueError("no ink")

    client = signed_in(trainee)
    with monkeypatch.context() as patched:
        patched.setattr(store, "draw_handout", fail)
        with django_capture_on_commit_callbacks() as asked:
            client.get(url("handout_pdf", course))
        with pytest.raises(ValueError, match="no ink"):
            tasks_in(asked)[0]()
        response = client.get(url("handout_pdf", course))
        assert (response.status_code, response.has_header("Refresh")) == (200, False)
        assert "could not be made" in response.text
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url("handout_pdf", course)).status_code == 302
        client.get(url("handout_pdf", course))
    assert client.get(url("handout_pdf", course))["Content-Type"] == "application/pdf"


def test_a_lost_task_is_asked_for_again(course, trainee, django_capture_on_commit_callbacks):
    client = signed_in(trainee)
    client.get(url("handout_pdf", course))
    cache.clear()  # as after the time that a task may take
    with django_capture_on_commit_callbacks() as asked:
        client.get(url("handout_pdf", course))
    assert len(tasks_in(asked)) == 1


def test_files_of_pages_that_are_gone_are_removed(course):
    other = make_course()
    make_lesson(parent=make_module(parent=other))
    make_handout(other.pk, is_facilitators=False, lessons=[])
    CoursePage.objects.get(pk=other.pk).unpublish()
    assert len(files_of(other)) == 1
    make_handout(course.pk, is_facilitators=False, lessons=[course.first.pk])
    assert files_of(other) == []
    assert make_handout(other.pk, is_facilitators=False, lessons=[]) is None


def test_the_square_code_leads_to_the_page(course):
    assert read(course.first).address == f"http://testserver{course.first.url}"
    (image,) = pypdf.PdfReader(BytesIO(draw(course.first))).pages[-1].images
    (code,) = zxingcpp.read_barcodes(image.image.convert("L"))
    assert code.text == read(course.first).address

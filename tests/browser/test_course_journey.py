"""A trainer writes a course, a coordinator publishes it, a trainee takes it in Khmer on a phone.

The trainer and the coordinator work in the admin at a desk, in English. The trainee has a screen of
360 px and no JavaScript. The Word document was written with LibreOffice, and the file of questions
is laid out as Moodle exports it, with a question that nobody could answer rightly.
"""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Locale

from courses.models import (
    AssessmentPage,
    CoursePage,
    LessonPage,
    ModulePage,
    QuestionKind,
)
from home import setup
from lms.records.models import AssessmentAttempt
from lms.roles import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.courses import make_curriculum
from tests.factories.records import make_cohort, make_organisation, make_person, make_trainee

FILES = Path(__file__).parent / "files"
KHMER_LESSON = "ប្រាប់ឈ្មោះរបស់អ្នក និងមូលហេតុដែលអ្នកមក។"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.xdist_group("course-journey"),
]


@pytest.fixture
def curriculum(monkeypatch):
    """The site as it is set up, with an empty curriculum in place of the starter ones."""
    monkeypatch.setattr(setup, "load_curricula", lambda **kwargs: None)
    pages = setup.setup_site()
    curriculum = make_curriculum(parent=pages["catalogue"], title="Home visits", slug="home-visits")
    curriculum.save_revision().publish()
    return curriculum


class Desk:
    """Somebody in the admin."""

    def __init__(self, page, snap, who):
        self.page, self.who, self._snap = page, who, snap

    def snap(self, step):
        self._snap(self.page, f"{self.who} {step}", shows="main")

    def go(self, name, *args):
        answer = self.page.goto(reverse(name, args=args))
        assert answer.status == 200, f"{name}{args}: {answer.status}"

    def sign_in(self, email):
        self.page.goto("/en/accounts/login/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("main form button").first.click()

    def fill(self, **fields):
        for name, value in fields.items():
            control = self.page.locator(f"[name='{name}']").first
            if control.evaluate("e => e.tagName") == "SELECT":
                control.select_option(value)
            elif control.evaluate("e => e.type") == "checkbox":
                control.set_checked(value)
            else:
                control.fill(str(value))

    def write(self, name, text):
        """Type into the rich text editor of the field ``name``."""
        self.page.locator(
            f"//*[@name='{name}']/following::*[@contenteditable='true'][1]"
        ).first.click()
        self.page.keyboard.insert_text(text)

    def add_row(self, label):
        self.page.get_by_role("button", name=label, exact=True).first.click()

    def add_block(self, label, within="body"):
        """Choose a block at the end of a stream."""
        last = self.page.locator(f"//*[@name='{within}-count']/following-sibling::*").last
        last.get_by_role("button", name="Insert a block").last.click()
        self.page.get_by_role("option", name=label, exact=True).last.click()

    def save(self):
        with self.page.expect_navigation():
            self.page.locator("footer button.action-save, footer button[type=submit]").first.click()
        expect(self.page.locator(".messages .error, .messages .critical")).to_have_count(0)


def test_from_the_first_word_to_the_gain(curriculum, visitor, snap):
    trainer_user = make_user(role=Role.TRAINER, email="trainer@example.org", last_name="Trainer")
    make_user(role=Role.COORDINATOR, email="coordinator@example.org", last_name="Coordinator")
    trainer = Desk(visitor("en", DESKTOP), snap, "trainer")
    trainer.sign_in(trainer_user.email)
    course = write_course(trainer, curriculum)
    module = write_module(trainer, course)
    write_lessons(trainer, module)
    import_document(trainer, module)
    write_pre_test(trainer, course)
    import_questions(trainer, course)
    translate(trainer, course)
    submit(trainer, course)

    coordinator = Desk(visitor("en", DESKTOP), snap, "coordinator")
    coordinator.sign_in("coordinator@example.org")
    publish(coordinator, course)

    cohort = make_cohort(
        course=course, trainers=[make_person(user=trainer_user, organisation=make_organisation())]
    )
    trainee = make_trainee(organisation=make_organisation(), language="km")
    take(visitor("km", PHONE, javascript=False), snap, trainee, cohort, course)


def write_course(trainer, curriculum) -> CoursePage:
    trainer.go("wagtailadmin_pages:add", "courses", "coursepage", curriculum.pk)
    trainer.fill(
        title="Visiting families",
        code="VISIT",
        summary="How to visit a family so that the door stays open.",
        audience="Social workers in their first year.",
        minutes="240",
    )
    trainer.write("introduction", "Two half days, and a visit between them.")
    trainer.add_row("Add Objective")
    trainer.fill(**{"objectives-0-text": "agree with a family on a visit"})
    trainer.snap("01 a new course")
    trainer.save()
    return CoursePage.objects.get(code="VISIT")


def write_module(trainer, course) -> ModulePage:
    trainer.go("wagtailadmin_pages:add", "courses", "modulepage", course.pk)
    trainer.fill(
        title="At the door", code="V1", minutes="240", summary="Before and during a visit."
    )
    trainer.add_row("Add Objective")
    trainer.fill(**{"objectives-0-text": "ask before coming"})
    trainer.save()
    return ModulePage.objects.get(code="V1")


def write_lessons(trainer, module) -> None:
    """An activity with notes for other trainers, and a case study that is confirmed as made up."""
    trainer.go("wagtailadmin_pages:add", "courses", "lessonpage", module.pk)
    trainer.fill(title="The first minute", objective="You can greet a family.", minutes="60")
    trainer.write("body-0-value", "Say your name and why you came.")
    trainer.write("body-1-value", "The family decides who sits with you.")
    trainer.fill(
        **{
            "body-2-value-title": "Knock, greet, ask",
            "body-2-value-kind": "role-play",
            "body-2-value-minutes": "20",
            "body-2-value-group_size": "Pairs",
        }
    )
    trainer.write(
        "body-2-value-steps", "One plays the visitor, one the family. Change after five minutes."
    )
    trainer.write(
        "body-2-value-facilitator_notes", "Watch for visitors who sit down before they ask."
    )
    trainer.write("body-3-value", "Whose house did you enter last, and who invited you?")
    trainer.snap("02 a lesson with an activity")
    trainer.save()
    trainer.page.get_by_role("tab", name=re.compile("Checks")).click()
    trainer.snap("03 what the site noticed")

    trainer.go("wagtailadmin_pages:add", "courses", "lessonpage", module.pk)
    trainer.fill(title="When the door stays closed", objective="You can come back.", minutes="60")
    trainer.write("body-0-value", "A closed door is an answer.")
    trainer.add_block("Case study")
    trainer.fill(**{"body-4-value-title": "Nobody opens"})
    trainer.write("body-4-value-text", "A worker stands before a closed door for the third time.")
    trainer.fill(**{"body-4-value-is_fictional": True})
    trainer.snap("04 a lesson with a case study")
    trainer.save()
    assert LessonPage.objects.child_of(module).count() == 2


def import_document(trainer, module) -> None:
    trainer.go("courses_imports:document", module.pk)
    trainer.page.set_input_files("[name=file]", FILES / "home-visits.docx")
    with trainer.page.expect_navigation():
        trainer.page.locator("form:has([name=file]) button").click()
    trainer.page.get_by_label("What the picture shows").fill("A house with an open door.")
    trainer.snap("05 lessons of a Word document")
    with trainer.page.expect_navigation():
        trainer.page.get_by_role("button", name="Save as drafts").click()
    trainer.snap("06 the module with its lessons")
    lessons = list(LessonPage.objects.child_of(module).order_by("path"))[2:]
    assert [lesson.title for lesson in lessons] == ["Visiting a family at home", "ពេលត្រឡប់មកវិញ"]
    kinds = [block.block_type for block in lessons[0].get_latest_revision_as_object().body]
    assert {"rich_text", "image", "table"} <= set(kinds)
    assert all(lesson.slug.isascii() for lesson in lessons)


def write_pre_test(trainer, course) -> None:
    trainer.go("wagtailadmin_pages:add", "courses", "assessmentpage", course.pk)
    trainer.add_row("Add Question")
    trainer.fill(
        **{
            "title": "Before the course",
            "questions-0-text": "A visit needs no appointment.",
            "questions-0-kind": "true-false",
        }
    )
    for number, (text, right) in enumerate([("True", False), ("False", True)]):
        trainer.add_block("Choice", within="questions-0-choices")
        trainer.fill(
            **{
                f"questions-0-choices-{number}-value-text": text,
                f"questions-0-choices-{number}-value-is_correct": right,
            }
        )
    trainer.snap("07 a pre-test")
    trainer.save()
    page = AssessmentPage.objects.child_of(course).get()
    assert (page.kind, page.title) == ("pre-test", "Before the course")


def import_questions(trainer, course) -> None:
    """Six questions of seven are sound; the essay stays out, so that the score is there at once."""
    trainer.go("wagtailadmin_pages:add", "courses", "assessmentpage", course.pk)
    trainer.fill(title="After the course")
    trainer.save()
    post_test = AssessmentPage.objects.child_of(course).get(kind="post-test")
    trainer.go("courses_imports:questions", post_test.pk)
    trainer.page.set_input_files("[name=file]", FILES / "home-visits.gift")
    with trainer.page.expect_navigation():
        trainer.page.get_by_role("button", name="Show the questions").click()
    trainer.snap("08 questions of a GIFT file")
    expect(trainer.page.locator("main")).to_contain_text("Line 43")
    panel = trainer.page.locator("section", has_text="តើអ្នកនឹងសួរ").last
    panel.locator("input[type=checkbox]").uncheck()
    with trainer.page.expect_navigation():
        trainer.page.get_by_role("button", name="Add to the draft").click()
    trainer.snap("09 the post-test with its questions")
    post_test.refresh_from_db()
    kinds = [q.kind for q in post_test.get_latest_revision_as_object().questions.all()]
    assert kinds == ["single", "true-false", "number", "matching", "short"]


def translate(trainer, course) -> None:
    """Begin the Khmer side of the whole course, and write a title, a lesson and a question there."""
    trainer.page.goto(f"/admin/localize/submit/page/{course.pk}/")
    khmer = Locale.objects.get(language_code="km")
    trainer.page.locator(f"[name=locales][value='{khmer.pk}']").check()
    trainer.fill(include_subtree=True)
    trainer.snap("10 begin a translation")
    with trainer.page.expect_navigation():
        trainer.page.locator("form:has([name=locales]) [type=submit]").click()
    translated = course.get_translation(khmer)
    trainer.go("wagtailadmin_pages:edit", translated.pk)
    expect(trainer.page.get_by_text("How to visit a family").first).to_be_visible()
    trainer.snap("11 the translation")
    translate_segment(trainer, "Visiting families", "ការចុះសួរសុខទុក្ខគ្រួសារ")
    trainer.snap("12 the title in Khmer")
    lesson = LessonPage.objects.descendant_of(translated).order_by("path").first()
    trainer.go("wagtailadmin_pages:edit", lesson.pk)
    translate_segment(trainer, "The first minute", "នាទីដំបូង")
    translate_segment(trainer, "You can greet a family.", "អ្នកអាចជំរាបសួរគ្រួសារមួយ។")
    translate_segment(trainer, "Say your name and why you came.", KHMER_LESSON)
    trainer.snap("13 a lesson in Khmer")
    pre_test, _post_test = AssessmentPage.objects.child_of(translated).order_by("path")
    trainer.go("wagtailadmin_pages:edit", pre_test.pk)
    translate_segment(trainer, "Before the course", "មុនវគ្គសិក្សា")
    translate_segment(trainer, "A visit needs no appointment.", "ការចុះសួរសុខទុក្ខមិនចាំបាច់ណាត់ជាមុនទេ។")


def translate_segment(trainer, english, khmer) -> None:
    """Press “Translate” beside the English words and write the Khmer ones; plain or rich text."""
    segment = trainer.page.locator("li", has=trainer.page.get_by_text(english, exact=True)).last
    segment.get_by_role("button", name="Translate").click()
    box = segment.locator("textarea, [contenteditable=true]").first
    box.click()
    trainer.page.keyboard.insert_text(khmer)
    segment.get_by_role("button", name="Save").click()
    expect(segment.get_by_text(khmer).first).to_be_visible()
    expect(segment.get_by_role("button", name="Edit")).to_be_visible()


def submit(trainer, course) -> None:
    trainer.go("wagtailadmin_pages:edit", course.pk)
    trainer.page.locator("footer .w-dropdown__toggle").first.click()
    trainer.snap("14 submit")
    with trainer.page.expect_navigation():
        trainer.page.get_by_role("button", name=re.compile("Submit to")).click()
    course.refresh_from_db()
    assert course.current_workflow_state.status == "in_progress"
    assert course.live is False


def publish(coordinator, course) -> None:
    """Approve the course, then publish what lies below it and the Khmer side."""
    coordinator.go("wagtailadmin_home")
    coordinator.snap("15 what waits for approval")
    coordinator.go("wagtailadmin_pages:edit", course.pk)
    coordinator.snap("16 the course under review")
    coordinator.page.locator("footer .w-dropdown__toggle").first.click()
    with coordinator.page.expect_navigation():
        coordinator.page.locator("[data-workflow-action-name=approve]").first.click()
    course.refresh_from_db()
    assert course.live is True
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    coordinator.page.goto(f"{url}?id={course.pk}&next={reverse('wagtailadmin_home')}")
    coordinator.fill(include_descendants=True)
    coordinator.snap("17 publish all of it")
    with coordinator.page.expect_navigation():
        coordinator.page.locator("main form [type=submit]").last.click()
    assert not course.get_descendants().not_live().exists()
    khmer = course.get_translation(Locale.objects.get(language_code="km"))
    for page in khmer.get_descendants(inclusive=True):
        coordinator.go("wagtailadmin_pages:edit", page.pk)
        publish_button = coordinator.page.get_by_role("button", name=re.compile("^Publish"))
        if page.pk == khmer.pk:
            coordinator.snap("18 the Khmer side")
        with coordinator.page.expect_navigation():
            publish_button.first.click()
    assert not khmer.get_descendants(inclusive=True).not_live().exists()


def take(page, snap, trainee, cohort, course) -> None:
    """Find the course by a Khmer word, read it, pass, and see what was gained."""

    def press(selector):
        with page.expect_navigation():
            page.locator(selector).first.click()
        expect(page.locator("main .errorlist")).to_have_count(0)

    def answer(right: bool):
        attempt = AssessmentAttempt.objects.get(person=trainee, submitted_at__isnull=True)
        for question in attempt.questions:
            answer_question(page, question, right=right)

    page.goto("/km/accounts/login/")
    page.fill("[name=login]", trainee.user.email)
    page.fill("[name=password]", PASSWORD)
    press("main form button")
    page.goto("/km/")
    page.fill("[name=q]", "សុខទុក្ខ")
    press("form[role=search] button, form:has([name=q]) button")
    snap(page, "trainee 01 found by a Khmer word")
    press("main a:has-text('ការចុះសួរសុខទុក្ខគ្រួសារ')")
    snap(page, "trainee 02 the course")
    press(
        f"main a[href*='/cohorts/{cohort.pk}/enrol/'], main form[action*='/{cohort.pk}/enrol/'] button"
    )
    if page.locator("main form .actions button").count():
        snap(page, "trainee 03 enrol")
        press("main form .actions button")
    assert trainee.enrolments.get().state == "enrolled"

    tests = {test.kind: test for test in AssessmentPage.objects.filter(locale__language_code="km")}
    page.goto(tests["pre-test"].url)
    press("form[action*='/start/'] button")
    expect(page.locator("main")).to_contain_text("ណាត់ជាមុន")
    answer(right=False)
    snap(page, "trainee 04 the pre-test")
    press("main button[name=hand_in]")

    first = LessonPage.objects.filter(locale__language_code="km").order_by("path").first()
    page.goto(first.url)
    expect(page.locator("main")).to_contain_text(KHMER_LESSON)
    snap(page, "trainee 05 the first lesson")
    expect(page.locator("main")).not_to_contain_text("Watch for visitors")
    lessons = 0
    while (
        mark := page.locator("form[action*='/done/'] button.button:not(.button--quiet)")
    ).count():
        with page.expect_navigation():
            mark.first.click()
        lessons += 1
        if lessons == 2:
            snap(page, "trainee 06 a lesson from the Word document")
    assert lessons == trainee.lesson_progress.filter(done_at__isnull=False).count() == 4

    page.goto(tests["post-test"].url)
    snap(page, "trainee 07 before the post-test")
    press("form[action*='/start/'] button")
    assert "is_correct" not in page.content()
    answer(right=True)
    snap(page, "trainee 08 the questions")
    press("main button[name=hand_in]")
    snap(page, "trainee 09 passed, and the gain")
    attempt = AssessmentAttempt.objects.get(person=trainee, kind="post-test")
    assert (attempt.percent, attempt.passed) == (100, True)
    expect(page.locator("main")).to_contain_text("100")


def answer_question(page, question, *, right: bool) -> None:
    name = question["key"]
    match question["kind"]:
        case QuestionKind.MATCHING:
            for row in question["rows"]:
                page.locator(f"[name='{name}-{row['key']}']").select_option(row["right"])
        case QuestionKind.NUMBER:
            page.fill(f"[name='{name}']", "៦៥")
        case QuestionKind.SHORT_ANSWER:
            page.fill(f"[name='{name}']", "គ្រួសារ")
        case _:
            for choice in question["choices"]:
                if choice["is_correct"] == right:
                    page.locator(f"[name='{name}'][value='{choice['key']}']").check()
                    break
